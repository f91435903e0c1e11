# The verbs of Waypost; each one starts from a fresh clone. What they need: Python 3 with venv, a network to a package index.
PYTHON3 ?= python3
PY := .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help run run-tickets test test-services chat train widget eval bench report review preview language export import confirm lint facts-check lock

help:  ## what can be done here
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 16

run: .ready-run  ## start the bot and the action server, print the address to open
	@exec $(PY) -m waypost.ops.run

run-tickets: .ready-run  ## start the ticket bridge: tickets of a helpdesk, answered by the bot that runs
	@exec $(PY) -m waypost.ops.tickets

chat: .ready-run  ## talk to the bot in the terminal
	@exec $(PY) -m waypost.ops.chat

train: .ready-run  ## train when content or configuration changed
	@exec $(PY) -m waypost.ops.training

widget: .ready-run  ## build the widget when its sources changed
	@exec $(PY) -m waypost.ops.bundle

test: .ready-dev  ## every test that needs no service or browser of the machine's own
	@exec $(PY) -m pytest

test-services: .ready-dev  ## the tests against real services (Debian, root): installs, starts and stops them
	@exec $(PY) -m tools.services -m "services or sized" tests/faults tests/store tests/ops tests/chain tests/deploy tests/tickets tests/widget

lint: .ready-dev  ## style, types, YAML, spelling
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@$(PY) -m yamllint --strict .
	@$(PY) -m codespell_lib

facts-check: .ready-run  ## list the facts that nobody has checked for long
	@exec $(PY) -m waypost.content.freshness

eval: .ready-dev  ## write the evaluation report
	@exec $(PY) -m evals.report

bench: .ready-dev  ## write the benchmark report
	@exec $(PY) -m bench.report

report: .ready-dev  ## write the report over what people asked (PERIOD: 7d, 2026-11, 2026-11-01..2026-11-15)
	@exec $(PY) -m learning.report $(PERIOD)

review: .ready-dev  ## label messages that were not understood, so that they are learnt from
	@exec $(PY) -m learning.review $(PERIOD)

preview: .ready-dev  ## one page with every text in every language: build/preview/index.html
	@exec $(PY) -m translation.preview

language: .ready-dev  ## add a language, or say what is left to do for it (CODE: de, pt-BR)
	@exec $(PY) -m translation.language "$(CODE)"

export: .ready-dev  ## the texts of a language as a PO file for translators (CODE: de)
	@exec $(PY) -m translation.exchange export "$(CODE)"

import: .ready-dev  ## take a translated PO file in (FILE: its path)
	@exec $(PY) -m translation.exchange import "$(FILE)"

confirm: .ready-dev  ## note that translations fit today's English: what changed by hand, or one text (CODE, UNIT)
	@exec $(PY) -m translation.states "$(CODE)" "$(UNIT)"

lock:  ## write the locks of requirements/ anew
	@for name in run dev uv helpdesk node; do .tools/bin/uv pip compile --universal --python-version $$([ $$name = uv ] && echo 3.8 || echo 3.10) --generate-hashes --no-emit-index-url \
	  --custom-compile-command "make lock" requirements/$$name.in -o requirements/$$name.txt --quiet; done
	@.tools/bin/uv pip compile --no-deps --universal --python-version 3.10 --generate-hashes --no-emit-index-url \
	  --custom-compile-command "make lock" requirements/deploy.in -o requirements/deploy.txt --quiet

.ready-%:
	@$(PYTHON3) tools/bootstrap.py $*
