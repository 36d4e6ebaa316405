"""What means something else in Spark: which nodes of a typed question are written anew, and how.

Days between two dates, a division (DuckDB's is of floating-point numbers), the first day of a month, a running number
over everybody, numbers as a table. Only types tell some of them apart, so a day's arithmetic is typed here too.
"""

from collections.abc import Callable
from typing import Any, Final

from sqlglot import exp
from sqlglot.dialects import DuckDB
from sqlglot.optimizer.annotate_types import TypeAnnotator


def rewrite(tree: exp.Expr) -> None:
    """Write anew whatever means something else, innermost first."""
    for node in reversed(list(tree.find_all(*REWRITTEN))):
        node.replace(REWRITTEN[type(node)](node))


def _is_day(node: exp.Expr) -> bool:
    return bool(node.type) and node.is_type(exp.DType.DATE)


def _days_between(node: exp.Sub) -> exp.Expr:
    if _is_day(node.left) and _is_day(node.right):
        return exp.Anonymous(this="DATEDIFF", expressions=[node.left.copy(), node.right.copy()])
    return node


def _floating(node: exp.Div) -> exp.Expr:
    return exp.Div(this=exp.cast(node.left.copy(), "DOUBLE"), expression=exp.cast(node.right.copy(), "DOUBLE"))


def _first_day(node: exp.DateTrunc | exp.TimestampTrunc) -> exp.Expr:
    return exp.cast(node.copy(), "DATE") if _is_day(node.this) else node


def _key(node: exp.Window) -> exp.Expr:
    """What rows are numbered by, where the numbers run over everybody: all rows would have to meet in one place."""
    if isinstance(node.this, exp.RowNumber) and not node.args.get("partition_by"):
        key: exp.Expr = node.args["order"].expressions[0].this.copy()
        return key
    return node


def _numbers(node: exp.GenerateSeries) -> exp.Expr:
    """Numbers from a start to before an end, as a table."""
    if isinstance(node.parent, exp.Table) and node.args.get("is_end_exclusive"):
        return exp.Anonymous(this="RANGE", expressions=[node.args["start"].copy(), node.args["end"].copy()])
    return node


def _day_arithmetic(annotator: TypeAnnotator, node: exp.Binary) -> exp.Expr:
    """A day and a number of days make a day, two days a number."""
    days = _is_day(node.left) + _is_day(node.right)
    if not days:
        return annotator._annotate_binary(node)
    annotator._set_type(node, exp.DType.INT if days == 2 else exp.DType.DATE)
    return node


def _as_first(annotator: TypeAnnotator, node: exp.Expr) -> exp.Expr:
    return annotator._annotate_by_args(node, "this")


def _as_widest(annotator: TypeAnnotator, node: exp.Expr) -> exp.Expr:
    return annotator._annotate_by_args(node, "this", "expressions")


TYPED: Final[dict[Any, Any]] = {
    **DuckDB.EXPRESSION_METADATA,
    exp.Add: {"annotator": _day_arithmetic},
    exp.Sub: {"annotator": _day_arithmetic},
    exp.ArgMax: {"annotator": _as_first},
    exp.ArgMin: {"annotator": _as_first},
    exp.Greatest: {"annotator": _as_widest},
    exp.Least: {"annotator": _as_widest},
}
REWRITTEN: Final[dict[type[exp.Expr], Callable[[Any], exp.Expr]]] = {
    exp.Sub: _days_between,
    exp.Div: _floating,
    exp.DateTrunc: _first_day,
    exp.TimestampTrunc: _first_day,
    exp.Window: _key,
    exp.GenerateSeries: _numbers,
}
