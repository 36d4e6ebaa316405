"""The doors of this room, and the door of the house."""
