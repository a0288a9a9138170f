"""Validates files, or the merged graph of a store, with the shipped shapes or the caller's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from comity.errors import UnknownFormat
from comity.graph.load import read_piped, read_triples
from comity.iris import ONTOLOGY, SKOS
from comity.iris import SH as SHACL
from comity.store.engines.interface import Engine
from comity.terms import RDF, Blank, Iri, Literal, Quad, Term, Triple, n_triples
from comity.validate.data import (
    Data,
    Statements,
    Stored,
    bearing_on,
    extra_shapes,
    graph_name,
    shipped,
    shipped_shapes,
    vocabulary,
    vocabulary_of,
)
from comity.validate.fast import Fast
from comity.validate.findings import (
    Finding,
    Lines,
    Place,
    Processor,
    Result,
    Severity,
    Unfit,
    brief,
)
from comity.validate.reference import Reference
from comity.validate.reports import Report

PROCESSORS: dict[str, type[Processor]] = {"fast": Fast, "pyshacl": Reference}
PIPED = Path("stdin")  # the file of statements that came without one
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
            message=" ".join(map(self._with_names, _in_english(result.messages))),
            component=result.component,
            path=self._path(result, focus),
            # the value of a rule on the whole thing is the thing again
            value=None if value == focus else value,
            label=self._label(focus),
            result=result,
        )

    def _path(self, result: Result, focus: Term) -> Iri | None:
        """Return the property of a result; of alternatives, the one that leads to the value."""
        if len(result.properties) == 1:
            return result.properties[0]
        if result.value is None or isinstance(focus, Literal):
            return None
        used = (one for one in result.properties if self._any(focus, one, result.value))
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


def _in_english(messages: Iterable[Literal]) -> list[str]:
    """Return the messages that are in English or in no language; all where none is."""
    texts = sorted(messages, key=lambda message: message.value)
    english = [text.value for text in texts if text.language in (None, "en")]
    return english or [text.value for text in texts]


def validate_store(
    engine: Engine,
    shapes: Path | None = None,
    *,
    processor: str = QUICK,
    least: Severity = Severity.INFO,
    remark: Remark = unheard,
) -> Report:
    """Validate the merged graph of a store by the shipped shapes and those of a file of one's own.

    ``processor``, ``least`` and ``remark`` are as in :func:`check`. Raises BadData where the file
    of shapes cannot be read or run.
    """
    rules = [*shipped_shapes(), *extra_shapes(shapes)]
    data = Stored(engine, vocabulary())
    return check(data, rules, engine=processor, least=least, remark=remark)


def validate_files(
    paths: Sequence[Path],
    shapes: Path | None = None,
    context: Iterable[Quad] | None = None,
    *,
    piped: bytes | None = None,
    processor: str = QUICK,
    least: Severity = Severity.INFO,
    remark: Remark = unheard,
) -> Report:
    """Validate somebody's own RDF files by the shipped shapes and those of a file of their own.

    All files are judged together, and with what the shipped graphs say of the things they name,
    so that only a polity nobody knows is unknown; a thing that the files declare is judged by
    them alone. ``context`` stands in for the shipped graphs where a store is already open.
    ``piped`` are statements that came without a file, in any format. Only findings on what the
    files themselves say are reported, each with the file and, where it can be told, the line; and
    by one's own shapes, those on what nothing describes. Raises BadData or UnknownFormat where a
    file cannot be read.
    """
    texts = {path: read_triples(path) for path in paths}
    if piped is not None:
        texts[PIPED] = read_piped(piped)
    own = {triple for triples in texts.values() for triple in triples}
    replaced = {name for path in paths if (name := graph_name(path)) is not None}
    known = [*own, *bearing_on(own, shipped() if context is None else context, replaced)]
    data = Statements([*known, *vocabulary_of(known, vocabulary())])
    own_shapes = extra_shapes(shapes)
    rules = [*shipped_shapes(), *own_shapes]
    # the findings on the context are no findings on the files, so these are counted first
    found = check(data, rules, engine=processor, remark=remark)
    lines = {path: Lines(path, piped if path == PIPED else None) for path in texts}
    of_ours = {subject for subject, _, _ in own_shapes}
    described = {subject for subject, _, _ in data}

    def located() -> Iterable[Finding]:
        """Give the findings on things that the files describe, or use as a class or property."""
        for finding in found.findings:
            place = _place(finding, texts, lines)
            if place is None and finding.shape in of_ours and finding.focus not in described:
                place = _place_of_mention(finding.focus, texts)
            if place is not None:
                yield replace(finding, place=place)

    return Report(located()).from_severity(least)


def _place_of_mention(focus: Term, texts: dict[Path, list[Triple]]) -> Place:
    """Return the file that names what nothing describes, else the first."""
    naming = (path for path, triples in texts.items() if any(focus in one for one in triples))
    return Place(str(next(naming, next(iter(texts), ""))))


def _place(
    finding: Finding, texts: dict[Path, list[Triple]], lines: dict[Path, Lines]
) -> Place | None:
    for thing in (finding.focus, finding.value):
        for path, triples in texts.items():
            if thing is not None and any(subject == thing for subject, _, _ in triples):
                return lines[path].place(thing)
    return None
