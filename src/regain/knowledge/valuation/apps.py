"""The valuation's manifest: customers, who left, and how good the numbers are."""

from django.urls import register_converter

from regain.foundation.kit.roles import EVERYONE, Role
from regain.foundation.kit.room import Access, Card, Nav, Permission, Room
from regain.knowledge.valuation.rules.addresses import CustomerId

MANAGERS = frozenset({Role.OWNER, Role.ADMINISTRATOR, Role.RETENTION_MANAGER})
VIEW = {"GET": "valuation.view_customers"}


class Valuation(Room):
    """Every customer and what they are worth."""

    name = "regain.knowledge.valuation"
    label = "valuation"
    title = "Customers"
    prefix = "customers/"
    api = True
    permissions = (
        Permission("valuation.view_customers", "See customers and what they are worth", EVERYONE),
        Permission("valuation.export_customers", "Take lists of customers out of the system", MANAGERS),
        Permission("valuation.compute", "Have every customer valued anew", MANAGERS),
        Permission("valuation.set_costs", "Say what serving customers costs", MANAGERS),
        Permission(
            "valuation.follow_losses",
            "See on the first page what left last month",
            frozenset({Role.OWNER, Role.RETENTION_MANAGER}),
        ),
    )
    nav = (
        Nav("Who left", "valuation:left", "door-exit", "valuation.view_customers", order=20, key="l"),
        Nav("Customers", "valuation:customers", "users", "valuation.view_customers", order=21, key="c"),
        Nav("How good are these numbers?", "valuation:quality", "scale", "valuation.view_customers", order=60, key="b"),
    )
    access = (
        Access("valuation:customers", VIEW),
        Access("valuation:customer", VIEW),
        Access("valuation:left", VIEW),
        Access("valuation:departed", VIEW),
        Access("valuation:partly", VIEW),
        Access("valuation:backtest", VIEW),
        Access("valuation:at_risk", VIEW),
        Access("valuation:risk", VIEW),
        Access("valuation:contribution", VIEW),
        Access("valuation:without", VIEW | {"POST": "valuation.view_customers"}),
        Access("valuation:costs", VIEW | {"POST": "valuation.set_costs"}),
        Access("valuation:cost_withdrawal", {"POST": "valuation.set_costs"}),
        Access("valuation:quality", VIEW),
        Access("valuation:valuation", {"GET": "valuation.compute", "POST": "valuation.compute"}),
        Access("valuation:look", {"POST": "valuation.view_customers"}),
        Access("valuation:export", {"GET": "valuation.export_customers"}),
        Access("api-1:list_customers", VIEW),
        Access("api-1:read_lives", VIEW),
        Access("api-1:read_backtest", VIEW),
        Access("api-1:read_risk", VIEW),
        Access("api-1:read_without", VIEW),
        Access("api-1:costs", VIEW | {"POST": "valuation.set_costs"}),
        Access("api-1:withdraw_cost", {"DELETE": "valuation.set_costs"}),
        Access("api-1:read_quality", VIEW),
        Access("api-1:list_departures", VIEW),
        Access("api-1:read_customer", VIEW),
    )
    cards = (
        Card(
            "losses",
            "regain.knowledge.valuation.queries.cards.losses_card",
            "valuation/card_losses.html",
            "valuation.follow_losses",
            order=30,
        ),
        Card(
            "risk",
            "regain.knowledge.valuation.queries.warned.risk_card",
            "valuation/card_risk.html",
            "valuation.follow_losses",
            order=31,
        ),
    )
    listens = {
        "regain.knowledge.warehouse.events.FactsImported": (
            "regain.knowledge.valuation.jobs.queue_values_of_new_facts",
        ),
        "regain.knowledge.warehouse.events.ImportUndone": (
            "regain.knowledge.valuation.jobs.queue_values_of_new_facts",
        ),
        "regain.knowledge.valuation.events.ValuesAsked": ("regain.knowledge.valuation.jobs.queue_values",),
        "regain.knowledge.valuation.events.LookAsked": ("regain.knowledge.valuation.jobs.queue_look",),
    }
    search = "regain.knowledge.valuation.queries.cards.search"
    search_permission = "valuation.view_customers"

    def ready(self) -> None:
        """Teach addresses how ids of customers are written, before any room's addresses are read."""
        register_converter(CustomerId, "customer")
