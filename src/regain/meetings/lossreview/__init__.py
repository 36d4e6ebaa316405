"""The Customer Loss Review: once a month, the people who can change something look at who left, why, and what to fix.

Nouns: Order, Review, Seat, Item, Pack, Issue, Cover, Placement, Factor, Watch, Action, Remark, Attachment, Weighing,
Rank, Resolution, Minutes, Edition, Proof.

A Review is convened for a month. Its Pack is made from the facts and from what the desks heard, frozen before the
meeting and never changed. Every reason of a departure falls to one Issue at most, so that what issues cost adds up to
what the ledger lost. An issue is closed by a Proof alone: what departures for its reasons did after the fix.
"""
