# Everything here works on a fresh machine with Python 3.11, git and make.
PYTHON ?= python3.11
VENV := .venv
TO_RUN := $(VENV)/.installed-to-run
TO_DEVELOP := $(VENV)/.installed-to-develop
PIP_INSTALL := $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes

.PHONY: demo test types tests setup check clean

demo: $(TO_RUN)  ## run a whole session on the bundled example
	@$(VENV)/bin/python client.py demo

test: setup  ## linters, types and tests, types beside the tests; with SLOW=1 also the slow ones
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(MAKE) --no-print-directory --jobs 2 types tests

types:
	@$(VENV)/bin/mypy

# Many tests wait for other processes, so that four at once keep two cores busy. Hundreds of
# processes are started, each of which would compile all modules where none may keep bytecode.
tests:
	@env -u PYTHONDONTWRITEBYTECODE \
		$(VENV)/bin/python -m pytest --numprocesses 4 --dist loadfile --no-loadscope-reorder \
		$(if $(SLOW),,-m "not slow")

setup: $(TO_DEVELOP)  ## what the product and its tests need

$(TO_RUN): requirements.lock
	@test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the locked dependencies into $(VENV) (once; a minute or two)"
	@$(PIP_INSTALL) -r requirements.lock
	@touch $@

$(TO_DEVELOP): $(TO_RUN) requirements-dev.lock
	@echo "Installing what the tests need (once)"
	@$(PIP_INSTALL) -r requirements-dev.lock
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
