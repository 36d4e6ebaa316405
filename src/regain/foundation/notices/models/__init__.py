"""Message, Enclosure, Endpoint, Delivery, Feed, Reminder."""

from regain.foundation.notices.models.endpoint import Delivery, Endpoint
from regain.foundation.notices.models.feed import Feed
from regain.foundation.notices.models.message import Enclosure, Message
from regain.foundation.notices.models.reminder import Reminder

__all__ = ["Delivery", "Enclosure", "Endpoint", "Feed", "Message", "Reminder"]
