"""Notices: what leaves the house and what reminds its people — e-mail, webhooks, calendar feeds.

Nouns: Message (an e-mail in the outbox), Endpoint (a program that wants to hear), Delivery (one event on its way to
one endpoint), Feed (a person's own calendar address), Reminder (something a person should not forget).
Verbs: queue_message, cancel_messages, add_endpoint, open_feed, remind, dismiss …

Nothing is sent inside a transaction: a verb writes a row, the worker sends it, and asks every room's gate first.
"""
