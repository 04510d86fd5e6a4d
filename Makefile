# `make help` says what there is.
.DEFAULT_GOAL := help
SHELL := /bin/bash
BIN := .venv/bin
# two workers: the tests of the broker and the demo need the rest of a small machine
UNIT_WORKERS ?= 2
# these mostly wait: two of them share two cores
BROKER_WORKERS ?= 2
PYTEST := $(BIN)/pytest

# each step alone: the tests of the broker need the machine for themselves
.NOTPARALLEL:
.PHONY: help setup setup-system demo test lint types unit integration demo-test test-long bench train format docs clean

help: ## Show this
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Make .venv with everything in it (Python >= 3.11 is all it needs); a second run takes no time
	@PYTHON="$(PYTHON)" tools/setup

setup-system: ## Programs of other projects that some tests talk to, with apt-get: Alertmanager and promtool
	@tools/setup-system

demo: setup ## A simulated day on a real Kafka, alerts as they come; ends by itself within two minutes
	@$(BIN)/yuqing demo

test: lint types unit integration demo-test ## All that must hold before a change goes in

lint: setup ## Style of the code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup ## Types of the code
	$(BIN)/mypy

unit: setup ## Tests that need nothing
	$(PYTEST) -n $(UNIT_WORKERS) -m "not broker and not long"

integration: setup ## Tests on embedded Kafkas, a broker and a file of tests for each worker
	$(PYTEST) -n $(BROKER_WORKERS) --dist loadfile -m "broker and not long"

demo-test: setup ## The demo, as plain lines
	$(BIN)/yuqing demo </dev/null

test-long: setup ## Tests that take minutes: many kills, many records
	$(PYTEST) --timeout 3600 -m long

bench: setup ## Throughput and latency on this machine, as a table and as JSON
	$(BIN)/python -m benchmarks

format: setup ## Format the code, mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

train: setup ## Fit the learned judge again: make train CORPORA=<folder>; see training/README.md
	@[ -n "$(CORPORA)" ] || { echo "make train CORPORA=<folder of the public sets>; training/README.md says which" >&2; exit 2; }
	@PYTHON="$(PYTHON)" GROUP=train tools/setup
	$(BIN)/python -W ignore training/train.py "$(CORPORA)" --report docs/training.md

docs: setup ## Write what is made from the code: the table of docs/settings.md, docs/schemas
	$(BIN)/python -m monitor.config.reference docs/settings.md
	$(BIN)/python -m monitor.records.schemas docs/schemas

clean: ## Remove what was made (.venv, caches, out); downloads under ~/.cache/yuqing stay
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis dist build out
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
