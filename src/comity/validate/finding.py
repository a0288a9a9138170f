"""One fault that a shape found, as a plain value: how bad, which rule, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from comity.names import PREFIXES, SHAPE
from comity.terms import Blank, Iri, Literal, Term, n_triples


class Severity(Enum):
    """How bad a finding is: wrong, worth a second look, or only poorer than it could be."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"

    @property
    def rank(self) -> int:
        """0 for the worst, so that sorting puts it first."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Place:
    """A file, and the line on which the thing is described where that is known."""

    file: str
    line: int | None = None

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}, line {self.line}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one shape has to say on one thing.

    ``shape`` and ``component`` are IRIs; ``path`` is the property at fault and ``value`` what was
    found there, where the rule is about one; ``label`` is the English name of the thing, if any.
    ``message`` states the fault and, after a colon, the repair.
    """

    severity: Severity
    shape: Term
    focus: Term
    message: str
    component: Term
    path: Iri | None = None
    value: Term | None = None
    label: str | None = None
    place: Place | None = None

    @property
    def rule(self) -> str:
        """The readable name of the shape: ``ClaimHasCitation``, or the IRI of a foreign shape."""
        return self.shape.value.removeprefix(SHAPE)

    @property
    def thing(self) -> str:
        """The thing in a few words: its name and key, or its key alone."""
        key = brief(self.focus)
        return key if self.label is None else f"{self.label} ({key})"


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings without repetition, worst first, then by place, thing, rule and value."""
    return tuple(sorted(set(findings), key=_order))


def brief(term: Term) -> str:
    """Return a term as people write it: with a prefix where comity has one for it."""
    if isinstance(term, Blank):
        return "a blank node"
    if isinstance(term, Literal):
        if term.language is None and term.datatype in (_STRING, _INTEGER, _DECIMAL, _BOOLEAN):
            return f"“{term.value}”" if term.datatype == _STRING else term.value
        text = n_triples(Literal(term.value))
        kind = f"@{term.language}" if term.language else f"^^{brief(Iri(term.datatype))}"
        return text + kind
    fits = [name for name, space in PREFIXES.items() if term.value.startswith(space)]
    if not fits:
        return term.value
    name = max(fits, key=lambda fit: len(PREFIXES[fit]))
    return f"{name}:{term.value.removeprefix(PREFIXES[name])}"


_XSD = PREFIXES["xsd"]
_STRING, _INTEGER, _DECIMAL, _BOOLEAN = (
    _XSD + kind for kind in ("string", "integer", "decimal", "boolean")
)


def _order(finding: Finding) -> tuple[int, str, int, str, str, str, str, str]:
    place = finding.place or Place("")
    return (
        finding.severity.rank,
        place.file,
        place.line or 0,
        brief(finding.focus),
        finding.rule,
        "" if finding.path is None else finding.path.value,
        "" if finding.value is None else brief(finding.value),
        finding.message,
    )
