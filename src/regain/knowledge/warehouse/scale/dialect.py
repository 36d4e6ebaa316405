"""From DuckDB's dialect to Spark's: a question is carried by its syntax tree, and values become its literals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import zip_longest
from numbers import Integral
from typing import Any

from sqlglot import exp, parse_one
from sqlglot.errors import ErrorLevel, SqlglotError
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.optimizer.qualify import qualify

from regain.foundation.kit.errors import Invalid
from regain.knowledge.warehouse.scale.meanings import TYPED, rewrite

HERE, THERE = "duckdb", "spark"
UNKNOWN = "UNKNOWN"
Schema = Mapping[str, Mapping[str, str]]
"""The columns of every table and their types."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A question in Spark's dialect, the tables it `reads`, and the columns it gives with their types.

    `name` when its answer is to be a table, `kept` when that is to be computed once.
    """

    text: str
    columns: dict[str, str]
    reads: frozenset[str]
    name: str = ""
    kept: bool = False


def carry(text: str, values: Mapping[str, Any], schema: Schema) -> Carried:
    """Carry a question, or the making of a table or view from one, that reads the tables of `schema`.

    Raises Invalid when it is of one machine only, KeyError when a value is missing.
    """
    try:
        asked = parse_one(text, read=HERE)
        made = asked if isinstance(asked, exp.Create) else None
        tree = _typed(_listed(_bound(made.expression if made else asked, values)), schema)
        if made and not tree.args.get("limit"):
            tree.set("order", None)
        columns = {each.alias_or_name: each.type.sql(dialect=THERE) if each.type else UNKNOWN for each in tree.selects}
        reads = frozenset(each.name for each in tree.find_all(exp.Table) if each.name in schema)
        rewrite(tree)
        carried = tree.sql(dialect=THERE, unsupported_level=ErrorLevel.RAISE, comments=False)
    except SqlglotError as trouble:
        raise Invalid(f"This question cannot be carried to Spark: {str(trouble).splitlines()[0]}") from trouble
    name, kept = (made.this.name, made.kind == "TABLE") if made else ("", False)
    return Carried(carried, columns, reads, name, kept)


def literal(value: object) -> exp.Expr:
    """A value as a typed literal. Raises Invalid for a type no question takes."""
    match value:
        case None:
            return exp.null()
        case bool():
            return exp.true() if value else exp.false()
        case Integral():
            return exp.convert(int(value))
        case float():
            return exp.cast(exp.Literal.string(repr(float(value))), "DOUBLE")
        case Decimal():
            scale = max(0, -int(value.as_tuple().exponent))
            return exp.cast(exp.Literal.string(f"{value:f}"), f"DECIMAL(38, {scale})")
        case date() if not isinstance(value, datetime):
            return exp.cast(exp.Literal.string(value.isoformat()), "DATE")
        case str():
            return exp.Literal.string(value)
        case list() | tuple():
            return exp.array(*(literal(each) for each in value), copy=False)
        case _:
            raise Invalid(f"A value of the type {type(value).__name__} cannot be part of a question.")


def _bound(tree: exp.Expr, values: Mapping[str, Any]) -> exp.Expr:
    for node in list(tree.find_all(exp.Placeholder, exp.Parameter)):
        node.replace(literal(values[node.name]))
    return tree


def _listed(tree: exp.Expr) -> exp.Expr:
    """Bound lists side by side, a row for each of their places: a table of literals."""
    lists = [node for node in tree.find_all(exp.Explode) if node.find(exp.Array)]
    if not lists or not isinstance(tree, exp.Select):
        return tree
    told = [list(array.expressions) for node in lists for array in node.find_all(exp.Array)]
    rows = list(zip_longest(*told, fillvalue=exp.null()))
    names = [f"place_{number}" for number in range(len(lists))]
    for node, name in zip(lists, names, strict=True):
        kind = node.this.to.expressions[0] if isinstance(node.this, exp.Cast) else "VARCHAR"
        node.replace(exp.cast(exp.column(name, table="listed"), kind))
    table = exp.values(rows or [(exp.null(),) * len(lists)], alias="listed", columns=names)
    return tree.from_(table, copy=False) if rows else tree.from_(table, copy=False).where("FALSE", copy=False)


def _typed(tree: exp.Expr, schema: Schema) -> exp.Query:
    known = {*schema, *(each.alias for each in tree.find_all(exp.CTE))}
    strange = [each.name for each in tree.find_all(exp.Table) if each.name and each.name not in known]
    if strange:
        raise Invalid(f"This question cannot be carried to Spark: it reads {strange[0]}, which is not there.")
    tables: dict[str, object] = {name: dict(columns) for name, columns in schema.items()}
    qualified = qualify(tree, schema=tables, dialect=HERE, quote_identifiers=False)
    typed = annotate_types(qualified, schema=tables, dialect=HERE, expression_metadata=TYPED)
    if not isinstance(typed, exp.Query):
        raise Invalid("Only questions can be carried to Spark, nothing that changes anything.")
    return typed
