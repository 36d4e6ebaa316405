"""What the Loss Review reads."""
