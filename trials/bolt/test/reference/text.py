"""Expected values of TF-IDF, truncated SVD and the reader, by scikit-learn and NumPy.

Needs numpy, scikit-learn. From trials/bolt: python test/reference/text.py
"""

import numpy as np
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from fixture import listed, write

rng = np.random.default_rng(5)

# 60 documents of 20 words out of 50, the early words more frequent; limits that drop terms at both ends.
WORDS = np.array([f"w{chr(97 + i // 26)}{chr(97 + i % 26)}" for i in range(50)])
weights = 1 / (1 + np.arange(50))
documents = rng.choice(50, p=weights / weights.sum(), size=(60, 20))
vectorizer = TfidfVectorizer(
    analyzer=lambda row: [WORDS[i] for i in row], sublinear_tf=True, min_df=5, max_df=0.4, max_features=20
)
tfidf = vectorizer.fit_transform(documents)
terms = vectorizer.get_feature_names_out()

RANK = 4
svd = TruncatedSVD(RANK, algorithm="arpack", random_state=0).fit(tfidf)
components = svd.components_.T.copy()
components *= np.sign(components[np.abs(components).argmax(axis=0), np.arange(RANK)])

# A reader of 40 mails: 6 exemplars, 3 instructions whose cosines are standardised over 30 other mails.
COLUMNS = 5


def unit(rows):
    array = rng.normal(size=(rows, COLUMNS)).astype(np.float32)
    return (array / np.linalg.norm(array, axis=1, keepdims=True)).astype(np.float32)


mails, pool, instructions, fit = unit(40), unit(6), unit(3), unit(30)
labels, pool_labels = rng.integers(0, 2, 40), np.array([1, 1, 1, 0, 0, 0])
fit_cosines = (instructions.astype(float) @ fit.astype(float).T)
mean, deviation = fit_cosines.mean(axis=1), fit_cosines.std(axis=1)


def reader_error(instruction, exemplars, count):
    w = np.exp(mails.astype(float) @ pool[exemplars].astype(float).T / 0.1)
    p = w @ pool_labels[exemplars] / w.sum(axis=1)
    cosine = mails.astype(float) @ instructions[instruction].astype(float)
    q = np.clip((cosine - mean[instruction]) / deviation[instruction], -2, 2)
    spam = p - 0.5 + 0.25 * q > 0
    return float(np.mean((spam != labels)[:count]))


prompts = [(0, [0, 1, 3, 4]), (1, [2, 1, 5, 4]), (2, [0, 2, 3, 5])]
write(
    "text",
    {
        "documents": listed(documents),
        "document_length": 20,
        "term_numbers": [int(np.where(WORDS == term)[0][0]) for term in terms],
        "idf": listed(vectorizer.idf_),
        "tfidf": listed(tfidf.toarray()),
        "rank": RANK,
        "singular_values": listed(svd.singular_values_),
        "components": listed(components),
        "columns": COLUMNS,
        "mails": listed(mails),
        "labels": listed(labels),
        "pool": listed(pool),
        "pool_labels": listed(pool_labels),
        "instructions": listed(instructions),
        "fit": listed(fit),
        "mean": listed(mean),
        "deviation": listed(deviation),
        "prompt_instructions": [instruction for instruction, _ in prompts],
        "prompt_exemplars": listed([exemplars for _, exemplars in prompts]),
        "errors": [reader_error(*prompt, 40) for prompt in prompts],
        "errors_of_first_25": [reader_error(*prompt, 25) for prompt in prompts],
    },
)
