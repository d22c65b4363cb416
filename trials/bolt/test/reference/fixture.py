"""Writes expected values as JSON beside the scripts that make them.

The checked-in values were made with NumPy 2.4.6, SciPy 1.17.1 and scikit-learn 1.9.1, then laid out by prettier.
"""

import json
from pathlib import Path

import numpy as np


def listed(array):
    """Flat, row-major list of plain numbers."""
    return np.asarray(array).ravel().tolist()


def write(name, values):
    """Writes {name}.json: finite numbers, lists of them, or objects of these."""
    lines = [
        f"  {json.dumps(key)}: {json.dumps(value, allow_nan=False, default=float)}" for key, value in values.items()
    ]
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    Path(__file__).with_name(f"{name}.json").write_text(text)
