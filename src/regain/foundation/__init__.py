"""Floor 1: what every room stands on."""
