"""Takes facts of the user's own as a layer: tables or RDF, checked and kept whole or not at all."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from comity.errors import BadData, BadParameter, UnknownThing
from comity.graph.load import FORMATS, content_of, read_triples
from comity.iris import DCTERMS, ID, slug
from comity.query.names.resolve import THINGS, resolve
from comity.store.engines.interface import Engine
from comity.store.layers import layer_file, write_layer
from comity.store.snapshot.fingerprint import layer_graph
from comity.tables.check import Entries, Entry, gather, observed
from comity.tables.compile import ENTITY_CLASSES, POLITY_CLASSES, compile_entries
from comity.tables.own import completed
from comity.tables.read import LARGEST, Fault, FaultyTables, Row, Table
from comity.tables.schema import Kind, kinds
from comity.tables.user_files import tables_in
from comity.terms import RDF, Blank, Iri, Triple, n_triples, tagged
from comity.validate.data import (
    Statements,
    bearing_on,
    shipped_shapes,
    vocabulary,
    vocabulary_of,
)
from comity.validate.findings import Finding, Severity
from comity.validate.validation import check
from comity.vocab import COMITY

_TYPE = Iri(RDF + "type")


@dataclass(frozen=True, slots=True)
class Layer:
    """What became of files: how many rows and claims, what is new or gone, what to look at."""

    name: str
    rows: Mapping[str, int]  # by kind of table
    claims: int
    added: int  # claims that the layer of that name did not make before
    removed: int
    remarks: tuple[str, ...]  # findings that are no violations
    kept: bool


def classes_of(kind: Kind) -> Collection[Iri]:
    """Return the classes of the things of a kind."""
    several = {"polities": POLITY_CLASSES, "entities": ENTITY_CLASSES}.get(kind.name)
    return set(several.values()) if several else {kind.cls} if kind.cls else ()


def take_layer(
    engine: Engine,
    data: str,
    files: Sequence[str],
    name: str = "",
    kind: str = "",
    dry_run: bool = False,
) -> Layer:
    """Read files as the layer of a name, by default that of the first, and keep it in a folder.

    ``kind`` says of which kind tables are that do not show it. Raises FaultyTables with every
    fault of the tables, BadData where RDF cannot be read or the shapes find a violation.
    """
    if not data:
        raise BadParameter(
            "A layer goes into the store of this machine, not into an endpoint.",
            "Leave the endpoint out.",
        )
    today = datetime.now(UTC).date().isoformat()
    name = name or slug(Path(files[0]).stem)
    path = layer_file(data, name)
    tables: list[Table] = []
    triples: set[Triple] = set()
    for file in files:
        if Path(file).suffix in FORMATS:
            triples.update(read_triples(Path(file)))
        else:
            tables += tables_in(content_of(file, LARGEST), os.path.basename(file), kind)
    known = _Known(engine, name)
    rows = Counter({table.kind.name: 0 for table in tables})
    for table in tables:
        rows[table.kind.name] += len(table.rows)
    entries = gather(completed(tables, known.resolve, today), known) if tables else {}
    text = _text(name, entries, triples, known)
    findings = _findings(engine, name, text)
    _refuse(findings, entries)
    before = _claims(content_of(path, LARGEST) if os.path.exists(path) else b"")
    after = _claims(text)
    if not dry_run:
        write_layer(data, name, text.decode())
    return Layer(
        name=name,
        rows={key: count for key, count in sorted(rows.items()) if count},
        claims=len(after),
        added=len(after - before),
        removed=len(before - after),
        remarks=tuple(f"{one.thing}: {one.message}" for one in findings),
        kept=not dry_run,
    )


def _text(name: str, entries: Entries, triples: set[Triple], known: _Known) -> bytes:
    """Return a layer as sorted lines of N-Triples. Raises BadData for blank nodes."""
    title = (layer_graph(name), Iri(DCTERMS + "title"), tagged(f"Layer {name}", "en"))
    lines: set[str] = set()
    if entries:
        day_of, keeper_of = partial(known.day, entries=entries), known.keeper
        for statements in compile_entries(entries, day_of, keeper_of):
            lines.update(statements.lines.splitlines(keepends=True))
    for triple in (title, *triples):
        if any(isinstance(term, Blank) for term in triple):
            raise BadData(
                "The RDF has blank nodes; every thing of a layer has a name.",
                "Give each thing an IRI.",
            )
        lines.add(" ".join(n_triples(term) for term in triple) + " .\n")
    return "".join(sorted(lines)).encode()


def _findings(engine: Engine, name: str, text: bytes) -> list[Finding]:
    """Return what the shapes find in a layer beside all that the store holds."""
    graph = layer_graph(name)
    own = read_triples(text, "nt")
    context = (quad for quad in engine.quads() if quad[3] != graph)
    known = [*own, *bearing_on(set(own), context, set())]
    data = Statements([*known, *vocabulary_of(known, vocabulary())])
    subjects = {subject for subject, _, _ in own}
    report = check(data, shipped_shapes())  # the findings on the context are not on the layer
    findings = [one for one in report.findings if one.focus in subjects or one.value in subjects]
    return [one for one in findings if one.severity is not Severity.INFO]


def _refuse(findings: Iterable[Finding], entries: Entries) -> None:
    """Raise FaultyTables or BadData where a finding is a violation, with the row behind it."""
    wrong = [finding for finding in findings if finding.severity is Severity.VIOLATION]
    if not wrong:
        return
    rows = {
        f"{ID}{entry.kind.thing}/{path}": entry.rows[0]
        for by_path in entries.values()
        for path, entry in by_path.items()
    }
    faults = []
    for finding in wrong:
        focus = finding.focus.value
        row = rows.get(focus) or next(
            (
                row
                for iri, row in rows.items()
                if focus.startswith(f"{ID}citation/{iri[len(ID) :]}/")
            ),
            Row("the file", 0, {}),
        )
        faults.append(Fault(row.file, row.line, "", finding.message))
    raise FaultyTables(faults)


def _claims(text: bytes) -> set[tuple[str, str]]:
    """Return the claims in a layer's lines, each with all that is said of it."""
    classes = {kind.cls for kind in kinds().values() if kind.claim}
    heads = {f"{n_triples(_TYPE)} {n_triples(cls)} ." for cls in classes if cls}
    parts: dict[str, list[str]] = {}
    claims: set[str] = set()
    for line in text.decode().splitlines():
        subject, _, rest = line.partition(" ")
        parts.setdefault(subject, []).append(rest)
        if rest in heads:
            claims.add(subject)
    return {(claim, "\n".join(parts[claim])) for claim in claims}


class _Known(Mapping[str, Collection[str]]):
    """The keys that the store knows beside a layer, by kind of thing; looked up when asked for."""

    def __init__(self, engine: Engine, layer: str) -> None:
        self._engine = engine
        self._layer = layer_graph(layer)
        self._keys: dict[str, frozenset[str]] = {}
        self._kinds = {kind.thing: kind for kind in kinds().values()}
        self._sources: dict[str, Entry] = {}

    def __getitem__(self, thing: str) -> Collection[str]:
        """Return the keys of all things of a kind."""
        if thing not in self._keys:
            kind = self._kinds[thing]
            self._keys[thing] = frozenset(
                subject.value.removeprefix(f"{ID}{thing}/")
                for cls in classes_of(kind)
                for subject in self._of_class(cls)
            )
        return self._keys[thing]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)

    def _of_class(self, cls: Iri) -> Iterator[Iri]:
        answer = self._engine.select(
            f"SELECT DISTINCT ?thing WHERE {{ GRAPH ?graph {{ ?thing a {n_triples(cls)} }} "
            f"FILTER (?graph != {n_triples(self._layer)}) }}"
        )
        return (row[0] for row in answer.rows if isinstance(row[0], Iri))

    def resolve(self, thing: str, text: str) -> str:
        """Return the key of what a text names; nothing where it names none, or several."""
        if text in self[thing]:
            return text
        if thing not in THINGS:
            return ""
        try:
            term = resolve(self._engine, thing, thing, text)
        except (UnknownThing, BadParameter):
            return ""
        key = term.value.removeprefix(f"{ID}{thing}/")
        return key if key in self[thing] else ""

    def keeper(self, list_: str) -> str:
        """Return the authority that keeps a list, or nothing."""
        triples = self._engine.triples(subject=Iri(f"{ID}list/{list_}"), predicate=COMITY.authority)
        return min(
            (value.value.removeprefix(f"{ID}authority/") for *_, value in triples), default=""
        )

    def day(self, entry: Entry, entries: Entries) -> str:
        """Return the day on which a claim was observed, by its sources here and in the store."""
        for cited in entry.citations:
            if cited.source not in entries["sources"] and cited.source not in self._sources:
                self._sources[cited.source] = self._source(cited.source)
        return observed(entry, {**self._sources, **entries["sources"]})

    def _source(self, key: str) -> Entry:
        kind = kinds()["sources"]
        values = {}
        for column in ("published", "retrieved"):
            triples = self._engine.triples(
                subject=Iri(f"{ID}source/{key}"), predicate=kind.columns[column].predicate
            )
            values[column] = [value.value for _, _, value in triples]
        return Entry(kind, key, values)
