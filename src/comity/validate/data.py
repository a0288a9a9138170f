"""What is validated: statements that can be looked up, gone through, and written to a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Protocol, runtime_checkable

from comity.store.engine import Engine
from comity.terms import Blank, Iri, Term, Triple, n_triples


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
