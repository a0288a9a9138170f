"""The canonical Turtle writer: what it prints, and the laws it keeps for any graph."""

from __future__ import annotations

import random
from io import BytesIO

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.errors import BadData
from comity.graph.load import read_triples, same_graph
from comity.graph.turtle import KINDS, SCHEMES, TURTLE_PREFIXES, write_turtle
from comity.iris import COMITY, ID, PREFIXES, RDFS, SH, SHAPE, SKOS, thing
from comity.terms import RDF, XSD, Blank, Iri, Literal, Term, Triple, n_triples, tagged, typed

TYPE, FIRST, REST, NIL = (Iri(RDF + name) for name in ("type", "first", "rest", "nil"))
PREFERRED = Iri(SKOS + "prefLabel")
JAPAN = thing("polity", "JPN")
PLACE = Iri("https://example.org/place")

ODD_IRIS = st.sampled_from(
    [
        "https://example.org/",
        "https://example.org/ä/東京?q=1&r=%20#f",
        "https://example.org/a'b(c)*;,~@:+$!=",
        "urn:isbn:0451450523",
        "mailto:someone@example.org",
        COMITY,
        COMITY + "polity",
        COMITY + "été",
        COMITY + "a.b.",
        COMITY + ".a",
        COMITY + "-a",
        COMITY + "a-",
        COMITY + "1a0",
        COMITY + "a:b",
        COMITY + "a%20b",
        ID + "polity/JPN",
        ID + "polity/X-AU",
        ID + "membership/echri/AUS/launching-member/2021-12-10",
        RDF + "nil",
    ]
).map(Iri)
PREDICATES = st.one_of(ODD_IRIS, st.sampled_from([TYPE, FIRST, REST, PREFERRED]))
BLANKS = st.sampled_from("abcd").map(Blank)
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.text('"\\\n\r\t\x00\x07\x7f\u2028\ufeff \u202eא日😀.;@^', max_size=12),
    st.sampled_from(['"', '""', '"""', '\n"""', '\n"', "\\\n\\", "{?x}\n", "true", "07"]),
)
LITERALS = st.one_of(
    TEXTS.map(Literal),
    st.builds(
        tagged, TEXTS, st.sampled_from(["en", "ja", "ar", "sr-latn", "zh-hant-tw", "de-1996"])
    ),
    st.builds(
        typed, TEXTS, st.sampled_from(["integer", "boolean", "decimal", "date", "gYear", "anyURI"])
    ),
    st.builds(typed, st.integers().map(str), st.just("integer")),
    st.tuples(TEXTS, ODD_IRIS).map(lambda pair: Literal(pair[0], pair[1].value + "type")),
)
NAMED = st.lists(st.tuples(ODD_IRIS, PREDICATES, st.one_of(ODD_IRIS, LITERALS)), max_size=12)
GRAPHS = st.lists(
    st.tuples(st.one_of(ODD_IRIS, BLANKS), PREDICATES, st.one_of(ODD_IRIS, BLANKS, LITERALS)),
    max_size=12,
)


def read(text: str) -> list[Triple]:
    return read_triples(text.encode(), "turtle")


def listed(name: str, *items: Term) -> tuple[Blank, list[Triple]]:
    """Return the head and the triples of an RDF list."""
    cells = [Blank(f"{name}{number}") for number in range(len(items))]
    triples: list[Triple] = []
    for position, (cell, item) in enumerate(zip(cells, items, strict=True)):
        rest = cells[position + 1] if position + 1 < len(cells) else NIL
        triples += [(cell, FIRST, item), (cell, REST, rest)]
    return cells[0], triples


@given(GRAPHS)
@settings(deadline=None, max_examples=150)
def test_any_graph_reads_back_as_the_same_graph(triples: list[Triple]) -> None:
    assert same_graph(triples, read(write_turtle(triples)))


@given(NAMED)
@settings(deadline=None)
def test_another_parser_reads_the_same_terms(triples: list[Triple]) -> None:
    parsed = pyoxigraph.parse(
        BytesIO(write_turtle(triples).encode()), format=pyoxigraph.RdfFormat.TURTLE
    )
    found = {str(quad.triple) for quad in parsed}
    given_terms = {
        str(quad.triple)
        for line in {" ".join(n_triples(term) for term in triple) for triple in triples}
        for quad in pyoxigraph.parse(f"{line} .", format=pyoxigraph.RdfFormat.N_TRIPLES)
    }
    assert found == given_terms


@given(GRAPHS, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_neither_order_nor_blank_labels_change_a_byte(
    triples: list[Triple], chance: random.Random
) -> None:
    others = [Blank(f"other{number}") for number in range(4)]
    chance.shuffle(others)
    names = dict(zip(map(Blank, "abcd"), others, strict=True))
    renamed = [
        (
            names[s] if isinstance(s, Blank) else s,
            p,
            names[o] if isinstance(o, Blank) else o,
        )
        for s, p, o in triples
    ]
    chance.shuffle(renamed)
    assert write_turtle(renamed + renamed) == write_turtle(triples)


@given(GRAPHS)
@settings(deadline=None)
def test_writing_what_was_read_changes_nothing(triples: list[Triple]) -> None:
    text = write_turtle(triples)
    assert write_turtle(read(text)) == text


def test_the_sample_of_the_style_guide_is_printed_as_it_stands() -> None:
    attendance = Iri(COMITY + "Attendance")
    triples: list[Triple] = [
        (attendance, PREFERRED, tagged("出席", "ja")),
        (attendance, PREFERRED, tagged("Attendance", "en")),
        (attendance, Iri(RDFS + "subClassOf"), Iri(COMITY + "Claim")),
        (attendance, TYPE, Iri(PREFIXES["owl"] + "Class")),
        (attendance, Iri(RDFS + "isDefinedBy"), Iri("https://w3id.org/comity/ontology")),
    ]
    assert write_turtle(triples) == (
        "PREFIX comity: <https://w3id.org/comity/ontology#>\n"
        "PREFIX owl: <http://www.w3.org/2002/07/owl#>\n"
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
        "\n"
        "comity:Attendance\n"
        "    a owl:Class ;\n"
        "    rdfs:isDefinedBy <https://w3id.org/comity/ontology> ;\n"
        "    rdfs:subClassOf comity:Claim ;\n"
        '    skos:prefLabel "Attendance"@en , "出席"@ja ;\n'
        ".\n"
    )


def test_an_empty_graph_is_an_empty_text() -> None:
    assert write_turtle([]) == ""


def test_subjects_come_in_the_order_of_their_iris() -> None:
    text = write_turtle([(thing("polity", code), PLACE, JAPAN) for code in ("USA", "AUS", "JPN")])
    assert [line for line in text.splitlines() if line.startswith("polity:")] == [
        "polity:AUS",
        "polity:JPN",
        "polity:USA",
    ]


def test_a_key_of_several_parts_is_written_in_full() -> None:
    claim = thing("membership", "echri", "AUS", "launching-member", "2021-12-10")
    assert write_turtle([(claim, PLACE, JAPAN)]).splitlines()[2] == f"<{claim.value}>"


@pytest.mark.parametrize(
    ("literal", "printed"),
    [
        (typed("true", "boolean"), "true"),
        (typed("1", "boolean"), '"1"^^xsd:boolean'),
        (typed("-12", "integer"), "-12"),
        (typed("012", "integer"), '"012"^^xsd:integer'),
        (typed("+1", "integer"), '"+1"^^xsd:integer'),
        (typed("12.5", "decimal"), '"12.5"^^xsd:decimal'),
        (typed("2021-12-10", "date"), '"2021-12-10"^^xsd:date'),
        (typed("2021", "gYear"), '"2021"^^xsd:gYear'),
        (Literal('a "b" \\ c'), '"a \\"b\\" \\\\ c"'),
        (Literal("tab\tbell\x07"), '"tab\\tbell\\u0007"'),
        (Literal("one\ntwo"), '"""one\ntwo"""'),
        (Literal('one\n"two"'), '"""one\n"two\\""""'),
        (Literal('a """ b\n'), '"""a \\"\\"\\" b\n"""'),
        (Literal("a\r\nb"), '"""a\\r\nb"""'),
    ],
)
def test_a_literal_has_one_spelling(literal: Literal, printed: str) -> None:
    assert write_turtle([(JAPAN, PLACE, literal)]).endswith(f"place> {printed} ;\n.\n")


def test_objects_that_do_not_fit_on_one_line_get_a_line_each() -> None:
    long = [Iri(f"https://example.org/{letter * 40}") for letter in "ba"]
    text = write_turtle([(JAPAN, PLACE, iri) for iri in long])
    assert text.endswith(
        "    <https://example.org/place>\n"
        f"        <{long[1].value}> ,\n"
        f"        <{long[0].value}> ;\n"
        ".\n"
    )


def test_blank_nodes_used_once_are_written_where_they_are_used() -> None:
    has_start, sh = Iri(SHAPE + "MembershipHasStart"), SH
    head, cells = listed("cell", Blank("one"), Blank("two"))
    triples: list[Triple] = [
        (has_start, Iri(sh + "or"), head),
        (Blank("one"), Iri(sh + "path"), Iri(COMITY + "since")),
        (Blank("one"), Iri(sh + "minCount"), typed("1", "integer")),
        (Blank("two"), Iri(sh + "path"), Iri(COMITY + "observedOn")),
        *cells,
    ]
    assert write_turtle(triples).endswith(
        "shape:MembershipHasStart\n"
        "    sh:or ( [ sh:minCount 1 ; sh:path comity:since ] [ sh:path comity:observedOn ] ) ;\n"
        ".\n"
    )


def test_a_query_inside_a_shape_keeps_its_lines() -> None:
    shape = Iri(SHAPE + "Some")
    triples: list[Triple] = [
        (shape, Iri(SH + "sparql"), Blank("constraint")),
        (Blank("constraint"), Iri(SH + "select"), Literal("SELECT $this\nWHERE { }\n")),
    ]
    assert write_turtle(triples).endswith(
        "shape:Some\n"
        "    sh:sparql [\n"
        '        sh:select """SELECT $this\n'
        "WHERE { }\n"
        '""" ;\n'
        "    ] ;\n"
        ".\n"
    )


def test_a_list_with_a_second_tail_is_not_written_as_a_list() -> None:
    head, cells = listed("cell", JAPAN)
    triples = [(JAPAN, PLACE, head), *cells, (head, REST, JAPAN)]
    text = write_turtle(triples)
    assert "rdf:rest" in text
    assert same_graph(triples, read(text))


def test_shared_and_circular_blank_nodes_get_labels() -> None:
    triples: list[Triple] = [
        (JAPAN, PLACE, Blank("shared")),
        (thing("polity", "AUS"), PLACE, Blank("shared")),
        (Blank("shared"), PREFERRED, Literal("a place")),
        (Blank("round"), PLACE, Blank("about")),
        (Blank("about"), PLACE, Blank("round")),
        (Blank("about"), PREFERRED, Literal("half way")),
    ]
    text = write_turtle(triples)
    assert {word for word in text.split() if word.startswith("_:")} == {"_:b0", "_:b1", "_:b2"}
    assert same_graph(triples, read(text))


def test_alike_blank_nodes_are_all_kept() -> None:
    twins: list[Triple] = [(JAPAN, PLACE, Blank(name)) for name in ("one", "two")]
    alone: list[Triple] = [(Blank(name), PLACE, JAPAN) for name in ("three", "four")]
    assert same_graph(twins + alone, read(write_turtle(twins + alone)))


def test_a_long_list_is_written_as_one_list() -> None:
    head, cells = listed("cell", *(typed(str(number), "integer") for number in range(150)))
    triples = [(JAPAN, PLACE, head), *cells]
    text = write_turtle(triples)
    assert "rdf:" not in text
    assert same_graph(triples, read(text))


def test_blank_nodes_nested_without_end_are_refused() -> None:
    deep: list[Triple] = [
        (Blank(f"n{level}"), PLACE, Blank(f"n{level + 1}")) for level in range(300)
    ]
    with pytest.raises(BadData, match="nested more than 100 deep"):
        write_turtle([(JAPAN, PLACE, Blank("n0")), *deep])


def test_prefixes_stand_for_our_kinds_and_schemes() -> None:
    assert TURTLE_PREFIXES["polity"] == ID + "polity/"
    assert TURTLE_PREFIXES["ground"] == "https://w3id.org/comity/scheme/ground/"
    assert len(TURTLE_PREFIXES) == len(PREFIXES) + len(KINDS) + len(SCHEMES)
    assert len(set(TURTLE_PREFIXES.values())) == len(TURTLE_PREFIXES)


def test_a_date_is_never_bare() -> None:
    assert XSD + "date" in write_turtle([(JAPAN, PLACE, typed("2021-12-10", "date"))], {})
