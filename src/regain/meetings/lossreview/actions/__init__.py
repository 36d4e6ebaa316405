"""What people do in and around a Loss Review; each a verb."""
