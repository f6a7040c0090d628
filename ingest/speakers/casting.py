"""From the labels of cues to the speakers of a talk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.models import Cue, Metadata, Person, Speaker, Turn
from ingest.speakers import roles, spelling
from ingest.speakers.labels import INTERVIEWER, is_unnamed, plain, role_of


@dataclass(frozen=True)
class Cast:
    """A talk's speakers, and for each turn the index of its speaker."""

    speakers: tuple[Speaker, ...]
    of_turn: tuple[int | None, ...]


def cast(
    metadata: Metadata, cues: Sequence[Cue], turns: Sequence[Turn], groups: Sequence[Sequence[int]]
) -> Cast:
    """Return who speaks in a talk.

    Args:
        metadata: What the file says about people.
        cues: The reader's cues.
        turns: The cleaned turns.
        groups: For each turn, the indexes of its cues.
    """
    people = {plain(name): p for p in metadata.people for name in (p.name, *p.aliases)}
    labels = [_label(cues[group[0]], metadata) for group in groups]
    order: dict[str, int] = {}
    found: list[Speaker] = []
    for label in labels:
        if label is not None and label not in order:
            speaker = _speaker(label, people)
            same = next((i for i, s in enumerate(found) if s.name == speaker.name), None)
            order[label] = len(found) if same is None else same
            if same is None:
                found.append(speaker)
    named = [found[order[label]].name if label is not None else None for label in labels]
    spoken = [(n, turn.text) for n, turn in zip(named, turns, strict=True) if n is not None]
    with_roles = roles.with_roles(found, spoken)
    speakers = tuple(spelling.with_aliases(with_roles, spoken))
    return Cast(speakers, tuple(order[label] if label is not None else None for label in labels))


def _label(cue: Cue, metadata: Metadata) -> str | None:
    if cue.kind == "question":
        asker = [p.name for p in metadata.people if p.role == "interviewer"]
        return asker[0] if len(asker) == 1 else INTERVIEWER
    if cue.speaker is not None:
        return " ".join(cue.speaker.split())
    return _sole_author(metadata)


def _sole_author(metadata: Metadata) -> str | None:
    """Return whose words unlabelled text is, where the file names one person for all of it."""
    if metadata.kind not in ("post", "article", "talk", "notes"):
        return None
    people = [p for p in metadata.people if p.role in ("author", "presenter", "unknown")]
    return people[0].name if len(people) == 1 else None


def _speaker(label: str, people: dict[str, Person]) -> Speaker:
    person = people.get(plain(label)) or _by_part(label, people)
    if person is not None:
        return _known(label, person)
    unnamed = is_unnamed(label)
    return Speaker(
        name=label,
        role=role_of(label),
        named=not unnamed,
        attribution="unknown" if unnamed else "stated",
    )


def _known(label: str, person: Person) -> Speaker:
    """Return the speaker that the metadata knows by this label, or by a name of which it is part."""
    same = plain(person.name) == plain(label)
    others = [*person.aliases, *([] if same else [label])]
    return Speaker(
        name=person.name,
        role=person.role,
        named=not is_unnamed(person.name),
        attribution="stated" if same else "mapped",
        aliases=tuple(dict.fromkeys(name for name in others if name != person.name)),
    )


def _by_part(label: str, people: dict[str, Person]) -> Person | None:
    """Return the one person whose first or last name the label is ("Lenny")."""
    fits = {p.name: p for key, p in people.items() if plain(label) in key.split()}
    return next(iter(fits.values())) if len(fits) == 1 else None
