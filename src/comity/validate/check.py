"""Hold data against shapes with one processor or another, and return plain findings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

from comity.errors import UnknownFormat
from comity.names import ONTOLOGY, SKOS
from comity.names import SH as SHACL
from comity.terms import RDF, Blank, Iri, Literal, Term, Triple, n_triples
from comity.validate.data import Data
from comity.validate.fast import Fast
from comity.validate.finding import Finding, Severity, brief
from comity.validate.processor import Processor, Result, Unfit
from comity.validate.reference import Reference
from comity.validate.report import Report

PROCESSORS: dict[str, type[Processor]] = {"fast": Fast, "pyshacl": Reference}
QUICK = "fast"  # the one to take where nothing else is said

Remark = Callable[[str], None]
_IRI = re.compile(r"https?://[^\s\"'<>(){}|]*[^\s\"'<>(){}|.,:;]")
_SEVERITIES: dict[Iri, Severity] = {Iri(SHACL + one.value): one for one in Severity}
_TYPE, _LABEL = Iri(RDF + "type"), Iri(SKOS + "prefLabel")


def unheard(_text: str) -> None:
    """Drop a remark."""


def check(
    data: Data,
    shapes: Iterable[Triple],
    *,
    engine: str = QUICK,
    least: Severity = Severity.INFO,
    remark: Remark = unheard,
) -> Report:
    """Return what the shapes find in the data; the ontology has to be among the data.

    Nothing is inferred but that an instance of a class is one of its super-classes, which SHACL
    does by itself. A finding of a blank property shape bears the name of the shape that holds it.
    A finding on the ontology is moved to the term it is about, and where nobody declares that
    term, to the first thing that uses it. Findings below ``least`` are only counted. Where the
    engine cannot run the shapes as pySHACL does, pySHACL runs them, and ``remark`` hears why.
    Raises BadData where the shapes are no valid SHACL, UnknownFormat for an unknown engine.
    """
    if engine not in PROCESSORS:
        raise UnknownFormat(
            f"There is no engine '{engine}' for shapes.", f"Take one of: {', '.join(PROCESSORS)}."
        )
    rules = list(shapes)
    try:
        return _report(PROCESSORS[engine](), data, rules, least)
    except Unfit as reason:
        remark(f"{reason}; pySHACL checks the shapes instead, which takes longer.")
        return _report(Reference(), data, rules, least)


def _report(processor: Processor, data: Data, rules: list[Triple], least: Severity) -> Report:
    told = _Teller(data)
    findings: list[Finding] = []
    lesser = 0
    for result in processor.results(data, rules):
        severity = _SEVERITIES.get(result.severity, Severity.VIOLATION)
        if severity.rank > least.rank:
            lesser += 1
        else:
            findings.append(told.finding(result, severity))
    return Report(findings, lesser)


class _Teller:
    """Makes findings of results, with what the data say of the things in them."""

    def __init__(self, data: Data) -> None:
        self._data = data
        self._label = cache(self._label_of)

    def finding(self, result: Result, severity: Severity) -> Finding:
        """Return a result as people want to read it."""
        focus, value = result.focus, result.value
        if focus == Iri(ONTOLOGY) and value is not None:
            focus = self._bearer(value) or focus
        return Finding(
            severity=severity,
            shape=result.shape,
            focus=focus,
            message=" ".join(map(self._with_names, sorted(result.messages))),
            component=result.component,
            path=self._path(result, focus),
            # the value of a rule on the whole thing is the thing again
            value=None if value == focus else value,
            label=self._label(focus),
        )

    def _path(self, result: Result, focus: Term) -> Iri | None:
        """Return the property of a result; of alternatives, the one that leads to the value."""
        if len(result.paths) == 1:
            return result.paths[0]
        if result.value is None or isinstance(focus, Literal):
            return None
        used = (one for one in result.paths if self._any(focus, one, result.value))
        return next(used, None)

    def _any(self, subject: Iri | Blank, name: Iri | None, value: Term | None) -> bool:
        return any(True for _ in self._data.matching(subject, name, value))

    def _bearer(self, value: Term) -> Term | None:
        """Return a term that the data describe, or else the first thing that uses it."""
        if isinstance(value, Literal):
            return None
        if self._any(value, None, None):
            return value
        users: set[Term] = {one for one, _, _ in self._data.matching(None, _TYPE, value)}
        if isinstance(value, Iri):
            users |= {one for one, _, _ in self._data.matching(None, value, None)}
        return min(users, key=n_triples, default=None)

    def _label_of(self, term: Term) -> str | None:
        if isinstance(term, Literal):
            return None
        names = (name for _, _, name in self._data.matching(term, _LABEL, None))
        english = (
            name.value for name in names if isinstance(name, Literal) and name.language == "en"
        )
        return min(english, default=None)

    def _with_names(self, message: str) -> str:
        """Return the message with each IRI in it readable: by its name, or by its prefix."""

        def readable(found: re.Match[str]) -> str:
            iri = Iri(found[0])
            return self._label(iri) or brief(iri)

        return _IRI.sub(readable, message)
