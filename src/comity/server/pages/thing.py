"""The page about a thing: what it is, its ties as of a day, a timeline, what is unknown."""

from __future__ import annotations

import re
from collections.abc import Mapping

from comity.errors import BadParameter, UnknownThing
from comity.names import slug
from comity.query.facts import Fact
from comity.query.footnotes import Footnotes
from comity.query.profile import Profile, profile
from comity.query.records import read
from comity.query.resolve import THINGS
from comity.query.tiekinds import TIES
from comity.query.ties import Group, Tie
from comity.server.pages.asked import Asked, day_of, iri_of, latest_day, page_of
from comity.server.pages.timeline import events
from comity.server.pages.titles import classes_of, title_of, word_of
from comity.server.pages.unknown import unknown
from comity.store.engine import Engine
from comity.terms import Iri, Literal, Term
from comity.vocab import COMITY

_SIZE = 100  # ties of one kind on a page
_EVENTS = 40
_TIMED = ("polity", "entity", "initiative", "summit", "list", "pact", "rule")
_UNDATED = ("scheme", "graph", "authority", "citation", "identifier", "coverage", "rowcount")


def thing(engine: Engine, asked: Asked) -> tuple[str, Mapping[str, object]]:
    """Return the page; raises UnknownThing where nothing is known of it."""
    iri = _found(engine, asked.path)
    kind = asked.path.partition("/")[0]
    day = day_of(engine, asked)
    titles = {slug(one.title): one.title for one in TIES.get(kind, ())}
    group = titles.get(asked.field("group"), "")
    number = asked.number("page") if group else 1
    told = profile(engine, iri, day, _SIZE, asked.language, (group, (number - 1) * _SIZE))
    notes = Footnotes()
    facts = [_fact(asked, told, one) for one in told.facts]
    fact_marks = notes.marks(told.cited[iri]) if facts or told.summary else ()
    groups = [
        _group(asked, told, one, notes, number if one.title == group else 1) for one in told.groups
    ]
    return "thing.html", {
        "day": day,
        "latest": latest_day(engine),
        "dated": kind not in _UNDATED,
        "told": told,
        "title": title_of(engine, told, read(engine, [iri])[iri]),
        "classes": classes_of(asked, told),
        "path": asked.path,
        "key": asked.path.partition("/")[2],
        "citable": kind in THINGS,
        "facts": facts,
        "fact_marks": fact_marks,
        "groups": groups,
        "unknown": list(unknown(asked, told, notes)),
        "coverage_notes": [one.note for one in told.coverage if one.note],
        "opposed": [
            [
                (sentence, notes.marks(told.cited[claim]), page_of(claim.value))
                for sentence, claim in zip(pair.sentences, pair.claims, strict=True)
            ]
            for pair in told.contradictions
        ],
        "events": events(engine, asked, told, day) if told.kind in _TIMED else None,
        "most_events": _EVENTS,
        "notes": tuple(notes),
    }


def _found(engine: Engine, place: str) -> Iri:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._~/-]*", place) or ".." in place:
        raise BadParameter(f"{place[:80]!a} is no key of a thing.", "Find it with the search.")
    iri = Iri(iri_of(place))
    if next(engine.triples(subject=iri), None) is None:
        raise UnknownThing(f"Nothing is known of {iri.value}.", "Find things with the search.")
    return iri


def when(asked: Asked, tie: Tie) -> str:
    """Return when a tie holds, in words."""
    span, parts = tie.interval, []
    if span.begin:
        parts.append(asked.say(f"{span.begin_word} {{day}}", day=span.begin))
    elif span.observed:
        parts.append(asked.say("seen {day}", day=span.observed))
    if span.end:
        parts.append(asked.say(f"{span.end_word} {{day}}", day=span.end))
    return ("、" if asked.language == "ja" else ", ").join(parts)


def _fact(asked: Asked, told: Profile, fact: Fact) -> dict[str, object]:
    def words(value: Term) -> str:
        if isinstance(value, Literal) and value.value in ("true", "false"):
            return asked.say("yes") if value.value == "true" else asked.say("no")
        said = told.called.words(value)
        return f"{said} %" if fact.property == COMITY.thresholdPercent else said

    name = word_of(asked, fact.property, asked.say(fact.name))
    return {"name": name, "values": [(words(value), _page(value)) for value in fact.values]}


def _page(term: Term) -> str:
    return page_of(term.value) if isinstance(term, Iri) else ""


def _group(
    asked: Asked, told: Profile, group: Group, notes: Footnotes, number: int
) -> dict[str, object]:
    anchor = slug(group.title)
    pages = asked.within(number, -(-group.total // _SIZE))
    return {
        "title": asked.say(group.title),
        "anchor": anchor,
        "total": group.total,
        "elsewhen": group.elsewhen,
        "number": number,
        "pages": pages,
        "before": asked.again(group=anchor, page=str(number - 1)) if number > 1 else "",
        "after": asked.again(group=anchor, page=str(number + 1)) if number < pages else "",
        "hows": any(tie.how for tie in group.ties),
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
