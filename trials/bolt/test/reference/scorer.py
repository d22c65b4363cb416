"""Expected values of the exemplar scorer, its loss, its selection and the comparison on the sealed test, by NumPy.

Needs numpy. From trials/bolt: python test/reference/scorer.py
"""

import numpy as np

from fixture import listed, write

rng = np.random.default_rng(9)


def normal(*shape):
    return rng.normal(size=shape).astype(np.float32).astype(float)


# Scores: prompts × items, item by item and head by head, with an explicit softmax over the two tokens.
COLUMNS, FEATURES, HIDDEN, HEADS, D_I, D_X, PROMPTS, ITEMS, MLP = 6, 8, 8, 2, 3, 4, 3, 12, 64
WIDTH = HIDDEN // HEADS
p = {
    "item.weight": normal(FEATURES, HIDDEN),
    "item.bias": normal(HIDDEN),
    "instruction.weight": normal(D_I, HIDDEN),
    "instruction.bias": normal(HIDDEN),
    "set.weight": normal(D_X, HIDDEN),
    "set.bias": normal(HIDDEN),
    "query": normal(HIDDEN, HIDDEN),
    "key": normal(HIDDEN, HIDDEN),
    "value": normal(HIDDEN, HIDDEN),
    "mlp1.weight": normal(HIDDEN, MLP),
    "mlp1.bias": normal(MLP),
    "mlp2.weight": normal(MLP, 1),
    "mlp2.bias": normal(1),
    "bilinear.instruction": normal(D_I, HIDDEN),
    "bilinear.set": normal(D_X, HIDDEN),
}
items, z_inst, z_ex = normal(ITEMS, FEATURES), normal(PROMPTS, D_I), normal(PROMPTS, D_X)


def relu(x):
    return np.maximum(x, 0)


def score(item, instruction, examples):
    e = relu(item @ p["item.weight"] + p["item.bias"])
    tokens = np.stack(
        [
            relu(instruction @ p["instruction.weight"] + p["instruction.bias"]),
            relu(examples @ p["set.weight"] + p["set.bias"]),
        ]
    )
    q, k, v = e @ p["query"], tokens @ p["key"], tokens @ p["value"]
    answer = []
    for h in range(HEADS):
        part = slice(h * WIDTH, (h + 1) * WIDTH)
        logits = k[:, part] @ q[part] / np.sqrt(WIDTH)
        weights = np.exp(logits - logits.max())
        answer.append(weights / weights.sum() @ v[:, part])
    h1 = (q + np.concatenate(answer)) @ p["mlp1.weight"] + p["mlp1.bias"]
    mlp = h1 / (1 + np.exp(-h1)) @ p["mlp2.weight"] + p["mlp2.bias"]
    latent = instruction @ p["bilinear.instruction"] + examples @ p["bilinear.set"]
    return float(mlp[0] + e @ latent / np.sqrt(HIDDEN))


scores = np.array([[score(item, z_inst[i], z_ex[i]) for item in items] for i in range(PROMPTS)])

# ListMLE over the 8 most relevant of 12, sorted lists and plain sums.
list_scores, relevance = normal(PROMPTS, ITEMS), normal(PROMPTS, ITEMS)


def list_mle(s, r):
    ordered = s[np.argsort(-r, kind="stable")]
    return np.mean([np.log(np.exp(ordered[i:]).sum()) - ordered[i] for i in range(8)])


# Maximal marginal relevance on a pool of 12 spam and 12 ham, set by set.
POOL = 24
labels = np.array([1] * 12 + [0] * 12)
rows = normal(POOL, COLUMNS)
rows /= np.linalg.norm(rows, axis=1, keepdims=True)
rows = rows.astype(np.float32).astype(float)
pool_scores = normal(POOL)


def mmr(lam):
    scaled = (pool_scores - pool_scores.min()) / (pool_scores.max() - pool_scores.min())
    chosen = []
    while len(chosen) < 8:
        allowed = [i for i in range(POOL) if i not in chosen and sum(labels[j] == labels[i] for j in chosen) < 4]
        nearest = [max([0, *(rows[i] @ rows[j] for j in chosen)]) for i in allowed]
        chosen.append(allowed[int(np.argmax(lam * scaled[allowed] - (1 - lam) * np.array(nearest)))])
    return chosen


# Comparison: 3 tuned and 3 default prompts on 50 mails.
tuned, default = (rng.random((3, 50)) < 0.9).astype(int), (rng.random((3, 50)) < 0.8).astype(int)


def of_mean(values):
    return np.var(values, ddof=1) / len(values)


difference = tuned.mean(axis=0) - default.mean(axis=0)
seeds = of_mean(tuned.mean(axis=1)), of_mean(default.mean(axis=1))

write(
    "scorer",
    {
        **{f"p.{name}": listed(value) for name, value in p.items()},
        "prompts": PROMPTS,
        "item_count": ITEMS,
        "items": listed(items),
        "z_inst": listed(z_inst),
        "z_ex": listed(z_ex),
        "scores": listed(scores),
        "list_scores": listed(list_scores),
        "relevance": listed(relevance),
        "list_mle": float(np.mean([list_mle(s, r) for s, r in zip(list_scores, relevance)])),
        "pool_labels": listed(labels),
        "pool_rows": listed(rows),
        "pool_scores": listed(pool_scores),
        "selected_0.3": mmr(0.3),
        "selected_0.7": mmr(0.7),
        "selected_1": mmr(1),
        "tuned": listed(tuned),
        "default": listed(default),
        "tuned_accuracy": float(tuned.mean()),
        "tuned_accuracy_se": float(np.sqrt(of_mean(tuned.mean(axis=0)) + seeds[0])),
        "default_accuracy": float(default.mean()),
        "default_accuracy_se": float(np.sqrt(of_mean(default.mean(axis=0)) + seeds[1])),
        "paired_difference": float(difference.mean()),
        "paired_difference_se": float(np.sqrt(of_mean(difference) + sum(seeds))),
    },
)
