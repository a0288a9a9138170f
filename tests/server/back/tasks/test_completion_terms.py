"""The words that the editor completes: made from the store, named with our prefixes, cached."""

from __future__ import annotations

import pytest

from comity.iris import COMITY, SCHEME
from comity.query.library.run import QUERY_PREFIXES
from comity.vocab import TERMS
from tests.server.running import Server


def terms(server: Server, language: str = "en") -> list[dict[str, object]]:
    found = server.ask(f"/editor/terms.json?lang={language}").json()["terms"]
    assert isinstance(found, list)
    return found


def test_every_term_of_the_ontology_is_told_with_its_definition(server: Server) -> None:
    told = {one["name"]: one for one in terms(server)}
    assert {f"comity:{name}" for name in TERMS} <= told.keys()
    for name in TERMS:
        assert told[f"comity:{name}"]["definition"]
        assert told[f"comity:{name}"]["labels"]


def test_every_concept_and_scheme_has_a_prefixed_name(server: Server) -> None:
    told = terms(server)
    assert not [one["name"] for one in told if str(one["name"]).startswith("<")]
    for one in told:
        prefix, _, _ = str(one["name"]).partition(":")
        if one["kind"] in ("concept", "scheme"):
            assert QUERY_PREFIXES[prefix].startswith((SCHEME, COMITY))


def test_the_name_of_the_language_comes_first(server: Server) -> None:
    told = {one["name"]: one for one in terms(server, "ja")}
    assert told["comity:Membership"]["labels"] == ["加盟・参加", "Membership"]


def test_an_answer_that_the_browser_has_is_not_sent_again(server: Server) -> None:
    first = server.ask("/editor/terms.json")
    tag = first.headers["etag"]
    again = server.ask("/editor/terms.json", If_None_Match=tag)
    assert (first.media, first.status, again.status) == ("application/json", 200, 304)
    assert again.body == b""


@pytest.mark.parametrize("language", ["xx", "<b>", ""])
def test_a_language_that_there_is_not_is_refused(server: Server, language: str) -> None:
    assert server.ask(f"/editor/terms.json?lang={language}").status == 400
