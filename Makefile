# Everything a person does with this repository. `make` alone lists it.
# Debian's python3 and make suffice; all packages go to .venv and nowhere else.

PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/installed
CHROMIUM := chromium chromium-browser google-chrome

# The packages' programs come first, with the browser that `make browser` may put beside them.
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PLAYWRIGHT_BROWSERS_PATH ?= $(CURDIR)/.venv/browsers
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input

CACHES := .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .quarto
GENERATED := _results _work _book _slides _bundle _variables.yml
IN_STUDIES := $(foreach name,$(GENERATED) $(CACHES),$(wildcard tests/studies/*/$(name)))

# $(call step,title,command): say what begins, do it, say how long it took.
step = @echo "  … $(1)"; from=$$(date +%s); $(2) && echo "  ✓ $(1) $$(($$(date +%s) - from)) s"

.PHONY: help study test review check bench lock audit browser clean distclean
.DEFAULT_GOAL := help

help:           ## this list
	@echo "make <target>; the first one that needs packages installs them into .venv (1–3 min)"
	@sed -n 's/^\([a-z]*\): *[^#]*## \(.*\)/\1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 12

study: $(STAMP) ## build site and PDF of every wave (about 1 min each; unchanged steps are skipped)
	@echo "Building every wave: at first about 1 min each, unchanged steps are skipped"
	@$(BIN)/typfrage build --all

test: $(STAMP) browser ## run all tests, in a browser too (about 13 min)
	@echo "Running all tests (about 13 min)"
	@$(BIN)/pytest --numprocesses 2 --dist loadfile $(ARGS)

review: $(STAMP) ## run every published wave again elsewhere, compare all values (about 1 min each)
	@ls _results/*/manifest.json >/dev/null 2>&1 || { \
		echo "Nothing is published here yet: building every wave first (about 1 min each)."; \
		echo "What follows then is a second, independent run."; \
		$(BIN)/typfrage build --all; }
	@echo "Executing all notebooks again in a clean place, and comparing (about 1 min for each wave)"
	@$(BIN)/typfrage verify --all

check: $(STAMP) ## format, lint, types and import direction (about 20 s)
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

bench: $(STAMP) ## speed, memory, agreement beside scikit-learn and R; false alarms; reading (about 15 min)
	@$(BIN)/python benchmarks/criteria.py
	@$(BIN)/python benchmarks/false_alarm.py
	@$(BIN)/python benchmarks/reading.py

lock:           ## pin all packages anew; needs uv on the PATH (a few s)
	uv pip compile pyproject.toml --extra bundle --extra dev --extra scale --extra spss \
		--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--no-annotate --quiet --upgrade --output-file requirements.lock

audit:          ## ask for known flaws of the pinned packages; needs pip-audit on the PATH, and the internet
	pip-audit --strict --disable-pip --require-hashes --requirement requirements.lock

clean:          ## remove everything generated, but not .venv (1 s)
	@rm -rf $(GENERATED) $(CACHES) $(IN_STUDIES)
	@find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## remove .venv too (1 s)
	@rm -rf .venv

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c "import ensurepip, sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))" \
		2>/dev/null || { \
		echo "Needed: Python 3.11, 3.12 or 3.13 with its venv module; found: $$($(PYTHON) --version 2>&1)."; \
		echo "On Debian: apt-get install python3-venv. Another Python: make $(MAKECMDGOALS) PYTHON=python3.12"; \
		exit 2; } >&2
	@echo "Installing the pinned packages into .venv: 1–3 min, only when they change"
	$(call step,create .venv,$(PYTHON) -m venv .venv)
	$(call step,install requirements.lock,$(PIP) --require-hashes -r requirements.lock)
	$(call step,install typfrage itself,$(PIP) --no-deps --no-build-isolation --editable .)
	@touch $@

# A browser for the tests: the machine's own, else Debian's, else one inside .venv.
browser: $(STAMP)
	@for name in $(CHROMIUM); do command -v $$name && exit; done >/dev/null; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Debian's chromium (about 1 min)" && apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends chromium >/dev/null; \
	else \
		echo "Fetching a Chromium into .venv (about 1 min)" && \
		$(BIN)/playwright install chromium && \
		ln -sf "$$(find $(PLAYWRIGHT_BROWSERS_PATH) -name chrome -type f | head -n 1)" $(BIN)/chromium; \
	fi || { echo "The tests need a Chromium: install one (Debian: apt-get install chromium)," \
		"or leave those tests out: .venv/bin/pytest -m 'not browser'" >&2; exit 2; }
