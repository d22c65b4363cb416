#!/bin/sh
# Makes the Python environment of the benchmark in the folder that is given: Optuna, and PyTorch for its GPSampler.
set -eu
python3 -m venv "$1"
"$1/bin/pip" install --quiet --requirement "$(dirname "$0")/requirements.txt"
