"""Reported speech that is found, beside textacy's rules for direct quotations.

The rules are textacy 0.13's (`textacy.extract.triples.direct_quotations`, Apache-2.0), stated again
here because they ask for a parser, and no pipeline with one is needed elsewhere: quotation marks in
pairs, four tokens or more, not all of them in capitals, and a verb of saying with a subject outside
of any quotation in a sentence that touches it. Where textacy asks a parser for the verb's subject,
any noun, name or pronoun near the verb counts: so this rival finds all that textacy does, and more.
textacy raises on an odd number of marks; here it is only counted, and the turn is left to us alone.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import spacy
from spacy.tokens import Doc, Token

sys.path.insert(0, str(Path(__file__).parents[1]))

from ingest.errors import ReadError
from ingest.models import WRITTEN, Talk
from ingest.pipeline import Settings, read_talk
from ingest.reported import Reported, reported
from ingest.sentences import sentences

VERBS = frozenset(
    """according accuse acknowledge add admit agree allege announce argue ask assert believe blame charge cite claim
    complain concede conclude confirm contend criticize declare decline deny describe disagree disclose estimate
    explain fear hope insist maintain mention note observe order predict promise recall recommend reply report say
    state stress suggest tell testify think urge warn worry write""".split()
)
SHIPPED = Path(__file__).parents[1] / "ingest" / "data" / "en_verbatim"
SAMPLES = Path(__file__).parents[1] / "transcripts"
_FEWEST = 4  # tokens of a quotation, its marks among them
_BEFORE, _AFTER = 6, 3  # tokens in which a verb's subject is looked for
_SUBJECTS = ("NOUN", "PROPN", "PRON")
_SHOWN = 110  # characters


@dataclass(frozen=True)
class Found:
    """What the rival found: a span without its marks, the verb, the words around."""

    start: int
    end: int
    cue: str


def main() -> None:
    """Print one line a corpus, and everything that only the rival found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a folder beside seeds and tagged")
    data = parser.parse_args().data
    print(
        f"{'':24}{'turns':>8}{'ours':>8}{'theirs':>8}{'both':>8}{'only theirs':>13}{'odd marks':>11}"
    )
    missed = []
    for name, folder, prose in (
        ("sample talks", SAMPLES, True),
        ("seeds", place(data, "seeds"), True),
        ("tagged, prose", place(data, "tagged"), True),
        ("tagged, speech too", place(data, "tagged"), False),
    ):
        if folder is None:
            print(f"{name:24} skipped: not beside {data}")
            continue
        texts = [
            turn.text
            for talk in talks(folder)
            if not prose or is_prose(talk)
            for turn in talk.turns
        ]
        row, lost = compared(texts)
        print(
            f"{name:24}{len(texts):>8}{row[0]:>8}{row[1]:>8}{row[2]:>8}{len(lost):>13}{row[3]:>11}"
        )
        missed += [(name, *one) for one in lost]
    for name, text, one in missed:
        around = " ".join(text[max(0, one.start - 50) : one.end + 40].split())
        print(
            f"only theirs ({name}, {one.cue}): {text[one.start : one.end]!r} in {around[: _SHOWN + 60]!r}"
        )


def place(data: Path, name: str) -> Path | None:
    """Return the folder of a name: the one given, or one beside it."""
    return next(
        (f for f in (data, data / name, data.parent / name) if f.name == name and f.is_dir()), None
    )


def talks(folder: Path) -> Iterator[Talk]:
    """Yield the talks of a folder."""
    for file in sorted(f for f in folder.rglob("*") if f.suffix in (".md", ".txt", ".html")):
        for settings in (Settings(), Settings(format="prose")):
            try:
                yield read_talk(file.read_bytes(), file.name, settings)
                break
            except ReadError:
                continue


def is_prose(talk: Talk) -> bool:
    """Return whether somebody wrote a talk, or nobody is known to speak in it."""
    return talk.metadata.kind in WRITTEN or all(turn.speaker is None for turn in talk.turns)


def compared(texts: Sequence[str]) -> tuple[tuple[int, int, int, int], list[tuple[str, Found]]]:
    """Return how many ours finds, the rival, both, texts with odd marks; and what only it found."""
    ours = theirs = both = odd = 0
    lost = []
    nlp = spacy.load(SHIPPED, exclude=["ner", "senter"])  # with lemmas, which ingest does without
    for text, doc in zip(texts, nlp.pipe(texts), strict=True):
        mine = reported(text)
        found = direct_quotations(doc)
        ours += len(mine)
        odd += found is None
        for one in found or ():
            theirs += 1
            if matched(one, mine):
                both += 1
            else:
                lost.append((text, one))
    return (ours, theirs, both, odd), lost


def matched(one: Found, mine: Sequence[Reported]) -> bool:
    """Return whether one of ours covers at least half of a quotation, or lies within it."""
    for start, end, *_ in mine:
        shared = min(end, one.end) - max(start, one.start)
        if 2 * shared >= min(one.end - one.start, end - start):
            return True
    return False


def direct_quotations(doc: Doc) -> list[Found] | None:
    """Return what textacy's rules find; None where textacy raises."""
    marks = [token.i for token in doc if token.is_quote]
    if len(marks) % 2:
        return None
    pairs = list(zip(marks[::2], marks[1::2], strict=True))
    spans = [doc.char_span(*span, alignment_mode="expand") for span in sentences(doc.text)]
    out = []
    for first, last in pairs:
        content = doc[first : last + 1]
        bare = [token for token in content if not (token.is_punct or token.is_stop)]
        if len(content) < _FEWEST or all(token.is_title for token in bare):
            continue
        window = [
            s
            for s in spans
            if s is not None
            and ((s.start < first and s.end >= first - 1) or (s.start <= last + 1 and s.end > last))
        ]
        cues = [
            token
            for sent in window
            for token in sent
            if token.pos_ == "VERB"
            and token.lemma_.lower() in VERBS
            and not any(a <= token.i <= b for a, b in pairs)
            and has_subject(token, sent.start, sent.end, pairs)
        ]
        if cues:
            cue = min(cues, key=lambda token: min(abs(token.i - first), abs(token.i - last)))
            start, end = doc[first].idx + len(doc[first]), doc[last].idx
            out.append(Found(start, end, cue.text))
    return out


def has_subject(verb: Token, start: int, end: int, pairs: Sequence[tuple[int, int]]) -> bool:
    """Return whether a noun, a name or a pronoun near a verb may be its subject."""
    near = verb.doc[max(start, verb.i - _BEFORE) : min(end, verb.i + _AFTER + 1)]
    return any(
        token.pos_ in _SUBJECTS and not any(a <= token.i <= b for a, b in pairs) for token in near
    )


if __name__ == "__main__":
    main()
