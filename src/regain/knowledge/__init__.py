"""Floor 2: what we know — facts, lives, worth."""
