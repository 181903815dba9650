# Needs Python 3.11 to 3.13 and make; everything else goes into .venv, in the versions of requirements.lock.

ARTICLES ?= data/articles
OUT ?= data/output
MODEL ?= nl_news

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
# The first that runs and is new enough: a name on the path may be a shim for a version that is not there.
PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3 python; do \
	$$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1 && echo $$name && break; done)
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help extract report docs pictures bench test long measure lint format types contracts gate check lock audit clean

help:  ## List the targets
	@echo "make TARGET [ARTICLES=dir] [OUT=dir] [MODEL=name]"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

extract: $(INSTALLED)  ## Articles in, tables out: ARTICLES (the samples) into OUT (data/output) with MODEL
	$(BIN)/zegsman extract "$(ARTICLES)" --out "$(OUT)" --model "$(MODEL)"
	@echo "To look at it: make report"

report: $(INSTALLED)  ## A site over OUT, to open in any browser
	$(BIN)/zegsman report --out "$(OUT)"

test: $(INSTALLED)  ## Run the tests
	$(BIN)/python -m pytest

long: $(INSTALLED)  ## Run the tests that take minutes
	$(BIN)/python -m pytest -m long

measure: $(INSTALLED)  ## Memory and planning with many articles: half an hour
	$(BIN)/python tests/run/measure.py nothing-new 100000
	$(BIN)/python tests/run/measure.py memory 2000 20000 --model nl_news_sm

bench: $(INSTALLED)  ## Measure speed against spaCy alone and write docs/speed.md: a quarter of an hour on a quiet machine
	$(BIN)/python tests/bench/bench.py

lint: $(INSTALLED)  ## Check style
	$(BIN)/ruff check
	$(BIN)/ruff format --check

format: $(INSTALLED)  ## Put the code into the one style
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

types: $(INSTALLED)  ## Check types
	$(BIN)/mypy

contracts: $(INSTALLED)  ## Check that the rooms only know the rooms before them
	$(BIN)/lint-imports

gate: $(INSTALLED)  ## Extract the gold and fail where a figure is below its floor in floors.json
	$(BIN)/zegsman evaluate data/gold --gate
	$(BIN)/zegsman evaluate data/untouched --gate

check: test long lint types contracts gate  ## All checks, as in CI

docs: $(INSTALLED)  ## Write the generated parts of README and reference anew, and build the documentation into build/docs
	$(BIN)/cog -r README.md docs/reference/*.md
	$(BIN)/mkdocs build

pictures: $(INSTALLED)  ## Take the pictures of README and documentation anew (needs Chromium)
	$(BIN)/zegsman extract data/articles --out build/pictures --quiet
	$(BIN)/zegsman report --out build/pictures
	$(BIN)/python tests/report/pictures.py build/pictures/report docs/pictures article search

# uv resolves for all three versions at once; it is needed for nothing else, so it has an environment of its own.
lock: UPGRADE ?=
lock:  ## Write requirements.lock anew for Python 3.11 to 3.13 (UPGRADE=1 for the newest versions)
	test -x .venv-lock/bin/uv || { $(PYTHON) -m venv .venv-lock && .venv-lock/bin/pip install --quiet uv; }
	.venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --group dev pyproject.toml \
		--no-annotate --no-emit-index-url --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade) --output-file requirements.lock

# --strict: a package that nobody could be asked about is a failure, not a pass. An environment of its own, as for uv.
audit:  ## Ask for known weaknesses of the locked packages (needs the network)
	test -x .venv-audit/bin/pip-audit || { $(PYTHON) -m venv .venv-audit && .venv-audit/bin/pip install --quiet pip-audit; }
	.venv-audit/bin/pip-audit --strict --no-deps --disable-pip --requirement requirements.lock

clean:  ## Remove the environment, the sample output and caches
	rm -rf $(VENV) .venv-lock .venv-audit data/output .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(INSTALLED): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "No Python 3.11, 3.12 or 3.13 found. Install one, or say make PYTHON=/path/to/python." >&2; exit 1; }
	@echo "Installing into $(VENV): once, a minute or two."
	@$(PYTHON) -m venv $(VENV) || { echo "On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	$(PIP) install --requirement requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
