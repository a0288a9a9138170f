"""Reads the ties that lead on from some things: one claim, or dated fact, from thing to thing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from comity.errors import BadParameter
from comity.graph.dates import first_day, last_day
from comity.iris import COUNTRY_PATH, PREFIXES, concept
from comity.query.claims.facts import Interval
from comity.query.names.labels import did_you_mean, nearest
from comity.store.engines.interface import Engine
from comity.terms import Iri, Term, n_triples

_AT_ONCE = 500  # things in one question: an endpoint takes only so long a text
_ATTENDED = n_triples(concept("attendance-status", "attended"))


class Via(StrEnum):
    """A kind of tie that a chain may run through, the closest kinds first."""

    PACT = "pact"
    MEMBERSHIP = "membership"
    LAUNCH = "launch"
    ENDORSEMENT = "endorsement"
    ATTENDANCE = "attendance"
    DESIGNATION = "designation"
    OWNERSHIP = "ownership"
    IDENTITY = "identity"


def kinds_of(names: Iterable[str]) -> tuple[Via, ...]:
    """Return the kinds of tie of these names, all of them without any; raises BadParameter."""
    known = [via.value for via in Via]
    wrong = next((name for name in names if name not in known), None)
    if wrong is not None:
        close = did_you_mean(nearest(wrong, known))
        raise BadParameter(
            f"There is no tie '{wrong}'.", f"{close} Give one of {', '.join(known)}.".strip()
        )
    return tuple(Via(name) for name in names) or tuple(Via)


class Fact(StrEnum):
    """What a hop rests on: a claim, or a statement about a thing that is no claim."""

    CLAIM = "claim"
    HOST = "host"
    LAUNCH = "launch"
    KEEPER = "keeper"
    ORGAN = "organ"
    COUNTRY = "country"
    EXTENSION = "extension"
    ISSUER = "issuer"


class Hop(NamedTuple):
    """A tie between two things, as it is walked, and the claim or thing that states it.

    ``subject`` is the end of which the statement is made: it begins the sentence.
    """

    via: Via
    start: Iri
    end: Iri
    evidence: Iri
    fact: Fact
    subject: Iri
    known_from: str


class _Pattern(NamedTuple):
    """How the store states a tie between ?one and ?other, and by what (?evidence)."""

    via: Via
    fact: Fact
    text: str
    is_symmetric: bool = False


_PATTERNS = (
    _Pattern(
        Via.PACT,
        Fact.CLAIM,
        "?evidence comity:party ?one , ?other . FILTER (?one != ?other)",
        True,
    ),
    _Pattern(
        Via.MEMBERSHIP, Fact.CLAIM, "?evidence comity:polity ?one ; comity:initiative ?other ."
    ),
    _Pattern(Via.LAUNCH, Fact.LAUNCH, "?one comity:launchedAt ?other . BIND (?one AS ?evidence)"),
    _Pattern(
        Via.ENDORSEMENT,
        Fact.CLAIM,
        "?evidence a comity:Endorsement ; comity:polity ?one ; comity:summit ?other .",
    ),
    _Pattern(
        Via.ATTENDANCE,
        Fact.CLAIM,
        f"?evidence comity:status {_ATTENDED} ; comity:polity ?one ; comity:summit ?other .",
    ),
    _Pattern(Via.ATTENDANCE, Fact.HOST, "?other comity:hostedBy ?one . BIND (?other AS ?evidence)"),
    _Pattern(Via.DESIGNATION, Fact.CLAIM, "?evidence comity:entity ?one ; comity:list ?other ."),
    _Pattern(
        Via.DESIGNATION,
        Fact.KEEPER,
        "?one a comity:DesignationList ; comity:authority ?other . BIND (?one AS ?evidence)",
    ),
    _Pattern(Via.DESIGNATION, Fact.ORGAN, "?one comity:ofPolity ?other . BIND (?one AS ?evidence)"),
    _Pattern(
        Via.DESIGNATION, Fact.COUNTRY, f"?one {COUNTRY_PATH} ?other . BIND (?one AS ?evidence)"
    ),
    _Pattern(
        Via.DESIGNATION,
        Fact.EXTENSION,
        "?one comity:extendsList ?other . BIND (?one AS ?evidence)",
    ),
    _Pattern(
        Via.DESIGNATION,
        Fact.ISSUER,
        "?one a comity:Rule ; comity:authority ?other . BIND (?one AS ?evidence)",
    ),
    _Pattern(Via.OWNERSHIP, Fact.CLAIM, "?evidence comity:owner ?one ; comity:owned ?other ."),
    _Pattern(
        Via.IDENTITY,
        Fact.CLAIM,
        "?evidence comity:linksEntity ?one , ?other . FILTER (?one != ?other)"
        " FILTER NOT EXISTS { ?one comity:canonical ?same . ?other comity:canonical ?same }",
        True,
    ),
)


class Hops:
    """The ties of some kinds that hold on a day, read from the store as they are needed.

    A pact is the tie between its parties, and a thing of its own only where the chain begins or
    ends with it: ``ends`` are those two things.
    """

    def __init__(
        self, engine: Engine, kinds: Collection[Via], on: date | None, ends: Iterable[Iri]
    ) -> None:
        self._engine = engine
        self._on = on
        self._patterns = [pattern for pattern in _PATTERNS if pattern.via in kinds]
        if Via.PACT in kinds:
            fixed = " ".join(n_triples(end) for end in sorted(set(ends)))
            text = (
                f"VALUES ?other {{ {fixed} }} ?other comity:party ?one . BIND (?other AS ?evidence)"
            )
            self._patterns.append(_Pattern(Via.PACT, Fact.CLAIM, text))

    def __call__(self, nodes: Iterable[Iri]) -> list[Hop]:
        """Return every hop that starts at one of the nodes, sorted."""
        wanted = sorted(set(nodes))
        found: set[Hop] = set()
        for start in range(0, len(wanted), _AT_ONCE):
            found.update(self._from(wanted[start : start + _AT_ONCE]))
        return sorted(found, key=order)

    def _from(self, nodes: list[Iri]) -> Iterator[Hop]:
        values = " ".join(n_triples(node) for node in nodes)
        branches = []
        for place, pattern in enumerate(self._patterns):
            for near in ("?one",) if pattern.is_symmetric else ("?one", "?other"):
                branches.append(
                    f"{{ VALUES {near} {{ {values} }} {pattern.text} "
                    f"BIND ({place} AS ?place) BIND ({near} AS ?near) }}"
                )
        answer = self._engine.select(f"""
PREFIX comity: <{PREFIXES["comity"]}>
SELECT DISTINCT ?place ?near ?one ?other ?evidence ?from ?until ?begin ?end
WHERE {{
  {" UNION ".join(branches)}
  OPTIONAL {{ ?evidence comity:holdsFrom ?from }}
  OPTIONAL {{ ?evidence comity:holdsUntil ?until }}
  OPTIONAL {{ ?evidence comity:launchedOn|comity:startedOn|comity:inForceFrom ?begin }}
  OPTIONAL {{ ?evidence comity:inForceUntil ?end }}
}}""")
        for number, side, one, other, evidence, *dates in answer.rows:
            assert number is not None
            assert isinstance(one, Iri)
            assert isinstance(other, Iri)
            assert isinstance(evidence, Iri)
            since, until, stated, over = (_text(term) for term in dates)
            interval = Interval(
                known_from=since or last_day(stated), known_until=until or first_day(over)
            )
            if self._on is None or interval.holds_on(self._on):
                pattern = self._patterns[int(number.value)]
                start, end = (one, other) if side == one else (other, one)
                known = interval.known_from
                yield Hop(pattern.via, start, end, evidence, pattern.fact, one, known)


_ORDER = {via: place for place, via in enumerate(Via)}


def order(hop: Hop) -> tuple[int | str, ...]:
    """Return what decides between hops: the kind of tie, then the day from which it is known.

    What has no day comes after what has one; then the far end and the claim decide.
    """
    since = hop.known_from or "undated"
    return _ORDER[hop.via], since, hop.end.value, hop.evidence.value, hop.fact, hop.start.value


def _text(term: Term | None) -> str:
    return "" if term is None else term.value
