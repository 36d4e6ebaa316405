"""`{% load ui %}`: every component and every filter of the house. The list is in `regain.foundation.ui`."""

from regain.foundation.ui import again, blocks, filters, inline
from regain.foundation.ui.library import register

__all__ = ["again", "blocks", "filters", "inline", "register"]
