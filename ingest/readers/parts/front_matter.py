"""Metadata that a file carries at its head, and what the keys of the wild mean."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping

import yaml

from ingest.models import Kind, Metadata, Person, Problem, Role

_FENCED = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(?P<yaml>.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL
)
_DATE = re.compile(r"(?<!\d)(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?!\d)")

_TITLE = ("title", "name", "episode_title", "headline")
_SHOW = ("show", "podcast", "series", "channel", "publication", "publisher", "site", "meeting_name")
_DATE_KEYS = ("date", "publish_date", "published", "pubdate", "published_at", "recorded", "created")
_URL = ("url", "link", "canonical", "canonical_url", "source_url", "permalink", "source")
_MEDIA = (
    "media_url",
    "media",
    "audio_url",
    "audio",
    "video",
    "video_url",
    "youtube_url",
    "enclosure",
)
_DESCRIPTION = ("description", "summary", "excerpt", "subtitle")
_TAGS = ("tags", "keywords", "categories", "topics")
_KINDS = ("kind", "type", "post_type", "content_type")
_PEOPLE: Mapping[str, Role] = {
    "speakers": "unknown",
    "speaker": "unknown",
    "people": "unknown",
    "host": "host",
    "hosts": "host",
    "guest": "guest",
    "guests": "guest",
    "interviewee": "guest",
    "interview_with": "guest",
    "interviewer": "interviewer",
    "author": "author",
    "authors": "author",
    "by": "author",
    "presenter": "presenter",
}
_KIND_WORDS: Mapping[str, Kind] = {
    "podcast": "podcast",
    "episode": "podcast",
    "interview": "interview",
    "meeting": "meeting",
    "minutes": "meeting",
    "conversation": "conversation",
    "talk": "talk",
    "lecture": "talk",
    "post": "post",
    "blog": "post",
    "article": "article",
    "essay": "article",
    "notes": "notes",
}
_ROLES: tuple[Role, ...] = ("host", "guest", "interviewer", "presenter", "author", "unknown")


def split(text: str) -> tuple[Metadata, int, tuple[Problem, ...]]:
    """Return a file's front matter, where its body begins, and what was wrong with the former."""
    match = _FENCED.match(text)
    if match is None:
        return Metadata(), 0, ()
    try:
        found = yaml.safe_load(match["yaml"])
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark is not None else 1
        problem = Problem(message="the front matter is not valid YAML and was left out", line=line)
        return Metadata(), match.end(), (problem,)
    except ValueError as error:  # YAML makes dates itself, and there is no 30 February
        problem = Problem(message=f"the front matter was left out: {error}", line=1)
        return Metadata(), match.end(), (problem,)
    if not isinstance(found, dict):
        return Metadata(), 0, ()
    return from_mapping(found), match.end(), ()


def from_mapping(values: Mapping[object, object]) -> Metadata:
    """Return the metadata that keys as people write them stand for; unknown keys are ignored."""
    lower = {str(k).strip().lower().replace("-", "_"): v for k, v in values.items()}
    return Metadata(
        title=_first(lower, _TITLE),
        show=_first(lower, _SHOW),
        kind=_kind(lower),
        date=parse_date(_first(lower, _DATE_KEYS)),
        people=tuple(_people(lower)),
        url=_link(lower, _URL),
        media_url=_link(lower, _MEDIA),
        language=_first(lower, ("language", "lang")),
        description=_first(lower, _DESCRIPTION),
        tags=_tags(lower),
    )


def parse_date(text: str | None) -> str | None:
    """Return a date in ISO 8601 as precise as it was given, or None.

    >>> parse_date("2017-04-28T00:00:00Z"), parse_date("2020/3"), parse_date("soon")
    ('2017-04-28', '2020-03', None)
    """
    match = _DATE.search(text or "")
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        datetime.date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    return "-".join(f"{part:02}" for part in (year, month, day) if part is not None)


def overlay(base: Metadata, top: Metadata) -> Metadata:
    """Return the metadata of both; where both say something, `top` is right."""
    changes = {
        name: value
        for name in Metadata.model_fields
        if (value := getattr(top, name)) is not None and value != ()
    }
    return base.model_copy(update=changes)


def _text(value: object) -> str | None:
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return " ".join(str(value).split()) or None
    return None


def _first(values: Mapping[str, object], keys: Iterable[str]) -> str | None:
    for key in keys:
        value = values.get(key)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, dict):
            value = value.get("name") or value.get("title")
        found = _text(value)
        if found is not None:
            return found
    return None


def _link(values: Mapping[str, object], keys: Iterable[str]) -> str | None:
    for key in keys:
        found = _first(values, (key,))
        if found is not None and found.lower().startswith(("https://", "http://")):
            return found
    return None


def _kind(values: Mapping[str, object]) -> Kind | None:
    for key in _KINDS:
        found = (_first(values, (key,)) or "").lower()
        for word, kind in _KIND_WORDS.items():
            if word in found.split():
                return kind
    return None


def _tags(values: Mapping[str, object]) -> tuple[str, ...]:
    for key in _TAGS:
        value = values.get(key)
        if isinstance(value, str):
            value = value.split(",")
        if isinstance(value, list):
            return tuple(tag for item in value if (tag := _text(item)))
    return ()


def _people(values: Mapping[str, object]) -> Iterable[Person]:
    seen: set[str] = set()
    for key, role in _PEOPLE.items():
        value = values.get(key)
        for item in value if isinstance(value, list) else [value]:
            person = _person(item, role)
            if person is not None and person.name not in seen:
                seen.add(person.name)
                yield person


def _person(item: object, role: Role) -> Person | None:
    if isinstance(item, Mapping):
        name = _text(item.get("name"))
        said = str(item.get("role", role)).lower()
        aliases = item.get("aliases") or ()
        known = next((r for r in _ROLES if r == said), role)
        also = tuple(a for x in aliases if (a := _text(x))) if isinstance(aliases, list) else ()
        return Person(name=name, role=known, aliases=also) if name else None
    name = _text(item)
    return Person(name=name, role=role) if name else None
