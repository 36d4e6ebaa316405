"""Training: who may make recovery calls, how they practise, and what customers want their people to hear.

Nouns: Certificate, Scenario, Practice, Coaching (feedback or praise to one person or team).
Verbs: certify, withdraw_certificate, practise, score, raise_coaching, acknowledge, coach, recheck.
"""
