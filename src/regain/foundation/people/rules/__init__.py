"""What is decided about people: rights, invitations, entrance, names."""
