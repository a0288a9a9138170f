"""Choose what the ontology and the shipped graphs say that bears on somebody's own statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from comity.graph.load import read_triples, turtle_files
from comity.names import GRAPH, RDFS, SKOS, term
from comity.paths import room
from comity.terms import RDF, Blank, Iri, Quad, Triple

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
