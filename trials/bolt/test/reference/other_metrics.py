"""Expected values of the scorer's, the Gaussian process's and the optimiser's metrics, by SciPy and scikit-learn.

Needs numpy, scipy, scikit-learn. From trials/bolt: python test/reference/other_metrics.py
"""

import numpy as np
from scipy.spatial.distance import cdist, pdist
from scipy.special import logsumexp
from scipy.stats import gmean, norm, spearmanr
from sklearn.metrics import label_ranking_average_precision_score, ndcg_score, root_mean_squared_error

from fixture import listed, write

rng = np.random.default_rng(12)

# Scorer: grades of a pool of 40 in three lists; the selection is the top 8 of noisy scores.
LISTS, ITEMS = 3, 40
grades = rng.choice([0, 1, 2, 3], p=[0.5, 0.25, 0.15, 0.1], size=(LISTS, ITEMS))
scores = grades + 1.5 * rng.normal(size=(LISTS, ITEMS))
selected = np.take_along_axis(grades, np.argsort(-scores)[:, :8], axis=1)
ndcg = ndcg_score(2.0**grades - 1, scores, k=8)

best = np.zeros((LISTS, ITEMS), dtype=int)
best[np.arange(LISTS), [4, 17, 30]] = 1
best_ranks = (scores > scores[best == 1][:, None]).sum(axis=1)
mrr = label_ranking_average_precision_score(best, scores)


def list_mle(list_scores, relevance):
    """Over the 8 most relevant items; a stable sort keeps the order of equal ones."""
    order = np.argsort(-relevance, kind="stable")
    ordered = list_scores[order]
    return np.mean([logsumexp(ordered[i:]) - ordered[i] for i in range(8)])


exemplars = rng.normal(size=(8, 6))
selections = np.array([rng.choice(20, size=8, replace=False) for _ in range(5)])
membership = np.zeros((5, 20), dtype=bool)
membership[np.arange(5)[:, None], selections] = True

# Gaussian process: with ties on both sides.
measured = np.round(rng.uniform(0.1, 0.4, size=50), 2)
predicted = np.round(measured + 0.08 * rng.normal(size=50), 2)
variances = rng.uniform(0.001, 0.01, size=50)
levels = np.linspace(0.05, 0.95, 10)
half_widths = norm.ppf((1 + levels) / 2)
inside = (np.abs(measured - predicted) / np.sqrt(variances))[:, None] <= half_widths
instruction, exemplar = rng.lognormal(size=5), rng.lognormal(size=3)

# Optimisation.
wished, design = rng.normal(size=(6, 4)), rng.normal(size=(25, 4))
realised = wished + 0.5 * rng.normal(size=(6, 4))
start = 0.2
errors = start + 0.04 * rng.normal(size=30) - 0.002 * np.arange(30)
path = np.minimum.accumulate(np.append(start, errors))

write(
    "other_metrics",
    {
        "lists": LISTS,
        "items": ITEMS,
        "grades": listed(grades),
        "selected": listed(selected),
        "ndcg_at_8": ndcg,
        "best_ranks": listed(best_ranks),
        "mrr": mrr,
        "scores": listed(scores),
        "selection_loss": np.mean([list_mle(s, g) for s, g in zip(scores, grades)]),
        "exemplar_columns": 6,
        "exemplars": listed(exemplars),
        "exemplar_diversity": pdist(exemplars, "cosine").mean(),
        "selection_count": 5,
        "selections": listed(selections),
        "exemplar_variance": pdist(membership, "jaccard").mean(),
        "measured": listed(measured),
        "predicted": listed(predicted),
        "variances": listed(variances),
        "spearman_correlation": spearmanr(predicted, measured).statistic,
        "rmse": root_mean_squared_error(measured, predicted),
        "calibration_error": np.abs(inside.mean(axis=0) - levels).mean(),
        "nll_heldout": -norm.logpdf(measured, predicted, np.sqrt(variances)).mean(),
        "instruction_lengthscales": listed(instruction),
        "exemplar_lengthscales": listed(exemplar),
        "lengthscale_ratio": gmean(instruction) / gmean(exemplar),
        "latent_columns": 4,
        "wished": listed(wished),
        "realised": listed(realised),
        "design": listed(design),
        "system_gap": np.diag(cdist(wished, realised)).mean() / pdist(design).mean(),
        "start": start,
        "errors": listed(errors),
        "improvement_rate": (np.diff(path) < 0).mean(),
        "best_error_rate": path[-1],
        "convergence_speed": int(np.argmax(path <= start - 0.9 * (start - path[-1]))),
    },
)
