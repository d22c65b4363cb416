"""Expected values of the random numbers (xoshiro128** as its authors publish it) and of Adam.

Needs numpy. From trials/bolt: python test/reference/generators.py
"""

import numpy as np

from fixture import listed, write

MASK = 0xFFFFFFFF


def rotl(x, k):
    return ((x << k) | (x >> (32 - k))) & MASK


def xoshiro128starstar(s, count):
    s, out = list(s), []
    for _ in range(count):
        out.append((rotl((s[1] * 5) & MASK, 7) * 9) & MASK)
        t = (s[1] << 9) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotl(s[3], 11)
    return out


rng = np.random.default_rng(1)
STEPS, SIZE, RATE, CLIP = 6, 5, 0.01, 1.0
start = rng.normal(size=SIZE)
gradients = rng.normal(size=(STEPS, SIZE))
x, m, v = start.copy(), np.zeros(SIZE), np.zeros(SIZE)
for t, gradient in enumerate(gradients, 1):
    g = gradient * min(1, CLIP / np.linalg.norm(gradient))
    m = 0.9 * m + 0.1 * g
    v = 0.999 * v + 0.001 * g * g
    # With epsilon beside the uncorrected root, as in the last line of section 2 of Kingma and Ba.
    x -= RATE * np.sqrt(1 - 0.999**t) / (1 - 0.9**t) * m / (np.sqrt(v) + 1e-8)

write(
    "generators",
    {
        "bits": xoshiro128starstar([1, 2, 3, 4], 12),
        "adam_start": listed(start),
        "adam_gradients": listed(gradients),
        "adam_steps": STEPS,
        "adam_end": listed(x),
    },
)
