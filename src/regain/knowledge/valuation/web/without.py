"""With and without."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from regain.foundation.kit.http import actor_of
from regain.foundation.ui.screen import screen
from regain.knowledge.valuation.queries.standing import standing
from regain.knowledge.valuation.queries.without import chosen_address, without_page


def without(request: HttpRequest) -> HttpResponse:
    """GET: what the company's account would be without some customers. POST: those chosen in a list, as an address."""
    if request.method == "POST":
        sent = request.POST
        everybody = sent.get("state", "") if sent.get("everything") else None
        return redirect(chosen_address(request.GET.get("list", ""), sent.getlist("rows"), state=everybody))
    by = actor_of(request)
    stands = standing(by=by)
    if not stands.is_valued:
        return screen(request, "valuation/unvalued.html", stands)
    page = without_page(by=by, asked=dict(request.GET.lists()))
    return screen(request, "valuation/without.html", page)
