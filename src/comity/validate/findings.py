"""A fault that a shape reports, the line of the file it is on, and the interface of processors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import NamedTuple, Protocol

from comity.errors import BadData
from comity.files import read_whole
from comity.graph.load import LARGEST
from comity.iris import PREFIXES, SH, SHAPE
from comity.terms import Blank, Iri, Literal, Term, Triple, n_triples
from comity.validate.data import Data


class ResultPath(NamedTuple):
    """A property path of SHACL: its kind, as ``inversePath``, and its parts.

    A path of one property has the kind ""; a sequence has the kind ``sequence``.
    """

    kind: str
    parts: tuple[Iri | ResultPath, ...]


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
    result: Result | None = None

    @property
    def grade(self) -> str:
        """The severity in a word: one of the three, or the name of a shape's own."""
        own = self.result.severity if self.result is not None else Iri(SH + self.severity.value)
        is_ours = own.value in {SH + each.value for each in Severity}
        return self.severity.value if is_ours else brief(own)

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
    """Return findings, worst first, then by place, thing, rule and value.

    What a processor finds twice, as by two constraints of one kind, is there twice.
    """
    every = list(findings)
    apart = {finding for finding in every if finding.result is None}
    results = (finding for finding in every if finding.result is not None)
    return tuple(sorted((*apart, *results), key=_order))


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


def _order(finding: Finding) -> tuple[int, str, int, str, str, str, str, str, str]:
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
        "" if finding.result is None else str(finding.result.path),
    )


_HOLE = re.compile(r"\{[$?][A-Za-z0-9_]+\}")
_PREFIX = re.compile(r"@?prefix\s+([^\s:]*):\s*<([^>]*)>", re.IGNORECASE)
_START = re.compile(r"[^\s#;,.\[\]()]\S*")


class Lines:
    """The lines of one RDF file on which the description of a subject starts.

    It knows the layout that Turtle and N-Triples are usually written in: a subject begins its
    line. For any other layout or format it gives the file without a line.
    """

    def __init__(self, file: Path, piped: bytes | None = None) -> None:
        self._file = str(file)
        self._starts: dict[str, int] = {}
        self._prefixes: dict[str, str] = {}
        try:
            data = read_whole(file, LARGEST) if piped is None else piped
            text = data.decode("utf-8", errors="replace")
        except OSError as error:
            raise BadData(
                f"{file} cannot be read: {error.strerror}.", "Check the path and the permissions."
            ) from error
        for number, line in enumerate(text.splitlines(), start=1):
            if declared := _PREFIX.match(line):
                self._prefixes[declared[1]] = declared[2]
            elif start := _START.match(line):
                self._starts.setdefault(start[0].replace("\\", ""), number)

    def place(self, subject: Term) -> Place:
        """Return the file, with the line where the description of the subject starts."""
        if not isinstance(subject, Iri):
            line = self._starts.get(f"_:{subject.value}") if isinstance(subject, Blank) else None
            return Place(self._file, line)
        spellings = [f"<{subject.value}>"] + [
            f"{prefix}:{subject.value.removeprefix(space)}"
            for prefix, space in self._prefixes.items()
            if subject.value.startswith(space)
        ]
        found = [self._starts[spelling] for spelling in spellings if spelling in self._starts]
        return Place(self._file, min(found, default=None))


@dataclass(frozen=True, slots=True)
class Result:
    """One result of a SHACL report, as it was given.

    ``shape`` is the shape at fault, or where that is blank the nearest around it that has a name;
    ``source`` is the shape itself,
    ``constraint`` its SPARQL constraint at fault.
    """

    severity: Iri
    shape: Term
    focus: Term
    component: Term
    messages: tuple[Literal, ...]
    path: ResultPath | None = None
    value: Term | None = None
    source: Term | None = field(default=None, compare=False)  # blank nodes have no name
    constraint: Term | None = field(default=None, compare=False)

    @property
    def properties(self) -> tuple[Iri, ...]:
        """The property of the path, or its alternatives; none for other paths."""
        if self.path is None:
            return ()
        parts = self.path.parts if self.path.kind in ("", "alternativePath") else ()
        return tuple(part for part in parts if isinstance(part, Iri))


class Messages:
    """The messages of shapes with their languages, which processors leave out."""

    def __init__(self, shapes: Sequence[Triple]) -> None:
        texts = {
            value
            for _, predicate, value in shapes
            if predicate.value == SH + "message" and isinstance(value, Literal)
        }
        ordered = sorted(texts, key=n_triples)
        self._texts = {text.value: text for text in reversed(ordered)}
        self._templates = [
            (re.compile(".*".join(map(re.escape, _HOLE.split(text.value))), re.DOTALL), text)
            for text in ordered
            if _HOLE.search(text.value)
        ]

    def literal(self, text: str) -> Literal:
        """Return the text of a message as a literal in the language that its shape has it in."""
        written = self._texts.get(text) or next(
            (literal for template, literal in self._templates if template.fullmatch(text)), None
        )
        return Literal(text) if written is None else written._replace(value=text)


class Unfit(Exception):
    """A processor cannot run these shapes as the reference does; the words say why."""


class Processor(Protocol):
    """Something that runs shapes over data."""

    @property
    def name(self) -> str:
        """The name of the processor, as ``--engine`` has it."""
        ...

    def results(self, data: Data, shapes: Sequence[Triple]) -> Iterator[Result]:
        """Give what the shapes find, in any order.

        Raises :class:`Unfit` before the first result where another processor must run the shapes,
        and :class:`comity.errors.BadData` where they are no valid SHACL.
        """
        ...
