"""The lists of customers, and one customer."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit.errors import NotFound
from regain.foundation.kit.export import export
from regain.foundation.kit.http import actor_of
from regain.foundation.kit.table import TableState
from regain.foundation.people.queries import views
from regain.foundation.ui.listing import Around, Bulk, Listing, Nothing, listing, show
from regain.foundation.ui.refusals import HOME, Way, refusal
from regain.foundation.ui.screen import screen
from regain.knowledge.valuation.queries import books
from regain.knowledge.valuation.queries.books import Book
from regain.knowledge.valuation.queries.customer import customer_page
from regain.knowledge.valuation.queries.facts import NoSuchCustomer


def customers(request: HttpRequest) -> HttpResponse:
    """Everybody who ever bought."""
    return _listed(request, books.book("customers", by=actor_of(request)))


def departed(request: HttpRequest) -> HttpResponse:
    """Everybody who is gone."""
    return _listed(request, books.book("departed", by=actor_of(request)))


def partly(request: HttpRequest) -> HttpResponse:
    """Everybody who left in part."""
    return _listed(request, books.book("partly", by=actor_of(request)))


def at_risk(request: HttpRequest) -> HttpResponse:
    """Everybody who may leave soon."""
    return _listed(request, books.book("at-risk", by=actor_of(request)))


def contribution(request: HttpRequest) -> HttpResponse:
    """Everybody, by what they brought less what they cost."""
    return _listed(request, books.book("contribution", by=actor_of(request)))


def export_list(request: HttpRequest, name: str) -> HttpResponseBase:
    """A list as a file: every row that fits, with the columns shown; estimates with their ends."""
    book = books.book(name, by=actor_of(request))
    if book.rows is None:
        raise NotFound(_("Nobody has been valued yet, so there is nothing to take along."))
    state = TableState.parse(book.spec, dict(request.GET.lists()))
    return export(request.GET.get("format", "csv"), books.exported(state), book.rows, book.name)


def customer(request: HttpRequest, customer: str) -> HttpResponse:
    """One customer."""
    try:
        page = customer_page(by=actor_of(request), customer=customer, everything="all" in request.GET)
    except NoSuchCustomer as missing:
        search = f"{reverse('valuation:customers')}?{books.searching(customer)}"
        ways = (
            Way(_("Search for it among all customers"), search),
            Way(_("All customers"), reverse("valuation:customers")),
            HOME,
        )
        return refusal(request, 404, sentence=missing.sentence, ways=ways)
    return screen(request, "valuation/customer.html", page, fragment="valuation/_story.html")


def _listed(request: HttpRequest, book: Book) -> HttpResponse:
    if book.rows is None:
        return screen(request, "valuation/list.html", book)
    return show(request, "valuation/list.html", book, _listing(request, book))


def _listing(request: HttpRequest, book: Book) -> Listing:
    query = TableState.parse(book.spec, dict(request.GET.lists())).query(page=1).removeprefix("?")
    around = Around(
        nothing=Nothing(book.nothing.heading, book.nothing.why, icon="users"),
        views=views.pills(by=actor_of(request), list_name=book.spec.name, base=request.path, query=query),
        save_view=views.save_address(book.spec.name),
        export=reverse("valuation:export", args=[book.name]) if book.standing.may_export else "",
        bulk=Bulk(f"{reverse('valuation:without')}?list={book.name}", [("without", _("With and without"), "scale")]),
    )
    assert book.rows is not None
    return listing(request, book.spec, book.rows, around)
