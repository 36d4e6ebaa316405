#!/usr/bin/env bash
# Makes .venv with the locked packages of one set: `run` for people who use Regain, `dev` for those who build it.
# `spark` is added to either; `dev` adds it where there is Java for it.
set -euo pipefail
set_name=${1:-run}
python=${PYTHON:-python3}
cd "$(dirname "$0")/.."

fail() { printf '%s\n' "$1" >&2; exit 1; }

"$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null ||
  fail "Regain needs Python 3.11, 3.12 or 3.13. Name one with: make demo PYTHON=/path/to/python3.12"

if [ ! -x .venv/bin/python ]; then
  printf 'Making a virtual environment …\n' >&2
  "$python" -m venv .venv 2>/dev/null || {
    rm -rf .venv
    fail "Python's venv module is missing. On Debian and Ubuntu: sudo apt-get install -y python3-venv"
  }
fi
[ -x .venv/bin/uv ] || .venv/bin/python -m pip install --quiet "$(grep -o '^uv==[0-9.]*' requirements/tool.txt)"
add_spark() {
  printf 'Installing Spark …\n' >&2
  .venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes --requirement requirements/spark.txt
}
[ "$set_name" = spark ] && { add_spark; exit 0; }
# The larger set contains the smaller one; never take packages away from it.
[ "$set_name" = run ] && [ -f .venv/ready-dev ] && exit 0
printf 'Installing the locked packages (%s) …\n' "$set_name" >&2
.venv/bin/uv pip sync --quiet --python .venv/bin/python --require-hashes --compile-bytecode "requirements/$set_name.txt"
.venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable . --editable packages/value
if [ "$set_name" = dev ] && command -v java >/dev/null; then add_spark; fi
