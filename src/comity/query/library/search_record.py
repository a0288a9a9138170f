"""Records what was asked of what and what came back, and says later whether it still does.

A record is a proof of search: the question, its parameters, the SPARQL that ran, the rows, the
digest of the graph, how complete the graph is on what was asked about, the day, and the version.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from comity.errors import BadData
from comity.query.library.catalogue import Query
from comity.query.library.rows import BoundQuery, Rows
from comity.query.library.run import ask
from comity.query.render import row_writers as page
from comity.query.render.row_writers import Label
from comity.store.engines.interface import Engine, Row
from comity.terms import RDF, XSD, Blank, Iri, Literal, Term, n_triples
from comity.vocab import COMITY

FORM = "comity record of a search 1"

_COVERAGE = f"""
SELECT ?subject ?status ?complete ?known ?expected ?as_of
WHERE {{
  VALUES ?subject {{ %s }}
  ?coverage <{COMITY.covers.value}> ?subject ;
    <{COMITY.isComplete.value}> ?complete .
  OPTIONAL {{ ?coverage <{COMITY.coveredStatus.value}> ?status }}
  OPTIONAL {{ ?coverage <{COMITY.knownCount.value}> ?known }}
  OPTIONAL {{ ?coverage <{COMITY.expectedCount.value}> ?expected }}
  OPTIONAL {{ ?coverage <{COMITY.asOf.value}> ?as_of }}
}}
ORDER BY STR(?subject) STR(?status)
"""


class Setting(NamedTuple):
    """What a question was asked of: the digest of the graph, the day of asking, the version."""

    graph: str
    asked_on: str
    version: str


class Record(NamedTuple):
    """One search: what was asked, of what, and what came back."""

    query: str
    question: str
    parameters: dict[str, tuple[Term, ...]]
    sparql: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    coverage: tuple[dict[str, str], ...]
    setting: Setting


class Change(NamedTuple):
    """How an answer differs from a recorded one: rows that came, rows that went."""

    columns: tuple[str, ...]
    added: tuple[Row, ...]
    removed: tuple[Row, ...]

    @property
    def is_any(self) -> bool:
        """Whether a row came or went."""
        return bool(self.added or self.removed)


def record(engine: Engine, rows: Rows, setting: Setting) -> Record:
    """Return the record of an answer."""
    asked = rows.asked
    return Record(
        query=asked.query.name,
        question=rows.header.summary if rows.header else "",
        parameters=dict(asked.bound),
        sparql=asked.text,
        columns=rows.columns,
        rows=rows.rows,
        coverage=tuple(_coverage(engine, asked)),
        setting=setting,
    )


def _coverage(engine: Engine, asked: BoundQuery) -> Iterator[dict[str, str]]:
    things = sorted({one for said in asked.bound.values() for one in said if isinstance(one, Iri)})
    if not things:
        return
    answer = engine.select(_COVERAGE % " ".join(n_triples(thing) for thing in things))
    for row in answer.rows:
        named = zip(answer.variables, row, strict=True)
        yield {name: term.value for name, term in named if term is not None}


def check(engine: Engine, told: Record) -> Change:
    """Ask the recorded question again, in its own SPARQL, and return what is different now."""
    asked = BoundQuery(Query(told.query, told.sparql, None), {}, told.sparql)
    now = ask(engine, asked)
    if not isinstance(now, Rows):
        raise BadData(
            "The record holds a question that does not answer with rows.",
            "Make the record anew with: comity query NAME --report FILE.json",
        )
    before, after = Counter(told.rows), Counter(now.rows)
    return Change(
        now.columns,
        tuple(row for row in now.rows if after[row] > before[row]),
        tuple(row for row in told.rows if before[row] > after[row]),
    )


def as_json(told: Record) -> str:
    """Return a record as JSON, one row a line: the same bytes for the same record."""
    head = {
        "form": FORM,
        "query": told.query,
        "question": told.question,
        "parameters": {
            name: [_json(term) for term in terms] for name, terms in told.parameters.items()
        },
        "sparql": told.sparql,
        "graph": told.setting.graph,
        "asked_on": told.setting.asked_on,
        "version": told.setting.version,
        "coverage": told.coverage,
        "columns": told.columns,
    }
    text = json.dumps(head, ensure_ascii=False, indent=2).removesuffix("\n}")
    rows = (json.dumps([_json(term) for term in row], ensure_ascii=False) for row in told.rows)
    return f'{text},\n  "rows": [\n    ' + ",\n    ".join(rows) + "\n  ]\n}\n"


def _json(term: Term | None) -> dict[str, str] | None:
    if term is None:
        return None
    if isinstance(term, Iri):
        return {"iri": term.value}
    if isinstance(term, Blank):
        return {"blank": term.value}
    if term.language is not None:
        return {"text": term.value, "language": term.language}
    if term.datatype == XSD + "string":
        return {"text": term.value}
    return {"text": term.value, "datatype": term.datatype}


def from_json(text: str, where: str) -> Record:
    """Read a record back; raise BadData, naming ``where``, for anything else."""
    try:
        said = json.loads(text)
        if said["form"] != FORM:
            raise ValueError(said["form"])
        return Record(
            query=str(said["query"]),
            question=str(said["question"]),
            parameters={
                name: tuple(_some_term(one) for one in terms)
                for name, terms in said["parameters"].items()
            },
            sparql=str(said["sparql"]),
            columns=tuple(said["columns"]),
            rows=tuple(tuple(_term(one) for one in row) for row in said["rows"]),
            coverage=tuple(said["coverage"]),
            setting=Setting(said["graph"], said["asked_on"], said["version"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadData(
            f"{where} is no record of a search.",
            "Give a file that was written by: comity query NAME --report FILE.json",
        ) from None


def _term(said: dict[str, str] | None) -> Term | None:
    return None if said is None else _some_term(said)


def _some_term(said: dict[str, str]) -> Term:
    if "iri" in said:
        return Iri(said["iri"])
    if "blank" in said:
        return Blank(said["blank"])
    if "language" in said:
        return Literal(said["text"], RDF + "langString", said["language"])
    return Literal(said["text"], said.get("datatype", XSD + "string"))


def as_markdown(told: Record, rows: Rows, label: Label) -> Iterator[str]:
    """Give a record as a page for people."""
    yield f"# {told.question or told.query}\n\n- Query: {told.query}\n"
    for name, terms in told.parameters.items():
        yield f"- {name}: {', '.join(label(term) for term in terms)}\n"
    yield f"- Rows: {len(told.rows)}\n- BoundQuery on: {told.setting.asked_on}\n"
    yield f"- Graph: {told.setting.graph}\n- comity {told.setting.version}\n"
    for one in told.coverage:
        status = f" ({label(Iri(one['status']))})" if "status" in one else ""
        whole = "complete" if one["complete"] == "true" else "not complete"
        when = f" as of {one['as_of']}" if "as_of" in one else ""
        counts = f"{one.get('known', '?')} known of {one.get('expected', 'an unknown number')}"
        yield f"- Coverage of {label(Iri(one['subject']))}{status}: {whole}{when}, {counts}\n"
    yield "\n"
    yield from page.markdown_lines(rows, label)
    yield f"\n```sparql\n{told.sparql.rstrip()}\n```\n"
