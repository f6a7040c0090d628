"""A talk's summary as Markdown: its sentences, chapters and people, each sentence with its receipt."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlite_utils import Database

from ingest.timecode import clock
from kb import summaries
from kb.errors import NotFoundError
from kb.exports.markdown import hidden, plain
from kb.listings import talk_id
from kb.summaries import Portrait, Sentence, Summary

_TALK = "select title, show, date, url from talks where id = ?"
_CHAPTERS = "select id, title, start_ms from chapters where talk_id = ? order by position"


def summary_markdown(db: Database, talk: str) -> str:
    """Return a talk's summary as a document.

    Raises:
        NotFoundError: There is no such talk, or it has no summary.
    """
    here = talk_id(db, talk)
    found = summaries.summary(db, here)
    if not found.talk:
        message = (
            f"{talk}: it has no summary; it is too short for one, or was ingested before there "
            "were any: ingest it again"
        )
        raise NotFoundError(message)
    (about,) = db.query(_TALK, [here])
    parts = [f"# {plain(about['title'])}", *_about(about), "## In a few sentences"]
    parts += [_sentence(sentence) for sentence in found.talk]
    chapters = list(_chapters(db, here, found))
    parts += ["## Chapters", *chapters] if chapters else []
    people = [_portrait(portrait) for portrait in summaries.portraits(db, here)]
    parts += ["## Who speaks", *people] if people else []
    return "\n\n".join(parts) + "\n"


def _about(row: dict[str, str | None]) -> Iterator[str]:
    said = [plain(part) for part in (row["show"], row["date"]) if part]
    said += [f"<{row['url']}>"] if row["url"] else []
    if said:
        yield " · ".join(said)


def _sentence(sentence: Sentence) -> str:
    receipt = hidden(json.dumps(sentence.receipt, ensure_ascii=False))
    lines = [f"> {plain(line)}" for line in sentence.text.splitlines()]
    return "\n".join([*lines, ">", f"> — {_who(sentence)}", "", f"<!-- receipt {receipt} -->"])


def _who(sentence: Sentence) -> str:
    who = f"**{plain(sentence.speaker)}**" if sentence.speaker else "somebody"
    when = f", {clock(sentence.start_ms)}" if sentence.start_ms is not None else ""
    return f"{who}{when}"


def _chapters(db: Database, here: int, found: Summary) -> Iterator[str]:
    for row in db.query(_CHAPTERS, [here]):
        when = f"{clock(row['start_ms'])} " if row["start_ms"] is not None else ""
        yield f"### {when}{plain(row['title'])}"
        if row["id"] in found.chapters:
            yield _sentence(found.chapters[row["id"]])


def _portrait(portrait: Portrait) -> str:
    role = f" ({portrait.role})" if portrait.role != "unknown" else ""
    about = ", ".join(plain(subject.name) for subject in portrait.subjects)
    lines = [f"**{plain(portrait.name)}**{role}{': ' + about if about else ''}"]
    lines += [f"- “{plain(' '.join(quote.text.split()))}”" for quote in portrait.quotes]
    return "\n".join(lines[:1]) + ("\n\n" + "\n".join(lines[1:]) if lines[1:] else "")
