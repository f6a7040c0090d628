# `make` lists what can be made. Everything runs in its own .venv; nothing needs activating.

PYTHON ?= python3
PORT ?= 8001
PYTEST_ARGS ?=
MARKERS ?= not slow
# More arguments for installing torch alone. Linux without a graphics card saves gigabytes with
# TORCH_ARGS="--index-url https://download.pytorch.org/whl/cpu"
TORCH_ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
# Python compiles what it imports; compiling everything at once takes longer than installing it.
INSTALL := $(PIP) install --no-compile
DEMO := build/demo/kb.db
DATA ?= ../shared/data/changelog
CODE := ingest kb tests benchmarks docs/generate.py
# Pages with parts that cog writes.
PAGES := README.md $(wildcard docs/*.md)
COG := PYTHONPATH=docs:. $(BIN)/cog

.DEFAULT_GOAL := help
.PHONY: help demo ingest-demo test test-all check format docs bench constraints install dev clean clean-all

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# ---------------------------------------------------------------------------------------- set up
# Stamps: a step runs again only when what it read has changed.

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; name one with PYTHON=, as in: make demo PYTHON=python3.12" >&2; exit 1; }
	@echo "Making $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@touch $@

# torch goes first and alone, at the pinned version: later ones bring CUDA along.
$(VENV)/.torch: $(VENV)/.made
	@echo "Installing torch ..."
	@$(INSTALL) $(TORCH_ARGS) "$$(grep '^torch==' constraints.txt)"
	@touch $@

$(VENV)/.app: $(VENV)/.torch pyproject.toml constraints.txt
	@echo "Installing Verbatim ..."
	@$(INSTALL) -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.app
	@echo "Installing the tools for tests and checks ..."
	@$(INSTALL) -c constraints.txt -e '.[dev]'
	@touch $@

install: $(VENV)/.app ## set up .venv with the application only
dev: $(VENV)/.dev ## set up .venv with the tools for tests and checks too

# ------------------------------------------------------------------------------------------- use

ingest-demo: $(VENV)/.app
	@mkdir -p $(dir $(DEMO))
	@$(BIN)/kb -d $(DEMO) ingest transcripts/

demo: ingest-demo ## ingest the sample talks and serve them (PORT=8001)
	@$(BIN)/kb -d $(DEMO) serve -m metadata.yml --port $(PORT)

# ----------------------------------------------------------------------------------------- prove

test: $(VENV)/.dev ## run the tests (PYTEST_ARGS="-k search -x", MARKERS="not slow")
	@$(BIN)/python -m pytest -n auto -m "$(MARKERS)" $(PYTEST_ARGS)

test-all: $(VENV)/.dev ## run every test, slow ones too
	@$(BIN)/python -m pytest -n auto $(PYTEST_ARGS)

check: $(VENV)/.dev ## style, types, import order, spelling, docs in step with the code
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell
	@$(COG) --check $(PAGES) >/dev/null || { echo "docs are behind the code: run make docs" >&2; exit 1; }
	@echo "all checks pass"

format: $(VENV)/.dev ## put the code in order, and mend what ruff can mend
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

docs: $(VENV)/.dev ## write the generated parts of the docs
	$(COG) -r $(PAGES)

bench: $(VENV)/.dev ## measure speed and search quality on real transcripts (DATA=folder)
	@test -d "$(DATA)" || { echo "$(DATA) is not there; name a folder of talks with DATA=..." >&2; exit 1; }
	@for script in benchmarks/*.py; do \
		echo; echo "== $$script"; $(BIN)/python -P $$script --data $(DATA) || exit 1; done

# ---------------------------------------------------------------------------------------- upkeep

# A fresh environment, the newest versions that pyproject.toml allows, the pinned torch; what is
# then installed is what is written down. Local version suffixes (+cpu) exist on one index only.
constraints: ## take up newer versions: rewrite constraints.txt
	@rm -rf build/constraints && $(PYTHON) -m venv build/constraints
	@grep '^torch==' constraints.txt > build/constraints/torch.txt
	@build/constraints/bin/python -m pip --quiet install $(TORCH_ARGS) -r build/constraints/torch.txt
	@build/constraints/bin/python -m pip --quiet install -c build/constraints/torch.txt -e '.[dev]'
	@{ grep '^#' constraints.txt; \
		build/constraints/bin/python -m pip freeze --exclude-editable \
		| sed -E 's/\+[A-Za-z0-9.]+$$//' | LC_ALL=C sort -f; } > build/constraints/new.txt
	@mv build/constraints/new.txt constraints.txt && rm -rf build/constraints
	@echo "constraints.txt has $$(grep -c == constraints.txt) versions; run make check test"

clean: ## remove what was built, and the demo's database
	rm -rf build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find ingest kb tests -name __pycache__ -type d -prune -exec rm -rf {} +

clean-all: clean ## remove .venv too
	rm -rf $(VENV)
