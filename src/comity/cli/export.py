"""comity export: write the graph, or parts of it, as RDF, tables, a network or FollowTheMoney."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from comity.cli.options import global_options, open_graph, parameters, pick_format
from comity.cli.output import write_output
from comity.errors import BadParameter, UnknownThing
from comity.iris import GRAPH
from comity.store.engines.interface import Engine
from comity.terms import Iri, Literal, Quad

if TYPE_CHECKING:
    import comity

RDF_FORMATS = ("turtle", "trig", "nquads", "ntriples", "jsonld", "rdfxml")
NETWORK_FORMATS = ("graphml", "gexf")
FORMATS = (*RDF_FORMATS, "csv", "ftm", *NETWORK_FORMATS)


@click.command()
@click.option("--graph", "names", multiple=True, metavar="G", help="Only this graph; repeatable.")
@click.option(
    "--query",
    metavar="NAME",
    help="Only what this query of the library says, which builds a graph.",
)
@click.option("-p", "said", multiple=True, metavar="NAME=VALUE", help="A parameter of that query.")
@click.option("--on", metavar="DATE", help="Only the claims that held on that day.")
@click.option("--format", "form", metavar="|".join(FORMATS), help="[default: turtle]")
@click.option(
    "--shards", type=click.IntRange(1, 1000), help="Write N-Quads as so many files into a folder."
)
@click.option(
    "-o",
    "--output",
    "target",
    metavar="FILE",
    help="Where to write; csv and --shards want a folder [default: stdout].",
)
@global_options
def export(
    names: tuple[str, ...],
    query: str | None,
    said: tuple[str, ...],
    on: str | None,
    form: str | None,
    shards: int | None,
    target: str | None,
) -> None:
    """Write everything that is held, or some graphs; the same content gives the same bytes.

    csv is a table for each class, ftm the listed entities in the FollowTheMoney model, graphml and
    gexf the network of all ties between polities.

    \b
        comity export --format turtle -o comity.ttl
        comity export --graph initiatives/echri --format trig
        comity export --on 2021-12-09 --format nquads -o then.nq
        comity export --format csv -o tables
    """
    form = pick_format(form, FORMATS, "nquads" if shards else "turtle")
    _judge(names, query, said, on, form, shards, target)
    graph = open_graph()
    if form == "ftm":
        from comity.query.exports.follow_the_money import write_ftm

        write_output(graph.work(write_ftm), target)
    elif form == "csv":
        graph.work(lambda engine: _write_sheets(engine, target or ""))
    elif form in NETWORK_FORMATS:
        write_output(graph.work(lambda engine: _network(engine, form, on)), target, form)
    elif shards:
        from comity.query.exports.graph_files import write_shards

        for file in graph.work(
            lambda engine: write_shards(_quads(engine, names, on), shards, target or "")
        ):
            click.echo(file)
    else:
        from comity.graph.write import WRITERS

        if query is not None:
            quads = _said(graph, query, said, on)
        else:
            quads = graph.work(lambda engine: list(_quads(engine, names, on)))
        write_output(WRITERS[form](quads), target, form)


def _judge(
    names: tuple[str, ...],
    query: str | None,
    said: tuple[str, ...],
    on: str | None,
    form: str,
    shards: int | None,
    target: str | None,
) -> None:
    """Refuse options that do not go together."""
    if shards and form != "nquads":
        raise BadParameter(
            f"--shards writes N-Quads; {form} was asked for.", "Leave --format out, or --shards."
        )
    if (shards or form == "csv") and not _may_be_folder(target):
        raise BadParameter(
            f"Several files are to be written, and {target or 'nothing'} is no folder.",
            "Name a folder with -o; it is made if need be.",
        )
    if (names or query) and form not in RDF_FORMATS:
        raise BadParameter(
            f"{form} is made of everything that is held; --graph and --query choose RDF.",
            "Leave them out, or take an RDF format such as turtle.",
        )
    if on and form in ("csv", "ftm"):
        raise BadParameter(
            f"{form} is made of everything that is held, with all its dates.",
            "Leave --on out, or take an RDF format.",
        )
    if (said and not query) or (query and (names or shards)):
        raise BadParameter(
            "-p belongs to --query, and --query goes with neither --graph nor --shards.",
            "Write it like: comity export --query profile -p thing=JPN --on 2023-04-01",
        )


def _may_be_folder(target: str | None) -> bool:
    if target is None or target == "-":
        return False
    return os.path.isdir(target) or not os.path.lexists(target)


def _said(graph: comity.Graph, name: str, said: tuple[str, ...], on: str | None) -> list[Quad]:
    """Return what a query of the library says that builds a graph."""
    from comity.query.library.catalogue import Library
    from comity.query.library.rows import Statements

    query = Library.shipped().find(name)
    known = {one.name for one in query.header.parameters} if query.header else set()
    given = parameters(said, {"on": on} if "on" in known else {})
    answer = graph.run(query, given)
    if not isinstance(answer, Statements):
        raise BadParameter(
            f"The query '{name}' gives rows, not a graph.",
            f"Run it with: comity query {name}; profile is one that builds a graph.",
        )
    return [(*triple, None) for triple in answer.triples]


def _write_sheets(engine: Engine, folder: str) -> None:
    from comity.files import write_whole
    from comity.query.exports.graph_files import class_tables

    os.makedirs(folder, exist_ok=True)
    for sheet in class_tables(engine):
        place = os.path.join(folder, f"{sheet.name}.csv")
        write_whole((line.encode() for line in sheet.lines), place)
        click.echo(place)


def _network(engine: Engine, form: str, on: str | None) -> Iterator[str]:
    from comity.network.choice import read_choice
    from comity.network.formats import write
    from comity.network.node_link import described
    from comity.network.projections import project

    choice = read_choice(engine, tie=("all",), on=on)
    return write(described(engine, project(engine, choice)), form)


def _quads(engine: Engine, names: tuple[str, ...], on: str | None) -> Iterator[Quad]:
    chosen = [_find(engine, name) for name in names] or engine.graphs()
    if on is None:
        for graph in chosen:
            for subject, predicate, value in engine.triples(graph=graph):
                yield subject, predicate, value, graph
        return
    from comity.query.exports.graph_files import as_of
    from comity.query.names.resolve import resolve

    day = resolve(engine, "--on", "date", on)
    assert isinstance(day, Literal)
    yield from (quad for quad in as_of(engine, day) if not names or quad[3] in chosen)


def _find(engine: Engine, name: str) -> Iri:
    """Return the graph that a user means by its IRI or by the path after ``.../graph/``."""
    known = engine.graphs()
    for candidate in (Iri(name), Iri(GRAPH + name), Iri(f"https://w3id.org/comity/{name}")):
        if candidate in known:
            return candidate
    from comity.query.names.labels import did_you_mean, nearest

    short = [graph.value.removeprefix(GRAPH) for graph in known]
    close = nearest(name, short)
    raise UnknownThing(
        f"There is no graph '{name}' in the store.",
        f"{did_you_mean(close)} See which there are with: comity info".strip(),
        close,
    )
