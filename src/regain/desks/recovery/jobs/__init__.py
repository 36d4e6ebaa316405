"""What takes a pass over the lives of everybody, or comes round by itself, happens in the background."""
