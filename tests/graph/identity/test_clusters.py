"""Links are closed into clusters, each with one canonical entity, whatever order they come in."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from comity.graph.identity.cards import Card
from comity.graph.identity.clusters import Known, clusters
from comity.graph.identity.links import CURATED, Accepted

CARD = Card("", "", "Company", "Delta", "delta", ("delta",), frozenset(), frozenset(), frozenset())


def known(**origins: str) -> dict[str, Known]:
    """Return entities by key, each of the list named."""
    return {key: Known(replace(CARD, key=key, origin=origin), 1) for key, origin in origins.items()}


def link(a: str, b: str, score: float = 0.9, *, decided: bool = False) -> Accepted:
    return Accepted(a, b, score, "same name", "2022-01-01", decided)


def test_links_are_closed_transitively() -> None:
    joined = clusters([link("a", "b"), link("b", "c")], [], known(a="x", b="y", c="z", d="w"))
    assert joined.canonical == {"a": "a", "b": "a", "c": "a"}
    assert joined.of("d") == "d"


def test_the_canonical_entity_is_the_curated_one_then_that_of_most_sources() -> None:
    entities = known(a="x", b="y", c=CURATED)
    links = [link("a", "b"), link("b", "c")]
    assert clusters(links, [], entities).of("a") == "c"
    entities = known(a="x", b="y", c="z")
    entities["b"] = entities["b"]._replace(sources=2)
    assert clusters(links, [], entities).of("c") == "b"


def test_a_decision_keeps_apart_and_joins() -> None:
    entities = known(a="x", b="y", c="z")
    links = [link("a", "b"), link("b", "c", 0.8)]
    joined = clusters(links, [("a", "c")], entities)
    assert joined.canonical == {"a": "a", "b": "a"}
    assert [conflict.link.b for conflict in joined.conflicts] == ["c"]
    assert "decided to be different" in joined.conflicts[0].reason


def test_what_contradicts_a_cluster_is_reported_and_not_followed() -> None:
    entities = known(a="x", b="y", c="z")
    entities["a"] = Known(replace(entities["a"].card, numbers=frozenset(["imo:9187629"])), 1)
    entities["c"] = Known(replace(entities["c"].card, numbers=frozenset(["imo:9126819"])), 1)
    joined = clusters([link("a", "b"), link("b", "c", 0.8)], [], entities)
    assert joined.canonical == {"a": "a", "b": "a"}
    assert "different identifiers" in joined.conflicts[0].reason
    links = [link("a", "b", decided=True), link("b", "c", decided=True)]
    assert len(clusters(links, [], entities).canonical) == 3


def test_two_entities_of_the_shipped_graph_are_joined_by_a_decision_alone() -> None:
    entities = known(a=CURATED, b="y", c=CURATED)
    links = [link("a", "b", 0.95), link("b", "c")]
    assert clusters(links, [], entities).canonical == {"a": "a", "b": "a"}
    assert len(clusters([*links, link("a", "c", decided=True)], [], entities).canonical) == 3


KEYS = "abcdef"
PAIRS = st.sampled_from([(a, b) for a in KEYS for b in KEYS if a < b])


@given(st.data())
def test_the_order_of_links_does_not_matter(data: st.DataObject) -> None:
    pairs = data.draw(st.lists(PAIRS, max_size=9))
    scores = data.draw(st.lists(st.sampled_from([0.8, 0.9, 1.0]), min_size=9, max_size=9))
    apart = data.draw(st.lists(PAIRS, max_size=2))
    entities = known(a="x", b="y", c="z", d="x", e="y", f=CURATED)
    links = [link(*pair, score) for pair, score in zip(pairs, scores, strict=False)]
    shuffled = data.draw(st.permutations(links))
    assert clusters(links, apart, entities) == clusters(shuffled, apart, entities)


@given(st.lists(PAIRS, max_size=9))
def test_every_member_has_the_same_canonical_entity_as_what_it_is_linked_to(
    pairs: list[tuple[str, str]],
) -> None:
    entities = known(a="u", b="v", c="w", d="x", e="y", f="z")
    joined = clusters([link(*pair) for pair in pairs], [], entities)
    assert all(joined.of(a) == joined.of(b) for a, b in pairs)
    assert all(joined.of(joined.of(key)) == joined.of(key) for key in entities)
