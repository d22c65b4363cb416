"""Writes gp.json: Gaussian process regression and classification by scikit-learn, mixed kernels by Optuna, and the
maximum of the posterior density of hyperparameters by SciPy."""

import json
import os
import warnings

import numpy as np
import torch
from optuna._gp.gp import GPRegressor
from scipy.integrate import quad
from scipy.optimize import minimize
from sklearn.gaussian_process import GaussianProcessClassifier, GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel

HERE = os.path.dirname(os.path.abspath(__file__))
warnings.filterwarnings("ignore")


def kernel(lengthscales, signal):
    return ConstantKernel(signal) * Matern(length_scale=lengthscales, nu=2.5)


def without_mean(covariance, y):
    """The generalised least squares estimate of a constant mean, and y less that."""
    ones = np.ones(len(y))
    mean = ones @ np.linalg.solve(covariance, y) / (ones @ np.linalg.solve(covariance, ones))
    return float(mean), y - mean


def regression(rng, n, lengthscales, signal, noise):
    d = len(lengthscales)
    X, queries = rng.random((n, d)), rng.random((4, d))
    queries[0] = X[0]
    y = np.sin(5 * X[:, 0]) + X.sum(axis=1) ** 2 + 0.1 * rng.standard_normal(n)
    whole = kernel(lengthscales, signal) + WhiteKernel(noise)
    mean, rest = without_mean(whole(X), y)
    model = GaussianProcessRegressor(whole, alpha=0, optimizer=None).fit(X, rest)
    value, gradient = model.log_marginal_likelihood(whole.theta, eval_gradient=True)
    # scikit-learn's order is signal, lengthscales, noise.
    gradient = [*gradient[1 : d + 1], gradient[0], gradient[d + 1]]
    predicted, deviation = model.predict(queries, return_std=True)
    return {
        "X": X.tolist(),
        "y": y.tolist(),
        "lengthscales": lengthscales,
        "signal": signal,
        "noise": noise,
        "logLikelihood": float(value),
        "gradient": [float(g) for g in gradient],
        "queries": queries.tolist(),
        "mean": (predicted + mean).tolist(),
        # WhiteKernel counts its noise to the prediction; ours is of the function alone.
        "deviation": np.sqrt(np.maximum(0, deviation**2 - noise)).tolist(),
    }


def mixed(rng):
    """Two numbers and two nominal parameters: Optuna's kernel is Matern over the Hamming distance, as ours."""
    n, lengthscales, signal, noise = 24, [0.4, 0.9, 1.3, 0.7], 1.7, 1e-3
    X = np.column_stack([rng.random((n, 2)), rng.integers(0, 3, n), rng.integers(0, 2, n)])
    queries = np.column_stack([rng.random((3, 2)), rng.integers(0, 3, 3), rng.integers(0, 2, 3)])
    y = X[:, 0] + (X[:, 2] == 1) - 0.5 * X[:, 3] * X[:, 1]
    tensors = {
        "is_categorical": torch.tensor([False, False, True, True]),
        "inverse_squared_lengthscales": torch.tensor([1 / v**2 for v in lengthscales], dtype=torch.float64),
        "kernel_scale": torch.tensor(signal, dtype=torch.float64),
        "noise_var": torch.tensor(noise, dtype=torch.float64),
    }
    plain = GPRegressor(X_train=torch.from_numpy(X), y_train=torch.from_numpy(y), **tensors)
    mean, rest = without_mean(plain.kernel().numpy() + noise * np.eye(n), y)
    model = GPRegressor(X_train=torch.from_numpy(X), y_train=torch.from_numpy(rest), **tensors)
    model._cache_matrix()
    predicted, variance = model.posterior(torch.from_numpy(queries))
    return {
        "X": X.tolist(),
        "y": y.tolist(),
        "nominal": [False, False, True, True],
        "lengthscales": lengthscales,
        "signal": signal,
        "noise": noise,
        "queries": queries.tolist(),
        "mean": (predicted.numpy() + mean).tolist(),
        "deviation": variance.sqrt().numpy().tolist(),
    }


def classification(rng, n, lengthscales, signal):
    d = len(lengthscales)
    X, queries = rng.random((n, d)), rng.random((5, d))
    labels = X.sum(axis=1) + 0.2 * rng.standard_normal(n) < 0.5 * d + 0.2
    model = GaussianProcessClassifier(kernel(lengthscales, signal), optimizer=None).fit(X, labels)
    base = model.base_estimator_
    star = base.kernel_(X, queries)
    latent = star.T @ (base.y_train_ - base.pi_)
    v = np.linalg.solve(base.L_, base.W_sr_[:, None] * star)
    variance = signal - (v**2).sum(axis=0)

    def averaged(m, s2):
        density = lambda f: np.exp(-((f - m) ** 2) / (2 * s2)) / np.sqrt(2 * np.pi * s2) / (1 + np.exp(-f))
        return quad(density, m - 12 * np.sqrt(s2), m + 12 * np.sqrt(s2))[0]

    return {
        "X": X.tolist(),
        "labels": labels.tolist(),
        "lengthscales": lengthscales,
        "signal": signal,
        "logEvidence": float(base.log_marginal_likelihood_value_),
        "queries": queries.tolist(),
        "latentMean": latent.tolist(),
        "latentDeviation": np.sqrt(variance).tolist(),
        "probability": [averaged(m, s) for m, s in zip(latent, variance)],
        "probabilityBySklearn": model.predict_proba(queries)[:, 1].tolist(),
    }


def map_fit(rng, n, d):
    """The best of 20 local maxima of likelihood times priors; the priors are those of fit.ts."""
    X = rng.random((n, d))
    y = np.sin(6 * X[:, 0]) + (X[:, 1] - 0.3) ** 2
    y = (y - y.mean()) / y.std()
    location = np.array([PRIORS["numeric"][0]] * d + [PRIORS["signal"][0], PRIORS["noise"][0]])
    scale = np.array([PRIORS["numeric"][1]] * d + [PRIORS["signal"][1], PRIORS["noise"][1]])

    def negative(x):
        whole = kernel(np.exp(x[:d]), np.exp(x[d])) + WhiteKernel(np.exp(x[d + 1]))
        covariance = whole(X)
        try:
            L = np.linalg.cholesky(covariance)
        except np.linalg.LinAlgError:
            return 1e10
        _, rest = without_mean(covariance, y)
        solved = np.linalg.solve(L, rest)
        likelihood = -0.5 * solved @ solved - np.log(np.diag(L)).sum() - 0.5 * n * np.log(2 * np.pi)
        return -likelihood + np.sum(x + (x - location) ** 2 / (2 * scale**2))

    bounds = [(-4, 7)] * d + [(-5, 5), (np.log(1e-6), 0)]
    starts = [np.array([rng.uniform(-2, 2) for _ in range(d)] + [0, rng.uniform(-10, -2)]) for _ in range(20)]
    minima = [minimize(negative, start, method="L-BFGS-B", bounds=bounds) for start in starts]
    best = min(minima, key=lambda found: found.fun)
    return {"X": X.tolist(), "y": y.tolist(), "negativeLogPosterior": float(best.fun), "x": best.x.tolist()}


# Location and scale of the log-normal priors, as in fit.ts.
PRIORS = {"numeric": (0.0, 1.0), "signal": (0.0, 1.0), "noise": (-8.0, 2.0)}


def main() -> None:
    rng = np.random.default_rng(5)
    table = {
        "regression": [
            regression(rng, 15, [0.5, 1.5, 0.8], 2.0, 1e-2),
            regression(rng, 30, [0.2, 3.0], 0.7, 1e-5),
            regression(rng, 3, [1.0], 1.0, 1e-4),
        ],
        "mixed": mixed(rng),
        "classification": [classification(rng, 20, [0.6, 0.9], 4.0), classification(rng, 40, [0.5, 0.5, 2.0], 9.0)],
        "fit": [map_fit(rng, 12, 2), map_fit(rng, 40, 4)],
    }
    with open(os.path.join(HERE, "gp.json"), "w", encoding="utf-8") as file:
        json.dump(table, file)


if __name__ == "__main__":
    main()
