"""Validate files, or the statements of a whole graph, and report what the shapes find."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from comity.graph.load import read_triples
from comity.terms import Quad, Triple
from comity.validate.context import bearing_on, graph_name, shipped, vocabulary_of
from comity.validate.finding import Finding, Place
from comity.validate.nodes import quietly
from comity.validate.places import Lines
from comity.validate.report import Report
from comity.validate.shapes import check, extra_shapes, shipped_shapes, vocabulary


def validate_graph(triples: Iterable[Triple], shapes: Path | None = None) -> Report:
    """Validate the statements of a graph by the shipped shapes and those of a file of one's own.

    The shipped ontology is added to the statements. Raises BadData where the file of shapes
    cannot be read or run.
    """
    return Report(check(triples, vocabulary(), [*shipped_shapes(), *extra_shapes(shapes)]))


def validate_files(
    paths: Sequence[Path], shapes: Path | None = None, context: Iterable[Quad] | None = None
) -> Report:
    """Validate somebody's own RDF files by the shipped shapes and those of a file of their own.

    All files are judged together, and with what the shipped graphs say of the things they name,
    so that only a polity nobody knows is unknown; a thing that the files declare is judged by
    them alone. ``context`` stands in for the shipped graphs where a store is already open.
    Only findings on what the files themselves say are reported, each with the file and, where it
    can be told, the line. Raises BadData or UnknownFormat where a file cannot be read.
    """
    with quietly():
        texts = {path: read_triples(path) for path in paths}
    own = {triple for triples in texts.values() for triple in triples}
    replaced = {name for path in paths if (name := graph_name(path)) is not None}
    data = [*own, *bearing_on(own, shipped() if context is None else context, replaced)]
    found = check(
        data,
        vocabulary_of(data, vocabulary()),
        [*shipped_shapes(), *extra_shapes(shapes)],
    )
    return Report(_of_the_files(found, texts))


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
