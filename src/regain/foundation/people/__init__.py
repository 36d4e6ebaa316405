"""The people who work with Regain: how they come in, what each may do, and how they are seen off.

Nouns: Person, Holding, Team, Invitation, SavedView, Attempt. Verbs: invite_person, renew_invitation,
withdraw_invitation, accept_invitation, change_roles, deactivate_person, reactivate_person, sign_in,
sign_out, sign_out_everywhere, forget_password, reset_password, change_password, set_preferences, make_team,
rename_team, set_lead, put_in_team, close_team, reopen_team, save_view, share_view, forget_view,
found_first_administrator, add_sample_people.

`web.access.AccessMiddleware` is the door of the whole house: it lets through what the rooms' access
tables name, for those who hold the permission, and nothing else.
"""
