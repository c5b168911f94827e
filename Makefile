# Everything runs in .venv, installed from the hash-pinned lock. Needed beforehand: Python 3.11+ and make.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help install demo notebook test bench peers duckdbs lint dictionary pictures serve lock clean

help:  ## this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

install: $(READY)  ## install into .venv (once per requirements.lock)

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "county-news needs Python 3.11 or later: make PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY)  ## read the built-in county, compare its towns, write the report
	$(BIN)/county-news demo

notebook: $(READY)  ## open the notebook in the browser; ARGS="-- --snapshot PATH" for another snapshot
	$(BIN)/marimo edit --skip-update-check notebooks/county_news.py $(ARGS)

test: $(READY)  ## all tests; pass ARGS="-k words" to choose
	$(BIN)/python -m pytest $(ARGS)

bench: $(READY)  ## benchmarks: each prints its figure as a ratio against a peer in the same run
	$(BIN)/python -m benchmarks

peers: $(VENV)/.peers  ## install the libraries that benchmarks compare us with

$(VENV)/.peers: $(READY) requirements-peers.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-peers.lock
	@touch $@

duckdbs: $(VENV)/duckdb-2.0/.ready $(VENV)/duckdb-1.1/.ready  ## install the other releases of DuckDB that are tested

$(VENV)/duckdb-%/.ready: requirements-duckdb-%.lock $(READY)
	rm -rf $(@D)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --target $(@D) -r $<
	@touch $@

lint: $(READY)  ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

dictionary: $(READY)  ## write docs/dictionary.md anew from the comments of the database
	$(BIN)/python -m warehouse.dictionary > docs/dictionary.md.new
	mv docs/dictionary.md.new docs/dictionary.md

pictures: $(READY)  ## take the README's pictures anew, of the report on the built-in county (needs Chromium)
	$(BIN)/python -m docs.pictures

serve: $(READY)  ## Prefect server, deployments and a worker on this machine
	$(BIN)/python -m flows.serve

lock:  ## resolve the locks anew (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock" --extra dev --extra dask --extra lake --extra notebook --quiet pyproject.toml --output-file requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock" --group peers --constraint requirements.lock --quiet --output-file requirements-peers.lock
	for version in 2.0.1 1.1.3; do echo "duckdb==$$version" | uv pip compile --no-config --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --no-annotate \
		--quiet - --output-file requirements-duckdb-$${version%.*}.lock; done

clean:  ## remove .venv and data/
	rm -rf $(VENV) data
