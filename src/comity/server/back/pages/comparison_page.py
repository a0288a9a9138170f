"""Two polities side by side: what they share, what one has alone, and what is unknown."""

from __future__ import annotations

from collections.abc import Mapping

from comity.errors import BadParameter
from comity.iris import ID, concept
from comity.query.claims.citations import Footnotes
from comity.query.claims.profile import Profile, profile
from comity.query.claims.records import Names, read
from comity.query.claims.ties import Tie
from comity.query.names.resolve import resolve
from comity.server.back.pages.thing import when
from comity.server.wire.page_request import Asked, day_of, page_of
from comity.store.engines.interface import Engine
from comity.terms import Iri
from comity.vocab import COMITY

_Row = dict[str, object]
_GROUPS = ("Memberships", "Summits", "Pacts")
_THERE = concept("attendance-status", "attended")


def compare(engine: Engine, asked: Asked) -> tuple[str, Mapping[str, object]]:
    """Compare two polities on a day; without both, show the form."""
    day = day_of(engine, asked)
    said = asked.field("a"), asked.field("b")
    told: dict[str, object] = {"day": day, "polities": _polities(engine, asked)}
    told |= {"a": said[0], "b": said[1], "sides": None}
    if not all(said):
        return "compare.html", told
    ends = [resolve(engine, name, "polity", one) for name, one in zip("ab", said, strict=True)]
    if ends[0] == ends[1]:
        raise BadParameter("Both polities are the same.", "Choose two different ones.")
    sides = [
        profile(engine, Iri(end.value), day, None, asked.language, only=_GROUPS) for end in ends
    ]
    notes = Footnotes()
    one, other = (_ties(side, "Memberships") for side in sides)
    shared = [_row(asked, sides, (one[to], other[to]), to, notes) for to in one if to in other]
    pacts = [
        _row(asked, sides, (ties,), to, notes)
        for to, ties in _ties(sides[0], "Pacts").items()
        if to in _ties(sides[1], "Pacts")
    ]
    here, there = (_attended(engine, side) for side in sides)
    summits = [_row(asked, sides, (here[to], there[to]), to, notes) for to in here if to in there]
    alone = [
        [_row(asked, sides, (ties,), to, notes) for to, ties in mine.items() if to not in theirs]
        for mine, theirs in ((one, other), (other, one))
    ]
    complete = _complete(engine)
    for rows in alone:
        for row in rows:
            until = complete.get(str(row["iri"]), "")
            row["unknown"] = day is None or day.isoformat() > until
    told |= {
        "a": sides[0].thing.value.rpartition("/")[2],
        "b": sides[1].thing.value.rpartition("/")[2],
        "sides": sides,
        "shared": shared,
        "pacts": pacts,
        "summits": summits,
        "alone": alone,
        "notes": tuple(notes),
    }
    return "compare.html", told


def _ties(side: Profile, title: str) -> dict[Iri, list[Tie]]:
    """Return the ties of a group by what they lead to; a pact is itself what they lead to."""
    found: dict[Iri, list[Tie]] = {}
    for group in side.groups:
        for tie in group.ties if group.title == title else ():
            found.setdefault(tie.evidence if title == "Pacts" else tie.to[0], []).append(tie)
    return found


def _attended(engine: Engine, side: Profile) -> dict[Iri, list[Tie]]:
    """Return the ties to summits of which a source says that the polity was there."""
    found = _ties(side, "Summits")
    claims = read(engine, (tie.evidence for ties in found.values() for tie in ties))
    there = {
        one: [tie for tie in ties if _THERE in claims[tie.evidence].things(COMITY.status)]
        for one, ties in found.items()
    }
    return {one: ties for one, ties in there.items() if ties}


def _row(
    asked: Asked, sides: list[Profile], columns: tuple[list[Tie], ...], to: Iri, notes: Footnotes
) -> _Row:
    """Return a row: how each column is tied to a thing, and the sources that say so."""
    cited = [
        one
        for ties in columns
        for tie in ties
        for one in next(side.cited[tie.evidence] for side in sides if tie.evidence in side.cited)
    ]
    return {
        "iri": to.value,
        "name": columns[0][0].label,
        "path": page_of(to.value),
        "hows": [tuple(dict.fromkeys(_how(asked, tie) for tie in ties)) for ties in columns],
        "marks": notes.marks(cited),
    }


def _how(asked: Asked, tie: Tie) -> str:
    return " · ".join(part for part in (tie.how, when(asked, tie)) if part)


def _complete(engine: Engine) -> dict[str, str]:
    """Return the things whose coverage is complete, and the day up to which it is."""
    found: dict[str, str] = {}
    for evidence, _, value in engine.triples(predicate=COMITY.isComplete):
        if value.value not in ("true", "1") or not isinstance(evidence, Iri):
            continue
        days = [one.value for _, _, one in engine.triples(evidence, COMITY.asOf)]
        for _, _, covers in engine.triples(evidence, COMITY.covers):
            found[covers.value] = max(days, default="")
    return found


def _polities(engine: Engine, asked: Asked) -> list[tuple[str, str]]:
    things = {
        one
        for one, _, _ in engine.triples(predicate=COMITY.polityKind)
        if isinstance(one, Iri) and one.value.startswith(f"{ID}polity/")
    }
    names = Names(engine, things, asked.language)
    pairs = [(one.value.rpartition("/")[2], names[one]) for one in things]
    return sorted(pairs, key=lambda pair: (pair[1].casefold(), pair[0]))
