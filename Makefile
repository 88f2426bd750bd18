# Everything here works on a fresh machine with Python 3.11, git and make.
PYTHON ?= python3.11
VENV := .venv
STAMP := $(VENV)/.installed-from-lock

.PHONY: demo test types tests setup check clean

demo: setup  ## run a whole session on the bundled example
	@$(VENV)/bin/python client.py demo

test: setup  ## linters, types and every test, types beside the tests
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(MAKE) --no-print-directory --jobs 2 types tests

types:
	@$(VENV)/bin/mypy

# Many tests wait for other processes, so that three at once keep two cores busy. Hundreds of
# processes are started, each of which would compile all modules where none may keep bytecode.
tests:
	@env -u PYTHONDONTWRITEBYTECODE \
		$(VENV)/bin/python -m pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder

setup: $(STAMP)

$(STAMP): requirements.lock
	@test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the locked dependencies into $(VENV) (once; a minute or two)"
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $(STAMP)

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
