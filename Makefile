# `make` prints what there is. Each line with ## is a help line, each with ##@ a heading.
.DEFAULT_GOAL := help
.PHONY: help setup demo reset test check static lock messages compile-messages mutants bench production-test e2e services services-stop env
SHELL := /bin/sh

PORT ?= 8000
T ?=
B ?=
M ?= arithmetic eligibility plans subsidy
PYTHON_BIN := .venv/bin/python
JOBS ?= 2
E2E_JOBS ?= 1
environment = PYTHONPATH= "$$(scripts/find-python)" scripts/environment.py

##@ Run

demo: setup ## The whole product with demo data at http://127.0.0.1:8000 (PORT= for another port)
	@PORT=$(PORT) exec $(PYTHON_BIN) -m scripts.demo

reset: setup ## Remove the demo's data after asking, then start the demo from the beginning
	@$(PYTHON_BIN) -m scripts.reset
	@$(MAKE) --no-print-directory demo

setup: ## Make .venv with what the product needs to run
	@$(environment) runtime
	@$(PYTHON_BIN) -m scripts.compile_messages

##@ Test

test: .test-packages ## The suite on the embedded profile, in parallel (T=path runs a part, one by one)
	@$(PYTHON_BIN) -m pytest $(if $(T),$(T),-n $(JOBS) --dist worksteal)

check: static test ## Everything that must hold before a change lands: static checks, then the suite

static: .dev-packages ## Lint, types, layers, migrations, deployment check, templates
	@scripts/static-checks

e2e: .test-packages ## Walk the pages in a real browser (Debian: apt-get install chromium)
	@$(PYTHON_BIN) -m pytest -m e2e

production-test: .test-packages ## The suite on PostgreSQL, Elasticsearch and RabbitMQ
	@scripts/on-production .venv/bin/python -m pytest $(if $(T),$(T),-n $(JOBS) --dist worksteal)

mutants: .dev-packages ## Mutation test of the pure engines: which changes no test notices (M="plans subsidy" runs some)
	@for engine in $(M); do $(PYTHON_BIN) -m scripts.mutants $$engine || exit 1; done

bench: .test-packages ## What is measured, against its goals (B="name ..." runs some)
	@$(PYTHON_BIN) -m benchmarks $(B)

##@ Work on it

services: ## Start PostgreSQL, Elasticsearch and RabbitMQ for this checkout and print their URLs
	@scripts/postgres start; scripts/elasticsearch start; scripts/rabbitmq start

services-stop: ## Stop them
	@scripts/postgres stop; scripts/elasticsearch stop; scripts/rabbitmq stop

env: setup ## Write .env with fresh secrets for docker compose (BASE_URL=https://host.example)
	@BASE_URL=$(BASE_URL) $(PYTHON_BIN) -m scripts.make_env

messages: .dev-packages ## Collect the texts to translate, list what has no Chinese (Debian: apt-get install gettext)
	@scripts/messages

compile-messages: setup ## Compile the translations

lock: .dev-packages ## Pin what pyproject.toml asks for in requirements/ (needs uv)
	@scripts/lock

help:
	@awk 'BEGIN {FS = ":.*## "} \
	  /^##@/ {printf "\n%s\n", substr($$0, 5)} \
	  /^[a-z][a-z0-9-]*:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: .test-packages .dev-packages
.test-packages:
	@$(environment) test
	@$(PYTHON_BIN) -m scripts.compile_messages
.dev-packages:
	@$(environment) dev
	@$(PYTHON_BIN) -m scripts.compile_messages
