"""Hard negatives: by words, and by what the encoder confuses."""

from __future__ import annotations

import numpy as np
from data import Item
from model import Encoder
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer
from texts import shares_text
from collections.abc import Sequence


def bm25(passages: Sequence[str], queries: Sequence[str]) -> sparse.csr_matrix:
    """Score passages for queries by their words.

    Args:
        passages: The texts to find.
        queries: The texts to find them by.

    Returns:
        One row a query, one column a passage.
    """
    counter = CountVectorizer(stop_words="english")
    counts = counter.fit_transform(passages).astype(np.float32).tocsr()
    lengths = np.asarray(counts.sum(1)).ravel()
    found = np.bincount(counts.indices, minlength=counts.shape[1])
    rarity = np.log(1 + (counts.shape[0] - found + 0.5) / (found + 0.5))
    per_row = np.repeat(1.2 * (0.25 + 0.75 * lengths / lengths.mean()), np.diff(counts.indptr))
    counts.data = counts.data * 2.2 / (counts.data + per_row) * rarity[counts.indices]
    return (counter.transform(queries).astype(bool).astype(np.float32) @ counts.T).tocsr()


def mine_words(items: list[Item], pool: list[str]) -> None:
    """Give each item passages that share rare words with its queries but not its text.

    Args:
        items: What to mine for; item.mined is replaced.
        pool: All passages.
    """
    flat = [(item, query) for item in items for query in item.queries]
    words = [set(text.lower().split()) for text in pool]
    scores = bm25(pool, [query for _, query in flat])
    for item in items:
        item.mined = []
    for row, (item, _) in enumerate(flat):
        own = set(item.passage.lower().split())
        best = np.argsort(-scores[row].toarray().ravel())[:8].tolist()
        item.mined.extend([pool[i] for i in best if not shares_text(own, words[i])][:3])


def mine_meaning(items: list[Item], pool: list[str], encoder: Encoder, ceiling: float) -> None:
    """Add passages that the encoder ranks high for an item's queries.

    A passage that is almost as near as the right one is left out as a possible right answer,
    and so is one that shares its text.

    Args:
        items: What to mine for; item.mined is extended.
        pool: All passages.
        encoder: The encoder of the round before.
        ceiling: The highest cosine allowed, as a share of the right passage's.
    """
    flat = [(item, query) for item in items for query in item.queries]
    vectors, asked = encoder.embed(pool), encoder.embed([query for _, query in flat])
    place = {text: i for i, text in enumerate(pool)}
    words = [set(text.lower().split()) for text in pool]
    for (item, _), query in zip(flat, asked, strict=True):
        scores = vectors @ query
        limit = ceiling * float(scores[place[item.passage]])
        own = set(item.passage.lower().split())
        near = [i for i in scores.topk(40).indices.tolist() if scores[i] < limit]
        item.mined.extend([pool[i] for i in near if not shares_text(own, words[i])][:6])
