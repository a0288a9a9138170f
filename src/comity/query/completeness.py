"""What is known and what is not: how complete the graph is about a thing, and up to when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from comity.names import COMITY as NAMESPACE
from comity.names import SKOS, concept
from comity.query.interval import last_day
from comity.query.records import Record, kind_of
from comity.store.engine import Engine, Solutions
from comity.terms import Iri, Literal
from comity.vocab import COMITY

_NOTE = Iri(SKOS + "note")
_ATTENDED = concept("attendance-status", "attended")
# Where a thing of this kind may have ties, the completeness of the other ends is what matters.
_ELSEWHERE = {"polity": ("initiative", "summit"), "entity": ("list",)}


@dataclass(frozen=True, slots=True)
class Coverage:
    """How complete what is held of one thing is: an initiative's members, a list's entries.

    ``status`` is the attendance status that is meant, of summits only. ``known`` and ``expected``
    are None, and ``as_of`` (a date or coarser) is "", where nothing is stated.
    """

    evidence: Iri
    covers: Iri
    status: Iri | None
    complete: bool
    known: int | None
    expected: int | None
    as_of: str
    note: str

    def reaches(self, on: date | None) -> bool:
        """Say whether nothing is missing: on the day, or up to ``as_of`` where none is given.

        What was complete of a summit stays so, because a summit is over.
        """
        if on is None or kind_of(self.covers) == "summit":
            return self.complete
        return self.complete and on.isoformat() <= last_day(self.as_of)


@dataclass(frozen=True, slots=True)
class Reach:
    """Of how many initiatives, summits or lists a missing tie means no, and of how many in all."""

    kind: str
    complete: int
    total: int


def coverage_of(records: Iterable[Record]) -> tuple[Coverage, ...]:
    """Return what some coverage statements say, in the order of their IRIs."""
    return tuple(
        Coverage(
            record.iri,
            record.first(COMITY.covers) or record.iri,
            record.first(COMITY.coveredStatus),
            record.text(COMITY.isComplete) in ("true", "1"),
            _number(record.text(COMITY.knownCount)),
            _number(record.text(COMITY.expectedCount)),
            record.text(COMITY.asOf),
            record.text(_NOTE),
        )
        for record in sorted(records, key=lambda one: one.iri)
    )


def reach_of(engine: Engine, kind: str, on: date | None) -> tuple[Reach, ...]:
    """Return how far a missing tie of a thing of that kind (polity, entity) means no on a day."""
    wanted = _ELSEWHERE.get(kind, ())
    if not wanted:
        return ()
    answer = engine.query(f"""
PREFIX comity: <{NAMESPACE}>
SELECT ?coverage ?covers ?status ?complete ?asOf
WHERE {{
  ?coverage comity:covers ?covers ; comity:isComplete ?complete .
  OPTIONAL {{ ?coverage comity:coveredStatus ?status }}
  OPTIONAL {{ ?coverage comity:asOf ?asOf }}
}}""")
    assert isinstance(answer, Solutions)
    totals = {one: [0, 0] for one in wanted}
    for evidence, covers, status, complete, as_of in answer.rows:
        assert isinstance(evidence, Iri)
        assert isinstance(covers, Iri)
        assert isinstance(complete, Literal)
        counted = totals.get(kind_of(covers))
        if counted is None or (status is not None and status != _ATTENDED):
            continue
        day = as_of.value if as_of else ""
        is_complete = complete.value in ("true", "1")
        found = Coverage(evidence, covers, None, is_complete, None, None, day, "")
        counted[0] += found.reaches(on)
        counted[1] += 1
    return tuple(Reach(one, *counts) for one, counts in totals.items())


def _number(text: str) -> int | None:
    return int(text) if text else None
