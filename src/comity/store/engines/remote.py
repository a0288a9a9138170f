"""Any SPARQL 1.1 endpoint as an engine, over HTTP and for reading only."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from comity.errors import BadData, BadParameter, EndpointFailed
from comity.store.engines.interface import Answer, Answering, Row, Solutions
from comity.store.engines.login import Credentials
from comity.store.engines.sparql_client import SECONDS, Endpoint, Reply
from comity.store.engines.sparql_results import read_n_triples, read_results
from comity.terms import Blank, Iri, Quad, Term, Triple, n_triples

_JSON = ("application/sparql-results+json", "application/json")
_N_TRIPLES = ("application/n-triples",)
_TURTLE = ("text/turtle", "application/x-turtle")
_ROWS = "application/sparql-results+json, application/json;q=0.5"
_GRAPH = "application/n-triples, text/turtle;q=0.5"
# What may stand before the first keyword of a query, by the SPARQL 1.1 grammar.
_FORM = re.compile(
    r"(?:\s++|\#[^\n\r]*+|BASE\s*+<[^>]*+>|PREFIX\s*+[^\s:<]*+:\s*+<[^>]*+>)*+([A-Z]+)",
    re.IGNORECASE,
)
_LIMIT = re.compile(r"\bLIMIT\s+(\d+)(?:\s+OFFSET\s+\d+)?[\s}]*\Z", re.IGNORECASE)
_KINDS: Mapping[str, type] = {
    "SELECT": Solutions,
    "ASK": bool,
    "CONSTRUCT": Iterator,
    "DESCRIBE": Iterator,
}

ReadTurtle = Callable[[bytes], Sequence[Triple]]


class RemoteEngine(Answering):
    """A SPARQL endpoint, asked by the SPARQL 1.1 Protocol.

    ``read_turtle`` reads the graphs of endpoints that know no N-Triples; without it their answers
    are refused. The default graph is what the endpoint takes for it: it should be the union of
    the named graphs, or be named by ``default-graph-uri`` in the URL.
    """

    name = "remote"
    settled = False
    beside = ""

    def __init__(self, endpoint: Endpoint, read_turtle: ReadTurtle | None = None) -> None:
        self._endpoint = endpoint
        self._read_turtle = read_turtle

    @classmethod
    def open(
        cls, url: str, *, seconds: float | None = None, read_turtle: ReadTurtle | None = None
    ) -> RemoteEngine:
        """Return the endpoint at a URL, with the login that the environment gives.

        ``seconds`` is the time for one answer; without it COMITY_ENDPOINT_TIMEOUT says, or else
        it is a minute. Nothing is sent yet. Raises BadParameter for a URL, a login or a time that
        cannot be one.
        """
        credentials = Credentials.from_environment()
        return cls(Endpoint(url, credentials, seconds or _seconds()), read_turtle)

    def _answer(self, text: str) -> Answer:
        """Send a query; raise BadQuery with the endpoint's words, TimedOut, or EndpointFailed."""
        begin = _FORM.match(text)
        kind = _KINDS.get(begin[1].upper()) if begin else None
        accept = _GRAPH if kind is Iterator else _ROWS
        if kind is None:  # hidden behind code point escapes: the answer will tell
            accept = f"{_ROWS}, {_GRAPH}"
        reply = self._endpoint.ask(text, accept)
        answer = self._read(reply)
        if answer is None or (kind is not None and not isinstance(answer, kind)):
            raise self._unwanted(reply)
        if isinstance(answer, Solutions):
            self._check_whole(text, reply, len(tuple(answer.rows)))
        elif reply.partial:
            raise self._cut("before it was complete")
        return answer

    def _read(self, reply: Reply) -> Answer | None:
        if reply.media in _JSON:
            return read_results(reply.body)
        if reply.media in _N_TRIPLES:
            return iter(read_n_triples(reply.body))
        if reply.media in _TURTLE and self._read_turtle is not None:
            try:
                return iter(self._read_turtle(reply.body))
            except BadData as error:
                raise EndpointFailed(
                    f"The endpoint's answer cannot be read: {error.found}",
                    "Ask again; if it happens again, ask whoever runs the endpoint.",
                ) from error
        return None

    def _check_whole(self, text: str, reply: Reply, rows: int) -> None:
        """Refuse an answer that the endpoint cut at a limit of its own, as Virtuoso does."""
        limit = _LIMIT.search(text)
        most = reply.most_rows
        if reply.partial:
            raise self._cut("before it was complete")
        if most is not None and rows >= most and not (limit and int(limit[1]) <= most):
            raise self._cut(f"at its limit of {most} rows")

    def _cut(self, where: str) -> EndpointFailed:
        return EndpointFailed(
            f"The endpoint {self._endpoint.shown} cut its answer {where}.",
            "Ask for less, or have its limit raised (ResultSetMaxRows in Virtuoso).",
        )

    def _unwanted(self, reply: Reply) -> EndpointFailed:
        said = self._endpoint.complaint(reply.body) if reply.media == "text/html" else ""
        page = f" (“{said}”)" if said else ""
        media = self._endpoint.complaint(reply.media.encode()) or "no content type"
        return EndpointFailed(
            f"The endpoint {self._endpoint.shown} answers with {media}{page}, "
            "not with SPARQL results.",
            "Check that the URL takes queries, and whether it wants a login "
            "(COMITY_ENDPOINT_USER and COMITY_ENDPOINT_PASSWORD, or COMITY_ENDPOINT_TOKEN).",
        )

    def triples(
        self,
        subject: Iri | Blank | None = None,
        predicate: Iri | None = None,
        value: Term | None = None,
        graph: Iri | None = None,
    ) -> Iterator[Triple]:
        """Give the triples that fit: see :class:`comity.store.engines.interface.Engine`.

        Raises EndpointFailed for a blank node too: its label means nothing in a second question.
        """
        if isinstance(subject, Blank) or isinstance(value, Blank):
            raise EndpointFailed(
                "A blank node cannot be asked for at an endpoint.",
                "Ask for what points to it, or use the local store.",
            )
        places = {"subject": subject, "predicate": predicate, "value": value}
        free = [f"?{name}" for name, term in places.items() if term is None]
        spelled = [f"?{name}" if term is None else n_triples(term) for name, term in places.items()]
        pattern = " ".join(spelled)
        if graph is not None:
            pattern = f"GRAPH {n_triples(graph)} {{ {pattern} }}"
        rows: Sequence[Row] = [()]
        if free:
            rows = tuple(self.select(f"SELECT {' '.join(free)} WHERE {{ {pattern} }}").rows)
        elif not self.ask(f"ASK {{ {pattern} }}"):
            return
        for row in rows:
            found = iter(row)
            start, link, end = (term or next(found) for term in places.values())
            if isinstance(start, Iri | Blank) and isinstance(link, Iri) and end is not None:
                yield start, link, end

    def graphs(self) -> tuple[Iri, ...]:
        """Give the names of the named graphs, sorted."""
        # The endpoint sorts too, because Virtuoso 7 never answers without the ORDER BY.
        answer = self.select(
            "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?subject ?predicate ?value } } "
            "ORDER BY ?graph"
        )
        return tuple(sorted(name for (name,) in answer.rows if isinstance(name, Iri)))

    def quads(self) -> Iterator[Quad]:
        """Give every statement of every named graph; each graph is one question."""
        for graph in self.graphs():
            for subject, predicate, value in self.triples(graph=graph):
                yield subject, predicate, value, graph


def _seconds() -> float:
    said = os.environ.get("COMITY_ENDPOINT_TIMEOUT", "").strip()
    if not said:
        return SECONDS
    if not re.fullmatch(r"\d{1,6}(\.\d+)?", said, re.ASCII) or not float(said):
        raise BadParameter(
            "COMITY_ENDPOINT_TIMEOUT is no number of seconds.", "Set it to a number such as 300."
        )
    return float(said)
