"""Networks over an endpoint are those of the store: asked in SPARQL, answered over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from comity.iris import PREFIXES, SKOS, concept, thing
from comity.network import attributes, measures
from comity.network.choice import Choice, Form, Weight
from comity.network.claim_paths import shortest_chains
from comity.network.node_link import described
from comity.network.projections import project
from comity.network.ties import BETWEEN_POLITIES, Kind
from comity.store.engines.interface import Engine
from comity.store.engines.oxigraph_writer import OxigraphWriter
from comity.terms import Iri, Term, n_triples, typed
from tests.network.conftest import DAY, World
from tests.store.engines import servers
from tests.store.engines.conftest import need_oxigraph, over_http

FIRST = DAY.replace(year=2020)


CHOICES = (
    *(Choice((kind,), DAY) for kind in BETWEEN_POLITIES),
    Choice(BETWEEN_POLITIES, weight=Weight.JACCARD),
    Choice(BETWEEN_POLITIES, DAY, roles=(concept("membership-role", "member"),)),
    Choice(BETWEEN_POLITIES, DAY, areas=(concept("technology-area", "wide"),)),
    Choice(BETWEEN_POLITIES, DAY, regions=(concept("region", "wide"),)),
    Choice(tuple(Kind), DAY, form=Form.EVERYTHING),
    Choice(BETWEEN_POLITIES, DAY, form=Form.BIPARTITE),
    Choice(window=(FIRST, DAY)),
)


@pytest.fixture
def many_sorted_world(busy_world: World) -> World:
    """Return the busy world with regions, areas, places on the globe and ties of entities."""
    for scheme in ("region", "technology-area"):
        narrow, wide = concept(scheme, "narrow"), concept(scheme, "wide")
        busy_world.say(narrow, Iri(f"{SKOS}broader"), wide)
    for key in ("AAA", "BBB", "UUU"):
        polity = thing("polity", key)
        busy_world.say(polity, "region", concept("region", "narrow"))
        busy_world.say(polity, Iri(PREFIXES["geo"] + "lat"), typed("48.5", "decimal"))
        busy_world.say(polity, Iri(PREFIXES["geo"] + "long"), typed("-2.25", "decimal"))
    busy_world.say(
        thing("initiative", "everybody"), "technologyArea", concept("technology-area", "narrow")
    )
    firm, yard = thing("entity", "firm"), thing("entity", "yard")
    owns: dict[str, Term] = {"owner": yard, "owned": firm}
    busy_world.claim(thing("ownership", "yard", "firm"), "Ownership", owns)
    link = thing("identity", "firm", "yard")
    for end in (firm, yard):
        busy_world.claim(link, "IdentityLink", {"linksEntity": end})
    return busy_world


@contextmanager
def oxigraph(world: World, folder: Path) -> Iterator[Engine]:
    need_oxigraph()
    world.engine(OxigraphWriter(str(folder / "store")))
    with servers.oxigraph(folder / "store") as url:
        yield over_http(url)


@contextmanager
def virtuoso(world: World, folder: Path) -> Iterator[Engine]:
    if servers.program("virtuoso-t") is None or servers.program("isql-vt") is None:
        pytest.skip("virtuoso-t is not installed; it comes with virtuoso-opensource-7 of Debian")
    with (folder / servers.STATEMENTS).open("w", encoding="utf-8") as file:
        for quad in world.engine().quads():
            file.write(f"{' '.join(n_triples(term) for term in quad if term is not None)} .\n")
    with servers.virtuoso(folder) as url:
        yield over_http(url)


@pytest.mark.slow
@pytest.mark.parametrize("server", [oxigraph, virtuoso])
def test_an_endpoint_gives_the_same_networks_data_measures_and_paths(
    many_sorted_world: World,
    tmp_path: Path,
    server: Callable[[World, Path], AbstractContextManager[Engine]],
) -> None:
    ours = many_sorted_world.engine()
    with server(many_sorted_world, tmp_path) as theirs:
        for choice in CHOICES:
            found, again = project(ours, choice), project(theirs, choice)
            assert found == again
            assert described(theirs, again) == described(ours, found)
        ties = project(theirs, Choice(on=DAY)).ties
        regions = attributes.regions_of(theirs)
        assert regions == attributes.regions_of(ours) != {}
        assert measures.measure(ties, regions).rows
        ends = thing("polity", "BBB"), thing("entity", "firm")
        chains = [shortest_chains(engine, *ends, limit=9) for engine in (ours, theirs)]
        assert chains[0].chains == chains[1].chains != ()
