"""The programme's health: are the calls made, is anybody asked, do issues move, do meetings take place."""

from regain.meetings.lossreview.queries.health.lines import health_lines
from regain.meetings.lossreview.queries.health.page import health_page

__all__ = ["health_lines", "health_page"]
