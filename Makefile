PYTHON ?= python3
BIN := .venv/bin
COURSE ?= .

.PHONY: demo test test-all jupyter torch mnist benchmarks docs lab masters lock clean

# Build, prove and grade one chapter, and a small class: 1 to 4 minutes with the installation.
demo: .venv/ready
	$(BIN)/coursework demo

ifdef TORCH
test test-all: torch
endif

# The tests that a change needs: 6 to 9 minutes on 2 cores.
test: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -n auto -m "not slow" -rs

# All tests: 30 to 40 minutes on 2 cores.
test-all: .venv/ready jupyter
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -n auto -rs

# An exact environment in the checkout: everything is pinned by requirements.lock.
.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' || \
	  { echo "This needs Python 3.10 to 3.13; name one with: make demo PYTHON=python3.12"; exit 1; }
	@echo "Installing into .venv, which takes a minute or two ..."
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q -c requirements.lock -e ".[dev]"
	$(BIN)/python -m compileall -q .venv/lib > /dev/null || true
	@touch $@

# JupyterLab, Jupytext and JupyterLite have an environment of their own: in that of the tests they
# would make `import otter` three times as slow. Notebooks run in that of the tests.
jupyter: .venv-lab/ready

.venv-lab/ready: requirements.lock | .venv/ready
	$(PYTHON) -m venv .venv-lab
	.venv-lab/bin/pip install -q -c requirements.lock jupyterlab jupytext \
	  "jupyterlite-core[contents]" jupyterlite-pyodide-kernel
	$(BIN)/python -m ipykernel install --prefix .venv-lab --name python3 > /dev/null
	@touch $@

torch: .venv/ready
	$(BIN)/pip install -q -c requirements.lock -e ".[torch]"

# hw6's reference on the real MNIST: accuracy and time beside scikit-learn and PyTorch.
mnist: torch
	test -e data/mnist/train-images-idx3-ubyte.gz || $(BIN)/coursework fetch-mnist
	$(BIN)/python benchmarks/mnist.py

# The tables of docs/performance.md and benchmarks/README.md, on a quiet machine: some 30 minutes.
# MNIST has to be there: see `make mnist`.
benchmarks: torch
	$(BIN)/pip install -q -c requirements.lock jupyterlab
	$(BIN)/coursework release hw1_neuron
	$(BIN)/python benchmarks/grading.py
	$(BIN)/python benchmarks/costs.py
	$(BIN)/python benchmarks/start.py --rounds 5 --class 50
	$(BIN)/python benchmarks/round_trip.py --rounds 300 --trips 20
	$(BIN)/python benchmarks/notebook_check.py --rounds 3
	$(BIN)/python benchmarks/classes.py hw1_neuron --sizes 100 1000 3000
	$(BIN)/python benchmarks/classes.py hw1_neuron --sizes 200 --by sandbox
	$(BIN)/python benchmarks/classes.py hw1_neuron --sizes 5 --by otter
	$(BIN)/python benchmarks/classes.py small --sizes 100 1000 10000 --by nobody
	$(BIN)/python benchmarks/busy.py --submissions 40
	$(BIN)/python benchmarks/mnist.py

# The documentation as a site: dist/docs/index.html. It needs Python 3.11, and no network.
docs: .venv/ready
	$(BIN)/sphinx-build -q -W --keep-going -c docs . dist/docs

lab: jupyter
	.venv-lab/bin/jupyter lab --notebook-dir=assignments

# JupyterLab on the masters: a double click on master.py opens it as a notebook.
masters: jupyter
	mkdir -p .venv-lab/share/jupyter/lab/settings
	.venv-lab/bin/jupytext-config \
	  --settings-file .venv-lab/share/jupyter/lab/settings/overrides.json set-default-viewer python
	.venv-lab/bin/jupyter lab --notebook-dir=$(COURSE)

lock:
	uv pip compile --universal --python-version 3.10 --fork-strategy fewest --extra dev \
	  --extra lab --extra site --no-emit-index-url --no-annotate --no-header -q -o requirements.lock pyproject.toml

clean:
	rm -rf .venv .venv-lab dist
