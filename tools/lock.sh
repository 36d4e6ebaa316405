#!/usr/bin/env bash
# Locks what pyproject.toml asks for, with hashes and without addresses, so any index or mirror can serve it.
set -euo pipefail
cd "$(dirname "$0")/.."
common=(--quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header
  --python-version 3.11 --no-emit-package regain-value pyproject.toml packages/value/pyproject.toml requirements/build.in)
.venv/bin/uv pip compile "${common[@]}" --extra postgres --output-file requirements/run.txt
.venv/bin/uv pip compile "${common[@]}" --extra postgres --group dev --constraint requirements/run.txt --output-file requirements/dev.txt
.venv/bin/uv pip compile "${common[@]}" --extra spark --constraint requirements/dev.txt --output-file requirements/spark.txt
