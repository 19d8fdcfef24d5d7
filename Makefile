PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: demo test docs frontend bench clean

# Print the trade facts of a sample release as a table.
demo: $(STAMP)
	$(BIN)/tradenlp extract docs/samples/liaoning-2023.md --format table

# Style, types, tests: what every change has to pass.
test: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

# Build the documentation into build/site; a link or table that does not hold ends it.
docs: $(STAMP)
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict

# Build the page of reports from its sources, where Node is at hand; the outcome is kept with the package.
frontend:
	npm --prefix frontend ci --ignore-scripts
	npm --prefix frontend run build

# Speed beside others, into docs/speed.md; peers get an environment of their own, benchmarks/.venv.
bench: $(STAMP)
	$(BIN)/python benchmarks/run.py

# A new environment whenever what it holds is declared anew.
$(STAMP): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[docx,parquet,dev]"
	touch $@

clean:
	rm -rf .venv benchmarks/.venv dist build frontend/node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis
