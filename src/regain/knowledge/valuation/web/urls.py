"""The pages of this room. Ids of customers are any text; see `rules.addresses` for how they are written."""

from django.urls import path

from regain.knowledge.valuation.web import looks, pages, quality

app_name = "valuation"
urlpatterns = [
    path("", pages.customers, name="customers"),
    path("left/", looks.left, name="left"),
    path("left/everybody/", pages.departed, name="departed"),
    path("left/partly/", pages.partly, name="partly"),
    path("quality/", quality.quality, name="quality"),
    path("backtest/", looks.backtest, name="backtest"),
    path("valuation/", looks.valuation, name="valuation"),
    path("looks/", looks.look, name="look"),
    path("export/<slug:name>/", pages.export_list, name="export"),
    path("<customer:customer>/", pages.customer, name="customer"),
]
