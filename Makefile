# Alliance Directory. `make run` is all it takes; `make` lists the rest.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
# Without compiling: Python does it for the few modules that are used, when they are.
INSTALL := $(PY) -m pip install -qq --no-compile --disable-pip-version-check --require-hashes
COMPILE := --generate-hashes --strip-extras --no-annotate --no-header --no-emit-index-url \
	--no-emit-find-links --no-emit-trusted-host --quiet

export PYTHONUNBUFFERED = 1
# Compiled modules are kept, whatever the shell says: without them a process takes three times as long to start.
export PYTHONDONTWRITEBYTECODE =
.DELETE_ON_ERROR:
.PHONY: help run dev test lint format backup restore prepare messages guards valid lighthouse scale geography upgrade locks clean

help: ## what can be made
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 12

run: $(VENV)/site.installed ## the site on http://127.0.0.1:8000/ (PORT=, DATA_DIR=, DEMO_PASSWORD=, DATABASE_URL=)
	@$(PY) -m deploy.run

dev: $(VENV)/site.installed ## the same with debug pages, reloading when a file changes
	@$(PY) -m deploy.run dev

test: $(VENV)/checks.installed ## every check and test (REQUIRE_ALL=1: nothing may be left out)
	@$(PY) -m tests.ops.suite

lint: $(VENV)/checks.installed ## the checks without the tests
	@$(PY) -m tests.ops.suite lint

format: $(VENV)/checks.installed ## write Python as ruff does
	@$(PY) -m ruff check --fix-only --quiet .
	@$(PY) -m ruff format .

backup: $(VENV)/site.installed ## database and key in one file under DATA_DIR/backups (ENV_FILE= of the service)
	@$(PY) -m deploy.backup

restore: $(VENV)/site.installed ## put a backup back: FILE=… (FORCE=1: instead of what is there)
	@$(PY) -m deploy.restore "$(FILE)"

prepare: $(VENV)/site.installed ## tables, regions, towns, first groups and static files, without starting the site
	@$(PY) -m deploy.preparation

messages: $(VENV)/site.installed ## collect what is said in code and pages into locale/*/LC_MESSAGES/django.po
	@$(PY) -m deploy.catalogues collect

guards: $(VENV)/checks.installed ## prove that the trust tests fail when their guards are taken out (ONLY=: words of their names)
	@$(PY) -m tests.ops.guards $(ONLY)

valid: $(VENV)/checks.installed ## the HTML of every page, through the Nu validator (needs Java and npm)
	@$(PY) -m benchmarks.valid

lighthouse: $(VENV)/checks.installed ## scores and weight of home, list and form on a phone (needs Node, npm and Chromium)
	@$(PY) -m benchmarks.lighthouse

scale: $(VENV)/checks.installed ## ms and rows read at growing sizes, into benchmarks/RESULTS.md (SIZES=, DATABASES=, KEEP=folder)
	@$(PY) -m benchmarks.scale

geography: $(VENV)/site.installed ## regions, towns and maps built anew and compared (WRITE=1: kept; needs Node and npm)
	@$(PY) -m tools.build $(if $(WRITE),--write)

upgrade: backup ## a backup, then the newest code, its packages and tables; restart the services afterwards
	@git pull --ff-only --quiet
	@$(MAKE) --no-print-directory prepare

locks: ## write requirements*.txt and benchmarks/package-lock.json anew (Python 3.11; PYTHON_NEXT= for the newest Django)
	@PYTHON="$(PYTHON)" PYTHON_NEXT="$(PYTHON_NEXT)" COMPILE="$(COMPILE)" deploy/locks

clean: ## remove what was installed and made, never the data
	@rm -rf $(VENV) benchmarks/node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "$(PYTHON) is older than Python 3.11 or missing; name another one: make run PYTHON=python3.13" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null \
		|| { echo "Python's venv module is missing (Debian: apt install python3-venv)" >&2; exit 1; }
	@echo "Making $(VENV) …"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/site.installed: requirements.txt | $(PY)
	@echo "Installing packages …"
	@$(INSTALL) -r requirements.txt
	@touch $@

$(VENV)/checks.installed: requirements-dev.txt requirements.txt | $(PY)
	@echo "Installing packages and what the checks need …"
	@$(INSTALL) -r requirements-dev.txt
	@touch $@ $(VENV)/site.installed
