"""The other writers: what they print is sorted, escaped, and read back as the same graph."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator

import pyoxigraph
import pytest

from comity.errors import BadData
from comity.graph.load import read_triples, same_graph
from comity.graph.write import write_jsonld, write_nquads, write_ntriples, write_rdfxml, write_trig
from comity.iris import COMITY, GRAPH, thing
from comity.terms import RDF, Blank, Iri, Literal, Quad, Triple, tagged, typed

JAPAN, SUMMIT = thing("polity", "JPN"), thing("summit", "summit-for-democracy-2021")
NOTE, TYPE = Iri(COMITY + "note"), Iri(RDF + "type")
TRIPLES: list[Triple] = [
    (JAPAN, TYPE, Iri(COMITY + "State")),
    (JAPAN, NOTE, Literal('<&"> ]]>\t\r\n\\ \u2028 😀')),
    (JAPAN, NOTE, tagged("日本", "ja")),
    (JAPAN, NOTE, typed("2021-12", "gYearMonth")),
    (JAPAN, NOTE, Blank("x")),
    (JAPAN, Iri("https://example.org/a&b/p1"), Iri("https://example.org/?a=1&b='2'")),
    (Blank("x"), NOTE, Blank("y")),
    (Blank("y"), NOTE, Blank("x")),
    (Blank("y"), NOTE, SUMMIT),
    (SUMMIT, TYPE, Iri(COMITY + "Summit")),
]
POLITIES = Iri(GRAPH + "polities")
QUADS: list[Quad] = [
    *((*triple, POLITIES) for triple in TRIPLES),
    (JAPAN, NOTE, Blank("z"), None),
    (SUMMIT, NOTE, Literal("first"), Iri(GRAPH + "summits/summit-for-democracy-2021")),
]
OfTriples = Callable[[Iterable[Triple]], Iterator[str]]
OfQuads = Callable[[Iterable[Quad]], Iterator[str]]


def default_graph(triples: Iterable[Triple]) -> Iterator[Quad]:
    return ((subject, predicate, value, None) for subject, predicate, value in triples)


@pytest.mark.parametrize(
    ("write", "media"),
    [
        (write_ntriples, "nt"),
        (write_rdfxml, "xml"),
        (lambda triples: write_jsonld(default_graph(triples)), "json-ld"),
        (lambda triples: write_trig(default_graph(triples)), "turtle"),
    ],
)
def test_triples_read_back_as_the_same_graph(write: OfTriples, media: str) -> None:
    assert same_graph(TRIPLES, read_triples("".join(write(TRIPLES)).encode(), media))


@pytest.mark.parametrize(
    ("write", "format_"),
    [
        (write_nquads, pyoxigraph.RdfFormat.N_QUADS),
        (write_trig, pyoxigraph.RdfFormat.TRIG),
        (write_jsonld, pyoxigraph.RdfFormat.JSON_LD),
    ],
)
def test_quads_read_back_as_the_same_data_set(
    write: OfQuads, format_: pyoxigraph.RdfFormat
) -> None:
    def canonical(text: str, read_as: pyoxigraph.RdfFormat) -> set[str]:
        data = pyoxigraph.Dataset(pyoxigraph.parse(text, format=read_as))
        data.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)
        return {str(quad) for quad in data}

    nquads = "".join(write_nquads(QUADS))
    assert canonical("".join(write(QUADS)), format_) == canonical(
        nquads, pyoxigraph.RdfFormat.N_QUADS
    )


@pytest.mark.parametrize("write", [write_nquads, write_trig, write_jsonld])
def test_order_and_blank_labels_change_no_byte_of_quads(write: OfQuads) -> None:
    names = {Blank("x"): Blank("q"), Blank("y"): Blank("a"), Blank("z"): Blank("b")}
    other: list[Quad] = [
        (
            names[s] if isinstance(s, Blank) else s,
            p,
            names[o] if isinstance(o, Blank) else o,
            g,
        )
        for s, p, o, g in QUADS
    ]
    random.Random(7).shuffle(other)
    assert "".join(write(other)) == "".join(write(QUADS))


@pytest.mark.parametrize("write", [write_ntriples, write_rdfxml])
def test_order_changes_no_byte_of_triples(write: OfTriples) -> None:
    assert "".join(write(reversed(TRIPLES + TRIPLES))) == "".join(write(TRIPLES))


@pytest.mark.parametrize(
    ("write", "empty"),
    [(write_nquads, ""), (write_trig, ""), (write_jsonld, "[\n]\n")],
)
def test_no_quads_make_the_smallest_valid_text(write: OfQuads, empty: str) -> None:
    assert "".join(write([])) == empty


def test_named_graphs_of_trig_share_one_list_of_prefixes() -> None:
    text = "".join(write_trig(QUADS))
    assert text.count("PREFIX comity:") == 1
    assert f"\n<{POLITIES.value}> {{\n" in text


def test_a_blank_node_in_two_graphs_is_refused_as_trig() -> None:
    shared: list[Quad] = [
        (Blank("x"), NOTE, JAPAN, None),
        (Blank("x"), NOTE, JAPAN, POLITIES),
    ]
    with pytest.raises(BadData, match="shared by two graphs"):
        "".join(write_trig(shared))
    assert len(list(write_nquads(shared))) == 2


@pytest.mark.parametrize("text", ["a\x00b", "a\x0bb", "a\uffffb"])
def test_characters_that_xml_forbids_are_refused(text: str) -> None:
    with pytest.raises(BadData, match=r"XML 1\.0"):
        "".join(write_rdfxml([(JAPAN, NOTE, Literal(text))]))


def test_a_predicate_without_a_name_is_refused_as_xml() -> None:
    with pytest.raises(BadData, match="XML name"):
        "".join(write_rdfxml([(JAPAN, Iri("https://example.org/2021"), SUMMIT)]))


def test_rdfxml_names_namespaces_by_our_prefixes() -> None:
    text = "".join(write_rdfxml(TRIPLES))
    assert f'xmlns:comity="{COMITY}"' in text
    assert 'xmlns:ns0="https://example.org/a&amp;b/"' in text
