"""What is validated and against what: statements, the context that they need, and the shapes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol, runtime_checkable

from comity.errors import BadData, BadQuery
from comity.graph.load import read_triples, turtle_files
from comity.graph.untrusted import DEEPEST
from comity.iris import GRAPH, RDFS, SH, SKOS, term
from comity.paths import room
from comity.store.engines.guard import check, respelt, tokens
from comity.store.engines.interface import Engine
from comity.terms import RDF, Blank, Iri, Literal, Quad, Term, Triple, n_triples

MOST_TOKENS = 10_000  # of the SPARQL of one shape; engines follow some of it with their stack
_OPEN, _CLOSE = ("{", "(", "["), ("}", ")", "]")
_ROOMS_OF_THEIR_OWN = ("examples", "shapes")
_PREFIX, _NAMESPACE = Iri(SH + "prefix"), Iri(SH + "namespace")
_SPARQL = {SH + name for name in ("ask", "construct", "select", "update")}


def vocabulary() -> list[Triple]:
    """Return the shipped ontology: its modules, schemes and alignments."""
    home = Path(room("ontology"))
    files = [
        path
        for path in turtle_files([home])
        if path.relative_to(home).parts[0] not in _ROOMS_OF_THEIR_OWN
    ]
    return [triple for path in files for triple in read_triples(path)]


def shipped_shapes() -> list[Triple]:
    """Return the shipped shapes."""
    return [
        triple
        for path in turtle_files([Path(room("ontology")) / "shapes"])
        for triple in read_triples(path)
    ]


def extra_shapes(file: Path | None) -> list[Triple]:
    """Return the shapes of the caller's own file, if there is one.

    Raises BadData where the SPARQL of a shape asks anything but the data.
    """
    if file is None:
        return []
    triples = read_triples(file)
    if not any(_is_of_a_shape(triple) for triple in triples):
        raise BadData(
            f"{file} has no shape of SHACL.", "Give a file with a sh:NodeShape or sh:PropertyShape."
        )
    prologue = _prologue(triples)
    return [
        (subject, predicate, _guarded(value, prologue, file))
        if predicate.value in _SPARQL and isinstance(value, Literal)
        else (subject, predicate, value)
        for subject, predicate, value in triples
    ]


def _is_of_a_shape(triple: Triple) -> bool:
    _, predicate, value = triple
    kinds = (Iri(SH + "NodeShape"), Iri(SH + "PropertyShape"))
    return predicate.value.startswith(SH) or (predicate == _TYPE and value in kinds)


def _prologue(triples: list[Triple]) -> str:
    """Return the prefixes that the shapes declare, as SPARQL has them."""
    names = {subject: value.value for subject, predicate, value in triples if predicate == _PREFIX}
    return "".join(
        f"PREFIX {names[subject]}: <{value.value}>\n"
        for subject, predicate, value in triples
        if predicate == _NAMESPACE and subject in names
    )


def _guarded(query: Literal, prologue: str, file: Path) -> Literal:
    """Return the SPARQL of a shape as an engine may have it."""
    try:
        check(query.value)
        safe = respelt(prologue + query.value)
    except BadQuery as error:
        raise BadData(
            f"{file} has a shape whose SPARQL is refused: {error.found}",
            "Ask the data alone, with SELECT or ASK.",
        ) from None
    depth = 0
    for number, token in enumerate(tokens(query.value)):
        depth += (token.text in _OPEN) - (token.text in _CLOSE)
        if depth > DEEPEST or number > MOST_TOKENS:
            raise BadData(
                f"{file} has a shape whose SPARQL is deeper than {DEEPEST} levels or longer than"
                f" {MOST_TOKENS:,} words and marks.",
                "Make several shapes of it.",
            )
        if token.kind == "word" and token.text.upper() == "FROM":
            raise BadData(
                f"{file} has a shape whose SPARQL names a dataset (FROM), which shapes may not.",
                "Take FROM out: a shape judges the data that it is run over.",
            )
    return query if safe == prologue + query.value else query._replace(value=safe)


class Data(Protocol):
    """Statements under validation, few or many."""

    def __iter__(self) -> Iterator[Triple]:
        """Give every statement; one may come twice."""
        ...

    def matching(
        self,
        subject: Iri | Blank | None = None,
        predicate: Iri | None = None,
        value: Term | None = None,
    ) -> Iterator[Triple]:
        """Give the statements that fit; None fits all."""
        ...

    def write(self, path: str) -> None:
        """Write every statement to a file, as N-Triples."""
        ...


class Statements:
    """Statements in memory."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._about: defaultdict[Iri | Blank, list[Triple]] = defaultdict(list)
        for triple in dict.fromkeys(triples):
            self._about[triple[0]].append(triple)

    def __iter__(self) -> Iterator[Triple]:
        """Give every statement, subject by subject."""
        for triples in self._about.values():
            yield from triples

    def matching(
        self,
        subject: Iri | Blank | None = None,
        predicate: Iri | None = None,
        value: Term | None = None,
    ) -> Iterator[Triple]:
        """Give the statements that fit."""
        for triple in self if subject is None else self._about.get(subject, ()):
            if predicate in (None, triple[1]) and value in (None, triple[2]):
                yield triple

    def write(self, path: str) -> None:
        """Write every statement to a file."""
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.writelines(map(line, self))


@runtime_checkable
class _Dumping(Protocol):
    """An engine that writes its merged graph to a file faster than terms can go through Python."""

    def dump(self, path: str) -> None: ...


class Stored:
    """The merged graph of a store, however large, and the shipped ontology beside it."""

    def __init__(self, engine: Engine, ontology: Iterable[Triple]) -> None:
        self._engine = engine
        self._ontology = Statements(ontology)

    def __iter__(self) -> Iterator[Triple]:
        """Give every statement of the merged graph, then those of the ontology."""
        yield from self._engine.triples()
        yield from self._ontology

    def matching(
        self,
        subject: Iri | Blank | None = None,
        predicate: Iri | None = None,
        value: Term | None = None,
    ) -> Iterator[Triple]:
        """Give the statements that fit."""
        yield from self._engine.triples(subject, predicate, value)
        yield from self._ontology.matching(subject, predicate, value)

    def write(self, path: str) -> None:
        """Write every statement to a file."""
        if isinstance(self._engine, _Dumping):
            self._engine.dump(path)
        else:
            with open(path, "w", encoding="utf-8", newline="\n") as file:
                file.writelines(map(line, self._engine.triples()))
        with open(path, "a", encoding="utf-8", newline="\n") as file:
            file.writelines(map(line, self._ontology))


def line(triple: Triple) -> str:
    """Return a statement as a line of N-Triples."""
    return f"{n_triples(triple[0])} {n_triples(triple[1])} {n_triples(triple[2])} .\n"


_TYPE = Iri(RDF + "type")
_UPWARD = (Iri(RDFS + "subClassOf"), Iri(SKOS + "inScheme"))
_GATHERS = (*(term(name) for name in ("initiative", "list", "summit")), Iri(SKOS + "notation"))
_BEARS = term("identifier")


def shipped() -> list[Quad]:
    """Return the statements of the ``graphs`` room, each with the name of its graph."""
    return [
        (*triple, graph_name(path))
        for path in turtle_files([Path(room("graphs"))])
        for triple in read_triples(path)
    ]


def graph_name(path: Path) -> Iri | None:
    """Return the name of the graph that a file of the ``graphs`` room is; None for other files."""
    home = Path(room("graphs")).resolve()
    file = path.resolve()
    if not file.is_relative_to(home):
        return None
    return Iri(GRAPH + file.relative_to(home).with_suffix("").as_posix())


def bearing_on(own: Iterable[Triple], known: Iterable[Quad], replaced: set[Iri]) -> list[Triple]:
    """Return the known statements that bear on one's own.

    These are: what is known of each thing that one's own statements name but do not declare (give
    a class); every claim on a summit, initiative or list that they name; and every code that they
    use, with the thing that bears it. A thing that one's own statements declare is judged by them
    alone, and so is a graph that they replace.
    """
    own = set(own)
    declared = {subject for subject, predicate, _ in own if predicate == _TYPE}
    about: defaultdict[Iri | Blank, list[Triple]] = defaultdict(list)
    for subject, predicate, value, graph in known:
        if graph not in replaced and subject not in declared:
            about[subject].append((subject, predicate, value))
    own |= {triple for subject, _, _ in own.copy() for triple in about.get(subject, ())}
    named = {value for _, _, value in own} | {subject for subject, _, _ in own}
    gathered = {
        subject
        for subject, triples in about.items()
        if any(predicate in _GATHERS and value in named for _, predicate, value in triples)
    }
    return [
        triple
        for subject, triples in about.items()
        if subject in named
        or subject in gathered
        or any(predicate == _BEARS and value in gathered for _, predicate, value in triples)
        for triple in triples
    ]


def vocabulary_of(data: Iterable[Triple], ontology: Iterable[Triple]) -> list[Triple]:
    """Return what the ontology says of the terms and concepts that the data name.

    With a class come its super-classes, with a concept its scheme: enough for every shape to
    judge the data as by the whole ontology, and much quicker for few data.
    """
    about: defaultdict[Iri | Blank, list[Triple]] = defaultdict(list)
    for triple in ontology:
        about[triple[0]].append(triple)
    wanted = {term for triple in data for term in triple if isinstance(term, Iri)}
    chosen: set[Iri] = set()
    while wanted:
        chosen |= wanted
        wanted = {
            value
            for subject in wanted
            for _, predicate, value in about.get(subject, ())
            if predicate in _UPWARD and isinstance(value, Iri)
        } - chosen
    return [triple for subject, triples in about.items() if subject in chosen for triple in triples]
