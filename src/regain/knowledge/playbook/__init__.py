"""The playbook: know-how every desk shares — reasons, wording, offers, and the guard over every outward act.

Nouns: Reason (two levels, with cause class and two flags), Cause (a reason of one departure: stated, diagnosed or
confirmed, with its weight), Wording (what to say at a step), Offer (what may be offered, by whom), Answer (what the
guard said), Stop, Consent, Point (a number or address to reach somebody at).
Verbs: record_causes, ask (the guard), stop, give_consent …
"""
