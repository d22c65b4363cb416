"""Writes numeric.json: functions of the normal distribution from mpmath (50 digits), minima from SciPy."""

import json
import os

import mpmath as mp
import numpy as np
from scipy.optimize import minimize, rosen, rosen_der

mp.mp.dps = 50
HERE = os.path.dirname(os.path.abspath(__file__))


def erfcx(x):
    return mp.exp(mp.mpf(x) ** 2) * mp.erfc(mp.mpf(x))


def log_mass(a, b):
    a, b = mp.mpf(a), mp.mpf(b)
    if a > 0:
        a, b = -b, -a
    return mp.log((mp.erfc(-b / mp.sqrt(2)) - mp.erfc(-a / mp.sqrt(2))) / 2)


def log_improvement(mean, deviation, best):
    def value(m, s):
        z = (m - mp.mpf(best)) / s
        # mp.erfc keeps its relative precision in the tail, and 50 digits more than cover what cancels.
        return mp.log(s * (mp.npdf(z) + z * mp.erfc(-z / mp.sqrt(2)) / 2))

    with mp.workdps(120):
        m, s = mp.mpf(mean), mp.mpf(deviation)
        by_mean = mp.diff(lambda x: value(x, s), m)
        by_deviation = mp.diff(lambda x: value(m, x), s)
        return [float(value(m, s)), float(by_mean), float(by_deviation)]


def bounded_rosenbrock() -> list[dict]:
    found = []
    for start, low, high in [
        ([-1.2, 1.0], [-2, -2], [2, 2]),
        ([0.0, 0.0], [-1, -1], [0.5, 2]),
        ([0.5, 0.5, 0.5, 0.5], [0, 0, 0, 0.9], [1, 0.7, 1, 2]),
    ]:
        result = minimize(
            rosen, start, jac=rosen_der, bounds=list(zip(low, high)), method="L-BFGS-B", options={"gtol": 1e-10, "ftol": 0}
        )
        found.append({"start": start, "lower": low, "upper": high, "x": result.x.tolist(), "value": float(result.fun)})
    return found


def main() -> None:
    xs = [-5.0, -1.0, -0.3, 0.0, 0.1, 0.46, 0.47, 1.0, 2.5, 3.99, 4.01, 10.0, 100.0, 1e6]
    zs = [-300.0, -40.0, -10.0, -3.0, -1.01, -0.99, 0.0, 0.7, 3.0, 9.0]
    masses = [[-1.0, 1.0], [-0.2, 3.0], [2.0, 2.1], [8.0, 9.0], [-30.0, -29.9], [30.0, 40.0], [-60.0, 60.0], [0.0, 1e-9]]
    improvements = [
        [0.0, 1.0, 0.0],
        [1.0, 0.5, -2.0],
        [0.0, 1.0, 0.999],
        [0.0, 1.0, 1.001],
        [0.0, 0.3, 2.0],
        [0.0, 0.1, 4.99],
        [0.0, 0.1, 5.01],
        [-1.0, 0.01, 3.0],
        [0.0, 1e-6, 1.0],
    ]
    table = {
        "erfcx": [[x, float(erfcx(x))] for x in xs],
        "logCdf": [[z, float(mp.log(mp.erfc(-mp.mpf(z) / mp.sqrt(2)) / 2))] for z in zs],
        "logMass": [[a, b, float(log_mass(a, b))] for a, b in masses],
        "logImprovement": [[*args, *log_improvement(*args)] for args in improvements],
        "minima": bounded_rosenbrock(),
    }
    with open(os.path.join(HERE, "numeric.json"), "w", encoding="utf-8") as file:
        json.dump(table, file)


if __name__ == "__main__":
    main()
