"""Turns what a caller writes for a thing, a date or a number into the term it means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from weakref import WeakKeyDictionary

from comity.errors import AmbiguousThing, BadParameter, UnknownThing
from comity.iris import COMITY, DCTERMS, ID, RDFS, SCHEME, SKOS, key_of, term
from comity.query.names.labels import Labels, most_alike, nearest, pieces_of
from comity.store.engines.interface import Engine
from comity.store.snapshot.name_index import KEY, opened
from comity.terms import XSD, Iri, Literal, Term, quoted, typed
from comity.text import spelling

THINGS = ("polity", "initiative", "summit", "pact", "list", "entity", "authority", "rule", "source")
_DURATION = re.compile(r"P(?=[\dT])(\d+Y)?(\d+M)?(\d+D)?\Z")
_TITLE = DCTERMS + "title"  # sources have titles; what is named by its title is not meant
_LABELS = f"<{SKOS}prefLabel>|<{SKOS}altLabel>|<{COMITY}weakAlias>|<{COMITY}officialName>"


# What a text proved to mean as a kind, for each engine whose store stays as it is.
_MEANT: WeakKeyDictionary[Engine, dict[tuple[str, str], Iri]] = WeakKeyDictionary()
_MOST_MEANT = 4096


def resolve(engine: Engine, name: str, kind: str, said: str) -> Term:
    """Return the term that ``said`` means as the value of the parameter ``name`` of that kind.

    A thing may be given as its key, its IRI, a label or alias in any language, and a polity as an
    ISO code too. Raises UnknownThing with the nearest matches, AmbiguousThing with all of them,
    and BadParameter for a date, number or duration that is none.
    """
    if kind == "date":
        return _date(name, said)
    if kind == "integer":
        return _integer(name, said)
    if kind == "duration":
        if not _DURATION.match(said):
            raise BadParameter(
                f"{name}: '{said}' is no duration of years, months and days.",
                "Give it by ISO 8601, for example P6M (six months) or P10D (ten days).",
            )
        return Literal(said)  # as plain text: not every engine reads xsd:duration
    if not engine.settled:
        return _named(engine, name, kind, said)
    meant = _MEANT.setdefault(engine, {})
    found = meant.get((kind, said))
    if found is None:
        found = _named(engine, name, kind, said)
        if len(meant) >= _MOST_MEANT:
            meant.clear()
        meant[kind, said] = found
    return found


def find(engine: Engine, said: str) -> Iri:
    """Return the thing of any kind that ``said`` means; see :func:`resolve`."""
    return _thing(engine, "thing", "thing", said)


def _named(engine: Engine, name: str, kind: str, said: str) -> Iri:
    if kind == "claim-kind":
        return _claim_kind(engine, name, said)
    if kind in (*THINGS, "thing"):
        return _thing(engine, name, kind, said)
    return _concept(engine, name, kind, said)


def legal_values(engine: Engine, kind: str) -> tuple[str, ...]:
    """Return the keys of all things or concepts of a kind, sorted; none for dates and numbers."""
    if kind in ("date", "integer", "duration"):
        return ()
    if kind == "claim-kind":
        return tuple(sorted(_claim_kinds(engine)))
    if kind in (*THINGS, "thing"):
        kinds = THINGS if kind == "thing" else (kind,)
        return tuple(sorted({key_of(thing.value) for thing, _ in _labels(engine, kinds)}))
    return tuple(sorted(_concepts(engine, kind)))


def _date(name: str, said: str) -> Literal:
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", said, re.ASCII):
            raise ValueError(said)
        date.fromisoformat(said)
    except ValueError:
        raise BadParameter(
            f"{name}: '{said}' is not a day.", "Give a full ISO date, for example 2023-04-01."
        ) from None
    return typed(said, "date")


def _integer(name: str, said: str) -> Literal:
    if not re.fullmatch(r"-?\d{1,18}", said, re.ASCII):
        raise BadParameter(
            f"{name}: '{said}' is not a whole number.", "Give digits only, for example 5."
        )
    return Literal(str(int(said)), XSD + "integer")


def _claim_kinds(engine: Engine) -> dict[str, Iri]:
    claims = engine.triples(predicate=Iri(RDFS + "subClassOf"), value=term("Claim"))
    found = [one for one, _, _ in claims if isinstance(one, Iri)]
    return {key_of(one.value): one for one in (*found, term("Claim"))}


def _claim_kind(engine: Engine, name: str, said: str) -> Iri:
    known = _claim_kinds(engine)
    for key, found in known.items():
        if said.casefold() in (key.casefold(), found.value.casefold()):
            return found
    raise UnknownThing(
        f"{name}: there is no kind of claim '{said}'.",
        f"Give one of {', '.join(sorted(known))}.",
        nearest(said, known),
    )


def _concepts(engine: Engine, scheme: str) -> dict[str, Iri]:
    home = Iri(f"{SCHEME}{scheme}")
    found = engine.triples(predicate=Iri(SKOS + "inScheme"), value=home)
    return {key_of(one.value): one for one, _, _ in found if isinstance(one, Iri)}


def _concept(engine: Engine, name: str, scheme: str, said: str) -> Iri:
    known = _concepts(engine, scheme)
    for found in (known.get(said), next((c for c in known.values() if c.value == said), None)):
        if found is not None:
            return found
    for found in known.values():
        labels = engine.triples(subject=found, predicate=Iri(SKOS + "prefLabel"))
        if any(spelling(label.value) == spelling(said) for _, _, label in labels):
            return found
    raise UnknownThing(
        f"{name}: there is no {scheme.replace('-', ' ')} '{said}'.",
        f"Give one of {', '.join(sorted(known))}.",
        nearest(said, known),
    )


def _thing(engine: Engine, name: str, kind: str, said: str) -> Iri:
    kinds = THINGS if kind == "thing" else (kind,)
    direct = _direct(kinds, said)
    found = [one for one in direct if _is_there(engine, one)]
    if not found and "polity" in kinds:
        found = list(_by_code(engine, said))
    if not found:
        found = _by_label(engine, kinds, said)
    if len(found) == 1:
        return found[0]
    called = "thing" if kind == "thing" else kind
    if found:
        keys = tuple(sorted(one.value.removeprefix(ID) for one in found))
        raise AmbiguousThing(
            f"{name}: '{said}' is the name of {len(keys)} {_plural(called)}.",
            f"Give the key of one of them: {', '.join(keys[:8])}.",
            keys,
        )
    close = _near(engine, kinds, said)
    told = " or ".join(f"{key} ({label})" for key, label in close.items())
    remedy = f"Did you mean {told}?" if told else "See what there is with: comity search TEXT"
    raise UnknownThing(f"{name}: there is no {called} '{said}' in the graph.", remedy, tuple(close))


def _direct(kinds: tuple[str, ...], said: str) -> Iterator[Iri]:
    """Give the IRIs that ``said`` may stand for as it is: an IRI, ``kind/key``, or a key."""
    if said.startswith(ID) or re.match(r"<?https?://", said):
        iri = said.strip("<>")
        if any(iri.startswith(f"{ID}{kind}/") for kind in kinds):
            yield Iri(iri)
        return
    if not re.fullmatch(r"[A-Za-z0-9._~/-]+", said):
        return
    if said.partition("/")[0] in kinds:
        yield Iri(ID + said)
    for kind in kinds:
        yield Iri(f"{ID}{kind}/{said}")


def _is_there(engine: Engine, iri: Iri) -> bool:
    return next(engine.triples(subject=iri), None) is not None


def _by_code(engine: Engine, said: str) -> Iterator[Iri]:
    if not re.fullmatch(r"[A-Za-z]{2,3}|\d{3}", said):
        return
    scheme = {2: "alpha-2", 3: "alpha-3"}[len(said)] if said.isalpha() else "numeric"
    node = Iri(f"{ID}identifier/iso-3166-1-{scheme}/{said.upper()}")
    for owner, _, _ in engine.triples(predicate=term("identifier"), value=node):
        if isinstance(owner, Iri):
            yield owner


def _labels(engine: Engine, kinds: tuple[str, ...]) -> Iterator[tuple[Iri, str]]:
    places = " || ".join(f"STRSTARTS(STR(?thing), {quoted(f'{ID}{kind}/')})" for kind in kinds)
    answer = engine.select(
        f"SELECT ?thing ?label WHERE {{ ?thing {_LABELS} ?label . FILTER({places}) }}"
    )
    for thing, label in answer.rows:
        if isinstance(thing, Iri) and isinstance(label, Literal):
            yield thing, label.value


def _by_label(engine: Engine, kinds: tuple[str, ...], said: str) -> list[Iri]:
    target = spelling(said)
    if not target:
        return []
    with opened(engine.beside) as index:
        if index is not None:
            named = (one for one in index.equal(target) if one.property not in (KEY, _TITLE))
            return sorted({one.thing for one in named if _kind(one.thing) in kinds})
    return sorted({thing for thing, label in _labels(engine, kinds) if spelling(label) == target})


def _near(engine: Engine, kinds: tuple[str, ...], said: str) -> dict[str, str]:
    """Return the keys that are like ``said``, or whose label is, each with a label."""
    keys: dict[str, str] = {}
    labels: dict[str, str] = {}
    for thing, label in sorted(_like(engine, kinds, said)):
        key = key_of(thing.value)
        labels.setdefault(key, label)
        keys.setdefault(label, key)
        keys.setdefault(key, key)
    found = ((keys[name], name) for name in nearest(said, keys))
    return {key: labels[key] if name == key else name for key, name in found}


def _like(engine: Engine, kinds: tuple[str, ...], said: str) -> list[tuple[Iri, str]]:
    """Return the things whose key or label is much like ``said``, each with a label."""
    pieces, label = pieces_of(said), Labels(engine)
    found: list[tuple[str, Iri, str]] = []  # a spelling, the thing, and its label where it is one
    with opened(engine.beside) as index:
        if index is not None:
            for one in index.having_any(pieces):
                if one.property != _TITLE and _kind(one.thing) in kinds:
                    name = "" if one.property == KEY else one.label.value
                    found.append((one.spelling, one.thing, name))
        else:
            for thing, name in _labels(engine, kinds):
                found.append((spelling(name), thing, name))
                found.append((spelling(key_of(thing.value)), thing, ""))
    alike = set(most_alike(pieces, {spelt for spelt, _, _ in found}))
    return [(thing, name or label(thing)) for spelt, thing, name in found if spelt in alike]


def _kind(thing: Iri) -> str:
    return thing.value.removeprefix(ID).partition("/")[0]


def _plural(noun: str) -> str:
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
