# The words that people and CI say. `make help` lists them.

.DEFAULT_GOAL := help
.SUFFIXES:
MAKEFLAGS += --no-print-directory

VENV := .venv
PYTHON := $(VENV)/bin/python
COMITY := $(VENV)/bin/comity
USER_READY := $(VENV)/user.stamp
DEVELOPER_READY := $(VENV)/developer.stamp

ROOMS := ontology graphs
DEMO := build/demo
CLIENTS := build/clients

PIP := $(PYTHON) -m pip --disable-pip-version-check --quiet
LOCK := $(PYTHON) -m uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--fork-strategy fewest --generate-hashes --no-emit-index-url --no-header

.PHONY: help
help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

.PHONY: demo
demo: $(USER_READY) ## build the store, ask a question, draw a picture
	@mkdir -p $(DEMO)
	@$(COMITY) build --store $(DEMO)/store
	@echo
	@echo '$$ comity query members -p initiative=echri --on 2023-04-01'
	@$(COMITY) query members -p initiative=echri --on 2023-04-01 --format table --store $(DEMO)/store
	@$(COMITY) network --on 2023-04-01 -o $(DEMO)/network.svg --store $(DEMO)/store
	@echo
	@echo 'The store:    $(CURDIR)/$(DEMO)/store'
	@echo 'The picture:  $(CURDIR)/$(DEMO)/network.svg'
	@echo 'What else it answers:  $(COMITY) queries'

.PHONY: test
test: $(DEVELOPER_READY) ## run every test
	@$(PYTHON) -m pytest -q -rs --numprocesses auto --dist loadfile

.PHONY: check
check: $(DEVELOPER_READY) ## formats, lint, types, generated files, then every test
	@$(PYTHON) -m ruff format --check --quiet .
	@$(PYTHON) -m ruff check --quiet .
	@$(PYTHON) -m mypy
	@$(PYTHON) -m comity.tables --check
	@$(PYTHON) -m comity.graph.fmt --check $(ROOMS)
	@$(PYTHON) -m comity.cli.generated --check
	@$(MAKE) test

.PHONY: fmt
fmt: $(DEVELOPER_READY) ## bring Turtle and Python into their one form
	@$(PYTHON) -m comity.tables --format
	@$(PYTHON) -m comity.graph.fmt $(ROOMS)
	@$(PYTHON) -m ruff check --fix --quiet .
	@$(PYTHON) -m ruff format --quiet .

.PHONY: build
build: $(DEVELOPER_READY) docs ## write what is generated, compile the store, pack the wheel
	@$(COMITY) build
	@$(PYTHON) -m hatchling build -t wheel

.PHONY: sbom
sbom: $(DEVELOPER_READY) ## write what the wheel needs, and the licence of each, from the lock file
	@$(PYTHON) .ci/sbom.py build/sbom

.PHONY: graphs
graphs: $(DEVELOPER_READY) ## compile the tables into graphs
	@$(PYTHON) -m comity.tables

.PHONY: docs
docs: $(DEVELOPER_READY) ## write the vocabulary and the reference from their sources
	@$(PYTHON) -m comity.cli.generated

.PHONY: scripts
scripts: ## check and build the scripts of the pages (needs npm)
	@npm --prefix src/comity/server/frontend ci --ignore-scripts --no-audit --no-fund --silent
	@npm --prefix src/comity/server/frontend run --silent check
	@npm --prefix src/comity/server/frontend run --silent build

.PHONY: clients
clients: ## install the programs of others that the tests ask and read with (needs npm)
	@mkdir -p $(CLIENTS)
	@cp tests/clients/package.json tests/clients/package-lock.json $(CLIENTS)
	@npm --prefix $(CLIENTS) ci --ignore-scripts --no-audit --no-fund --silent

.PHONY: serve
serve: $(USER_READY) ## answer SPARQL at http://127.0.0.1:8000/sparql
	@$(COMITY) serve

.PHONY: bench
bench: $(DEVELOPER_READY) ## measure comity beside its peers; QUICK=1 for a first look
	@$(PYTHON) -m tests.bench $(if $(QUICK),--quick) $(if $(CHART),--chart $(CHART))

.PHONY: lock
lock: $(USER_READY) ## choose the newest versions again (needs the network)
	@$(PIP) install uv
	@$(LOCK) --upgrade --group build -o requirements.lock
	@$(LOCK) --upgrade --group build --group dev -c requirements.lock -o requirements-dev.lock

.PHONY: clean
clean: ## remove what was made here, the virtual environment too
	@rm -rf $(VENV) build dist bench.json

$(USER_READY): requirements.lock pyproject.toml
	@python=$$(for name in python3 python3.14 python3.13 python3.12 python3.11; do \
		$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
			&& echo $$name && break; done); \
	test -n "$$python" || { echo 'comity needs Python 3.11 or newer.' >&2; exit 1; }; \
	test -x $(PYTHON) || { echo 'Making $(VENV): this happens once.' >&2; $$python -m venv $(VENV); }
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(DEVELOPER_READY): requirements-dev.lock $(USER_READY)
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@
