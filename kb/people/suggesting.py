"""Who may be who: suggestions with the words that speak for them, for people to decide on."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlite_utils import Database

from ingest import textmap
from ingest.models import Anchor, Person
from ingest.passages import time_at
from ingest.speakers import INTERVIEWER, Clue, Said, Voice, clues, guesses, plain
from ingest.textmap import Edit
from kb.people.records import Decided, read
from kb.people.spelling import Named, pairs
from kb.people.standing import series_of
from kb.rows import id_of

_LEAST = 0.3  # names that look alike less than this are mostly two people's
_KNOWN, _KNOWN_ONCE = 0.8, 0.55  # how likely the show's only Ann Lee is whom it calls Ann
_REGULAR = 2  # talks
_AROUND = 90  # characters of what is said around a clue, on either side

_TALKS = """
    select talks.id, path, title, show from talks
    where (:talk is null or talks.id = :talk) and talks.id in (
        select talk_id from talk_speakers join speakers on speakers.id = speaker_id
        where (not named or instr(name, ' ') = 0) and name <> :interviewer)
    order by path
"""
_VOICES = """
    select speakers.id, name, named, role, talk_speakers.words from talk_speakers
    join speakers on speakers.id = speaker_id where talk_id = ? order by position
"""
_TURNS = """
    select id, speaker_id, text, start_char, end_char, start_ms, edits, anchors
    from turns where talk_id = ? order by position
"""
_NAMED = """
    select speakers.id, name, sum(talk_speakers.words) as words,
        json_group_array(json_array(talks.id, talks.show, talks.path)) as talks
    from speakers join talk_speakers on speaker_id = speakers.id
    join talks on talks.id = talk_speakers.talk_id
    where named and name <> ? group by speakers.id
"""
_REASONS = {
    "introduction": "introduces themselves",
    "introduced": "is introduced",
    "addressed": "is called by name",
    "listed": "is named by the file or the feed",
    "initials": "has these initials",
    "spelling": "is spelt much alike",
    "first name": "has this first name in the show",
}


class Evidence(NamedTuple):
    """What speaks for a suggestion: a place in a talk, or what the file or the names themselves say.

    Args:
        kind: As in `ingest.speakers.ClueKind`.
        reason: In words.
        text: What is said there, with some words around it; empty where nothing is.
        start: Of the telling words in `text`, half-open with `end`.
        start_char: First character in the talk's source; None where the file's metadata says it.
    """

    kind: str
    reason: str
    talk: str
    talk_id: int
    title: str
    text: str = ""
    start: int = 0
    end: int = 0
    turn_id: int | None = None
    start_char: int | None = None
    end_char: int | None = None
    start_ms: int | None = None


class Suggestion(NamedTuple):
    """Somebody who may be somebody else.

    Args:
        speaker_id: Whom it is about.
        talk: The talk that it is about; None where it is about a name in all of them.
        person: Who that may be.
        score: How likely, 0 to 1.
    """

    speaker_id: int
    name: str
    named: bool
    talk: str | None
    talk_id: int | None
    title: str | None
    person: str
    score: float
    evidence: tuple[Evidence, ...]

    @property
    def id(self) -> int:
        """What it is known by, as long as the speaker is called so."""
        return id_of("suggestion", self.speaker_id, self.talk or "", plain(self.person))

    @property
    def kind(self) -> str:
        """The kind of what speaks most for it."""
        return self.evidence[0].kind


def suggestions(db: Database, talk_id: int | None = None) -> list[Suggestion]:
    """Return all suggestions that nobody has turned down, or those about one talk, best first."""
    decided, people = Decided(read(db)), _people(db)
    found = [
        s for s in _of_names(db, people, decided) if talk_id is None or _in(s, people, talk_id)
    ]
    for talk, path, title, show in list(
        db.execute(_TALKS, {"talk": talk_id, "interviewer": INTERVIEWER})
    ):
        about = _Talk(talk, path, title, show)
        found.extend(_of_talk(db, about, _known(people, show, path, talk), decided))
    return sorted(found, key=lambda s: (-s.score, s.name, s.talk or "", s.person))


def of_speaker(db: Database, speaker_id: int) -> list[Suggestion]:
    """Return the suggestions about one speaker, best first; a label's cost reading its talk."""
    talks = db.execute("select talk_id from talk_speakers where speaker_id = ?", [speaker_id])
    found: dict[int, Suggestion] = {}
    for (talk,) in talks.fetchall()[:_REGULAR]:
        found |= {s.id: s for s in suggestions(db, talk) if s.speaker_id == speaker_id}
    return sorted(found.values(), key=lambda s: (-s.score, s.person))


class _Talk(NamedTuple):
    id: int
    path: str
    title: str
    show: str | None


class _Turn(NamedTuple):
    id: int
    speaker_id: int | None
    text: str
    start_char: int
    end_char: int
    start_ms: int | None
    edits: str
    anchors: str


def _people(db: Database) -> list[Named]:
    out = []
    for person, name, words, talks in db.execute(_NAMED, [INTERVIEWER]):
        places = json.loads(talks)
        out.append(
            Named(
                id=person,
                name=name,
                words=words,
                talks=frozenset(talk for talk, _, _ in places),
                series=frozenset(s for _, show, path in places for s in series_of(show, path)),
            )
        )
    return out


def _in(suggestion: Suggestion, people: Iterable[Named], talk_id: int) -> bool:
    return any(p.id == suggestion.speaker_id and talk_id in p.talks for p in people)


def _known(people: Iterable[Named], show: str | None, path: str, talk_id: int) -> dict[str, float]:
    """Return the full names that people have in other talks of a show."""
    series = set(series_of(show, path))
    return {
        person.name: _KNOWN if len(person.talks) >= _REGULAR else _KNOWN_ONCE
        for person in people
        if " " in person.name and series & person.series and person.talks - {talk_id}
    }


def _of_names(db: Database, people: Sequence[Named], decided: Decided) -> Iterator[Suggestion]:
    """Yield names that look like other spellings of others."""
    titles: dict[int, tuple[str, str]] = {
        talk: (path, title) for talk, path, title in db.execute("select id, path, title from talks")
    }
    for pair in pairs(people):
        talk = min(pair.name.talks)
        show = next((s for s in pair.name.series if not s.endswith("/")), None)
        path, title = titles[talk]
        if pair.score < _LEAST or decided.denied(path, show, pair.name.name, pair.person.name):
            continue
        count = len(pair.person.talks)
        more = f"{pair.why}; {pair.person.name} speaks in {count} talk{'' if count == 1 else 's'}"
        yield Suggestion(
            speaker_id=pair.name.id,
            name=pair.name.name,
            named=True,
            talk=None,
            talk_id=None,
            title=None,
            person=pair.person.name,
            score=pair.score,
            evidence=(Evidence(pair.kind, more, path, talk, title),),
        )


def _of_talk(
    db: Database, talk: _Talk, known: Mapping[str, float], decided: Decided
) -> Iterator[Suggestion]:
    """Yield whom the labels and first names of a talk may mean."""
    rows = list(db.execute(_VOICES, [talk.id]))
    voices = [Voice(name, bool(named), role) for _, name, named, role, _ in rows]
    place = {row[0]: number for number, row in enumerate(rows)}
    turns = [_Turn(*row) for row in db.execute(_TURNS, [talk.id])]
    listed = [
        Person(name=name, role=role)
        for name, role in db.execute(
            "select name, role from talk_people where talk_id = ? order by position", [talk.id]
        )
    ]
    wanted = {n for n, v in enumerate(voices) if not v.named or " " not in v.name}
    said = [
        Said(None if turn.speaker_id is None else place.get(turn.speaker_id), turn.text)
        for turn in turns
    ]
    source: str | None = None
    for guess in guesses(voices, clues(said, wanted), listed, known):
        voice = voices[guess.voice]
        if voice.name == INTERVIEWER or decided.denied(
            talk.path, talk.show, voice.name, guess.name
        ):
            continue
        if source is None:
            sql = "select text from sources where talk_id = ?"
            source = str(db.execute(sql, [talk.id]).fetchone()[0])
        alone = not voice.named
        yield Suggestion(
            speaker_id=rows[guess.voice][0],
            name=voice.name,
            named=voice.named,
            talk=talk.path if alone else None,
            talk_id=talk.id if alone else None,
            title=talk.title if alone else None,
            person=guess.name,
            score=guess.score,
            evidence=tuple(_evidence(talk, clue, turns, source) for clue in guess.clues),
        )


def _evidence(talk: _Talk, clue: Clue, turns: Sequence[_Turn], source: str) -> Evidence:
    reason = _REASONS[clue.kind]
    if clue.turn is None:
        return Evidence(clue.kind, reason, talk.path, talk.id, talk.title)
    turn = turns[clue.turn]
    edits = [Edit(*edit) for edit in json.loads(turn.edits)]
    text = textmap.rebuild(source, turn.start_char, turn.end_char, edits)
    start, end = textmap.span(textmap.cut(text, clue.start, clue.end))
    anchors = [Anchor(*anchor) for anchor in json.loads(turn.anchors)]
    before, after = _around(turn.text, clue.start, clue.end)
    return Evidence(
        kind=clue.kind,
        reason=reason,
        talk=talk.path,
        talk_id=talk.id,
        title=talk.title,
        text=turn.text[before:after],
        start=clue.start - before,
        end=clue.end - before,
        turn_id=turn.id,
        start_char=start,
        end_char=end,
        start_ms=time_at(anchors, start),
    )


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch of whole words around some characters."""
    before = max(0, start - _AROUND)
    after = min(len(text), end + _AROUND)
    if before:
        before = min(start, text.find(" ", before) + 1 or start)
    if after < len(text):
        after = max(end, text.rfind(" ", end, after))
    return before, after


def by_speaker(found: Iterable[Suggestion]) -> dict[int, list[Suggestion]]:
    """Return suggestions by whom they are about, each list best first."""
    out: dict[int, list[Suggestion]] = defaultdict(list)
    for each in found:
        out[each.speaker_id].append(each)
    return out
