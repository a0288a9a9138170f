"""Command ``python -m tests.bench.worker KIND PLACE``: answers queries, timed.

Each line on stdin is a query as JSON (``name``, ``given``, ``text``); each line on stdout is the
seconds that the whole answer took and the number of its rows. PLACE is the folder of a store (KIND
is comity or pyoxigraph), the address of a SPARQL endpoint (http), or a file of N-Triples (rdflib).
"""

from __future__ import annotations

import http.client
import json
import sys
from collections.abc import Callable
from time import perf_counter
from urllib.parse import urlsplit

import pyoxigraph
import rdflib

from comity.query.library.catalogue import Library
from comity.query.library.rows import Rows, Statements
from comity.query.library.run import run
from comity.store.engines.oxigraph import OxigraphEngine

Answer = Callable[[str, dict[str, str], str], int]


def comity(place: str) -> Answer:
    """Answer from a compiled store, parameters and all, up to rows of terms."""
    engine, library = OxigraphEngine.open(place), Library.shipped()

    def answer(name: str, given: dict[str, str], _text: str) -> int:
        result = run(engine, library.find(name), given)
        assert isinstance(result, Rows | Statements)
        return len(result.rows) if isinstance(result, Rows) else len(set(result.triples))

    return answer


def in_pyoxigraph(place: str) -> Answer:
    """Put the same SPARQL straight to the engine, and read every value that it gives."""
    store = pyoxigraph.Store.read_only(place)

    def answer(_name: str, _given: dict[str, str], text: str) -> int:
        found = store.query(text)
        if isinstance(found, pyoxigraph.QueryTriples):
            return len({(one.subject.value, one.predicate.value, one.object) for one in found})
        assert isinstance(found, pyoxigraph.QuerySolutions)
        return len([[term and term.value for term in one] for one in found])

    return answer


def over_http(place: str) -> Answer:
    """Ask an endpoint over one connection, up to the last byte; nothing is parsed."""
    connection = http.client.HTTPConnection(urlsplit(place).netloc)
    headers = {
        "Content-Type": "application/sparql-query",
        "Accept": "text/tab-separated-values, application/n-triples",
    }

    def answer(_name: str, _given: dict[str, str], text: str) -> int:
        connection.request("POST", "/query", text.encode(), headers)
        response = connection.getresponse()
        body = response.read()
        assert response.status == 200, response.reason
        if "tab-separated" in response.headers["Content-Type"]:
            return body.count(b"\n") - 1  # the first line names the columns
        return len(set(body.splitlines()))

    return answer


def in_rdflib(place: str) -> Answer:
    """Ask one plain graph of rdflib, all statements merged."""
    graph = rdflib.Graph()
    graph.parse(place, format="nt")

    def answer(_name: str, _given: dict[str, str], text: str) -> int:
        return len(list(graph.query(text)))

    return answer


def main(kind: str, place: str) -> None:
    """Answer until stdin ends."""
    answer = {
        "comity": comity,
        "pyoxigraph": in_pyoxigraph,
        "http": over_http,
        "rdflib": in_rdflib,
    }[kind](place)
    print("ready", flush=True)
    for line in sys.stdin:
        task = json.loads(line)
        begun = perf_counter()
        rows = answer(task["name"], task["given"], task["text"])
        print(perf_counter() - begun, rows, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
