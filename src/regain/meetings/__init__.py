"""Floor 4: people round a table, learning from the desks."""
