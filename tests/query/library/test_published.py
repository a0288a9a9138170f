"""The library as RDF: each question with its words in both languages, and its text as it stands."""

from __future__ import annotations

from comity.iris import DCTERMS, RDFS, SH
from comity.query.library.catalogue import QUERIES, Library, Query, published
from comity.terms import Iri, Literal, tagged

SHIPPED = tuple(Library.shipped())


def test_each_question_is_published_with_its_words_in_english_and_japanese() -> None:
    told = set(published(SHIPPED))
    for query in SHIPPED:
        name, header = Iri(QUERIES + query.name), query.header
        assert header is not None
        for language, summary, description in (
            ("en", header.summary, header.description),
            ("ja", header.summary_ja, header.description_ja),
        ):
            assert (name, Iri(RDFS + "comment"), tagged(summary, language)) in told
            assert (name, Iri(DCTERMS + "description"), tagged(description, language)) in told


def test_the_text_is_published_as_the_file_has_it() -> None:
    texts = {value.value for _, form, value in published(SHIPPED) if form == Iri(SH + "select")}
    assert {query.text for query in SHIPPED if query.name != "profile"} == texts


def test_a_question_of_others_needs_no_japanese() -> None:
    header = SHIPPED[0].header
    assert header is not None
    other = Query("mine", SHIPPED[0].text, header._replace(summary_ja="", description_ja=""))
    words = [value for _, name, value in published([other]) if name == Iri(RDFS + "comment")]
    assert words == [tagged(header.summary, "en")]
    assert all(isinstance(one, Literal) for one in words)
