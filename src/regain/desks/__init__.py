"""Floor 3: where staff work with one customer."""
