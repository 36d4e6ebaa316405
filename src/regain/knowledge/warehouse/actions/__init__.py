"""Import facts, and undo an import."""
