"""One small world for the tests of profiles and search, with its bounds derived as in a build."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from comity.iris import GRAPH
from comity.paths import room
from comity.store.engines.interface import Engine
from comity.store.engines.oxigraph_writer import OxigraphWriter
from comity.store.engines.rdflib import RdflibWriter
from comity.store.snapshot.compile import Writer
from comity.terms import Iri

WRITERS: dict[str, Callable[[], Writer]] = {"oxigraph": OxigraphWriter, "rdflib": RdflibWriter}
_PLACE = Path(__file__).with_name("smallworld.ttl")


def small_world(writer: Writer) -> Engine:
    """Fill a store with the small world and return it for reading."""
    writer.load([(str(_PLACE), Iri(GRAPH + "world"))])
    rule = Path(room("ontology"), "rules", "bounds.rq").read_text("utf-8")
    bounds = writer.reader().construct(rule)
    writer.add(list(bounds), Iri(GRAPH + "derived/bounds"))
    writer.finish()
    return writer.reader()
