#!/usr/bin/env bash
# The whole suite, ring by ring. Rings whose parts are not installed say so in one line;
# with REGAIN_NO_SKIPPED_RING=1 that is a failure.
set -euo pipefail
cd "$(dirname "$0")/.."
python=.venv/bin/python
workers=${REGAIN_TEST_WORKERS:-2}
skipped=0
# The demo company is loaded once and copied for every ring.
REGAIN_TEST_DEMO=$(mktemp -d)
export REGAIN_TEST_DEMO
trap 'rm -rf "$REGAIN_TEST_DEMO"' EXIT

skip() { printf 'Skipped: %s\n' "$1"; skipped=1; }
ring() { printf '\n— %s\n' "$1"; }

ring "rules, numbers, verbs and doors, on SQLite"
$python -m pytest -n "$workers" --dist loadfile -m "not browser and not spark" packages/value/tests src/regain tests

ring "everything that touches the database, on PostgreSQL"
initdb=$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -n 1 || true)
if [ -n "$initdb" ]; then
  $python tools/postgresql.py "$(dirname "$initdb")" -- \
    $python -m pytest -n "$workers" --dist loadfile -m "not browser and not spark" --only-database src/regain tests
else
  skip "the PostgreSQL ring; install it with: apt-get install postgresql"
fi

ring "the same questions on Spark"
if ! command -v java >/dev/null; then
  skip "the Spark ring; install it with: apt-get install default-jre-headless, then make test"
else
  $python -c 'import pyspark, pyarrow' 2>/dev/null || bash tools/setup.sh spark
  $python -m pytest -m spark tests/spark
fi

ring "real pages in Chromium"
if command -v chromium >/dev/null; then
  $python -m pytest -n "$workers" -m browser src/regain tests
else
  skip "the browser ring; install it with: apt-get install chromium"
fi

[ "$skipped" = 0 ] || [ "${REGAIN_NO_SKIPPED_RING:-0}" = 0 ] || { printf 'A ring was skipped.\n' >&2; exit 1; }
