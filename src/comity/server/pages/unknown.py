"""What is known of a thing and what is not: completeness, days, and what nobody states."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from comity.query.completeness import Coverage
from comity.query.footnotes import Footnotes
from comity.query.profile import Profile
from comity.server.pages.asked import Asked

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
        yield part, _covered(asked, told, one), notes.marks(told.cited[one.evidence])
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


def _covered(asked: Asked, told: Profile, one: Coverage) -> str:
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
