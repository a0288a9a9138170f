"""The pages on the site itself: home, reuse, search, network and ontology."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from html import escape
from importlib.metadata import version
from urllib.parse import quote

from comity.errors import BadParameter
from comity.iris import COMITY, OWL, RDFS, SCHEME, SKOS, key_of
from comity.network.choice import read_choice
from comity.network.page import entries_left, write
from comity.network.ties import Kind
from comity.query.claims.coverage import contents
from comity.query.claims.records import TYPE, Names, Record, read
from comity.query.library.catalogue import Library
from comity.query.names.resolve import THINGS
from comity.query.names.search import Hit, search, suggestions
from comity.server.wire.page_request import Asked, latest_day, page_of
from comity.store.engines.interface import Engine
from comity.terms import Iri, Literal, Text, spoken

_SHOWN = ("State", "Summit", "Initiative", "Pact", "DesignationList", "Company", "Source")
_LICENCES = {
    "https://creativecommons.org/licenses/by/4.0/": "CC BY 4.0",
    "https://creativecommons.org/publicdomain/zero/1.0/": "CC0 1.0",
}


def home(engine: Engine, asked: Asked) -> tuple[str, Mapping[str, object]]:
    """Say what this is, what is loaded, and where to begin."""
    held = contents(engine)
    names = Names(engine, (Iri(COMITY + key) for key in _SHOWN), asked.language)
    counts = {key: number for key, _, number in held.classes}
    return "home.html", {
        "day": held.latest or latest_day(engine),
        "counts": [(names[Iri(COMITY + key)], counts[key]) for key in _SHOWN if key in counts],
        "held": held,
        "questions": len(Library.shipped().names()),
    }


def about(engine: Engine, asked: Asked) -> tuple[str, Mapping[str, object]]:
    """Say how to cite, under which terms, and how complete it is."""
    held = contents(engine)
    licences: dict[str, int] = {}
    for graph in held.graphs:
        if graph.licence:
            licences[graph.licence] = licences.get(graph.licence, 0) + 1
    return "about.html", {
        "day": held.latest or latest_day(engine),
        "held": held,
        "version": version("comity"),
        "licences": [(one, _LICENCES.get(one, one), licences[one]) for one in sorted(licences)],
        "terms": sorted({(one.title, one.licence) for one in held.imports}),
    }


_SIZE = 50  # things on a page
_SCHEMES = Iri(f"{SCHEME}identifier-scheme")


def find(engine: Engine, asked: Asked) -> tuple[str, Mapping[str, object]]:
    """Show what is called so."""
    said, kind, number = asked.field("q"), asked.field("kind") or None, asked.number("page")
    found = search(engine, said, kind, number * _SIZE) if said else None
    total = found.total if found else 0
    pages = asked.within(number, -(-total // _SIZE))
    hits = found.hits[(number - 1) * _SIZE :] if found else ()
    return "search.html", {
        "day": latest_day(engine),
        "said": said,
        "kind": kind or "",
        "kinds": THINGS,
        "hits": list(_hits(engine, asked, hits)),
        "total": total,
        "first": (number - 1) * _SIZE + 1,
        "number": number,
        "pages": pages,
        "before": asked.again(page=str(number - 1)) if number > 1 else "",
        "after": asked.again(page=str(number + 1)) if number < pages else "",
        "close": suggestions(engine, said, kind) if said and not total else (),
    }


def _hits(engine: Engine, asked: Asked, hits: Iterable[Hit]) -> Iterable[dict[str, object]]:
    names = Names(engine, (hit.thing for hit in hits), asked.language)
    schemes = _schemes(engine, asked) if asked.language != "en" else {}
    for hit in hits:
        yield {
            "path": page_of(hit.thing.value),
            "label": names[hit.thing],
            "kind": hit.kind,
            "matched": Text(hit.matched, hit.language),
            "sort": schemes.get(hit.sort) or asked.say(hit.sort),
        }


def _schemes(engine: Engine, asked: Asked) -> dict[str, str]:
    """Return what schemes of codes are called on the page, by what the search calls them."""
    members = engine.triples(predicate=Iri(f"{SKOS}inScheme"), value=_SCHEMES)
    found = [one for one, _, _ in members if isinstance(one, Iri)]
    english, ours = Names(engine, found), Names(engine, found, asked.language)
    return {english[one]: ours[one] for one in found}


_TIES = ("membership", "attendance", "pact", "designation")
_ONE = ("on", "form", "weight", "backbone", "since", "until")
_MANY = ("tie", "role", "area", "region", "initiative_kind")
_KNOWN = (*_ONE, *_MANY, "least", "lang")


def page(engine: Engine, asked: Asked) -> str:
    """Return the page; raises BadParameter for a filter that there is not."""
    unknown = sorted({name for name, _ in asked.fields} - set(_KNOWN))
    if unknown:
        raise BadParameter(
            f"The network has no filter '{unknown[0][:40]}'.", f"Give {', '.join(_KNOWN)}."
        )
    one = {name: asked.field(name) or None for name in _ONE}
    many = {name: [said for key, said in asked.fields if key == name and said] for name in _MANY}
    least = asked.field("least", "1")
    if not (least.isascii() and least.isdigit() and len(least) < 7):
        raise BadParameter(f"least: '{least[:20]}' is not a whole number.", "Give 1 or more.")
    choice = read_choice(
        engine,
        tie=many["tie"] or ("membership",),
        on=one["on"],
        form=one["form"] or "polities",
        weight=one["weight"],
        least=int(least),
        role=many["role"],
        area=many["area"],
        region=many["region"],
        initiative_kind=many["initiative_kind"],
        backbone=one["backbone"],
        since=one["since"],
        until=one["until"],
    )
    if Kind.DESIGNATION in choice.kinds:
        left = entries_left(engine, replace(choice, kinds=()))
        if left:
            raise BadParameter(
                f"The page of the network cannot hold the {left:,} entries of lists.",
                "Ask for other ties here, or ask a question of the library about listings.",
            )
    back = (
        f'<nav lang="{asked.language}" aria-label="{escape(asked.say("Site"))}">'
        f'<a href="{escape(asked.link("/"))}">comity: {escape(asked.say("all pages"))}</a></nav>'
    )
    opening = f'<html lang="en" data-language="{asked.language}"'  # the script reads the second
    made = write(engine, choice).replace('<html lang="en"', opening, 1)
    return made.replace("<body>\n", f"<body>\n{back}\n", 1)


_KINDS = {
    "section-classes": (f"{OWL}Class",),
    "section-properties": (f"{OWL}ObjectProperty", f"{OWL}DatatypeProperty"),
}
_PARENTS = (Iri(f"{RDFS}subClassOf"), Iri(f"{RDFS}subPropertyOf"))
_RANGES = (Iri(f"{RDFS}range"), Iri("https://schema.org/rangeIncludes"))
_DOMAINS = (Iri(f"{RDFS}domain"), Iri("https://schema.org/domainIncludes"))


def ontology(engine: Engine, asked: Asked) -> tuple[str, Mapping[str, object]]:
    """Return every term and every scheme, with anchors."""
    sections = []
    titles = asked.say("Classes"), asked.say("Properties")
    for title, (anchor, classes) in zip(titles, _KINDS.items(), strict=True):
        found = {
            one
            for name in classes
            for one, _, _ in engine.triples(predicate=TYPE, value=Iri(name))
            if isinstance(one, Iri) and one.value.startswith(COMITY)
        }
        sections.append((anchor, title, _terms(engine, asked, found)))
    schemes = {
        one
        for one, _, _ in engine.triples(predicate=TYPE, value=Iri(f"{SKOS}ConceptScheme"))
        if isinstance(one, Iri) and one.value.startswith(SCHEME)
    }
    names = Names(engine, schemes, asked.language)
    told = []
    for scheme in sorted(schemes):
        members = {
            one
            for one, _, _ in engine.triples(predicate=Iri(f"{SKOS}inScheme"), value=scheme)
            if isinstance(one, Iri)
        }
        told.append((key_of(scheme.value), names[scheme], _terms(engine, asked, members)))
    return "ontology.html", {"day": latest_day(engine), "sections": sections, "schemes": told}


def _terms(engine: Engine, asked: Asked, found: set[Iri]) -> list[dict[str, object]]:
    records = read(engine, found)
    others = {
        value
        for record in records.values()
        for value in record.things(*_PARENTS, *_RANGES, *_DOMAINS)
    }
    names = Names(engine, found | others, asked.language)
    return [
        {
            "key": key_of(one.value),
            "name": names[one],
            "definition": _worded(record, "definition", asked.language),
            "example": _worded(record, "example", asked.language),
            "links": [
                (words, [(names[value], _place(asked, value)) for value in values])
                for words, properties in (
                    (asked.say("Is a kind of"), _PARENTS),
                    (asked.say("From"), _DOMAINS),
                    (asked.say("To"), _RANGES),
                )
                if (values := record.things(*properties))
            ],
        }
        for one, record in sorted(records.items())
    ]


def _place(asked: Asked, iri: Iri) -> str:
    if iri.value.startswith(COMITY):
        return f"#{quote(key_of(iri.value))}"
    path = page_of(iri.value)
    return asked.link(path) if path.startswith("/doc/") else ""


def _worded(record: Record, name: str, language: str) -> str:
    said = [one for one in record.all(Iri(SKOS + name)) if isinstance(one, Literal)]
    said.sort(key=lambda one: (one.language != language, one.language != "en"))
    return spoken(said[0]) if said else ""
