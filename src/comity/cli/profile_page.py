"""Puts the profile of a thing into words and rows, for people."""

from __future__ import annotations

from collections.abc import Iterator

from comity.cli.page import Line, Page, Section
from comity.query.completeness import Coverage
from comity.query.footnotes import Footnotes
from comity.query.profile import Profile
from comity.query.records import path_of
from comity.query.ties import Group

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
