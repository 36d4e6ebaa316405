# Two commands for people: `make demo` and `make test`. `make check` is what CI runs.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
SERVE ?= 1
DEMO ?= .demo
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

.venv/ready-dev: requirements/spark.txt

.venv/ready-%: requirements/%.txt pyproject.toml packages/value/pyproject.toml tools/setup.sh
	@PYTHON="$(PYTHON)" bash tools/setup.sh $*
	@touch $@

demo: .venv/ready-run ## Set up, load the demo company, say what was found, serve it (SERVE=0: stop before serving)
	@$(BIN)/regain demo --home $(DEMO) $(if $(filter 0,$(SERVE)),--no-serve)

test: .venv/ready-dev ## The whole suite; sets up what is missing
	@bash tools/test.sh

check: .venv/ready-dev laws test ## Exactly what CI runs

laws: .venv/ready-dev ## Style, types, import contracts, house laws
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/laws.py
	$(BIN)/python tools/reference.py --check
	REGAIN_HOME=$$(mktemp -d) DJANGO_SETTINGS_MODULE=regain.shell.settings $(BIN)/django-admin makemigrations --check --dry-run

format: .venv/ready-dev ## Put the code in shape
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

docs: .venv/ready-dev ## Write the generated reference again
	$(BIN)/python tools/reference.py

shots: .venv/ready-dev ## Pictures of every page, three widths, both themes, into shots/
	$(BIN)/python tools/shots.py

bench: .venv/ready-dev ## Timings beside the limit, written to benchmarks/results/
	$(BIN)/python benchmarks/run.py

vendor: ## Fetch the pinned browser files again (needs Node; the result is committed)
	npm ci --ignore-scripts
	$(PYTHON) tools/vendor.py

lock: .venv/ready-dev ## Lock the dependencies again
	bash tools/lock.sh

clean: ## Remove what was made here
	rm -rf .venv .demo node_modules build dist shots

.PHONY: help demo test check laws format docs shots bench vendor lock clean
