"""Person, Holding, Team, Invitation, SavedView, Attempt."""

from regain.foundation.people.models.attempt import Attempt
from regain.foundation.people.models.invitation import Invitation
from regain.foundation.people.models.person import Holding, Person
from regain.foundation.people.models.team import Team
from regain.foundation.people.models.view import SavedView

__all__ = ["Attempt", "Holding", "Invitation", "Person", "SavedView", "Team"]
