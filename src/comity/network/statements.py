"""Puts claims into words: who, what, in which role, since when and until when."""

from __future__ import annotations

from collections.abc import Iterable

from comity.names import COMITY
from comity.query.labels import Labels
from comity.store.engine import Engine, Solutions
from comity.terms import Iri, n_triples

_QUERY = f"""
PREFIX comity: <{COMITY}>

SELECT ?claim ?who ?what ?how ?since ?until ?observed
WHERE {{
  VALUES ?claim {{ %s }}
  OPTIONAL {{ ?claim comity:polity|comity:entity ?who . }}
  OPTIONAL {{ ?claim comity:initiative|comity:summit|comity:list ?what . }}
  OPTIONAL {{ ?claim comity:role|comity:pactKind ?how . }}
  OPTIONAL {{ ?claim comity:since|comity:signedOn|comity:listedOn ?since . }}
  OPTIONAL {{ ?claim comity:until|comity:delistedOn ?until . }}
  OPTIONAL {{ ?claim comity:observedOn ?observed . }}
}}
ORDER BY ?claim ?who ?what ?how ?since ?until ?observed
"""


def statements(engine: Engine, claims: Iterable[Iri]) -> dict[Iri, str]:
    """Return each claim as a phrase; where a value is given twice, the first in order counts."""
    wanted = sorted(set(claims))
    if not wanted:
        return {}
    answer = engine.query(_QUERY % " ".join(n_triples(claim) for claim in wanted))
    assert isinstance(answer, Solutions)
    name = Labels(engine)
    found: dict[Iri, str] = {}
    for claim, who, what, how, since, until, observed in answer.rows:
        assert isinstance(claim, Iri)
        parts = [name(who), name(what)] if who or what else [name(claim)]
        parts.append(name(how).lower())
        if since:
            parts.append(f"since {name(since)}")
        elif observed:
            parts.append(f"seen {name(observed)}")
        if until:
            parts.append(f"until {name(until)}")
        found.setdefault(claim, ", ".join(part for part in parts if part))
    return found
