"""Tell findings: in plain sentences, as JSON, as SARIF for code hosts, or as a SHACL report."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePath
from urllib.parse import quote

from comity.errors import UnknownFormat
from comity.graph.turtle import write_turtle
from comity.iris import SH
from comity.terms import RDF, XSD, Blank, Iri, Literal, Term, Triple, tagged
from comity.text import on_one_line
from comity.validate.findings import Finding, ResultPath, Severity, brief, in_order

MOST_OF_A_RULE = 20  # findings that the text report tells one by one


@dataclass(frozen=True, slots=True)
class Report:
    """The findings of one validation, worst first, and how many lesser ones were only counted."""

    findings: tuple[Finding, ...]
    lesser: int

    def __init__(self, findings: Iterable[Finding], lesser: int = 0) -> None:
        object.__setattr__(self, "findings", in_order(findings))
        object.__setattr__(self, "lesser", lesser)

    @property
    def has_violations(self) -> bool:
        """Whether anything is wrong, rather than doubtful or poor."""
        return self.count(Severity.VIOLATION) > 0

    def count(self, severity: Severity) -> int:
        """Return how many findings are of this severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def from_severity(self, least: Severity) -> Report:
        """Return the findings that are at least so severe."""
        kept = [one for one in self.findings if one.severity.rank <= least.rank]
        return Report(kept, self.lesser + len(self.findings) - len(kept))


def render(report: Report, form: str) -> str:
    """Return the report as ``text``, ``json``, ``sarif`` (2.1.0) or ``turtle`` (SHACL).

    Raises UnknownFormat for any other form.
    """
    if form not in FORMS:
        raise UnknownFormat(
            f"A validation report cannot be written as {form}.",
            f"Take one of: {', '.join(FORMS)}.",
        )
    return FORMS[form](report)


def to_text(report: Report) -> str:
    """Return one sentence a finding, and how many there are of each severity.

    Of many findings of one rule it tells the first, and how many more there are.
    """
    told: list[str] = []
    for severity, findings in groupby(report.findings, key=lambda one: one.severity):
        rules: Counter[str] = Counter()
        for finding in findings:
            rules[finding.rule] += 1
            if rules[finding.rule] <= MOST_OF_A_RULE:
                told.append(f"{_sentence(finding)}\n")
        for rule, number in sorted(rules.items()):
            if number > MOST_OF_A_RULE:
                more = f"{number - MOST_OF_A_RULE:,} more of {number:,} like it"
                told.append(
                    f"{severity.value}: {more}; --format json has them all. [{on_one_line(rule)}]\n"
                )
    return "".join([*told, _sum(report), "\n"])


def to_json(report: Report) -> str:
    """Return one object: whether anything is wrong, the counts, and the findings."""
    content = {
        "valid": not report.has_violations,
        "counts": {severity.value.lower(): report.count(severity) for severity in Severity},
        "findings": [
            {
                "severity": finding.severity.value.lower(),
                "rule": finding.rule,
                "thing": _address(finding.focus),
                "label": finding.label,
                "property": None if finding.path is None else finding.path.value,
                "value": None if finding.value is None else _address(finding.value),
                "message": finding.message,
                "file": None if finding.place is None else finding.place.file,
                "line": None if finding.place is None else finding.place.line,
            }
            for finding in report.findings
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def to_sarif(report: Report) -> str:
    """Return the findings in the Static Analysis Results Interchange Format, version 2.1.0."""
    rules = sorted({finding.rule for finding in report.findings})
    content = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "comity validate",
                        "informationUri": "https://w3id.org/comity/ontology",
                        "rules": [{"id": rule, "name": rule} for rule in rules],
                    }
                },
                "results": [
                    {
                        "ruleId": finding.rule,
                        "ruleIndex": rules.index(finding.rule),
                        "level": _LEVELS[finding.severity],
                        "message": {"text": f"{finding.thing}: {_fault(finding)}"},
                        "locations": [_location(finding)],
                    }
                    for finding in report.findings
                ],
            }
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def to_turtle(report: Report) -> str:
    """Return a SHACL validation report as the processor gave it.

    It conforms only where there is no finding at all, one that is not shown included.
    """
    head, names = Blank("report"), _Names()
    conforms = Literal("false" if report.findings or report.lesser else "true", XSD + "boolean")
    triples: list[Triple] = [
        (head, Iri(RDF + "type"), Iri(SH + "ValidationReport")),
        (head, Iri(SH + "conforms"), conforms),
    ]
    for number, finding in enumerate(report.findings):
        result = Blank(f"result{number}")
        triples.append((head, Iri(SH + "result"), result))
        source = finding.result.source if finding.result is not None else None
        facts = _facts(finding, names.node(source or finding.shape))
        triples += [(result, Iri(name), value) for name, value in facts]
        if finding.result is not None and finding.result.constraint is not None:
            constraint = names.node(finding.result.constraint)
            triples.append((result, Iri(SH + "sourceConstraint"), constraint))
        path = finding.path if finding.result is None else finding.result.path
        if path is not None:
            triples.append((result, Iri(SH + "resultPath"), names.path(path, triples)))
    return write_turtle(triples)


FORMS: dict[str, Callable[[Report], str]] = {
    "text": to_text,
    "json": to_json,
    "sarif": to_sarif,
    "turtle": to_turtle,
}
_SPARQL = Iri(SH + "SPARQLConstraintComponent")
_LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def _sentence(finding: Finding) -> str:
    where = f"{finding.place}: " if finding.place else ""
    name = f"{finding.grade} in {finding.thing}"
    return on_one_line(f"{where}{name}: {_fault(finding)} [{finding.rule}]")


def _fault(finding: Finding) -> str:
    """Return the message, and what was found where the message cannot name it by itself."""
    if finding.value is None or finding.component == _SPARQL:
        return finding.message
    path = "" if finding.path is None else f"{brief(finding.path)} "
    return f"{finding.message} Found: {path}{brief(finding.value)}."


def _sum(report: Report) -> str:
    if not report.findings:
        return "Nothing found."
    told = []
    for severity in Severity:
        number = report.count(severity)
        told.append(f"{number} {severity.value.lower()}{'' if number == 1 else 's'}")
    return ", ".join(told) + "."


def _address(term: Term) -> str | None:
    """Return an IRI or a lexical form; a blank node has no name outside its file."""
    return None if isinstance(term, Blank) else term.value


def _location(finding: Finding) -> dict[str, object]:
    name = _address(finding.focus) or brief(finding.focus)
    location: dict[str, object] = {
        "logicalLocations": [{"fullyQualifiedName": name, "kind": "resource"}]
    }
    if finding.place is not None:
        file = PurePath(finding.place.file)
        uri = file.as_uri() if file.is_absolute() else quote(file.as_posix())
        physical: dict[str, object] = {"artifactLocation": {"uri": uri}}
        if finding.place.line is not None:
            physical["region"] = {"startLine": finding.place.line}
        location["physicalLocation"] = physical
    return location


def _facts(finding: Finding, shape: Term) -> Iterator[tuple[str, Term]]:
    """Give what a report says of a finding, but its path: as the processor gave it."""
    result = finding.result
    messages = (tagged(finding.message, "en"),) if result is None else result.messages
    facts: list[tuple[str, Term | None]] = [
        (RDF + "type", Iri(SH + "ValidationResult")),
        (SH + "focusNode", finding.focus if result is None else result.focus),
        *((SH + "resultMessage", message) for message in messages),
        (SH + "resultSeverity", result.severity if result else Iri(SH + finding.severity.value)),
        (SH + "sourceConstraintComponent", finding.component),
        (SH + "sourceShape", shape),
        (SH + "value", finding.value if result is None else result.value),
    ]
    return ((name, value) for name, value in facts if value is not None)


class _Names:
    """Labels for the blank nodes of a report, in the order in which they are needed."""

    def __init__(self) -> None:
        self._shapes: dict[Term, Blank] = {}
        self._paths = 0

    def node(self, shape: Term) -> Term:
        """Return a shape, or a constraint, as the report names it."""
        if not isinstance(shape, Blank):
            return shape
        return self._shapes.setdefault(shape, Blank(f"shape{len(self._shapes)}"))

    def path(self, path: Iri | ResultPath, triples: list[Triple]) -> Iri | Blank:
        """Return the node of a path, and write the path."""
        if isinstance(path, Iri):
            return path
        nodes = [self.path(part, triples) for part in path.parts]
        if path.kind == "":
            return nodes[0]
        if path.kind == "sequence":
            return self._list(nodes, triples)
        node = self._next()
        inner = self._list(nodes, triples) if path.kind == "alternativePath" else nodes[0]
        triples.append((node, Iri(SH + path.kind), inner))
        return node

    def _list(self, nodes: Sequence[Iri | Blank], triples: list[Triple]) -> Iri | Blank:
        rest: Iri | Blank = Iri(RDF + "nil")
        for node in reversed(nodes):
            head = self._next()
            triples += [(head, Iri(RDF + "first"), node), (head, Iri(RDF + "rest"), rest)]
            rest = head
        return rest

    def _next(self) -> Blank:
        self._paths += 1
        return Blank(f"path{self._paths}")
