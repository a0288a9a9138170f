"""Writes the profile of a thing as JSON, for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable

from comity.query.cite import Cited
from comity.query.completeness import Coverage
from comity.query.footnotes import Footnote, Footnotes
from comity.query.interval import Interval
from comity.query.profile import Profile
from comity.query.records import path_of
from comity.query.ties import Tie
from comity.terms import Iri, Literal, Term

Json = dict[str, object]


def profile_json(told: Profile) -> str:
    """Return a profile as JSON; claims name their sources by number, as the pages do."""
    notes = Footnotes()
    said: Json = {
        "thing": told.thing.value,
        "key": path_of(told.thing),
        "on": told.on.isoformat() if told.on else None,
        "label": told.label,
        "classes": list(told.classes),
        "summary": told.summary or None,
        "interval": interval_json(told.interval),
        "names": [
            {"text": one.text, "language": one.language or None, "sort": one.sort}
            for one in told.names
        ],
        "identifiers": [{"scheme": one.scheme, "text": one.text} for one in told.identifiers],
        "facts": [
            {
                "name": fact.name,
                "property": fact.property.value,
                "values": [_term(value, told) for value in fact.values],
            }
            for fact in told.facts
        ],
        "sources": list(notes.marks(told.cited[told.thing])),
        "ties": [
            {
                "title": group.title,
                "total": group.total,
                "not_on_the_day": group.elsewhen,
                "rows": [_tie(tie, told, notes) for tie in group.ties],
            }
            for group in told.groups
        ],
        "coverage": [_coverage(one, told, notes) for one in told.coverage],
        "reach": [
            {"kind": one.kind, "complete": one.complete, "total": one.total} for one in told.reach
        ],
        "contradictions": [
            [
                {
                    "claim": claim.value,
                    "sentence": pair.sentences[place],
                    "interval": interval_json(pair.intervals[place]),
                    "sources": list(notes.marks(told.cited[claim])),
                }
                for place, claim in enumerate(pair.claims)
            ]
            for pair in told.contradictions
        ],
    }
    said["footnotes"] = footnotes_json(notes)
    return json.dumps(said, ensure_ascii=False, indent=2)


def interval_json(interval: Interval) -> Json:
    """Return an interval: as the source states it, and the days that follow from that."""
    return {
        "begin": interval.begin or None,
        "end": interval.end or None,
        "observed": interval.observed or None,
        "holds_from": interval.known_from or None,
        "holds_until": interval.known_until or None,
        "words": interval.words(),
    }


def footnotes_json(notes: Iterable[Footnote]) -> list[Json]:
    """Return the footnotes of a page, each whole."""
    return [{"number": note.number, **_cited(note.cited)} for note in notes]


def _cited(cited: Cited) -> Json:
    return {
        "source": cited.source.value,
        "title": cited.title or None,
        "publisher": cited.publisher or None,
        "date": cited.date or None,
        "quote": cited.quote.value if cited.quote else None,
        "quote_language": cited.quote.language if cited.quote else None,
        "locator": cited.locator or None,
        "url": cited.url or None,
    }


def _tie(tie: Tie, told: Profile, notes: Footnotes) -> Json:
    return {
        "evidence": tie.evidence.value,
        "to": [one.value for one in tie.to],
        "label": tie.label,
        "how": tie.how or None,
        "interval": interval_json(tie.interval),
        "details": dict(tie.details),
        "contradicts": [one.value for one in tie.contradicts],
        "sources": list(notes.marks(told.cited[tie.evidence])),
    }


def _coverage(one: Coverage, told: Profile, notes: Footnotes) -> Json:
    return {
        "status": one.status.value if one.status else None,
        "complete": one.complete,
        "complete_on_the_day": one.reaches(told.on),
        "known": one.known,
        "expected": one.expected,
        "as_of": one.as_of or None,
        "note": one.note or None,
        "sources": list(notes.marks(told.cited[one.evidence])),
    }


def _term(value: Term, told: Profile) -> Json:
    if isinstance(value, Iri):
        return {"iri": value.value, "text": told.called[value]}
    language = value.language if isinstance(value, Literal) else None
    return {"text": value.value, **({"language": language} if language else {})}
