"""Writes the profile of a thing: in words and rows for people, as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from comity.query.claims.citations import Cited, Footnote, Footnotes
from comity.query.claims.coverage import Coverage
from comity.query.claims.facts import Interval
from comity.query.claims.profile import Profile
from comity.query.claims.records import path_of
from comity.query.claims.ties import Group, Tie
from comity.query.render.pages import Line, Page, Section
from comity.terms import Iri, Literal, Term

_LANGUAGES = {
    "ar": "Arabic",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "he": "Hebrew",
    "ja": "Japanese",
    "ko": "Korean",
    "my": "Burmese",
    "ru": "Russian",
    "uk": "Ukrainian",
    "zh": "Chinese",
}
_DATED = ("initiative", "pact", "rule")
_COVERED = {"initiative": "Members", "list": "Entries"}
_WHO = {"initiative": "A polity", "summit": "A polity", "list": "An entity"}
_REACH = {
    "initiative": ("Memberships", "initiatives"),
    "summit": ("Summits", "summits"),
    "list": ("Listings", "lists"),
}
_NEVER_STATED = {
    "polity": "pacts, declarations and linked entities",
    "entity": "owners, identities and countries",
}


def profile_page(told: Profile) -> Page:
    """Return the page on a thing; its footnotes are numbered in the order of the page."""
    notes = Footnotes()
    sections = tuple(_sections(told, notes))
    return Page(
        f"{told.label} {told.flag}".rstrip(),
        " · ".join((path_of(told.thing), *told.classes, _when(told))),
        told.summary,
        sections,
        tuple(notes),
    )


def _when(told: Profile) -> str:
    if told.on is None:
        return "all that is held"
    if told.kind not in _DATED or told.interval.holds_on(told.on):
        return f"as of {told.on}"
    return f"as of {told.on}, a day on which it is not known to hold"


def _sections(told: Profile, notes: Footnotes) -> Iterator[Section]:
    yield Section("Names", tuple(_names(told)))
    identifiers = [Line((one.scheme, one.text)) for one in told.identifiers]
    yield Section("Identifiers", (*identifiers, Line(("IRI", told.thing.value))))
    if told.facts:
        lines = tuple(Line((fact.name, "; ".join(fact.words))) for fact in told.facts)
        yield Section("Facts", lines, notes.marks(told.cited[told.thing]))
    for group in told.groups:
        yield _ties(told, group, notes)
    unknown = tuple(_unknown(told, notes))
    if unknown:
        yield Section("What is known, and what is not", unknown, remark=_rule(told))
    if told.contradictions:
        yield Section("Sources that contradict each other", tuple(_opposed(told, notes)))


def _names(told: Profile) -> Iterator[Line]:
    for name in told.names:
        base, _, more = name.language.partition("-")
        language = _LANGUAGES.get(base, base) + (f" ({more})" if more else "")
        yield Line((name.text, language, "" if name.sort == "name" else name.sort))


def _ties(told: Profile, group: Group, notes: Footnotes) -> Section:
    lines = tuple(
        Line(
            (tie.label, tie.how, tie.interval.words()),
            notes.marks(told.cited[tie.evidence]),
            tie.details,
        )
        for tie in group.ties
    )
    remarks = []
    if more := group.total - len(group.ties):
        remarks.append(f"{more:,} more are not shown; see them with --limit {group.total}.")
    if group.elsewhen:
        remarks.append(f"{group.elsewhen:,} more on other days; leave out --on to see them.")
    return Section(f"{group.title} ({group.total:,})", lines, remark=" ".join(remarks))


def _unknown(told: Profile, notes: Footnotes) -> Iterator[Line]:
    for one in told.coverage:
        part = told.called[one.status] if one.status else _COVERED.get(told.kind, "Ties")
        yield Line((part, _covered(told, one)), notes.marks(told.cited[one.evidence]))
    if not told.coverage and told.kind in _WHO:
        yield Line((_COVERED.get(told.kind, "Attendance"), "nothing is stated: unknown"))
    for reach in told.reach:
        part, things = _REACH[reach.kind]
        day = f" on {told.on}" if told.on else ""
        said = f"complete{day} for {reach.complete} of {reach.total} {things}"
        yield Line((part, f"{said}; elsewhere a missing row is unknown, not a no"))
    if told.kind in _NEVER_STATED:
        yield Line(("Other ties", f"nothing is stated on {_NEVER_STATED[told.kind]}: unknown"))


def _covered(told: Profile, one: Coverage) -> str:
    word = "complete" if one.complete else "incomplete"
    said = f"{word} as of {one.as_of}" if one.as_of else word
    if one.expected is not None:
        said += f", {one.known or 0:,} held of {one.expected:,} to be expected"
    elif one.known is not None:
        said += f", {one.known:,} held"
    if one.complete and not one.reaches(told.on):
        said += f"; what changed from then to {told.on} is unknown"
    return f"{said} ({one.note})" if one.note else said


def _rule(told: Profile) -> str:
    """Say what a missing row means, where it may mean unknown."""
    gaps = not told.coverage or any(not one.reaches(told.on) for one in told.coverage)
    if told.kind not in _WHO or not gaps:
        return ""
    return f"{_WHO[told.kind]} without a row is unknown, not a no."


def _opposed(told: Profile, notes: Footnotes) -> Iterator[Line]:
    for pair in told.contradictions:
        for number, claim in enumerate(pair.claims):
            marks = notes.marks(told.cited[claim])
            lead = "" if number == 0 else "but: "
            yield Line((lead + pair.sentences[number], pair.intervals[number].words()), marks)


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
