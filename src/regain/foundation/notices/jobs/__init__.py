"""What the worker does for this room: mails, webhooks, reminders."""
