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
    things = sorted(
        {term for terms in asked.bound.values() for term in terms if isinstance(term, Iri)}
    )
    if not things:
        return
    answer = engine.select(_COVERAGE % " ".join(n_triples(thing) for thing in things))
    for row in answer.rows:
        named = zip(answer.variables, row, strict=True)
        yield {name: term.value for name, term in named if term is not None}


def check(engine: Engine, record: Record) -> Change:
    """Ask the recorded question again, in its own SPARQL, and return what is different now."""
    asked = BoundQuery(Query(record.query, record.sparql, None), {}, record.sparql)
    now = ask(engine, asked)
    if not isinstance(now, Rows):
        raise BadData(
            "The record holds a question that does not answer with rows.",
            "Make the record anew with: comity query NAME --report FILE.json",
        )
    before, after = Counter(record.rows), Counter(now.rows)
    return Change(
        now.columns,
        tuple(row for row in now.rows if after[row] > before[row]),
        tuple(row for row in record.rows if before[row] > after[row]),
    )


def as_json(record: Record) -> str:
    """Return a record as JSON, one row a line: the same bytes for the same record."""
    head = {
        "form": FORM,
        "query": record.query,
        "question": record.question,
        "parameters": {
            name: [_json(term) for term in terms] for name, terms in record.parameters.items()
        },
        "sparql": record.sparql,
        "graph": record.setting.graph,
        "asked_on": record.setting.asked_on,
        "version": record.setting.version,
        "coverage": record.coverage,
        "columns": record.columns,
    }
    text = json.dumps(head, ensure_ascii=False, indent=2).removesuffix("\n}")
    rows = (json.dumps([_json(term) for term in row], ensure_ascii=False) for row in record.rows)
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
        fields = json.loads(text)
        if fields["form"] != FORM:
            raise ValueError(fields["form"])
        return Record(
            query=str(fields["query"]),
            question=str(fields["question"]),
            parameters={
                name: tuple(_some_term(cell) for cell in terms)
                for name, terms in fields["parameters"].items()
            },
            sparql=str(fields["sparql"]),
            columns=tuple(fields["columns"]),
            rows=tuple(tuple(_term(cell) for cell in row) for row in fields["rows"]),
            coverage=tuple(fields["coverage"]),
            setting=Setting(fields["graph"], fields["asked_on"], fields["version"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadData(
            f"{where} is no record of a search.",
            "Give a file that was written by: comity query NAME --report FILE.json",
        ) from None


def _term(fields: dict[str, str] | None) -> Term | None:
    return None if fields is None else _some_term(fields)


def _some_term(fields: dict[str, str]) -> Term:
    if "iri" in fields:
        return Iri(fields["iri"])
    if "blank" in fields:
        return Blank(fields["blank"])
    if "language" in fields:
        return Literal(fields["text"], RDF + "langString", fields["language"])
    return Literal(fields["text"], fields.get("datatype", XSD + "string"))


def as_markdown(record: Record, rows: Rows, label: Label) -> Iterator[str]:
    """Give a record as a page for people."""
    yield f"# {record.question or record.query}\n\n- Query: {record.query}\n"
    for name, terms in record.parameters.items():
        yield f"- {name}: {', '.join(label(term) for term in terms)}\n"
    yield f"- Rows: {len(record.rows)}\n- BoundQuery on: {record.setting.asked_on}\n"
    yield f"- Graph: {record.setting.graph}\n- comity {record.setting.version}\n"
    for coverage in record.coverage:
        status = f" ({label(Iri(coverage['status']))})" if "status" in coverage else ""
        completeness = "complete" if coverage["complete"] == "true" else "not complete"
        when = f" as of {coverage['as_of']}" if "as_of" in coverage else ""
        known, expected = coverage.get("known", "?"), coverage.get("expected", "an unknown number")
        counts = f"{known} known of {expected}"
        subject = label(Iri(coverage["subject"]))
        yield f"- Coverage of {subject}{status}: {completeness}{when}, {counts}\n"
    yield "\n"
    yield from page.markdown_lines(rows, label)
    yield f"\n```sparql\n{record.sparql.rstrip()}\n```\n"
