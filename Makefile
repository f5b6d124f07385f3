# What can be done here. `make` alone lists it. Only make and Python 3.11 or newer are needed to begin.

PYTHON ?= python3
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py

# Stamps: a step runs again only when the file that it depends on is newer.
BASE := .venv/base.stamp
DEV := .venv/dev.stamp
FRONT := frontend/dist/manifest.json
FRONT_SOURCES := $(shell find frontend -name node_modules -prune -o -name dist -prune -o -type f -print)

# On a public address the demo, whose password everybody knows, must be asked for.
NITHET_DEMO ?= $(if $(NITHET_PUBLIC_ADDRESS),0,1)
export NITHET_DEMO
export PYTHONUTF8 := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

PIP := $(BIN)/python -m pip install --require-hashes
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links

.PHONY: help run packages build test soak walk check format bench lock clean backup restore upgrade rollback
.DELETE_ON_ERROR:

help:
	@echo "make run      build everything, make the demo office and serve it (PORT=8001 for another port)"
	@echo "make build    build the front end only"
	@echo "make test     run the tests (ARGS='-k word' chooses some)"
	@echo "make soak     many damaged manuals and forms, acts on drafts, acts in a year, kill -9, the field, a lost machine, releases, each right of each role (EXAMPLES=5000)"
	@echo "make walk     run every procedure of the catalogue to its end, in a scratch database"
	@echo "make check    format, lint, types, layers, migrations, committed addresses"
	@echo "make format   put the code in its format"
	@echo "make bench    measure (NAME=opening for one benchmark, STRICT=1 fails on a miss)"
	@echo "make backup   put database and files into one archive (TO=folder)"
	@echo "make restore  make them again from one (FILE=archive, REPLACE=1 where there is data already)"
	@echo "make upgrade  take another version (VERSION=tag, FROM=bundle), with a backup before; goes back where it fails"
	@echo "make rollback go back to before the last upgrade, data included"
	@echo "make lock     choose versions anew: requirements/*.txt and frontend/package-lock.json"
	@echo "make clean    remove what was built; what people recorded (var/) stays"

run: $(BASE) $(FRONT)
	@echo "== Database"
	@$(MANAGE) migrate --no-input
	@case "$$NITHET_DEMO" in 1|true|yes) echo "== Demo office"; $(MANAGE) demo;; esac
	@echo "== Static files"
	@$(MANAGE) collectstatic --no-input
	@exec $(BIN)/python -m config.serve

packages: $(BASE)

build: $(FRONT)

test: $(DEV) $(FRONT)
	@$(BIN)/python -m pytest -n 3 --maxschedchunk 16 $(ARGS)

soak: $(DEV)
	@NITHET_SOAK=$(or $(EXAMPLES),5000) $(BIN)/python -m pytest -n 2 nithet/manuals/tests/test_sources_mutated.py \
		nithet/manuals/tests/test_reading_zoo.py nithet/manuals/tests/test_editing_sequences.py \
		nithet/forms/tests/test_filled_xml.py nithet/forms/tests/test_importer_fuzzed.py $(ARGS)
	@NITHET_SOAK=$(or $(EXAMPLES),500) $(BIN)/python -m pytest -n 2 nithet/cycles/tests/test_recount_agrees.py \
		nithet/cycles/tests/test_agreement_random.py tests/test_killed.py tests/test_machine_lost.py tests/collect \
		nithet/thai nithet/statistics nithet/core/tables nithet/core/tests/test_pictures.py nithet/manuals/tests/test_exchange_*.py \
		nithet/manuals/tests/test_reading_accounts.py nithet/manuals/tests/test_flowchart_places.py nithet/cycles/tests/test_overload.py \
		nithet/cycles/tests/test_letter_reading.py nithet/cycles/tests/test_yearchart_places.py nithet/cycles/tests/test_tallychart.py \
		nithet/forms/tests/test_expressions.py nithet/forms/tests/test_workbooks.py nithet/forms/tests/test_results_*.py \
		nithet/workspace/tests/test_demo.py nithet/workspace/tests/test_demo_command.py tests/test_without_registers.py tests/test_access.py \
		tests/deploy tests/browser/test_main_road.py tests/browser/test_year_at_work.py $(ARGS)
	@NITHET_SOAK=$(or $(EXAMPLES),1000) $(BIN)/python -m pytest -n 0 -s tests/browser/offline/test_soak.py $(ARGS)

walk: $(BASE)
	@$(BIN)/python -m walk $(ARGS)

check: $(DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	@DATABASE_URL=sqlite:///:memory: $(MANAGE) makemigrations --check --dry-run # an older database here says nothing of the code
	$(BIN)/python scripts/check_addresses.py

format: $(DEV)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(DEV)
	@$(BIN)/python -m bench $(NAME) $(if $(filter 1 true yes,$(STRICT)),--strict)

backup: $(BASE)
	@$(MANAGE) backup $(if $(TO),--to "$(TO)")

restore: $(BASE)
	@test -n "$(FILE)" || { echo "โปรดระบุไฟล์สำรองข้อมูล: make restore FILE=nithet-….tar"; exit 2; }
	@$(MANAGE) restore "$(FILE)" $(if $(filter 1 true yes,$(REPLACE)),--replace)

upgrade:
	@scripts/upgrade $(if $(FROM),--from "$(FROM)") $(VERSION)

rollback:
	@scripts/upgrade --back

# A tool of its own, not pinned: it only writes the locks, and those are reviewed.
lock: $(DEV)
	$(BIN)/python -m pip install --quiet uv
	$(LOCK) --upgrade requirements/base.in -o requirements/base.txt
	$(LOCK) --upgrade requirements/dev.in -o requirements/dev.txt
	$(LOCK) --upgrade requirements/node.in -o requirements/node.txt
	scripts/npm update --package-lock-only

clean:
	rm -rf .venv frontend/node_modules frontend/dist var/static \
		.mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/made.stamp:
	@scripts/make_venv "$(PYTHON)"
	@touch $@

$(BASE): requirements/base.txt .venv/made.stamp
	@echo "== Python packages"
	@$(PIP) -r requirements/base.txt
	@touch $@

$(DEV): requirements/dev.txt $(BASE)
	@echo "== Python packages for checks and tests"
	@$(PIP) -r requirements/base.txt -r requirements/dev.txt
	@touch $@

frontend/node_modules/made.stamp: frontend/package.json frontend/package-lock.json scripts/npm | .venv/made.stamp
	@echo "== Front end: packages"
	@scripts/npm ci
	@touch $@

$(FRONT): $(FRONT_SOURCES) frontend/node_modules/made.stamp
	@echo "== Front end: build"
	@scripts/npm run build
	@touch $@
