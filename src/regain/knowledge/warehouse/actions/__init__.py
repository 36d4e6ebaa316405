"""Prepare an import, try it, do it, stop it, go on with it, undo it; and keep mappings for the next time."""
