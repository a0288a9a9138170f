"""comity export: write the graph, or parts of it, as RDF."""

from __future__ import annotations

from collections.abc import Iterator

import click

from comity.cli.options import global_options, open_graph, pick_format
from comity.cli.output import write_output
from comity.errors import UnknownThing
from comity.names import GRAPH
from comity.store.engine import Engine
from comity.terms import Iri, Literal, Quad

FORMATS = ("turtle", "trig", "nquads", "ntriples", "jsonld", "rdfxml")


@click.command()
@click.option("--graph", "names", multiple=True, metavar="G", help="Only this graph; repeatable.")
@click.option("--on", metavar="DATE", help="Only the claims that held on that day.")
@click.option("--format", "form", metavar="|".join(FORMATS), help="[default: turtle]")
@click.option("-o", "--output", "target", metavar="FILE", help="Where to write [default: stdout].")
@global_options
def export(names: tuple[str, ...], on: str | None, form: str | None, target: str | None) -> None:
    """Write everything that is held, or some graphs; the same content gives the same bytes.

    \b
        comity export --format turtle -o comity.ttl
        comity export --graph initiatives/echri --format trig
        comity export --on 2021-12-09 --format nquads -o then.nq
    """
    form = pick_format(form, FORMATS, "turtle")
    from comity.graph.formats import WRITERS

    graph = open_graph()
    quads = graph.work(lambda engine: list(_quads(engine, names, on)))
    write_output(WRITERS[form](quads), target)


def _quads(engine: Engine, names: tuple[str, ...], on: str | None) -> Iterator[Quad]:
    chosen = [_find(engine, name) for name in names] or engine.graphs()
    if on is None:
        for graph in chosen:
            for subject, predicate, value in engine.triples(graph=graph):
                yield subject, predicate, value, graph
        return
    from comity.query.asof import as_of
    from comity.query.resolve import resolve

    day = resolve(engine, "--on", "date", on)
    assert isinstance(day, Literal)
    yield from (quad for quad in as_of(engine, day) if not names or quad[3] in chosen)


def _find(engine: Engine, name: str) -> Iri:
    """Return the graph that a user means by its IRI or by the path after ``.../graph/``."""
    known = engine.graphs()
    for candidate in (Iri(name), Iri(GRAPH + name), Iri(f"https://w3id.org/comity/{name}")):
        if candidate in known:
            return candidate
    from comity.query.nearest import did_you_mean, nearest

    short = [graph.value.removeprefix(GRAPH) for graph in known]
    close = nearest(name, short)
    raise UnknownThing(
        f"There is no graph '{name}' in the store.",
        f"{did_you_mean(close)} See which there are with: comity info".strip(),
        close,
    )
