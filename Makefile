# Cofab 共坊. `make demo` and `make test` need nothing but make and Python 3.11 or newer; see README.md.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3 python3.14 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && exit; done; \
	command -v python3 || command -v python || echo python3)
SETUP = @$(PYTHON) tools/bootstrap.py
ARGS ?=
.PHONY: demo test prove check dev bench docs reset lock help

help: ## List what make can do
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

demo: ## Set up, play the story in the demo region, leave the site running (ARGS=--exit ends it, ARGS="--port 9000")
	$(SETUP) demo $(ARGS)

test: ## Run every test but the long proofs (ARGS="tests/core -k money")
	$(SETUP) test $(ARGS)

prove: ## Run the long seeded proofs
	$(SETUP) prove $(ARGS)

check: ## Format, lint, types, import contracts, migrations, translations, dead code
	$(SETUP) check $(ARGS)

dev: ## Serve with reload, without the demo's story
	$(SETUP) dev $(ARGS)

bench: ## Measure each claim against its named peer or bound
	$(SETUP) bench $(ARGS)

docs: ## Generate docs/reference from the code
	$(SETUP) docs $(ARGS)

reset: ## Stop the site of this checkout and delete its data folder (asks first; ARGS=--yes does not)
	$(SETUP) reset $(ARGS)

lock: ## Resolve requirements/*.in and package.json anew (needs uv)
	$(SETUP) lock $(ARGS)
