"""The pages of this room. Ids of customers are any text; see `rules.addresses` for how they are written."""

from django.urls import path

from regain.knowledge.valuation.web import costs, looks, pages, quality, risk, without

app_name = "valuation"
urlpatterns = [
    path("", pages.customers, name="customers"),
    path("left/", looks.left, name="left"),
    path("left/everybody/", pages.departed, name="departed"),
    path("left/partly/", pages.partly, name="partly"),
    path("quality/", quality.quality, name="quality"),
    path("backtest/", looks.backtest, name="backtest"),
    path("valuation/", looks.valuation, name="valuation"),
    path("risk/", pages.at_risk, name="at_risk"),
    path("risk/proof/", risk.risk, name="risk"),
    path("contribution/", pages.contribution, name="contribution"),
    path("without/", without.without, name="without"),
    path("costs/", costs.costs, name="costs"),
    path("costs/<int:number>/withdrawal/", costs.withdrawal, name="cost_withdrawal"),
    path("looks/", looks.look, name="look"),
    path("export/<slug:name>/", pages.export_list, name="export"),
    path("<customer:customer>/", pages.customer, name="customer"),
]
