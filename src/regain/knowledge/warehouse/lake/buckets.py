"""Which bucket a customer belongs to: the first eight hexadecimal digits of the md5 of the id, modulo the buckets.

md5 rather than the engine's own hash, because that one may change from version to version.
"""

import hashlib

from regain.knowledge.warehouse.sql import Sql, compose, literal


def bucket_of(customer: str, buckets: int) -> int:
    """Give the bucket of one customer."""
    digest = hashlib.md5(customer.encode("utf-8"), usedforsecurity=False).hexdigest()
    return int(digest[:8], 16) % buckets


def bucket_sql(column: Sql, buckets: int) -> Sql:
    """Give the same as an expression over a column."""
    return compose(
        "CAST(('0x' || left(md5($column), 8))::UBIGINT % $buckets AS INTEGER)", column=column, buckets=literal(buckets)
    )
