"""The page about a thing: what it is, its ties as of a day, a timeline, what is unknown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from comity.errors import BadParameter, UnknownThing
from comity.iris import DCTERMS, PREFIXES, RDFS, SKOS, key_of, slug
from comity.query.claims.citations import Footnotes
from comity.query.claims.facts import Fact
from comity.query.claims.profile import Profile, profile
from comity.query.claims.records import Names, Record, path_of, read
from comity.query.claims.sentences import mentioned, sentence
from comity.query.claims.ties import Group, Tie, titles_of
from comity.query.library.catalogue import Library
from comity.query.library.rows import Rows
from comity.query.library.run import run
from comity.query.names.labels import short
from comity.query.names.resolve import THINGS, canonical
from comity.server.back.pages.answer_cells import localised
from comity.server.back.pages.coverage_page import unknown
from comity.server.wire.page_request import Asked, day_of, iri_of, latest_day, page_of
from comity.store.engines.interface import Engine
from comity.terms import Iri, Literal, Term, spoken
from comity.vocab import COMITY

# Terms of others that pages show: those vocabularies have no label in the graph.
_OTHERS = {
    RDFS + "isDefinedBy": "Defined by",
    SKOS + "Concept": "Concept",
    SKOS + "ConceptScheme": "Concept scheme",
    SKOS + "broader": "Broader concept",
    SKOS + "closeMatch": "Close match elsewhere",
    SKOS + "definition": "Definition",
    SKOS + "hasTopConcept": "Top concepts",
    SKOS + "inScheme": "In the scheme",
    SKOS + "notation": "Notation",
    SKOS + "note": "Note",
    SKOS + "scopeNote": "Scope note",
    SKOS + "topConceptOf": "Top concept of",
    DCTERMS + "license": "Licence",
    PREFIXES["dcat"] + "Catalog": "Catalogue",
    PREFIXES["dcat"] + "Dataset": "Data set",
    PREFIXES["dcat"] + "dataset": "Data sets",
    PREFIXES["prov"] + "wasDerivedFrom": "Derived from",
}
_NOTATION = Iri(SKOS + "notation")


def word_of(asked: Asked, iri: Iri, name: str) -> str:
    """Return what to call a class or property: its name, or ours where it is a term of others."""
    ours = _OTHERS.get(iri.value)
    return asked.say(ours) if ours else name


def classes_of(asked: Asked, told: Profile) -> list[str]:
    """Return what a thing is called by its classes, as its profile has them."""
    others = {short(iri): asked.say(words) for iri, words in _OTHERS.items()}
    return [others.get(name, name) for name in told.classes]


def title_of(engine: Engine, told: Profile, record: Record) -> str:
    """Return the name of a thing; of what has none, the sentence that it says."""
    if told.label != short(told.thing.value):
        return told.label
    wanted = mentioned(record) | set(record.things(*record.says))
    names = Names(engine, wanted, told.called.language)
    said = sentence(record, names)
    if said != told.label:
        return said[:1].upper() + said[1:]
    sort = " · ".join(told.classes)
    parts = record.things(COMITY.scheme, COMITY.source, COMITY.act)
    name = " ".join([names.list(parts), *(spoken(one) for one in record.all(_NOTATION))]).strip()
    return f"{sort}: {name or key_of(told.thing.value)}"


def events(engine: Engine, asked: Asked, told: Profile, day: date | None) -> list[dict[str, str]]:
    """Return what happened around a thing up to the day, the latest first, each event once."""
    end = ((day or latest_day(engine)) + timedelta(days=1)).isoformat()
    given = {"thing": told.thing.value, "from": "1900-01-01", "to": end}
    found = run(engine, Library.shipped().find("timeline"), given)
    assert isinstance(found, Rows)
    once: dict[tuple[str, ...], dict[str, str]] = {}
    for row, label in zip(found.dicts(), localised(engine, asked, found), strict=True):
        said = {name: row[name] or "" for name in ("date", "event", "claim")}
        once[said["date"], said["event"], label] = {
            "date": said["date"],
            "event": asked.called("cells", said["event"]),
            "label": label,
            "path": page_of(said["claim"]),
        }
    return list(once.values())[::-1]


_SIZE = 100  # ties of one kind on a page
_EVENTS = 40
_TIMED = ("polity", "entity", "initiative", "summit", "list", "pact", "rule")
_UNDATED = ("scheme", "graph", "authority", "citation", "identifier", "coverage", "rowcount")


def thing(engine: Engine, asked: Asked) -> tuple[str, Mapping[str, object]]:
    """Return the page; raises UnknownThing where nothing is known of it."""
    stated = _found(engine, asked.path)
    iri = canonical(engine, stated)
    path = asked.path if iri == stated else path_of(iri)
    kind = path.partition("/")[0]
    day = day_of(engine, asked)
    titles = {slug(title): title for title in titles_of(kind)}
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
        "path": path,
        "key": path.partition("/")[2],
        "entry": key_of(stated.value) if stated != iri else "",
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
