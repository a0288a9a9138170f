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
_CANONICAL = term("canonical")
_TITLE = DCTERMS + "title"  # sources have titles; what is named by its title is not meant
_LABELS = f"<{SKOS}prefLabel>|<{SKOS}altLabel>|<{COMITY}weakAlias>|<{COMITY}officialName>"


# What a text proved to mean as a kind, for each engine whose store stays as it is.
_MEANT: WeakKeyDictionary[Engine, dict[tuple[str, str], Iri]] = WeakKeyDictionary()
_MOST_MEANT = 4096


def resolve(engine: Engine, name: str, kind: str, text: str) -> Term:
    """Return the term that ``text`` means as the value of the parameter ``name`` of that kind.

    A thing may be given as its key, its IRI, a label or alias in any language, and a polity as an
    ISO code too. Raises UnknownThing with the nearest matches, AmbiguousThing with all of them,
    and BadParameter for a date, number or duration that is none.
    """
    if kind == "date":
        return _date(name, text)
    if kind == "integer":
        return _integer(name, text)
    if kind == "duration":
        if not _DURATION.match(text):
            raise BadParameter(
                f"{name}: '{text}' is no duration of years, months and days.",
                "Give it by ISO 8601, for example P6M (six months) or P10D (ten days).",
            )
        return Literal(text)  # as plain text: not every engine reads xsd:duration
    if not engine.settled:
        return _named(engine, name, kind, text)
    known = _MEANT.setdefault(engine, {})
    iri = known.get((kind, text))
    if iri is None:
        iri = _named(engine, name, kind, text)
        if len(known) >= _MOST_MEANT:
            known.clear()
        known[kind, text] = iri
    return iri


def find(engine: Engine, text: str) -> Iri:
    """Return the thing of any kind that ``text`` means; see :func:`resolve`."""
    return _thing(engine, "thing", "thing", text)


def _named(engine: Engine, name: str, kind: str, text: str) -> Iri:
    if kind == "claim-kind":
        return _claim_kind(engine, name, text)
    if kind in (*THINGS, "thing"):
        return _thing(engine, name, kind, text)
    return _concept(engine, name, kind, text)


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


def _date(name: str, text: str) -> Literal:
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            raise ValueError(text)
        date.fromisoformat(text)
    except ValueError:
        raise BadParameter(
            f"{name}: '{text}' is not a day.", "Give a full ISO date, for example 2023-04-01."
        ) from None
    return typed(text, "date")


def _integer(name: str, text: str) -> Literal:
    if not re.fullmatch(r"-?\d{1,18}", text, re.ASCII):
        raise BadParameter(
            f"{name}: '{text}' is not a whole number.", "Give digits only, for example 5."
        )
    return Literal(str(int(text)), XSD + "integer")


def _claim_kinds(engine: Engine) -> dict[str, Iri]:
    claims = engine.triples(predicate=Iri(RDFS + "subClassOf"), value=term("Claim"))
    kinds = [iri for iri, _, _ in claims if isinstance(iri, Iri)]
    return {key_of(iri.value): iri for iri in (*kinds, term("Claim"))}


def _claim_kind(engine: Engine, name: str, text: str) -> Iri:
    kinds = _claim_kinds(engine)
    for key, iri in kinds.items():
        if text.casefold() in (key.casefold(), iri.value.casefold()):
            return iri
    raise UnknownThing(
        f"{name}: there is no kind of claim '{text}'.",
        f"Give one of {', '.join(sorted(kinds))}.",
        nearest(text, kinds),
    )


def _concepts(engine: Engine, scheme: str) -> dict[str, Iri]:
    scheme_iri = Iri(f"{SCHEME}{scheme}")
    members = engine.triples(predicate=Iri(SKOS + "inScheme"), value=scheme_iri)
    return {key_of(iri.value): iri for iri, _, _ in members if isinstance(iri, Iri)}


def _concept(engine: Engine, name: str, scheme: str, text: str) -> Iri:
    concepts = _concepts(engine, scheme)
    for iri in (concepts.get(text), next((c for c in concepts.values() if c.value == text), None)):
        if iri is not None:
            return iri
    for iri in concepts.values():
        labels = engine.triples(subject=iri, predicate=Iri(SKOS + "prefLabel"))
        if any(spelling(label.value) == spelling(text) for _, _, label in labels):
            return iri
    raise UnknownThing(
        f"{name}: there is no {scheme.replace('-', ' ')} '{text}'.",
        f"Give one of {', '.join(sorted(concepts))}.",
        nearest(text, concepts),
    )


def _thing(engine: Engine, name: str, kind: str, text: str) -> Iri:
    kinds = THINGS if kind == "thing" else (kind,)
    stated = [iri for iri in _direct(kinds, text) if _is_there(engine, iri)]
    matches = list(dict.fromkeys(canonical(engine, iri) for iri in stated))
    if not matches and "polity" in kinds:
        matches = list(_by_code(engine, text))
    if not matches:
        matches = _by_label(engine, kinds, text)
    if len(matches) == 1:
        return matches[0]
    noun = "thing" if kind == "thing" else kind
    if matches:
        keys = tuple(sorted(iri.value.removeprefix(ID) for iri in matches))
        raise AmbiguousThing(
            f"{name}: '{text}' is the name of {len(keys)} {_plural(noun)}.",
            f"Give the key of one of them: {', '.join(keys[:8])}.",
            keys,
        )
    close = _near(engine, kinds, text)
    suggestion = " or ".join(f"{key} ({label})" for key, label in close.items())
    remedy = (
        f"Did you mean {suggestion}?"
        if suggestion
        else "See what there is with: comity search TEXT"
    )
    raise UnknownThing(f"{name}: there is no {noun} '{text}' in the graph.", remedy, tuple(close))


def _direct(kinds: tuple[str, ...], text: str) -> Iterator[Iri]:
    """Give the IRIs that ``text`` may stand for as it is: an IRI, ``kind/key``, or a key."""
    if text.startswith(ID) or re.match(r"<?https?://", text):
        iri = text.strip("<>")
        if any(iri.startswith(f"{ID}{kind}/") for kind in kinds):
            yield Iri(iri)
        return
    if not re.fullmatch(r"[A-Za-z0-9._~/-]+", text):
        return
    if text.partition("/")[0] in kinds:
        yield Iri(ID + text)
    for kind in kinds:
        yield Iri(f"{ID}{kind}/{text}")


def _is_there(engine: Engine, iri: Iri) -> bool:
    return next(engine.triples(subject=iri), None) is not None


def canonical(engine: Engine, iri: Iri) -> Iri:
    """Return the entity that stands for all of the cluster of an entity; any other thing itself."""
    if not iri.value.startswith(f"{ID}entity/"):
        return iri
    for _, _, value in engine.triples(subject=iri, predicate=_CANONICAL):
        if isinstance(value, Iri):
            return value
    return iri


def _by_code(engine: Engine, text: str) -> Iterator[Iri]:
    if not re.fullmatch(r"[A-Za-z]{2,3}|\d{3}", text):
        return
    scheme = {2: "alpha-2", 3: "alpha-3"}[len(text)] if text.isalpha() else "numeric"
    node = Iri(f"{ID}identifier/iso-3166-1-{scheme}/{text.upper()}")
    for owner, _, _ in engine.triples(predicate=term("identifier"), value=node):
        if isinstance(owner, Iri):
            yield owner


def _labels(engine: Engine, kinds: tuple[str, ...]) -> Iterator[tuple[Iri, str]]:
    of_kinds = " || ".join(f"STRSTARTS(STR(?thing), {quoted(f'{ID}{kind}/')})" for kind in kinds)
    answer = engine.select(
        f"SELECT ?thing ?label WHERE {{ ?thing {_LABELS} ?label . FILTER({of_kinds}) }}"
    )
    for thing, label in answer.rows:
        if isinstance(thing, Iri) and isinstance(label, Literal):
            yield thing, label.value


def _by_label(engine: Engine, kinds: tuple[str, ...], text: str) -> list[Iri]:
    target = spelling(text)
    if not target:
        return []
    with opened(engine.beside) as index:
        if index is not None:
            entries = (
                entry for entry in index.equal(target) if entry.property not in (KEY, _TITLE)
            )
            return sorted({entry.thing for entry in entries if _kind(entry.thing) in kinds})
    return sorted({thing for thing, label in _labels(engine, kinds) if spelling(label) == target})


def _near(engine: Engine, kinds: tuple[str, ...], text: str) -> dict[str, str]:
    """Return the keys that are like ``text``, or whose label is, each with a label."""
    keys: dict[str, str] = {}
    labels: dict[str, str] = {}
    for thing, label in sorted(_like(engine, kinds, text)):
        key = key_of(thing.value)
        labels.setdefault(key, label)
        keys.setdefault(label, key)
        keys.setdefault(key, key)
    close = ((keys[name], name) for name in nearest(text, keys))
    return {key: labels[key] if name == key else name for key, name in close}


def _like(engine: Engine, kinds: tuple[str, ...], text: str) -> list[tuple[Iri, str]]:
    """Return the things whose key or label is much like ``text``, each with a label."""
    pieces, label = pieces_of(text), Labels(engine)
    candidates: list[
        tuple[str, Iri, str]
    ] = []  # a spelling, the thing, and its label where it is one
    with opened(engine.beside) as index:
        if index is not None:
            for entry in index.having_any(pieces):
                if entry.property != _TITLE and _kind(entry.thing) in kinds:
                    name = "" if entry.property == KEY else entry.label.value
                    candidates.append((entry.spelling, entry.thing, name))
        else:
            for thing, name in _labels(engine, kinds):
                candidates.append((spelling(name), thing, name))
                candidates.append((spelling(key_of(thing.value)), thing, ""))
    closest = set(most_alike(pieces, {candidate for candidate, _, _ in candidates}))
    return [
        (thing, name or label(thing))
        for candidate, thing, name in candidates
        if candidate in closest
    ]


def _kind(thing: Iri) -> str:
    return thing.value.removeprefix(ID).partition("/")[0]


def _plural(noun: str) -> str:
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
