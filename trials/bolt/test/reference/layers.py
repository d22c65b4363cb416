"""Expected values of the layers and the loss, by NumPy, set by set and head by head.

Needs numpy. From trials/bolt: python test/reference/layers.py
"""

import numpy as np

from fixture import listed, write

rng = np.random.default_rng(3)
SETS, SIZE, HIDDEN, HEADS, POINTS = 3, 5, 8, 2, 3
WIDTH = HIDDEN // HEADS


def normal(*shape):
    return rng.normal(size=shape).astype(np.float32).astype(float)


def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def feed_forward(h, w, b):
    return h + np.maximum(0, h @ w + b)


def heads(x):
    return [x[:, h * WIDTH : (h + 1) * WIDTH] for h in range(HEADS)]


rows = normal(SETS * SIZE, HIDDEN)
sets = rows.reshape(SETS, SIZE, HIDDEN)

learned = {
    "points": normal(POINTS, HIDDEN),
    "scores": normal(HIDDEN, HEADS * POINTS),
    "value": normal(HIDDEN, HIDDEN),
    "out.weight": normal(HIDDEN, HIDDEN),
    "out.bias": normal(HIDDEN),
}


def learned_query_block(x):
    scores = (x @ learned["scores"]).reshape(SIZE, HEADS, POINTS) / np.sqrt(WIDTH)
    values = heads(x @ learned["value"])
    answer = [softmax(scores[:, h, :].T) @ values[h] for h in range(HEADS)]
    return feed_forward(learned["points"] + np.hstack(answer), learned["out.weight"], learned["out.bias"])


gathered = np.stack([learned_query_block(x) for x in sets])
attention = {name: normal(HIDDEN, HIDDEN) for name in ("query", "key", "value", "out.weight")}
attention["out.bias"] = normal(HIDDEN)


def attention_block(x, y):
    query, key, value = x @ attention["query"], y @ attention["key"], y @ attention["value"]
    answer = [softmax(q @ k.T / np.sqrt(WIDTH)) @ v for q, k, v in zip(heads(query), heads(key), heads(value))]
    return feed_forward(query + np.hstack(answer), attention["out.weight"], attention["out.bias"])


scattered = np.stack([attention_block(x, y) for x, y in zip(sets, gathered)])

target, decoded = normal(4, 6), normal(4, 6)
cosine = (target * decoded).sum(1) / np.linalg.norm(target, axis=1) / np.linalg.norm(decoded, axis=1)
squared = ((target - decoded) ** 2).sum(1)
mean, log_variance = normal(4, 3), normal(4, 3)

write(
    "layers",
    {
        "sets": SETS,
        "size": SIZE,
        "hidden": HIDDEN,
        "heads": HEADS,
        "points": POINTS,
        "rows": listed(rows),
        **{f"learned.{name}": listed(value) for name, value in learned.items()},
        "gathered": listed(gathered),
        **{f"attention.{name}": listed(value) for name, value in attention.items()},
        "scattered": listed(scattered),
        "target": listed(target),
        "decoded": listed(decoded),
        "reconstruction_loss": float(np.mean(0.7 * (1 - cosine) + 0.3 * squared)),
        "mean": listed(mean),
        "log_variance": listed(log_variance),
        "divergence": float(np.mean(0.5 * (mean**2 + np.exp(log_variance) - log_variance - 1))),
    },
)
