"""The page about a thing: what it is, its ties as of a day, a timeline, what is unknown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from comity.errors import BadParameter, UnknownThing
from comity.names import DCTERMS, slug
from comity.query.completeness import Coverage
from comity.query.footnotes import Footnotes
from comity.query.library import Library
from comity.query.profile import Profile, profile
from comity.query.rows import Rows
from comity.query.run import run
from comity.query.tiekinds import TIES
from comity.query.ties import Group, Tie
from comity.server.pages.asked import Asked, day_of, iri_of, latest_day, page_of
from comity.store.engine import Engine
from comity.terms import Iri, Literal, Term

_SIZE = 100  # ties of one kind on a page
_EVENTS = 40
_TIMED = ("polity", "entity", "initiative", "summit", "list", "pact", "rule")
_COVERED = {"initiative": "Members", "list": "Entries"}
_WHO = {"initiative": "A polity", "summit": "A polity", "list": "An entity"}
_REACH = {"initiative": "Memberships", "summit": "Summits", "list": "Listings"}
_NEVER_STATED = {
    "polity": "Nothing is stated on how complete pacts, declarations and linked entities are: "
    "one without a row is unknown.",
    "entity": "Nothing is stated on how complete owners, identities and countries are: "
    "one without a row is unknown.",
}


def thing(engine: Engine, asked: Asked) -> tuple[str, Mapping[str, object]]:
    """Return the page; raises UnknownThing where nothing is known of it."""
    place = asked.path
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._~/-]*", place) or ".." in place:
        raise BadParameter(f"{place[:80]!a} is no key of a thing.", "Find it with the search.")
    iri = Iri(iri_of(place))
    if next(engine.triples(subject=iri), None) is None:
        raise UnknownThing(f"Nothing is known of {iri.value}.", "Find things with the search.")
    day = day_of(engine, asked)
    titles = {slug(kind.title): kind.title for kind in TIES.get(place.partition("/")[0], ())}
    group = titles.get(asked.field("group"), "")
    number = asked.number("page") if group else 1
    told = profile(engine, iri, day, _SIZE, asked.language, (group, (number - 1) * _SIZE))
    notes = Footnotes()
    facts = [
        {
            "name": asked.say(fact.name),
            "values": [(told.called.words(value), _page(value)) for value in fact.values],
        }
        for fact in told.facts
    ]
    fact_marks = notes.marks(told.cited[iri]) if facts or told.summary else ()
    groups = [
        _group(asked, told, one, notes, number if one.title == group else 1) for one in told.groups
    ]
    return "thing.html", {
        "day": day,
        "latest": latest_day(engine),
        "told": told,
        "path": place,
        "description": told.summary,
        "facts": facts,
        "fact_marks": fact_marks,
        "groups": groups,
        "unknown": list(_unknown(asked, told, notes)),
        "opposed": [
            [
                (sentence, notes.marks(told.cited[claim]), page_of(claim.value))
                for sentence, claim in zip(pair.sentences, pair.claims, strict=True)
            ]
            for pair in told.contradictions
        ],
        "events": _events(engine, asked, told, day) if told.kind in _TIMED else None,
        "most_events": _EVENTS,
        "notes": tuple(notes),
        "title_of": Iri(DCTERMS + "title"),
    }


def when(asked: Asked, tie: Tie) -> str:
    """Return when a tie holds, in words."""
    span, parts = tie.interval, []
    if span.begin:
        parts.append(asked.say(f"{span.begin_word} {{day}}", day=span.begin))
    elif span.observed:
        parts.append(asked.say("seen {day}", day=span.observed))
    if span.end:
        parts.append(asked.say(f"{span.end_word} {{day}}", day=span.end))
    return ", ".join(parts)


def _page(term: Term) -> str:
    return page_of(term.value) if isinstance(term, Iri) else ""


def _group(
    asked: Asked, told: Profile, group: Group, notes: Footnotes, number: int
) -> dict[str, object]:
    anchor = slug(group.title)
    pages = -(-group.total // _SIZE)
    return {
        "title": asked.say(group.title),
        "anchor": anchor,
        "total": group.total,
        "elsewhen": group.elsewhen,
        "number": number,
        "pages": pages,
        "before": asked.again(group=anchor, page=str(number - 1)) if number > 1 else "",
        "after": asked.again(group=anchor, page=str(number + 1)) if number < pages else "",
        "ties": [
            {
                "label": tie.label or tie.how or tie.evidence.value,
                "path": page_of((tie.to[0] if len(tie.to) == 1 else tie.evidence).value),
                "claim": page_of(tie.evidence.value),
                "how": tie.how,
                "when": when(asked, tie),
                "details": [(asked.say(name), said) for name, said in tie.details],
                "marks": notes.marks(told.cited[tie.evidence]),
            }
            for tie in group.ties
        ],
    }


def _unknown(
    asked: Asked, told: Profile, notes: Footnotes
) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    say = asked.say
    for one in told.coverage:
        part = told.called[one.status] if one.status else say(_COVERED.get(told.kind, "Ties"))
        yield part, _covered(asked, told, one), notes.marks(told.cited[one.evidence])
    if told.kind in _WHO:
        if not told.coverage:
            yield say("Completeness"), say("Nothing is stated: unknown."), ()
        if not told.coverage or any(not one.reaches(told.on) for one in told.coverage):
            yield (
                say("A missing row"),
                say(f"{_WHO[told.kind]} without a row is unknown, not a no."),
                (),
            )
    for reach in told.reach:
        said = say(
            "complete for {complete} of {total}; elsewhere a missing row is unknown, not a no",
            complete=reach.complete,
            total=reach.total,
        )
        yield say(_REACH[reach.kind]), said, ()
    if told.kind in _NEVER_STATED:
        yield say("Other ties"), say(_NEVER_STATED[told.kind]), ()


def _covered(asked: Asked, told: Profile, one: Coverage) -> str:
    said = asked.say("complete" if one.complete else "incomplete")
    if one.as_of:
        said += f" ({asked.say('as of {day}', day=one.as_of)})"
    if one.expected is not None:
        said += "; " + asked.say(
            "{known} held of {expected} to be expected", known=one.known or 0, expected=one.expected
        )
    elif one.known is not None:
        said += "; " + asked.say("{known} held", known=one.known)
    if one.complete and not one.reaches(told.on):
        said += "; " + asked.say("what changed from then to the day is unknown")
    return f"{said}. {one.note}" if one.note else said


def _events(engine: Engine, asked: Asked, told: Profile, day: date | None) -> list[dict[str, str]]:
    """Return what happened around a thing up to the day, the latest first, each event once."""
    end = ((day or latest_day(engine)) + timedelta(days=1)).isoformat()
    given = {"thing": told.thing.value, "from": "1900-01-01", "to": end}
    found = run(engine, Library.shipped().find("timeline"), given)
    assert isinstance(found, Rows)
    events: dict[tuple[str, ...], dict[str, str]] = {}
    for row in found:
        said = dict(zip(found.columns, row, strict=True))
        cells = {name: _text(said[name]) for name in ("date", "event", "label", "claim")}
        events[cells["date"], cells["event"], cells["label"]] = {
            **cells,
            "event": asked.say(cells["event"]),
            "path": page_of(cells["claim"]),
        }
    return list(events.values())[::-1]


def _text(term: Term | Literal | None) -> str:
    return "" if term is None else term.value
