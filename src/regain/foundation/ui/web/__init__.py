"""The interface's own pages: the gallery, and the switch of the theme."""
