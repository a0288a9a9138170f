"""Compiles the folder ``tables/`` into graphs, and describes each: how complete, how large."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import ceil
from pathlib import Path

from comity.graph.load import read_triples
from comity.graph.ntriples import node, predicate, worded
from comity.graph.turtle import write_turtle
from comity.iris import DCTERMS, GRAPH, PREFIXES, PROV, SKOS
from comity.tables.check import Entries, Entry, gather
from comity.tables.compile import FOLDERS, Statements, compile_entries, graph_of
from comity.tables.package import FILE, package
from comity.tables.read import read_folder
from comity.tables.schema import kinds
from comity.tables.write import written
from comity.terms import RDF, XSD, Iri
from comity.vocab import COMITY

CATALOG = "catalog"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_TITLES = {
    "authorities": "Authorities that keep lists",
    "entities": "Listed entities and the links between them",
    "ownerships": "Who owns listed entities",
    "polities": "Polities",
    "rules": "Rules that extend lists, and the acts that changed lists",
    "sources": "Sources",
}
_ABOUT = {
    "designations": ("Designations", "lists", "name", "Entries"),
    "initiatives": ("Membership", "initiatives", "name_en", "Members"),
    "summits": ("Attendance", "summits", "name_en", ""),
}
_TYPE = predicate(Iri(RDF + "type"))
_TITLE = predicate(Iri(DCTERMS + "title"))
_LICENCE = predicate(Iri(DCTERMS + "license"))


def graphs_of(entries: Entries) -> dict[str, str]:
    """Return the graphs that entries make, as Turtle, by key: initiatives/echri."""
    statements = list(compile_entries(entries))
    lines: defaultdict[str, list[str]] = defaultdict(list)
    for graph, _, text in statements:
        lines[graph].append(text)
    lines[CATALOG] = list(_catalogue(entries, statements))
    return {
        graph: write_turtle(read_triples("".join(texts).encode(), "nt"))
        for graph, texts in sorted(lines.items())
    }


def compiled(tables: Path, graphs: Path) -> dict[Path, str | None]:
    """Return the files of the graphs of a folder of tables; None for one that is to go."""
    files: dict[Path, str | None] = dict.fromkeys(graphs.rglob("*.ttl"))
    for key, text in graphs_of(gather(read_folder(tables))).items():
        files[graphs / f"{key}.ttl"] = text
    return files


def formatted(tables: Path) -> dict[Path, str | None]:
    """Return the files of a folder of tables in their one form, with what describes them."""
    files: dict[Path, str | None] = {}
    names: list[str] = []
    for table in read_folder(tables):
        if table.rows:
            text = written(table.kind, [row.cells for row in table.rows])
            files[tables / table.rows[0].file] = text
            names.append(table.kind.name)
    return files | {tables / FILE: package(dict.fromkeys(names))}


def _catalogue(entries: Entries, statements: Iterable[Statements]) -> Iterator[str]:
    """Give the lines that describe every graph of the statements."""
    claims = {kind.cls for kind in kinds().values() if kind.claim}
    aside = {COMITY.Coverage}
    counts: dict[str, list[int]] = {}
    for graph, cls, lines in statements:
        count = counts.setdefault(graph, [0, 0])
        if _TYPE in lines:
            count[0] += cls in claims
            count[1] += cls not in aside
    notes: dict[str, list[str]] = {}
    for entry in entries["coverage"].values():
        notes.setdefault(graph_of(entry), []).append(_completeness(entry))
    catalog = f"<{GRAPH}{CATALOG}>"
    yield f"{catalog}{_TYPE}<{PREFIXES['dcat']}Catalog> .\n"
    yield f"{catalog}{_TITLE}{worded('Graphs of comity', 'en')} .\n"
    yield f"{catalog}{_LICENCE}<{LICENCE}> .\n"
    for graph, (of_claims, of_things) in sorted(counts.items()):
        dataset = f"<{GRAPH}{graph}>"
        yield f"{catalog}{predicate(Iri(PREFIXES['dcat'] + 'dataset'))}{dataset} .\n"
        yield f"{dataset}{_TYPE}<{PREFIXES['dcat']}Dataset> .\n"
        yield f"{dataset}{_TITLE}{worded(_title(graph, entries), 'en')} .\n"
        yield f"{dataset}{_LICENCE}<{LICENCE}> .\n"
        number = of_claims or of_things
        for term, bound in (
            (COMITY.fewestExpected, max(1, number * 9 // 10)),
            (COMITY.mostExpected, ceil(number * 1.5) + 10),
        ):
            yield f'{dataset}{predicate(term)}"{bound}"^^<{XSD}integer> .\n'
        for note in notes.get(graph, ()):
            yield f"{dataset}{predicate(Iri(SKOS + 'note'))}{worded(note, 'en')} .\n"
    yield from _origins(entries)


def _title(graph: str, entries: Entries) -> str:
    folder, _, key = graph.partition("/")
    if folder == "pacts":
        return "Pacts without a date of signing" if key == "undated" else f"Pacts signed in {key}"
    if folder in _TITLES:
        return _TITLES[folder]
    about, kind, column, _ = _ABOUT[folder]
    return f"{about}: {entries[kind][key].value(column)}"


def _completeness(entry: Entry) -> str:
    """Say how complete what is covered is, and as of when."""
    about = _ABOUT[FOLDERS[entry.value("subject_type")]][3]
    about = about or entry.value("status").capitalize()
    complete = "complete" if entry.value("complete") == "yes" else "not complete"
    day = entry.value("as_of")
    return f"{about}: {complete}{f' as of {day}' if day else ''}."


def _origins(entries: Entries) -> Iterator[str]:
    """Say of the polities from which data sets their codes and names were taken."""
    polities = f"<{GRAPH}polities>"
    for entry in entries["sources"].values():
        if entry.path.startswith("pol-"):
            source = node("source", entry.path)
            rights = f"{entry.value('title')}: {entry.value('licence')}"
            yield f"{polities}{predicate(Iri(PROV + 'wasDerivedFrom'))}{source} .\n"
            yield f"{polities}{predicate(Iri(DCTERMS + 'rights'))}{worded(rights, 'en')} .\n"
