"""The charts of a fresh pack are drawn before somebody waits for them."""

from django_tasks import task

from regain.meetings.lossreview.queries.packs import review_of, stored
from regain.meetings.lossreview.queries.shown.drawings import Drawings
from regain.meetings.lossreview.queries.shown.sheet import in_its_language


@task()
def draw_pack(*, review: int) -> dict[str, object]:
    """Draw every chart for the page and for paper; they are kept, so drawing again costs nothing."""
    kept = stored(review_of(review))
    if kept is None:
        return {"charts": 0}
    with in_its_language(kept.pack):
        drawn = [chart for wide in (True, False) for chart in Drawings(kept.pack, wide=wide).all() if chart]
    return {"charts": len(drawn)}
