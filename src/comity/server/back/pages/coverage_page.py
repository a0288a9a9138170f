"""What is loaded and how complete it is, and what is known of one thing and what is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from comity.iris import COMITY, SKOS, key_of
from comity.query.claims.citations import Footnotes
from comity.query.claims.coverage import Coverage, contents
from comity.query.claims.profile import Profile
from comity.query.claims.records import Names, kind_of
from comity.server.wire.page_request import Asked, latest_day, page_of
from comity.store.engines.interface import Engine, Row
from comity.store.snapshot.summary import summary_of
from comity.terms import Iri, spoken

Line = tuple[str, str, tuple[int, ...]]  # of what, what is known of that, and the notes for it
_CLAIMS = ("attendance", "designation", "endorsement", "membership", "ownership", "pact")
_LASTING = ("designation", "membership", "ownership", "pact")


def unknown(asked: Asked, told: Profile, notes: Footnotes) -> Iterator[Line]:
    """Give what is stated on completeness, and what a missing row means."""
    say = asked.say
    if told.kind in _CLAIMS:
        yield from _days(asked, told)
    for one in told.coverage:
        part = told.called[one.status] if one.status else _covered_part(asked, told)
        yield part, _covered_in_words(asked, told, one), notes.marks(told.cited[one.evidence])
    if told.kind in ("initiative", "list", "summit"):
        if not told.coverage:
            yield say("Completeness"), say("Nothing is stated: unknown."), ()
        if not told.coverage or any(not one.reaches(told.on) for one in told.coverage):
            yield say("A missing row"), _missing(asked, told), ()
    for reach in told.reach:
        said = say(
            "complete for {complete} of {total}; elsewhere a missing row is unknown, not a no",
            complete=reach.complete,
            total=reach.total,
        )
        part = {"initiative": "Memberships", "summit": "Summits", "list": "Listings"}[reach.kind]
        yield say(part), said, ()
    if told.kind == "polity":
        said = say(
            "Nothing is stated on how complete pacts, declarations and linked entities are: "
            "one without a row is unknown."
        )
        yield say("Other ties"), said, ()
    if told.kind == "entity":
        said = say(
            "Nothing is stated on how complete owners, identities and countries are: "
            "one without a row is unknown."
        )
        yield say("Other ties"), said, ()


def _covered_part(asked: Asked, told: Profile) -> str:
    if told.kind == "initiative":
        return asked.say("Members")
    return asked.say("Entries") if told.kind == "list" else asked.say("Ties")


def _missing(asked: Asked, told: Profile) -> str:
    if told.kind == "list":
        return asked.say("An entity without a row is unknown, not a no.")
    return asked.say("A polity without a row is unknown, not a no.")


def _days(asked: Asked, told: Profile) -> Iterator[Line]:
    """Give whether a claim holds on the day, and which of its days nobody states."""
    say, span = asked.say, told.interval
    if told.on is not None:
        yield say("On {day}", day=told.on), _on(asked, told, told.on), ()
    if told.kind not in _LASTING:
        return
    if not span.begin and span.observed:
        said = say("No source states it; it was so on {day}.", day=span.observed)
        yield say("Beginning"), said, ()
    if not span.end:
        yield say("End"), say("No source states one: whether it still holds is not certain."), ()


def _on(asked: Asked, told: Profile, day: date) -> str:
    span = told.interval
    if span.holds_on(day):
        return asked.say("known to hold")
    if span.known_until and span.known_until <= day.isoformat():
        return asked.say("over since {day}", day=span.known_until)
    return asked.say("not known yet: it is known to hold from {day}", day=span.known_from)


def _covered_in_words(asked: Asked, told: Profile, one: Coverage) -> str:
    said = asked.say("complete") if one.complete else asked.say("incomplete")
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
    return said


_COVERAGE = f"""
SELECT ?subject ?status ?complete ?known ?expected ?day ?note
WHERE {{
  ?coverage <{COMITY}covers> ?subject ; <{COMITY}isComplete> ?complete .
  OPTIONAL {{ ?coverage <{COMITY}coveredStatus> ?status }}
  OPTIONAL {{ ?coverage <{COMITY}knownCount> ?known }}
  OPTIONAL {{ ?coverage <{COMITY}expectedCount> ?expected }}
  OPTIONAL {{ ?coverage <{COMITY}asOf> ?day }}
  OPTIONAL {{ ?coverage <{SKOS}note> ?note }}
}}
ORDER BY ?subject ?status"""
_LISTS = f"""
SELECT ?list ?authority
WHERE {{
  ?list a <{COMITY}DesignationList> .
  OPTIONAL {{ ?list <{COMITY}authority> ?authority }}
}}
ORDER BY ?list ?authority"""
_FIGURES = ("claims", "latest", "now")  # of a list, as a summary has them


def coverage(engine: Engine, asked: Asked) -> tuple[str, Mapping[str, object]]:
    """Tell of each initiative, summit and list how complete it is."""
    kinds: dict[str, list[dict[str, object]]] = {"initiative": [], "summit": [], "list": []}
    for row in _covered(engine, asked):
        kinds.setdefault(str(row["kind"]), []).append(row)
    return "coverage.html", {"day": latest_day(engine), "kinds": kinds}


def lists(engine: Engine, asked: Asked) -> tuple[str, Mapping[str, object]]:
    """Tell which lists are loaded, in which editions, how complete, and where changes are."""
    day = latest_day(engine)
    rows = _asked(engine, _LISTS)
    found = [term for row in rows for term in row[:2] if isinstance(term, Iri)]
    names = Names(engine, found, asked.language)
    known = {row["path"]: row for row in _covered(engine, asked)}
    figures = summary_of(engine).lists
    told = [
        {
            "path": page_of(spoken(one)),
            "key": key_of(spoken(one)),
            "name": names.words(one) if one else "",
            "authority": names.words(keeper) if keeper else "",
            "authority_path": page_of(spoken(keeper)),
            **dict(zip(_FIGURES, figures.get(spoken(one), (0, "", 0)), strict=True)),
            "coverage": known.get(page_of(spoken(one))),
        }
        for one, keeper in rows
    ]
    return "lists.html", {
        "day": day,
        "after": day + timedelta(days=1),
        "rows": sorted(told, key=lambda row: not row["claims"]),
        "held": contents(engine),
    }


def _covered(engine: Engine, asked: Asked) -> list[dict[str, object]]:
    rows = _asked(engine, _COVERAGE)
    found = [term for row in rows for term in row[:2] if isinstance(term, Iri)]
    names = Names(engine, found, asked.language)
    return [
        {
            "kind": kind_of(subject) if isinstance(subject, Iri) else "",
            "path": page_of(spoken(subject)),
            "name": names.words(subject) if subject else "",
            "status": names.words(status) if status else "",
            "complete": spoken(complete) in ("true", "1"),
            "known": spoken(known),
            "expected": spoken(expected),
            "as_of": spoken(day),
            "note": spoken(note),
        }
        for subject, status, complete, known, expected, day, note in rows
    ]


def _asked(engine: Engine, query: str) -> list[Row]:
    answer = engine.select(query)
    return list(answer.rows)
