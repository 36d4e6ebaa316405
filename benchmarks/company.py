"""A company as large as wanted: the demo company's invoices, replicated with shifted ids and dates."""

from pathlib import Path

import duckdb

from regain import demo

INVOICES = """
CREATE OR REPLACE TABLE invoices AS
SELECT CustomerID AS customer, InvoiceNo AS sale, min(strptime(InvoiceDate, '%Y-%m-%d %H:%M:%S')) AS sold_at,
       sum(CAST(CAST(Quantity AS BIGINT) * CAST(UnitPrice AS DECIMAL(12, 3)) AS DECIMAL(18, 2))) AS amount
FROM read_csv($file, all_varchar = true, header = true, delim = ',', quote = '"', strict_mode = false)
WHERE CustomerID <> ''
GROUP BY ALL
"""
REPLICAS = """
COPY (
    SELECT customer || '-' || copy AS customer_id,
           sale || '-' || copy AS sale_id,
           sold_at + to_days(CAST(copy * 7919 % 730 AS INTEGER)) AS sold_at,
           amount
    FROM range($copies) AS copies(copy), invoices
) TO '{path}' (FORMAT parquet, COMPRESSION zstd)
"""
WIDEN = """
COPY (
    SELECT customer_id, sale_id || '-' || again AS sale_id,
           sold_at + to_days(CAST(again * 13 AS INTEGER)) AS sold_at, amount
    FROM '{path}', range($times) AS agains(again)
) TO '{wide}' (FORMAT parquet, COMPRESSION zstd)
"""


def make(path: Path, *, sales: int, customers: int) -> int:
    """Write about `sales` sales of about `customers` customers as Parquet; returns how many sales that is."""
    with duckdb.connect(config={"memory_limit": "2GB", "threads": 2, "temp_directory": str(path.parent)}) as connection:
        connection.execute(INVOICES, {"file": str(demo.SALES)})
        people, invoices = connection.execute("SELECT count(DISTINCT customer), count(*) FROM invoices").fetchall()[0]
        copies = max(1, round(customers / people))
        narrow = path.with_suffix(".narrow.parquet")
        connection.execute(REPLICAS.format(path=narrow), {"copies": copies})
        times = max(1, round(sales / (invoices * copies)))
        connection.execute(WIDEN.format(path=narrow, wide=path), {"times": times})
        narrow.unlink()
    return int(invoices * copies * times)
