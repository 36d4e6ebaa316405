"""Notices: what leaves the house and what reminds its people — e-mail, webhooks, calendar feeds.

Nouns: Message (an e-mail in the outbox), Enclosure (a file with it), Endpoint (a program that wants to hear),
Delivery (one event on its way to one endpoint), Feed (a person's own calendar address), Reminder.

Verbs for other rooms, part of their transaction: `actions.outbox.queue_message` and `cancel_messages`,
`actions.reminders.remind` and `settle`. Everything else belongs to this room's own screens and to the worker.

What a room says in its manifest: `gate`, asked before a message leaves (`rules.gate`: a Letter in, a Leave out);
`publishes`, the events other programs may hear, without the fields their `repr` hides; `calendar`, what a person's
calendar shows (`rules.calendar.Event`).

Nothing is sent inside a transaction: a verb writes a row, the worker sends it. A message is leased by one UPDATE, the
gates are asked, and one more UPDATE right before its text leaves finds whether it was cancelled meanwhile.
"""
