# Each target that needs a virtual environment sets it up, once, from the lock file. Python 3.11+, venv and make are required.
PYTHON ?= python3
# Another Python gets an environment of its own: make test PYTHON=python3.13.
VENV := $(if $(filter python3,$(PYTHON)),.venv,.venv-$(notdir $(PYTHON)))
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

DIST := dist
PREFIX ?= /usr/local
APP := $(abspath $(PREFIX))/lib/fourfold
COMMAND := $(abspath $(PREFIX))/bin/fourfold

.PHONY: run training test test-install bench prove lock wheel install sbom clean
.PHONY: check check-format check-lint check-types check-imports check-pack check-reading

run: $(READY)
	@$(BIN)/fourfold

training: $(READY)
	@$(BIN)/fourfold --training

test: $(READY)
	$(BIN)/python -m pytest

# Builds, installs and describes the program as a deployer does. Needs the package registry.
test-install: $(READY)
	$(BIN)/python -m pytest -n 0 -m install

check: check-format check-lint check-types check-imports check-pack check-reading

check-format: $(READY)
	$(BIN)/ruff format --check .

check-lint: $(READY)
	$(BIN)/ruff check .

check-types: $(READY)
	$(BIN)/mypy

check-imports: $(READY)
	$(BIN)/lint-imports

check-pack: $(READY)
	$(BIN)/fourfold pack check content/data/national
	$(BIN)/fourfold pack check content/data/bexley

# The reading age of what staff read; fails above the limit.
check-reading: $(READY)
	$(BIN)/python -W "ignore:pkg_resources is deprecated:UserWarning" -m tests.reading_age

bench: $(READY)
	$(BIN)/python -m tests.bench

# Tries to make the store lose something; MINUTES says for how long.
MINUTES ?= 10
prove: $(READY)
	$(BIN)/python -m tests.prove --minutes $(MINUTES)

# The runtime lock has the versions of the development lock.
COMPILE = $(BIN)/python -m piptools compile --quiet --generate-hashes --allow-unsafe --strip-extras \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header
lock: $(READY)
	$(COMPILE) --extra dev --output-file requirements.lock pyproject.toml
	$(COMPILE) --constraint requirements.lock --output-file requirements-runtime.lock pyproject.toml

wheel: $(READY)
	rm -f $(DIST)/fourfold-*.whl
	$(BIN)/python -m hatchling build --target wheel --directory $(DIST)

# Installs what the program needs to run and nothing else, not even pip, replacing an earlier installation.
# The command starts Python with -I, so no variable and no folder of its caller adds code to it.
install: wheel
	umask 022 && $(PYTHON) -m venv --clear --without-pip "$(APP)"
	umask 022 && $(PIP) --python "$(APP)/bin/python" install --require-hashes -r requirements-runtime.lock
	umask 022 && $(PIP) --python "$(APP)/bin/python" install --no-deps --no-index $(DIST)/fourfold-*.whl
	umask 022 && mkdir -p "$(dir $(COMMAND))" && \
		printf '#!/bin/sh\nexec "%s" -I "%s" "$$@"\n' "$(APP)/bin/python" "$(APP)/bin/fourfold" > "$(COMMAND)" && \
		chmod 755 "$(COMMAND)"

# A CycloneDX list of what runs. The index is left out: each package is identified by its name, version and hashes.
sbom: $(READY)
	mkdir -p $(DIST)
	$(BIN)/python -W ignore::UserWarning:cyclonedx.model.bom -m cyclonedx_py requirements --output-reproducible --index-url . \
		--pyproject pyproject.toml --output-file $(DIST)/fourfold.cdx.json requirements-runtime.lock

clean:
	rm -rf .venv .venv-* $(DIST)

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Fourfold needs Python 3.11 or newer.")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $(READY)
