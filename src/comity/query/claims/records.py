"""Reads all that the graph says of some subjects, in a few questions for the whole of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from comity.iris import DCTERMS, ID, RDFS, SKOS
from comity.query.names.labels import short
from comity.store.engines.interface import Engine, Row
from comity.terms import RDF, Iri, Literal, Term, n_triples, spoken

TYPE = Iri(RDF + "type")
NAME = Iri(SKOS + "prefLabel")
_CALLED = (NAME, Iri(RDFS + "label"), Iri(DCTERMS + "title"))
_AT_ONCE = 500  # subjects in one question: an endpoint takes only so long a text


@dataclass(frozen=True, slots=True)
class Record:
    """One subject and the values of each of its properties, in a fixed order."""

    iri: Iri
    says: Mapping[Iri, tuple[Term, ...]]

    def all(self, *properties: Iri) -> tuple[Term, ...]:
        """Return the values of some properties, in the order in which these are named."""
        return tuple(value for name in properties for value in self.says.get(name, ()))

    def things(self, *properties: Iri) -> tuple[Iri, ...]:
        """Return the values of some properties that are IRIs."""
        return tuple(value for value in self.all(*properties) if isinstance(value, Iri))

    def first(self, *properties: Iri) -> Iri | None:
        """Return the first value of some properties that is an IRI."""
        return next(iter(self.things(*properties)), None)

    def text(self, *properties: Iri) -> str:
        """Return the first value of some properties as text, "" where there is none."""
        return next((spoken(value) for value in self.all(*properties)), "")

    def is_a(self, kind: Iri) -> bool:
        """Say whether the subject is stated to be of a class."""
        return kind in self.says.get(TYPE, ())


def kind_of(iri: Iri) -> str:
    """Return the kind that the IRI of a thing of ours names (``polity``), "" for any other."""
    return iri.value.removeprefix(ID).partition("/")[0] if iri.value.startswith(ID) else ""


def path_of(iri: Iri) -> str:
    """Return the path of a thing of ours, ``polity/JPN``, or another IRI as it is."""
    return iri.value.removeprefix(ID)


def read(engine: Engine, subjects: Iterable[Iri]) -> dict[Iri, Record]:
    """Return the record of each subject; of one that is not in the graph, an empty record."""
    sorted_subjects = sorted(set(subjects))
    by_subject: dict[Iri, dict[Iri, list[Term]]] = {subject: {} for subject in sorted_subjects}
    for subject, name, value in asked(
        engine, "SELECT ?subject ?name ?value WHERE { %s ?subject ?name ?value }", sorted_subjects
    ):
        if isinstance(subject, Iri) and isinstance(name, Iri) and value is not None:
            by_subject[subject].setdefault(name, []).append(value)
    return {
        subject: Record(subject, {name: _in_order(values) for name, values in properties.items()})
        for subject, properties in by_subject.items()
    }


class Names(Mapping[Iri, str]):
    """What to call terms when people read them: in a language if it can be, else in English.

    A name that was looked up is a :class:`comity.terms.Text`, which knows its language.
    """

    def __init__(self, engine: Engine, wanted: Iterable[Iri], language: str = "en") -> None:
        self.language = language
        labels: dict[Iri, list[tuple[int, Literal]]] = {iri: [] for iri in sorted(set(wanted))}
        sorts = ", ".join(
            n_triples(candidate) for candidate in _CALLED
        )  # not VALUES: all labels would be read
        query = (
            "SELECT ?subject ?name ?label"
            f" WHERE {{ %s ?subject ?name ?label FILTER (?name IN ({sorts})) }}"
        )
        for iri, name, label in asked(engine, query, [*labels]):
            if isinstance(iri, Iri) and isinstance(name, Iri) and isinstance(label, Literal):
                labels[iri].append((_CALLED.index(name), label))
        self._names = {
            iri: spoken(min(candidates, key=lambda candidate: _best_first(candidate, language))[1])
            if candidates
            else short(iri.value)
            for iri, candidates in labels.items()
        }

    def __getitem__(self, iri: Iri) -> str:
        """Return what to call a term; one that was not looked up has its short name."""
        return self._names.get(iri) or short(iri.value)

    def __iter__(self) -> Iterator[Iri]:
        """Give the terms that were looked up."""
        return iter(self._names)

    def __len__(self) -> int:
        """Return how many terms were looked up."""
        return len(self._names)

    def words(self, term: Term) -> str:
        """Return a term as people read it: a label, or the literal's own text."""
        return self[term] if isinstance(term, Iri) else spoken(term)

    def list(self, terms: Iterable[Iri]) -> str:
        """Return the names of several things as a phrase, sorted: "Australia, India"."""
        return self.join(sorted(self[iri] for iri in terms))

    def join(self, names: Sequence[str]) -> str:
        """Return several names as a phrase; a single one keeps its language."""
        comma = "、" if self.language == "ja" else ", "
        return names[0] if len(names) == 1 else comma.join(names)


def asked(engine: Engine, query: str, subjects: Sequence[Iri]) -> Iterator[Row]:
    """Give the rows of a query whose ``%s`` stands for the VALUES of ?subject."""
    for start in range(0, len(subjects), _AT_ONCE):
        values = " ".join(n_triples(iri) for iri in subjects[start : start + _AT_ONCE])
        answer = engine.select(query % f"VALUES ?subject {{ {values} }}")
        yield from answer.rows


def _in_order(values: list[Term]) -> tuple[Term, ...]:
    return tuple(sorted(values, key=lambda value: (value.value, str(value))))


def _best_first(label: tuple[int, Literal], language: str) -> tuple[int, bool, bool, str, str]:
    sort, literal = label
    return (
        sort,
        literal.language != language,
        literal.language != "en",
        literal.language or "",
        literal.value,
    )
