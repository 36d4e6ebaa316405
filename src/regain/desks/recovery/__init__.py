"""The rescue cycle: a month or quarter of recovery work, drafted by rule, approved by people.

Nouns: Cycle, Decision, Swap. Verbs: draft_cycle, approve_cycle, withdraw_approval, swap_customer,
move_decision, assign_executive, assign_caller. Questions: `queries.cycles`, `queries.cycle`,
`queries.decisions`, `queries.swaps`, `queries.queue`, `queries.document`.

Every departure of the period gets one decision: a call by an executive, a call by the team, a letter,
control (held out, so that what calls achieve can be told from what would have happened anyway), or not
pursued, with the reason. Who is held out is drawn before anything else and is told to nobody who calls.
"""
