"""Filters of a search, applied before anything is ranked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict
from sqlite_utils import Database

_PIECE = re.compile(r"[^\W_]+[+#]*")


class Filters(BaseModel):
    """What passages a search may find. Several values of one filter mean any of them.

    Of phrases, all must be there; of what begins with `not_` and `without`, nothing may.

    Args:
        speaker: Names, or aliases; a part of a name is enough where it is a whole word.
        role: host, guest, interviewer, presenter, author, unknown.
        show: Shows' names.
        kind: podcast, interview, meeting, conversation, talk, post, article, notes.
        topic: Topics' names.
        talk: Talks' ids or paths.
        since: The earliest date, ISO 8601 as precise as you like.
        until: The latest date; "2019" takes in all of 2019.
        before: The date that it must be earlier than; "2019" takes in nothing of 2019.
        phrase: Words that must stand side by side in this order, in exactly these forms; case and
            what stands between them don't matter.
        without: Words that may not be there in any form ("work" leaves out "working", too).
        without_phrase: Phrases that may not be there.
        boilerplate: Whether advertisements, intros and notices may be found, too.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    speaker: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    show: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    talk: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    before: str | None = None
    phrase: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    without_phrase: tuple[str, ...] = ()
    not_speaker: tuple[str, ...] = ()
    not_role: tuple[str, ...] = ()
    not_show: tuple[str, ...] = ()
    not_kind: tuple[str, ...] = ()
    not_topic: tuple[str, ...] = ()
    not_talk: tuple[str, ...] = ()
    boilerplate: bool = False

    @property
    def empty(self) -> bool:
        """Whether every passage passes, boilerplate aside."""
        return self.model_copy(update={"boilerplate": False}) == Filters()


_CLAUSES = {
    "speaker": """passages.speaker_id in (
        select speakers.id from speakers left join speaker_aliases on speaker_id = speakers.id
        join json_each(:speaker) wanted on lower(speakers.name) = lower(wanted.value)
            or lower(alias) = lower(wanted.value)
            or ' ' || lower(speakers.name) || ' ' like '% ' || lower(wanted.value) || ' %')""",
    "role": """exists (select 1 from talk_speakers where talk_speakers.talk_id = passages.talk_id
        and talk_speakers.speaker_id = passages.speaker_id
        and role in (select value from json_each(:role)))""",
    "show": "lower(talks.show) in (select lower(value) from json_each(:show))",
    "kind": "talks.kind in (select value from json_each(:kind))",
    "topic": """passages.id in (select passage_id from passage_topics join topics on topics.id = topic_id
        where lower(topics.name) in (select lower(value) from json_each(:topic))
            or topics.key in (
                with recursive called(key) as (
                    select value from json_each(:topic_key)
                    union select merged_into from topic_decisions join called using (key)
                    where merged_into is not null
                ) select key from called))""",
    "talk": """(talks.path in (select value from json_each(:talk))
        or cast(talks.id as text) in (select cast(value as text) from json_each(:talk)))""",
    "since": "talks.date >= :since",
    # A date that the limit is the beginning of is still within it: 2019-05 is until 2019.
    "until": "substr(talks.date, 1, length(:until)) <= :until",
    "before": "talks.date < :before",
}
_NOT = "not_"

# The index knows stems, and that they stand side by side; whether the words have these very forms
# is looked up in the few texts that are left: as it is, which mostly suffices, then with all that
# parts words made spaces.
_PARTS_WORDS = "\n\t.,;:?!'\"()[]{}<>-_/\\&*%@=~|^`$’‘“”„«»–—…·•\u00a0"
_PLAIN = "lower(' ' || said.text || ' ')"
for _mark in _PARTS_WORDS:
    _PLAIN = f"replace({_PLAIN}, char({ord(_mark)}), ' ')"
for _ in range(3):  # up to eight spaces in a row become one
    _PLAIN = f"replace({_PLAIN}, '  ', ' ')"
_SAYS = """passages.id {within} (
    select said.id from passages_fts join passages said on said.id = passages_fts.rowid
    where passages_fts match :{name} and (
        lower(' ' || said.text || ' ') glob :{name}_plainly or {plain} glob :{name}_exactly))"""
_WITHOUT = """passages.id not in (
    select rowid from passages_fts where passages_fts match :without)"""


def passage_ids(db: Database, filters: Filters) -> list[int] | None:
    """Return the ids of the passages that pass, ascending; None where all do."""
    if filters.empty:
        return None
    clauses, values = where(filters)
    sql = (
        "select passages.id from passages join talks on talks.id = passages.talk_id where "  # noqa: S608
        + clauses
    )
    # Sorted here: asked for in order, SQLite would go through all passages rather than the talks.
    return sorted(row[0] for row in db.execute(sql, values))


def hidden(db: Database, filters: Filters) -> frozenset[int]:
    """Return the ids of the boilerplate that is not asked for: few, whatever the archive's size."""
    if filters.boilerplate:
        return frozenset()
    return frozenset(pid for (pid,) in db.execute("select id from passages where boilerplate = 1"))


def where(filters: Filters) -> tuple[str, dict[str, str]]:
    """Return an SQL condition over passages and talks, and its values; "1" where all pass."""
    clauses: list[str] = []
    values: dict[str, str] = {}
    for name, said in filters.model_dump(mode="json", exclude_defaults=True).items():
        if name.removeprefix(_NOT) in _CLAUSES:
            clauses.append(_clause(name))
            values[name] = said if isinstance(said, str) else json.dumps(said)
            if name.endswith("topic"):
                from ingest.topics import canonical

                values[f"{name}_key"] = json.dumps([canonical(topic) for topic in said])
    if not filters.boilerplate:
        # They are few and have an index; asking each passage would read all those that pass.
        clauses.append("passages.id not in (select id from passages where boilerplate = 1)")
    for clause, needed in _of_words(filters):
        clauses.append(clause)
        values |= needed
    return " and ".join(clauses) or "1", values


def _clause(name: str) -> str:
    own = name.removeprefix(_NOT)
    if own == name:
        return _CLAUSES[own]
    # "is not true": what has no speaker, show or date is not by, of or from what is left out.
    return f"({_CLAUSES[own].replace(f':{own}', f':{name}')}) is not true"


def _of_words(filters: Filters) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the conditions that look into the words of passages, each with its values."""
    for within, phrases in (("in", filters.phrase), ("not in", filters.without_phrase)):
        for number, phrase in enumerate(phrases):
            pieces = _PIECE.findall(phrase)
            if pieces:
                name = f"phrase_{number}" if within == "in" else f"without_phrase_{number}"
                exactly = _exactly(pieces)
                values = {
                    name: _together(pieces),
                    f"{name}_plainly": f"*[^a-z0-9]{exactly[2:-2]}[^a-z0-9]*",
                    f"{name}_exactly": exactly,
                }
                yield _SAYS.format(within=within, name=name, plain=_PLAIN), values
    unwanted = [pieces for word in filters.without if (pieces := _PIECE.findall(word))]
    if unwanted:
        yield _WITHOUT, {"without": " OR ".join(map(_together, unwanted))}


def _together(pieces: list[str]) -> str:
    return '"' + " ".join(pieces) + '"'


def _exactly(pieces: list[str]) -> str:
    """Return the GLOB pattern of words that stand side by side.

    >>> _exactly(["On", "call"])
    '* on call *'
    """
    words = [re.sub(r"[^\x00-\x7f]", _either_case, piece.lower()) for piece in pieces]
    return f"* {' '.join(words)} *"


def _either_case(letter: re.Match[str]) -> str:
    # SQLite's lower() knows ASCII only.
    both = {letter[0], letter[0].upper()}
    return f"[{''.join(sorted(both))}]" if all(len(form) == 1 for form in both) else letter[0]
