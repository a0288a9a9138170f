"""The guard lets reading through and nothing else, whatever it is hidden behind."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import BadQuery
from comity.store.engines.guard import check, tokens

READING = {
    'SELECT ?s WHERE { ?s <http://x/SERVICE> "SERVICE" . # SERVICE\n ?s e:SERVICE ?SERVICE }': (
        "SELECT"
    ),
    "ASK { ?load ?insert 'DELETE' }": "ASK",
    "PREFIX service: <http://x/> CONSTRUCT WHERE { ?s service:load ?o }": "CONSTRUCT",
    "DESCRIBE <http://x/load>": "DESCRIBE",
    'SELECT ?s WHERE { ?s ?p """it "is" SERVICE <a:a> {} """ }': "SELECT",
    "SELECT ?s WHERE { ?s ?p 'it\\'s SERVICE' }": "SELECT",
    "SELECT ?s WHERE { ?s ?p '\\u0053ERVICE' }": "SELECT",
    "SELECT ?s WHERE { ?s ?p _:service . FILTER(LANG(?s) = 'x'@service) }": "SELECT",
    "nonsense": "",
}
REFUSED = {
    "SELECT * { SERVICE <http://a/> { ?s ?p ?o } }": "SERVICE",
    "select*{service silent ?where{?s ?p ?o}}": "SERVICE",
    "SELECT * { SERV\\u0049CE <http://a/> { ?s ?p ?o } }": "SERVICE",
    'SELECT * { ?s ?p "a\\\\\\u0022 SERVICE <http://a/> {} # " }': "SERVICE",
    "SELECT * { FILTER(1<2) SERVICE ?x { ?s ?p ?o } }": "SERVICE",
    "SELECT * { GRAPH<a:a>{?s?p?o}SERVICE<b:b>{} }": "SERVICE",
    "SELECT * { ?s ?p 1.0e5 . SERVICE<b:b>{} }": "SERVICE",
    "INSERT DATA { <a:a> <a:b> 1 }": "INSERT",
    "PREFIX a: <http://a/> # SELECT\nDELETE WHERE { ?s ?p ?o }": "DELETE",
    "BASE <http://a/> LOAD <http://b/>": "LOAD",
    "WITH <a:a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }": "WITH",
    "\\u004cOAD <http://b/>": "LOAD",
    "CLEAR ALL": "CLEAR",
}


@pytest.mark.parametrize(("text", "form"), READING.items(), ids=list(READING))
def test_a_query_that_reads_passes_and_its_form_is_told(text: str, form: str) -> None:
    assert check(text) == form


@pytest.mark.parametrize(("text", "word"), REFUSED.items(), ids=list(REFUSED))
def test_an_update_or_a_federated_query_is_refused_by_its_word(text: str, word: str) -> None:
    with pytest.raises(BadQuery, match=word):
        check(text)


@given(st.text())
def test_no_text_makes_the_tokens_overlap_or_the_guard_fail_otherwise(text: str) -> None:
    place = 0
    for token in tokens(text):
        assert token.start >= place
        place = token.start + len(token.text)
    with contextlib.suppress(BadQuery):
        check(text)


@given(st.text(alphabet="<>\"'\\#{}()?:@.aS \n", max_size=12))
def test_a_service_pattern_is_seen_behind_whatever_rdflib_can_parse_before_it(before: str) -> None:
    from rdflib.plugins.sparql.parser import parseQuery

    text = f"SELECT * {{ {before} SERVICE <http://a/> {{ ?s ?p ?o }} }}"
    try:
        parsed = parseQuery(text)
    except Exception:  # whatever the parser says of a text that is no query
        return
    if "ServiceGraphPattern" in str(parsed):
        with pytest.raises(BadQuery, match="SERVICE"):
            check(text)
