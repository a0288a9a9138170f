"""Label blank nodes by what is said of them, so that a graph is always written the same way."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

from comity.terms import Blank, Iri, Quad, Term, n_triples

Fact = tuple[tuple[str, Term], ...]
Colours = dict[Blank, str]


def canonical_labels(quads: Iterable[Quad]) -> dict[Blank, str]:
    """Return ``b0``, ``b1`` … for every blank node, whatever the labels and the order given.

    Blank nodes are told apart by colour refinement, part by connected part; among nodes that
    stay alike one is singled out and the rest refined again. That is canonical for trees, lists
    and all graphs in which nodes that look alike are interchangeable; in the remaining (strongly
    regular) graphs the labels are still right, but may depend on the labels given.
    """
    facts = _facts_by_blank(quads)
    parts = [_part(members, facts) for members in _connected(facts)]
    parts.sort(key=lambda part: part[0])
    return {
        blank: f"b{number}"
        for number, blank in enumerate(blank for _, members in parts for blank in members)
    }


def _facts_by_blank(quads: Iterable[Quad]) -> dict[Blank, list[Fact]]:
    """Return what is said of each blank node: each fact with the roles its terms play."""
    facts: defaultdict[Blank, list[Fact]] = defaultdict(list)
    for subject, predicate, thing, graph in quads:
        mentioned = {term for term in (subject, thing) if isinstance(term, Blank)}
        if not mentioned:
            continue
        fact: Fact = (
            ("s", subject),
            ("p", predicate),
            ("o", thing),
            ("g", graph if graph is not None else Iri("")),
        )
        for blank in mentioned:
            facts[blank].append(fact)
    return dict(facts)


def _connected(facts: dict[Blank, list[Fact]]) -> list[list[Blank]]:
    """Return the blank nodes in groups that no triple joins to one another."""
    groups: list[list[Blank]] = []
    seen: set[Blank] = set()
    for start in facts:
        if start in seen:
            continue
        seen.add(start)
        group = [start]
        for blank in group:
            for fact in facts[blank]:
                for _, term in fact:
                    if isinstance(term, Blank) and term not in seen:
                        seen.add(term)
                        group.append(term)
        groups.append(group)
    return groups


def _part(members: list[Blank], facts: dict[Blank, list[Fact]]) -> tuple[str, list[Blank]]:
    """Return the signature of a connected part and its blank nodes in canonical order."""
    colours = _refine(dict.fromkeys(members, ""), facts)
    while tied := _tied(colours):
        chosen = min(tied, key=lambda blank: blank.value)
        colours = _refine({**colours, chosen: _digest((colours[chosen], "chosen"))}, facts)
    order = sorted(members, key=colours.__getitem__)
    number = {blank: f"{place:09d}" for place, blank in enumerate(order)}
    lines = {_line(fact, number.__getitem__) for blank in members for fact in facts[blank]}
    return "\n".join(sorted(lines)), order


def _tied(colours: Colours) -> list[Blank]:
    """Return the blank nodes of the first colour that more than one node has."""
    counts = Counter(colours.values())
    shared = [colour for colour, count in counts.items() if count > 1]
    if not shared:
        return []
    first = min(shared)
    return [blank for blank, colour in colours.items() if colour == first]


def _refine(colours: Colours, facts: dict[Blank, list[Fact]]) -> Colours:
    """Colour each node by its own colour and its neighbours', until that tells no more apart."""
    distinct = len(set(colours.values()))
    while True:
        finer = {
            blank: _digest(
                (colours[blank], *sorted(_seen_from(blank, fact, colours) for fact in facts[blank]))
            )
            for blank in colours
        }
        now = len(set(finer.values()))
        if now == distinct:
            return finer
        colours, distinct = finer, now


def _seen_from(blank: Blank, fact: Fact, colours: Colours) -> str:
    """Return a fact as text in which ``blank`` is itself and other blank nodes are colours."""
    return _line(fact, lambda other: "self" if other == blank else colours[other])


def _line(fact: Fact, name: Callable[[Blank], str]) -> str:
    return " ".join(
        role + (name(term) if isinstance(term, Blank) else n_triples(term)) for role, term in fact
    )


def _digest(parts: Sequence[str]) -> str:
    return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
