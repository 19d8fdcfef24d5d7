PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
RAY := .venv/.ray
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
TOOLS := build/tools/bin
COMPILE = $(TOOLS)/uv pip compile --quiet --universal --python-version 3.10 --generate-hashes --no-annotate \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(UPGRADE) pyproject.toml

.PHONY: demo test cluster docs frontend bench fuzz lock audit clean

# Print the trade facts of a sample release as a table.
demo: $(STAMP)
	$(BIN)/tradenlp extract docs/samples/liaoning-2023.md --format table

# Style, types, tests: what every change has to pass.
test: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

# Facts on a Ray cluster of this machine, which also goes into the environment.
cluster: $(RAY)
	$(BIN)/python -m pytest -m cluster

$(RAY): $(STAMP) locks/ray.txt
	$(PIP) --require-hashes --requirement locks/ray.txt
	touch $@

# Build the documentation into build/site; a link or table that does not hold ends it.
docs: $(STAMP)
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict
	@echo "build/site; its search works where it is served: python -m http.server -d build/site"

# Build the page of reports from its sources, where Node is at hand; the outcome is kept with the package.
frontend:
	npm --prefix frontend ci --ignore-scripts
	npm --prefix frontend run build

# Speed beside others, into docs/speed.md; peers get an environment of their own, benchmarks/.venv.
bench: $(STAMP)
	$(BIN)/python benchmarks/run.py

# Fuzz grammars, readers, pipeline and commands in turn, into build/fuzz; needs what the tests do without.
SECONDS ?= 1800
fuzz: $(STAMP)
	$(PIP) --editable ".[fuzz]"
	$(BIN)/python tests/fuzz/campaign.py --seconds $(SECONDS)

# A new environment whenever what it holds is declared anew: the versions of the lock, whose hashes are checked. Where
# they cannot be had, those that pyproject.toml allows; with LOCKED=only nothing else will do.
$(STAMP): pyproject.toml locks/dev.txt
	$(PYTHON) -m venv .venv
	@if $(PIP) --require-hashes --requirement locks/dev.txt; then \
	    $(PIP) --no-deps --no-build-isolation --editable .; \
	else \
	    test "$(LOCKED)" != only && echo "locks/dev.txt cannot be installed; taking what pyproject.toml allows." >&2 && \
	    $(PIP) --editable ".[docx,parquet,dev]"; \
	fi
	touch $@

# Lock anew what pyproject.toml declares; UPGRADE=--upgrade takes the newest versions.
lock: $(TOOLS)
	$(COMPILE) locks/build.in --extra docx --extra parquet --extra dev --output-file locks/dev.txt
	$(COMPILE) --extra ray --constraint locks/dev.txt --output-file locks/ray.txt

# Known weaknesses of the versions in the locks. It asks a service outside, and is no part of the tests.
audit: $(TOOLS)
	$(TOOLS)/pip-audit --strict --disable-pip --requirement locks/dev.txt --requirement locks/ray.txt

$(TOOLS):
	$(PYTHON) -m venv build/tools
	$(TOOLS)/python -m pip install --quiet --disable-pip-version-check uv pip-audit

clean:
	rm -rf .venv benchmarks/.venv dist build frontend/node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis
