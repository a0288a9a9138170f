"""A query that misspells a term of ours is told so, because its empty answer would mislead."""

from __future__ import annotations

import pytest

from comity.errors import BadQuery
from comity.query.library.run import check_words

PREFIX = "PREFIX c: <https://w3id.org/comity/ontology#>\n"


@pytest.mark.parametrize(
    "text",
    [
        PREFIX + "SELECT ?s WHERE { ?s a c:Membership ; c:since ?d }",
        "SELECT ?s WHERE { ?s a <https://w3id.org/comity/ontology#Pact> }",
        "PREFIX c: <https://example.org/> SELECT ?s WHERE { ?s c:memberr ?o }",
        PREFIX + "SELECT ?s WHERE { ?s ?p 'c:Memberr' . # c:Memberr\n }",
    ],
)
def test_terms_that_exist_and_words_of_others_pass(text: str) -> None:
    check_words(text)


@pytest.mark.parametrize(
    ("text", "place", "nearest"),
    [
        (PREFIX + "SELECT ?s WHERE {\n  ?s a c:Membreship }", "line 3, column 8", "Membership"),
        (PREFIX + "ASK { ?s c:hold\\-sFrom ?o }", "line 2, column 10", "comity:holdsFrom"),
        (
            "ASK { ?s <https://w3id.org/comity/ontology#scince> ?o }",
            "line 1, column 10",
            "comity:since",
        ),
    ],
)
def test_a_misspelt_term_is_named_with_its_place_and_the_nearest(
    text: str, place: str, nearest: str
) -> None:
    with pytest.raises(BadQuery) as fault:
        check_words(text)
    assert place in fault.value.found
    assert nearest in fault.value.remedy
