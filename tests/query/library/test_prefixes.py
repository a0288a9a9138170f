"""Our prefixes need no declaration, and a declaration of the user's own is kept."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from comity.iris import SCHEME
from comity.query.library.run import with_prefixes

SCHEMES = Path(__file__).parents[3] / "ontology" / "schemes"


def test_prefixes_in_use_are_declared_on_the_first_line() -> None:
    text = "SELECT ?s\nWHERE { ?s a comity:Pact ; skos:prefLabel 'xsd:date' }"
    assert with_prefixes(text) == (
        "PREFIX comity: <https://w3id.org/comity/ontology#> "
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> " + text
    )


def test_a_query_that_declares_its_own_is_left_as_it_is() -> None:
    text = "prefix comity: <https://example.org/> ASK { ?s a comity:Pact }"
    assert with_prefixes(text) == text
    assert with_prefixes("ASK { ?s ?p ?o }") == "ASK { ?s ?p ?o }"


@pytest.mark.parametrize("path", sorted(SCHEMES.glob("*.ttl")), ids=lambda one: one.stem)
def test_every_scheme_of_the_ontology_is_a_prefix(path: Path) -> None:
    schemes = re.findall(r"^scheme:(\S+)\n    a skos:ConceptScheme", path.read_text("utf-8"), re.M)
    assert schemes
    for scheme in schemes:
        asked = f"ASK {{ ?any ?thing {scheme}:key }}"
        assert with_prefixes(asked).startswith(f"PREFIX {scheme}: <{SCHEME}{scheme}/> ASK")
