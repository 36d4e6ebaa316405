"""Training: who may make recovery calls, how they practise, and what customers want their people to hear.

Nouns: Certificate, Standard, Scenario, Practice, Coaching, Remark. Verbs: practise, walk, score, call_off,
write_scenario, retire_scenario, bring_back_scenario, certify, withdraw_certificate, set_standard, raise_coaching,
address_coaching, acknowledge, coach, hand_on, recheck, comment, withdraw_coaching, remind_of_coaching,
sample_certificates, sample_coaching.

Desks ask `queries.certificates.standing` before a recovery call. Coaching is found through `queries.items.visible`
alone, so that whoever it does not concern finds it nowhere.
"""
