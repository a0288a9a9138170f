"""Validate files, or the merged graph of a store, and report what the shapes find."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from comity.graph.load import read_triples
from comity.store.engine import Engine
from comity.terms import Quad, Triple
from comity.validate.check import QUICK, Remark, check, unheard
from comity.validate.context import bearing_on, graph_name, shipped, vocabulary_of
from comity.validate.data import Statements, Stored
from comity.validate.finding import Finding, Place, Severity
from comity.validate.places import Lines
from comity.validate.report import Report
from comity.validate.shapes import extra_shapes, shipped_shapes, vocabulary


def validate_store(
    engine: Engine,
    shapes: Path | None = None,
    *,
    processor: str = QUICK,
    least: Severity = Severity.INFO,
    remark: Remark = unheard,
) -> Report:
    """Validate the merged graph of a store by the shipped shapes and those of a file of one's own.

    ``processor``, ``least`` and ``remark`` are as in :func:`comity.validate.check.check`. Raises
    BadData where the file of shapes cannot be read or run.
    """
    rules = [*shipped_shapes(), *extra_shapes(shapes)]
    data = Stored(engine, vocabulary())
    return check(data, rules, engine=processor, least=least, remark=remark)


def validate_files(
    paths: Sequence[Path],
    shapes: Path | None = None,
    context: Iterable[Quad] | None = None,
    *,
    processor: str = QUICK,
    least: Severity = Severity.INFO,
    remark: Remark = unheard,
) -> Report:
    """Validate somebody's own RDF files by the shipped shapes and those of a file of their own.

    All files are judged together, and with what the shipped graphs say of the things they name,
    so that only a polity nobody knows is unknown; a thing that the files declare is judged by
    them alone. ``context`` stands in for the shipped graphs where a store is already open.
    Only findings on what the files themselves say are reported, each with the file and, where it
    can be told, the line. Raises BadData or UnknownFormat where a file cannot be read.
    """
    texts = {path: read_triples(path) for path in paths}
    own = {triple for triples in texts.values() for triple in triples}
    replaced = {name for path in paths if (name := graph_name(path)) is not None}
    known = [*own, *bearing_on(own, shipped() if context is None else context, replaced)]
    data = Statements([*known, *vocabulary_of(known, vocabulary())])
    rules = [*shipped_shapes(), *extra_shapes(shapes)]
    # the findings on the context are no findings on the files, so these are counted first
    found = check(data, rules, engine=processor, remark=remark)
    return Report(_of_the_files(found.findings, texts)).from_severity(least)


def _of_the_files(
    findings: Iterable[Finding], texts: dict[Path, list[Triple]]
) -> Iterable[Finding]:
    """Keep the findings on things that the files describe, or use as a class or property."""
    lines = {path: Lines(path) for path in texts}
    for finding in findings:
        place = _place(finding, texts, lines)
        if place is not None:
            yield replace(finding, place=place)


def _place(
    finding: Finding, texts: dict[Path, list[Triple]], lines: dict[Path, Lines]
) -> Place | None:
    for thing in (finding.focus, finding.value):
        for path, triples in texts.items():
            if thing is not None and any(subject == thing for subject, _, _ in triples):
                return lines[path].place(thing)
    return None
