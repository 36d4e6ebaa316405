"""Who did what, when: the audit trail, and the `verb` that writes it.

Nouns: Entry. Verbs: none of its own; `verb` is how every other room gets them.
"""
