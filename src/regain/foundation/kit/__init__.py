"""The small things every room uses: values, refusals, the clock, events, and the plug of a room.

Nouns: Room, Permission, Access, Nav, Card, Money, Refused. Verbs: none; the kit changes nothing.
"""
