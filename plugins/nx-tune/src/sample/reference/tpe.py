"""Writes tpe.json: log density ratios of Optuna's Parzen estimators with equal weights."""

import functools
import json
import os

import numpy as np
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.samplers._tpe.parzen_estimator import _ParzenEstimator, _ParzenEstimatorParameters

# Among equal observations the order decides who has which neighbour: take that of the trials.
np.argsort = functools.partial(np.argsort, kind="stable")

HERE = os.path.dirname(os.path.abspath(__file__))
CHOICES = ["a", "b", "c", "d"]
SPACE = {
    "linear": FloatDistribution(-2.0, 3.0),
    "log": FloatDistribution(1e-5, 1e-1, log=True),
    "integer": IntDistribution(3, 9),
    "stepped": FloatDistribution(0.0, 1.0, step=0.25),
    "choice": CategoricalDistribution(CHOICES),
}
PARAMETERS = _ParzenEstimatorParameters(
    prior_weight=1.0,
    consider_magic_clip=True,
    consider_endpoints=False,
    weights=lambda n: np.ones(n),
    multivariate=True,
)


def draw(rng, n):
    return {
        "linear": rng.uniform(-2, 3, n),
        "log": np.exp(rng.uniform(np.log(1e-5), np.log(1e-1), n)),
        "integer": rng.integers(3, 10, n).astype(float),
        "stepped": rng.integers(0, 5, n) * 0.25,
        "choice": rng.integers(0, 4, n).astype(float),
    }


def rows(columns):
    n = len(columns["linear"])
    return [
        {name: CHOICES[int(values[i])] if name == "choice" else float(values[i]) for name, values in columns.items()}
        for i in range(n)
    ]


def main() -> None:
    rng = np.random.default_rng(3)
    cases = []
    for below, above in [(1, 3), (3, 20), (12, 120)]:
        low, high, queries = draw(rng, below), draw(rng, above), draw(rng, 6)
        ratio = _ParzenEstimator(low, SPACE, PARAMETERS).log_pdf(queries)
        ratio -= _ParzenEstimator(high, SPACE, PARAMETERS).log_pdf(queries)
        cases.append({"below": rows(low), "above": rows(high), "queries": rows(queries), "logRatio": ratio.tolist()})
    with open(os.path.join(HERE, "tpe.json"), "w", encoding="utf-8") as file:
        json.dump(cases, file)


if __name__ == "__main__":
    main()
