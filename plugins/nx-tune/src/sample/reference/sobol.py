"""Writes the Sobol tables of this folder's tests from SciPy.

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install scipy==1.17.1 numpy==2.4.6
    /tmp/venv/bin/python plugins/nx-tune/src/sample/reference/sobol.py

`directions` rows are those of new-joe-kuo-6.21201 (S. Joe and F. Y. Kuo, 2008), which SciPy ships: dimension,
degree s of the primitive polynomial, its inner coefficients a, initial direction numbers m_1..m_s.
"""

import json
import os

import numpy as np
import scipy.stats
from scipy.stats import qmc

HERE = os.path.dirname(os.path.abspath(__file__))
DIMENSIONS = 128


def directions() -> str:
    table = np.load(os.path.join(os.path.dirname(scipy.stats.__file__), "_sobol_direction_numbers.npz"))
    rows = []
    for d in range(1, DIMENSIONS):
        poly = int(table["poly"][d])
        degree = poly.bit_length() - 1
        a = (poly >> 1) & ((1 << (degree - 1)) - 1)
        m = [int(v) for v in table["vinit"][d][:degree]]
        rows.append(" ".join(str(v) for v in [d + 1, degree, a, *m]))
    return "\n".join(rows)


def points(first: int, count: int, dimensions: list[int]) -> list[list[int]]:
    engine = qmc.Sobol(d=DIMENSIONS, scramble=False, bits=32)
    if first:
        engine.fast_forward(first)
    values = engine.random(count)
    return [[int(values[i, d] * 2**32) for d in dimensions] for i in range(count)]


def main() -> None:
    dimensions = [0, 1, 2, 3, 7, 20, 63, 64, 100, 127]
    expected = {
        "source": "scipy.stats.qmc.Sobol(d=128, scramble=False, bits=32), times 2**32",
        "dimensions": dimensions,
        "blocks": [
            {"first": 0, "points": points(0, 32, dimensions)},
            {"first": 1000, "points": points(1000, 8, dimensions)},
            {"first": 2**20 - 2, "points": points(2**20 - 2, 6, dimensions)},
        ],
    }
    with open(os.path.join(HERE, "sobol.json"), "w", encoding="utf-8") as file:
        json.dump(expected, file, indent=1)
        file.write("\n")
    with open(os.path.join(HERE, "..", "sobol", "directions.ts"), "w", encoding="utf-8") as file:
        file.write(
            "/**\n"
            " * Primitive polynomials and initial direction numbers, in the format of new-joe-kuo-6.21201: dimension, degree,\n"
            " * coefficients, m_1..m_s. Written by reference/sobol.py.\n"
            " * Source: S. Joe and F. Y. Kuo, Constructing Sobol sequences with better two-dimensional projections,\n"
            " * SIAM J. Sci. Comput. 30, 2635-2654 (2008).\n"
            " */\n"
            "export const JOE_KUO = `" + directions() + "`;\n"
        )


if __name__ == "__main__":
    main()
