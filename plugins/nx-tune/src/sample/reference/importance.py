"""Writes importance.json: main effects of functions whose variance is known, and of Optuna's forests on the same
points."""

import json
import os
import warnings

import numpy as np
import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution

HERE = os.path.dirname(os.path.abspath(__file__))
warnings.filterwarnings("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)


def main() -> None:
    rng = np.random.default_rng(11)
    n, choices = 150, ["a", "b", "c"]
    space = {
        "x": FloatDistribution(0, 1),
        "y": FloatDistribution(1e-4, 1, log=True),
        "z": FloatDistribution(0, 1),
        "kind": CategoricalDistribution(choices),
    }
    trials = []
    for _ in range(n):
        x, y, z, kind = rng.random(), 10 ** rng.uniform(-4, 0), rng.random(), choices[rng.integers(3)]
        objective = 2 * x + 0.25 * np.log10(y) + {"a": 0.0, "b": 0.6, "c": 0.3}[kind]
        trials.append({"values": {"x": x, "y": y, "z": z, "kind": kind}, "objective": objective})
    study = optuna.create_study()
    for trial in trials:
        study.add_trial(
            optuna.trial.create_trial(params=trial["values"], distributions=space, value=trial["objective"])
        )
    evaluator = optuna.importance.FanovaImportanceEvaluator(seed=1)
    found = optuna.importance.get_param_importances(study, evaluator=evaluator, normalize=False)
    # Variances of the terms: uniform numbers have 1/12 of the squared width; the levels 0, 0.3, 0.6 have 0.06.
    variance = {"x": 4 / 12, "y": 1 / 12, "z": 0.0, "kind": 0.06}
    total = sum(variance.values())
    table = {
        "trials": trials,
        "optuna": found,
        "exact": {name: value / total for name, value in variance.items()},
    }
    with open(os.path.join(HERE, "importance.json"), "w", encoding="utf-8") as file:
        json.dump(table, file)


if __name__ == "__main__":
    main()
