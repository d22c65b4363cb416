"""Runs Optuna's samplers on the problems of problems.mjs and prints a line of JSON for each run.

    python tools/bench/search/optuna_runs.py tpe,gp branin,hartmann6 20

Arguments: samplers, problems (`all`), number of seeds. Trial 0 is the defaults, as it is with nx-tune. `gp` is
GPSampler and `tpe` is TPESampler(group=True), which differs from the default only where parameters are conditional.
"""

import json
import os
import subprocess
import sys
import time
import warnings

import optuna

TRIALS = 80
REPORTED = [10, 20, 40, 80]
HERE = os.path.dirname(os.path.abspath(__file__))


class Evaluator:
    def __init__(self) -> None:
        self.process = subprocess.Popen(
            ["node", os.path.join(HERE, "evaluate.mjs")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, request: dict) -> dict:
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait()


def suggest(trial: optuna.Trial, parameter: dict):
    name, domain = parameter["name"], parameter["domain"]
    if domain["kind"] == "choices":
        return trial.suggest_categorical(name, domain["choices"])
    log, step = domain["scale"] == "log", domain.get("step")
    if step is not None and all(float(v).is_integer() for v in (domain["low"], step)):
        return trial.suggest_int(name, domain["low"], domain["high"], log=log, step=step)
    return trial.suggest_float(name, domain["low"], domain["high"], log=log, step=step)


def suggest_all(trial: optuna.Trial, space: list[dict]) -> dict:
    values: dict = {}
    for parameter in space:
        if all(values.get(name) == wanted for name, wanted in parameter.get("when", {}).items()):
            values[parameter["name"]] = suggest(trial, parameter)
    return values


def run(evaluator: Evaluator, problem: str, space: list[dict], sampler: str, seed: int) -> dict:
    samplers = {
        "tpe": lambda: optuna.samplers.TPESampler(seed=seed, group=True),
        "gp": lambda: optuna.samplers.GPSampler(seed=seed),
        "random": lambda: optuna.samplers.RandomSampler(seed=seed),
    }
    study = optuna.create_study(sampler=samplers[sampler]())
    study.enqueue_trial({parameter["name"]: parameter["default"] for parameter in space})
    best, reached, seconds = None, [], 0.0
    for number in range(1, TRIALS + 1):
        start = time.perf_counter()
        trial = study.ask()
        values = suggest_all(trial, space)
        seconds += (time.perf_counter() - start) if number > TRIALS - 10 else 0
        found = evaluator.ask({"problem": problem, "values": values})
        if found["violation"] is not None:
            trial.set_constraint("gate", found["violation"])
        if found["objective"] is None:
            study.tell(trial, state=optuna.trial.TrialState.FAIL)
        else:
            study.tell(trial, found["objective"])
            if found["feasible"] and (best is None or found["objective"] < best):
                best = found["objective"]
        if number in REPORTED:
            reached.append(best)
    return {
        "problem": problem,
        "sampler": f"optuna-{sampler}",
        "seed": seed,
        "best": reached,
        "milliseconds": round(100 * seconds, 1),
    }


def main() -> None:
    warnings.filterwarnings("ignore")
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    samplers, problems, seeds = sys.argv[1].split(","), sys.argv[2].split(","), int(sys.argv[3])
    evaluator = Evaluator()
    spaces = evaluator.ask({})
    for problem in spaces if problems == ["all"] else problems:
        for sampler in samplers:
            for seed in range(seeds):
                print(json.dumps(run(evaluator, problem, spaces[problem], sampler, seed)), flush=True)
    evaluator.close()


if __name__ == "__main__":
    main()
