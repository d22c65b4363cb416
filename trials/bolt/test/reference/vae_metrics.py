"""Expected values of the VAE metrics, by NumPy and scikit-learn.

Needs numpy, scikit-learn. From trials/bolt: python test/reference/vae_metrics.py
"""

import numpy as np
from sklearn.metrics.pairwise import cosine_similarity

from fixture import listed, write

rng = np.random.default_rng(11)
ROWS, COLUMNS = 23, 7


def ranks(queries, candidates, own):
    """Candidates at least as near as the own one, itself not counted."""
    scores = cosine_similarity(queries, candidates)
    return (scores >= scores[np.arange(len(own)), own][:, None]).sum(axis=1) - 1


original = rng.normal(size=(ROWS, COLUMNS))
decoded = original + 0.6 * rng.normal(size=(ROWS, COLUMNS))
cosines = np.diag(cosine_similarity(original, decoded))

means = rng.normal(size=(ROWS, 4))
log_variances = rng.uniform(-3, 1, size=(ROWS, 4))
kl = 0.5 * (means**2 + np.exp(log_variances) - log_variances - 1)

candidates = rng.normal(size=(60, COLUMNS))
instruction_own = rng.permutation(60)[:20]
instruction_queries = candidates[instruction_own] + rng.normal(size=(20, COLUMNS))
set_own = np.arange(60)
set_queries = candidates + 2 * rng.normal(size=(60, COLUMNS))
instruction_ranks = ranks(instruction_queries, candidates, instruction_own)
set_ranks = ranks(set_queries, candidates, set_own)

jacobians = rng.normal(size=(9, 5, COLUMNS))
singular = np.linalg.svd(jacobians, compute_uv=False)[:, 0]
# Two singular values that nearly tie: slow for power iteration on a vector.
left, _ = np.linalg.qr(rng.normal(size=(5, 5)))
right, _ = np.linalg.qr(rng.normal(size=(COLUMNS, 5)))
near_tie = left @ np.diag([3, 3 * (1 - 1e-6), 1, 0.5, 0]) @ right.T

write(
    "vae_metrics",
    {
        "rows": ROWS,
        "columns": COLUMNS,
        "original": listed(original),
        "decoded": listed(decoded),
        "reconstruction_cosine": cosines.mean(),
        "percentile10_cosine": np.percentile(cosines, 10),
        "reconstruction_mse": ((original - decoded) ** 2).sum(axis=1).mean(),
        "means": listed(means),
        "log_variances": listed(log_variances),
        "kl_divergence": kl.mean(),
        "candidates": listed(candidates),
        "instruction_own": listed(instruction_own),
        "instruction_queries": listed(instruction_queries),
        "instruction_ranks": listed(instruction_ranks),
        "set_own": listed(set_own),
        "set_queries": listed(set_queries),
        "set_ranks": listed(set_ranks),
        "retrieval_accuracy_at_8": ((instruction_ranks < 8).mean() + (set_ranks < 8).mean()) / 2,
        "jacobian_rows": 5,
        "jacobians": listed(jacobians),
        "singular_values": listed(singular),
        "lipschitz_constant": singular.max(),
        "near_tie": listed(near_tie),
        "near_tie_value": np.linalg.svd(near_tie, compute_uv=False)[0],
    },
)
