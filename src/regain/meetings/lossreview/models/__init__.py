"""What the Loss Review leaves in the database."""

from regain.meetings.lossreview.models.action import Action, Attachment, Remark
from regain.meetings.lossreview.models.issue import Cover, Factor, Issue, Placement, Watch
from regain.meetings.lossreview.models.minutes import Edition, Minutes, Resolution
from regain.meetings.lossreview.models.order import Order
from regain.meetings.lossreview.models.pack import Pack
from regain.meetings.lossreview.models.proof import Proof
from regain.meetings.lossreview.models.ranking import Rank, Weighing
from regain.meetings.lossreview.models.review import Item, Review, Seat

__all__ = [
    "Action",
    "Attachment",
    "Cover",
    "Edition",
    "Factor",
    "Issue",
    "Item",
    "Minutes",
    "Order",
    "Pack",
    "Placement",
    "Proof",
    "Rank",
    "Remark",
    "Resolution",
    "Review",
    "Seat",
    "Watch",
    "Weighing",
]
