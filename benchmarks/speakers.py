"""Who is who, without the names: how often a suggestion is right, and what roles are found.

The names of the speakers of real talks are taken out, as if a recogniser had labelled the voices,
and suggestions are made from the words alone. A first name counts as right where it is the
person's ("Matt" for Matthew); names of the talk's own title or feed are not looked at.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from ingest import pipeline
from ingest.errors import ReadError
from ingest.models import Talk
from ingest.speakers import Said, Voice, clues, guesses, plain
from kb.people.hosts import Part, roles

_SUFFIXES = (".html", ".md", ".srt", ".txt", ".vtt")
_SCORES = (0.9, 0.8, 0.7, 0.6, 0.5, 0.4)
_SHORT = 3  # letters that a short form shares with its name


class Tried(NamedTuple):
    """The best guess for a voice, and whether it is right: full, first or wrong."""

    score: float
    verdict: str


def main() -> None:
    """Print two tables: suggestions by score, and roles."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("transcripts"), help="a folder of talks")
    args = parser.parse_args()
    read = list(talks(args.data))
    console = Console()
    start = time.process_time()
    tried = [each for _, talk in read for each in guessed(talk)]
    seconds = time.process_time() - start
    console.print(suggested(tried, sum(len(talk.speakers) for _, talk in read)))
    words = sum(len(turn.text.split()) for _, talk in read for turn in talk.turns)
    console.print(f"{words / max(seconds, 0.001):,.0f} words a second, one core")
    console.print(by_role(read))


def talks(folder: Path) -> Iterator[tuple[str, Talk]]:
    """Yield the talks below a folder that have named speakers, with their paths."""
    for file in sorted(folder.rglob("*")):
        if file.suffix not in _SUFFIXES:
            continue
        path = file.relative_to(folder).as_posix()
        try:
            talk = pipeline.read_talk(file.read_bytes(), path)
        except ReadError:
            continue
        if any(speaker.named for speaker in talk.speakers):
            yield path, talk


def guessed(talk: Talk) -> Iterator[Tried]:
    """Yield the best guess for each voice of a talk that one is made for."""
    voices = [Voice(f"SPEAKER_{n:02}", named=False) for n in range(len(talk.speakers))]
    said = [Said(turn.speaker, turn.text) for turn in talk.turns]
    best: dict[int, Tried] = {}
    for guess in guesses(voices, clues(said, range(len(voices)))):
        if guess.voice not in best:
            verdict = judged(plain(guess.name), plain(talk.speakers[guess.voice].name))
            best[guess.voice] = Tried(guess.score, verdict)
    yield from best.values()


def judged(name: str, truth: str) -> str:
    """Return whether a name is somebody's full name, their first one, or another's."""
    if name == truth:
        return "full"
    first = truth.split(maxsplit=1)[0]
    short = " " not in name and name[:_SHORT] == first[:_SHORT]
    return "first" if name in truth.split() or short else "wrong"


def suggested(tried: list[Tried], voices: int) -> Table:
    """Return how many voices have a suggestion of a score, and how many of these are right."""
    table = Table(title=f"Suggestions for {voices} voices without names")
    for heading in ("score at least", "voices", "full name", "first name", "wrong", "right"):
        table.add_column(heading, justify="right")
    for least in _SCORES:
        counts = Counter(each.verdict for each in tried if each.score >= least)
        total = counts.total()
        right = f"{(total - counts['wrong']) / total:.1%}" if total else ""
        numbers = (total, counts["full"], counts["first"], counts["wrong"])
        table.add_row(str(least), *map(str, numbers), right)
    return table


def by_role(read: list[tuple[str, Talk]]) -> Table:
    """Return how many speakers have which role, from their talk alone and from the show's others."""
    parts = [
        Part(
            talk=number,
            speaker=hash(plain(speaker.name)),
            series=(str(Path(path).parent),),
            kind=str(talk.metadata.kind),
            role=speaker.role,
            stated=False,
            named=speaker.named,
            turns=sum(turn.speaker == at for turn in talk.turns),
            share=sum(len(t.text) for t in talk.turns if t.speaker == at)
            / max(1, sum(len(t.text) for t in talk.turns)),
        )
        for number, (path, talk) in enumerate(read)
        for at, speaker in enumerate(talk.speakers)
    ]
    told = roles(parts)
    alone = Counter(part.role for part in parts)
    together = Counter(told.get((part.talk, part.speaker), part.role) for part in parts)
    table = Table(title="Roles")
    for heading in ("role", "from the talk alone", "with the show's other talks"):
        table.add_column(heading, justify="left" if heading == "role" else "right")
    for role in sorted(alone | together):
        table.add_row(role, str(alone[role]), str(together[role]))
    return table


if __name__ == "__main__":
    main()
