"""Sales come straight from the company's own PostgreSQL, which is only read."""

import os
from pathlib import Path

import pytest
from django.db import connection

from tests.demo import regain

NEEDS_POSTGRESQL = pytest.mark.skipif(
    not os.environ.get("REGAIN_TEST_DATABASE"), reason="runs in the ring that has a PostgreSQL cluster"
)


@NEEDS_POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_a_table_is_imported_and_nothing_but_a_select_is_run(tmp_path: Path) -> None:
    told = connection.settings_dict
    url = f"postgresql+psycopg://{told['USER']}@/{told['NAME']}?host={told['HOST']}"
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE orders (customer_id text, order_id int, sold_at timestamp, amount numeric(12, 2))")
        cursor.execute(
            "INSERT INTO orders SELECT '00' || g % 7, g, timestamp '2024-01-01' + g * interval '7 hours', g + 0.10"
            " FROM generate_series(1, 40) AS g"
        )

    words = ("import", "sales", "--url", url, "--home", str(tmp_path / "home"))
    done = regain(*words, "--table", "orders", "--json")
    refused = regain(*words, "--table", "DELETE FROM orders", "--json")

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM orders")
        left = cursor.fetchone()
        cursor.execute("DROP TABLE orders")
    assert (done.document["accepted"], done.document["net"]) == (40, "824.0000")
    assert (refused.code, left) == (1, (40,))
