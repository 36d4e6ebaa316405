"""The pages of this room."""

from django.urls import path

from regain.foundation.people.web import account, entrance, people, teams, views

app_name = "people"
urlpatterns = [
    path("sign-in/", entrance.sign_in, name="sign_in"),
    path("sign-out/", entrance.sign_out, name="sign_out"),
    path("forgotten/", entrance.forgotten, name="forgotten"),
    path("reset/<str:whom>/<str:token>/", entrance.reset, name="reset"),
    path("joining/<str:token>/", entrance.joining, name="joining"),
    path("account/", account.account, name="account"),
    path("account/name/", account.name, name="name"),
    path("account/password/", account.password, name="password"),
    path("account/preferences/", account.preferences, name="preferences"),
    path("account/sessions/end/", account.sessions_end, name="sessions_end"),
    path("views/<slug:list_name>/", views.save_view, name="views"),
    path("views/<int:view_id>/sharing/", views.share_view, name="view_sharing"),
    path("views/<int:view_id>/removal/", views.forget_view, name="view_removal"),
    path("staff/", people.people, name="people"),
    path("staff/export/", people.people_export, name="export"),
    path("staff/rights/", people.who_may_what, name="rights"),
    path("staff/invitations/", people.invitations, name="invitations"),
    path("staff/invitations/<int:invitation_id>/renewal/", people.renewal, name="renewal"),
    path("staff/invitations/<int:invitation_id>/withdrawal/", people.withdrawal, name="withdrawal"),
    path("staff/teams/", teams.teams, name="teams"),
    path("staff/teams/export/", teams.teams_export, name="teams_export"),
    path("staff/teams/<int:team_id>/", teams.team, name="team"),
    path("staff/teams/<int:team_id>/name/", teams.name, name="team_name"),
    path("staff/teams/<int:team_id>/lead/", teams.lead, name="team_lead"),
    path("staff/teams/<int:team_id>/members/", teams.member, name="team_member"),
    path("staff/teams/<int:team_id>/closing/", teams.closing, name="team_closing"),
    path("staff/teams/<int:team_id>/reopening/", teams.reopening, name="team_reopening"),
    path("staff/<int:person_id>/team/", teams.persons_team, name="person_team"),
    path("staff/<int:person_id>/", people.person, name="person"),
    path("staff/<int:person_id>/roles/", people.roles, name="roles"),
    path("staff/<int:person_id>/deactivation/", people.deactivation, name="deactivation"),
    path("staff/<int:person_id>/reactivation/", people.reactivation, name="reactivation"),
]
