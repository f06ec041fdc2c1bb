PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test torch mnist lab lock clean

demo: .venv/ready
	$(BIN)/coursework demo

ifdef TORCH
test: torch
endif
test: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -n auto --dist loadgroup -rs

# An exact environment in the checkout: everything is pinned by requirements.lock.
.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' || \
	  { echo "This needs Python 3.10 to 3.13; name one with: make demo PYTHON=python3.12"; exit 1; }
	@echo "Installing into .venv, which takes a minute or two ..."
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q -c requirements.lock -e ".[dev]"
	$(BIN)/python -m compileall -q .venv/lib > /dev/null || true
	@touch $@

torch: .venv/ready
	$(BIN)/pip install -q -c requirements.lock -e ".[torch]"

# hw6's reference on the real MNIST: accuracy and time beside scikit-learn and PyTorch.
mnist: torch
	test -e data/mnist/train-images-idx3-ubyte.gz || $(BIN)/coursework fetch-mnist
	$(BIN)/python benchmarks/mnist.py

lab: .venv/ready
	$(BIN)/pip install -q -c requirements.lock jupyterlab
	$(BIN)/jupyter lab --notebook-dir=assignments

lock:
	uv pip compile --universal --python-version 3.10 --fork-strategy fewest --extra dev \
	  --extra lab --no-emit-index-url --no-annotate --no-header -q -o requirements.lock pyproject.toml

clean:
	rm -rf .venv dist
