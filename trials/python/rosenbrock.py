"""One trial of pipelines/rosenbrock-python: minimises Rosenbrock's function of two variables.

f(x, y) = (1 - x)^2 + 100 (y - x^2)^2 has its minimum 0 at (1, 1), at the end of a long curved valley.
Needs nothing but Python 3. A program in any other language does the same five things; they are numbered.
"""

import json
import os
import signal
import sys
from pathlib import Path

# 1. Read what to do, and where to write. Relative paths in TUNE_TRIAL start at the working directory.
trial = json.loads(os.environ["TUNE_TRIAL"])
params = trial["params"]
output = Path(os.environ["TUNE_OUTPUT_DIR"])
checkpoint = Path(os.environ["TUNE_CHECKPOINT_DIR"]) / "state.json"

STOPPED = 75  # exit status: stopped after saving a checkpoint
LOOK_EVERY = 1000  # steps between two progress lines

stop_requested = False


def request_stop(*_):
    global stop_requested
    stop_requested = True


signal.signal(signal.SIGTERM, request_stop)


def save(path, content):
    """Writes to another name and renames, so that nobody ever reads half a file."""
    temporary = path.with_name(path.name + ".tmp")
    temporary.write_text(json.dumps(content))
    os.replace(temporary, path)


def look(state, total):
    """2. Report progress: the runner counts it as a sign of life.  3. Save and exit 75 when told to stop."""
    print(json.dumps({"step": state["step"], "total": total, "value": value(state["x"], state["y"])}), flush=True)
    if stop_requested:
        save(checkpoint, state)
        sys.exit(STOPPED)


def value(x, y):
    return (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x)


def gradient(x, y):
    return -2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)


def descend(total):
    """Gradient descent with momentum, from the checkpoint if a former attempt was stopped."""
    rate, momentum, nesterov = params["learning_rate"], params["momentum"], params["nesterov"]
    start = {"step": 0, "x": -1.5, "y": 2.0, "dx": 0.0, "dy": 0.0}
    state = json.loads(checkpoint.read_text()) if checkpoint.exists() else start
    step, x, y, dx, dy = (state[name] for name in ("step", "x", "y", "dx", "dy"))
    while step < total:
        ahead = (x + momentum * dx, y + momentum * dy) if nesterov else (x, y)
        gx, gy = gradient(*ahead)
        dx, dy = momentum * dx - rate * gx, momentum * dy - rate * gy
        x, y, step = x + dx, y + dy, step + 1
        if step % LOOK_EVERY == 0:
            look({"step": step, "x": x, "y": y, "dx": dx, "dy": dy}, total)
    return x, y


def polish(x, y):
    """Newton's method with a damped step, from the best point of the phase before."""
    for _ in range(params["newton_steps"]):
        gx, gy = gradient(x, y)
        xx, xy, yy = 2 - 400 * y + 1200 * x * x + params["damping"], -400 * x, 200 + params["damping"]
        determinant = xx * yy - xy * xy
        x, y = x - (yy * gx - xy * gy) / determinant, y - (xx * gy - xy * gx) / determinant
    return x, y


if trial["phase"] == "descent":
    x, y = descend(params["steps"])
else:
    # 4. Later phases read the artifact of the best trial before them, and write one of their own.
    x, y = json.loads(Path(trial["upstream"]["descent"]["artifact"]).read_text())
    x, y = polish(x, y)
save(output / "point.json", [x, y])

# 5. Report the result: a flat object of finite numbers. A descent that diverged ends up with an infinity or NaN,
# which Python writes as such: the trial then counts as failed at once, a result of its parameters.
save(output / "metrics.json", {"value": value(x, y), "distance": ((x - 1) * (x - 1) + (y - 1) * (y - 1)) ** 0.5})
