"""Made-up figures for the charts of the gallery."""

from regain.foundation.ui import charts
from regain.foundation.ui.charts import Bar, Bin, Dot, Drawing, Flow, Measure, Pair, Point, Spot, Step, Unit

MONTHS = ("Nov 25", "Dec 25", "Jan 26", "Feb 26", "Mar 26", "Apr 26", "May 26", "Jun 26", "Jul 26", "Aug 26", "Sep 26")
LOST = Measure("Value lost a year", Unit.MONEY, "GBP")
RATE = Measure("Chance of return", Unit.SHARE)


def sample_charts() -> dict[str, Drawing]:
    """One of each."""
    months = (*MONTHS, "Oct 26")
    flows = [
        Flow(label, 140 + place * 23 % 60, 12 + place * 7 % 22, 120 + place * 37 % 95)
        for place, label in enumerate(months)
    ]
    lost = [Bar(label, 31_000 + place * 7919 % 27_000) for place, label in enumerate(months)]
    shares = [0.31 + (place * 13 % 9) / 100 for place in range(len(months))]
    points = [Point(label, share, share - 0.06, share + 0.07) for label, share in zip(months, shares, strict=True)]
    reasons = [
        Bar("Late or wrong delivery", 61_400, note="38 customers"),
        Bar("Found it cheaper elsewhere", 44_150, note="51 customers"),
        Bar("Nobody called back after a complaint", 29_800, note="17 customers"),
        Bar("Moved away", 12_300, note="9 customers"),
        Bar("Nobody asked yet", 36_600, note="69 customers", quiet=True),
    ]
    dots = [
        Dot("Call by an executive", 0.34, 0.27, 0.42, 0.21),
        Dot("Call by the team", 0.29, 0.24, 0.34, 0.21),
        Dot("Letter", 0.23, 0.19, 0.28, 0.21),
    ]
    bins = [
        Bin(0.05, 0.06, 0.04, 0.09, 410),
        Bin(0.15, 0.13, 0.10, 0.17, 320),
        Bin(0.3, 0.33, 0.27, 0.39, 210),
        Bin(0.5, 0.46, 0.37, 0.55, 96),
        Bin(0.7, 0.74, 0.6, 0.85, 38),
    ]
    return {
        "flows": charts.in_and_out(
            "Customers in and out", flows, purpose="By month; those below the line left", wide=True
        ),
        "lost": charts.columns("Value lost", LOST, lost, purpose="Contribution a year of those who left"),
        "reasons": charts.ranked("Why they left", LOST, reasons, purpose="By value lost, October"),
        "trend": charts.trend("Share that returns within a year", RATE, points),
        "effect": charts.comparison("Does a call help?", RATE, dots, reference="No contact at all"),
        "calibration": charts.calibration("Were our promises kept?", bins, purpose="Chance of return, 2025"),
        "following": charts.following(
            "Purchases of those known in spring",
            Measure("Purchases"),
            [Step(label, 80 + 9 * place, 78 + 8 * place, place > 7) for place, label in enumerate(months)],
            purpose="By month; nothing after June was known when it was expected",
        ),
        **_beside(),
        "nothing": charts.columns("Value lost", LOST, [], nothing="Figures appear after the first full month."),
    }


def _beside() -> dict[str, Drawing]:
    """What stands beside something else: after beside before, one share beside another."""
    return {
        "mended": charts.mended(
            "Did the fix help?",
            Measure("Departures per 1,000 customers"),
            [Spot(label, 4.1 + place % 3 / 2, 2.6, 6.2) for place, label in enumerate(MONTHS[:7])],
            [Spot(label, 1.4 + place % 2 / 2, 0.6, 2.9) for place, label in enumerate(MONTHS[8:])],
            when=MONTHS[7],
            averages=(4.5, 1.6),
            purpose="By month; the month of the fix counts for neither side",
        ),
        "pairs": charts.paired(
            "Whom the calls stand for",
            Measure("Share", Unit.SHARE),
            [Pair("Large, regular", 0.6, 0.71, "8", "4"), Pair("Small, bought once", 0.1, 0, "18", "0")],
            first="of the losses",
            second="of the calls",
        ),
    }
