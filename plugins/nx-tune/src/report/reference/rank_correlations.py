"""Writes rank_correlations.json: what the view `importance` must give, by SciPy.

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install scipy==1.17.1
    cd plugins/nx-tune/src/report/reference && /tmp/venv/bin/python rank_correlations.py > rank_correlations.json
"""

import json

import numpy as np
from scipy import stats

rng = np.random.default_rng(20260105)
n = 40
rate = 10 ** rng.uniform(-3, -1, n)
depth = rng.integers(1, 6, n)
bias = rng.integers(0, 2, n).astype(bool)
kernel = rng.choice(["rbf", "matern", "linear"], n)
# Two decimals, so that objectives tie.
effect = np.select([kernel == "rbf", kernel == "matern"], [0.3, 0.1], 0.0)
objective = np.round(np.log10(rate) ** 2 / 8 + effect + 0.05 * depth + rng.normal(0, 0.2, n), 2)

groups = [objective[kernel == name] for name in np.unique(kernel)]
# Kruskal and Wallis' H is (n - 1) times the share of the ranks' variance between the groups.
h = stats.kruskal(*groups).statistic


def spearman(values):
    rho = float(stats.spearmanr(values, objective).statistic)
    return {"correlation": rho, "importance": abs(rho)}


print(
    json.dumps(
        {
            "trials": [
                {"values": {"rate": float(r), "depth": int(d), "bias": bool(b), "kernel": str(k)}, "objective": float(o)}
                for r, d, b, k, o in zip(rate, depth, bias, kernel, objective)
            ],
            "expected": {
                "rate": spearman(rate),
                "depth": spearman(depth),
                "bias": spearman(bias.astype(int)),
                "kernel": {"correlation": None, "importance": float(np.sqrt(h / (n - 1)))},
            },
            # The quantile itself; the view approximates it after Wilson and Hilferty.
            "kernel_chance": float(np.sqrt(stats.chi2.ppf(0.95, 2) / (n - 1))),
        },
        indent=1,
    )
)
