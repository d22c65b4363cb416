"""Expected values of the Gaussian process, by scikit-learn; the deep kernel's features by NumPy.

The kernel here takes the mean over features of squared scaled differences, scikit-learn's the sum: its lengthscales are
sqrt(features) times ours. The learned noise goes into `alpha`, so that predicted variances are the process's own; its
gradient comes from a WhiteKernel. Adam is scikit-learn's own. Gradients by the constant mean are not in scikit-learn: central differences.

Needs numpy, scipy, scikit-learn. From trials/bolt: python test/reference/gaussian_process.py
"""

import numpy as np
from scipy.stats import beta
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel
from sklearn.neural_network._stochastic_optimizers import AdamOptimizer

from fixture import listed, write

rng = np.random.default_rng(13)
ROWS, COLUMNS, QUERIES = 30, 4, 7
HIDDEN, OUTPUTS = 5, 3

inputs = rng.normal(size=(ROWS, COLUMNS))
queries = np.vstack([rng.normal(size=(QUERIES - 1, COLUMNS)), inputs[:1]])
targets = np.sin(inputs[:, 0]) + 0.3 * inputs[:, 1] + 0.1 * rng.normal(size=ROWS)
noise = rng.uniform(0.01, 0.1, size=ROWS)
MEAN, OUTPUTSCALE, NOISE = 0.3, 1.7, 0.05
lengthscales = rng.lognormal(sigma=0.4, size=COLUMNS)

first = rng.normal(size=(HIDDEN, COLUMNS)) / 2
bias = rng.normal(size=HIDDEN)
second = rng.normal(size=(OUTPUTS, HIDDEN)) / 2
deep_lengthscales = rng.lognormal(sigma=0.4, size=OUTPUTS)


def network(x):
    return np.tanh(x @ first.T + bias) @ second.T


def regressor(features, scales):
    kernel = ConstantKernel(OUTPUTSCALE) * Matern(np.sqrt(len(scales)) * scales, nu=2.5)
    model = GaussianProcessRegressor(kernel, alpha=noise + NOISE, optimizer=None)
    return model.fit(features, targets - MEAN)


def gradient():
    """By [mean, log outputscale, log noise, log lengthscales]."""
    kernel = ConstantKernel(OUTPUTSCALE) * Matern(np.sqrt(COLUMNS) * lengthscales, nu=2.5) + WhiteKernel(NOISE)
    model = GaussianProcessRegressor(kernel, alpha=noise, optimizer=None).fit(inputs, targets - MEAN)
    _, by_theta = model.log_marginal_likelihood(model.kernel_.theta, eval_gradient=True)
    by_scale, by_lengthscales, by_noise = by_theta[0], by_theta[1:-1], by_theta[-1]
    step = 1e-4
    shifted = [
        GaussianProcessRegressor(kernel, alpha=noise, optimizer=None)
        .fit(inputs, targets - MEAN - sign * step)
        .log_marginal_likelihood_value_
        for sign in (1, -1)
    ]
    by_mean = (shifted[0] - shifted[1]) / (2 * step)
    return np.concatenate([[by_mean, by_scale, by_noise], by_lengthscales])


plain = regressor(inputs, lengthscales)
plain_mean, plain_sd = plain.predict(queries, return_std=True)
deep = regressor(network(inputs), deep_lengthscales)
deep_mean, deep_sd = deep.predict(network(queries), return_std=True)

distances = np.array([0, 1e-6, 0.1, 1, 3, 50])
matern = Matern(1.0, nu=2.5)(np.zeros((1, 1)), distances[:, None])[0]


def adam_path(steps):
    """Ascent of -(x - goal)^4, which gives gradients of very different sizes."""
    x, goal = np.array([0.0, 5.0, -300.0]), np.array([1.0, 2.0, 3.0])
    optimizer = AdamOptimizer([x], learning_rate_init=0.05)
    path = []
    for _ in range(steps):
        optimizer.update_params([x], [4 * (x - goal) ** 3])
        path.append(x.copy())
    return np.array(path)


rates, mails = np.array([0, 0.25, 0.5, 1]), np.array([62, 1000, 2, 0])
posterior = beta(1 + rates * mails, 1 + mails - rates * mails)

write(
    "gaussian_process",
    {
        "adam_path": listed(adam_path(20)),
        "rates": listed(rates),
        "mails": listed(mails),
        "smoothed": listed(posterior.mean()),
        "smoothed_variances": listed(posterior.var()),
        "distances": listed(distances),
        "correlations": listed(matern),
        "columns": COLUMNS,
        "inputs": listed(inputs),
        "queries": listed(queries),
        "targets": listed(targets),
        "noise": listed(noise),
        "kernel": [MEAN, np.log(OUTPUTSCALE), np.log(NOISE), *np.log(lengthscales)],
        "log_likelihood": plain.log_marginal_likelihood_value_,
        "gradient": listed(gradient()),
        "means": listed(plain_mean + MEAN),
        "variances": listed(plain_sd**2),
        "hidden": HIDDEN,
        "outputs": OUTPUTS,
        "deep_kernel": [MEAN, np.log(OUTPUTSCALE), np.log(NOISE), *np.log(deep_lengthscales)],
        "weights": listed(np.concatenate([first.ravel(), bias, second.ravel()])),
        "features": listed(network(inputs)),
        "deep_log_likelihood": deep.log_marginal_likelihood_value_,
        "deep_means": listed(deep_mean + MEAN),
        "deep_variances": listed(deep_sd**2),
    },
)
