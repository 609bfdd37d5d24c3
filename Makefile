# Everything a person runs here. uv is used where it is installed, plain venv and pip where it is not.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help demo test unit check lint types setup pictures listen gallery clean
.DEFAULT_GOAL := help

help:  ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

demo: .venv/.runs  ## animate examples/coffee.jpg into out/coffee.mp4
	$(BIN)/vivant animate examples/coffee.jpg \
		"Hold for 0.5s, then dolly in slowly for 3s, and pan right 3 degrees. Steam rises." \
		--seconds 6 -o out/coffee.mp4

test: .venv/.tests  ## set up and run every test, the official clients among them
	$(BIN)/python -m pytest

unit: .venv/.tests  ## only the fast tests
	$(BIN)/python -m pytest -m "not acceptance"

check: lint types test  ## ruff, strict types and the tests

lint: .venv/.tests
	$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: .venv/.tests
	$(BIN)/mypy

setup: .venv/.tests  ## make the virtual environment with what development needs

clean:  ## remove the virtual environment and everything made
	rm -rf .venv out dist .pytest_cache .mypy_cache .ruff_cache

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "$(PYTHON) is older than 3.11: install Python 3.11 or newer, or run make PYTHON=python3.x"; exit 1; }
	@if command -v uv >/dev/null; then uv venv --quiet --python $(PYTHON) .venv; else $(PYTHON) -m venv .venv; fi

.venv/.runs: pyproject.toml constraints.txt | .venv/bin/python
	@echo "Setting up .venv (about a minute the first time)"
	@$(call install,-e .)
	@touch $@

.venv/.tests: pyproject.toml constraints.txt | .venv/bin/python
	@echo "Setting up .venv (about a minute the first time)"
	@$(call install,-e '.[dev]')
	@touch $@ .venv/.runs

define install
if command -v uv >/dev/null; then uv pip install --quiet --python $(BIN)/python -c constraints.txt $(1); \
else $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt $(1); fi
endef

gallery: .venv/.runs  ## film every effect into docs/gallery.md (a few minutes)
	$(BIN)/python examples/gallery.py

pictures: demo  ## make the README's pictures anew
	$(BIN)/vivant sheet out/coffee.mp4 --columns 4 --rows 1 --tile 480 -o docs/pictures/coffee.jpg

listen: .venv/.runs  ## make docs/listening.md anew, and every sound into out/sounds/
	$(BIN)/python bench/listening.py
