"""Record what the reference says of the models that come with this project, for their copies."""

import numpy as np

from ingest.embedding import JUDGE_MODEL, STOCK_MODEL, TALK_MODEL, SentenceEncoder, checks, sources


def main() -> None:
    """Write the vectors of the built-in sentences, by the key of each model."""
    found = {}
    for name in (STOCK_MODEL, TALK_MODEL, JUDGE_MODEL):
        source = sources.find(name)
        assert source is not None
        found[source.key] = SentenceEncoder(name).encode(checks.SENTENCES)
    np.savez_compressed(checks.EXPECTED, allow_pickle=False, **found)


if __name__ == "__main__":
    main()
