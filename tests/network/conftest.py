"""Small worlds for the network room: a test says who is in what, and gets a store that holds it."""

from __future__ import annotations

from datetime import date

import pytest

from comity.iris import DCTERMS, GRAPH, SKOS, concept, term, thing
from comity.store.engines.interface import Engine
from comity.store.engines.oxigraph_writer import OxigraphWriter
from comity.store.snapshot.compile import Writer
from comity.terms import RDF, Iri, Literal, Term, Triple, tagged, typed

DAY = date(2024, 1, 1)
SOURCE = thing("source", "gazette")
_WHAT = Iri(RDF + "type")
_LABEL = Iri(SKOS + "prefLabel")


class World:
    """A graph in the making; every claim holds from 2023-01-01 unless told otherwise."""

    def __init__(self) -> None:
        self._triples: list[Triple] = [
            (SOURCE, _WHAT, term("Source")),
            (SOURCE, Iri(DCTERMS + "title"), Literal("The Gazette")),
            (SOURCE, term("url"), typed("https://example.org/gazette?a=1&b=2", "anyURI")),
        ]

    def name(self, kind: str, key: str, label: str, language: str = "en") -> None:
        self._triples.append((thing(kind, key), _LABEL, tagged(label, language)))

    def say(self, subject: Iri, name: str | Iri, value: Term) -> None:
        """State anything of a thing; a plain name is that of a term of ours."""
        self._triples.append((subject, name if isinstance(name, Iri) else term(name), value))

    def claim(
        self,
        claim: Iri,
        kind: str,
        ends: dict[str, Term],
        since: str = "2023-01-01",
        until: str | None = None,
        quote: str = "so it was said",
    ) -> Iri:
        citation = thing("citation", claim.value.rsplit("/id/", 1)[1], "gazette")
        self._triples += [
            (claim, _WHAT, term(kind)),
            (claim, term("holdsFrom"), typed(since, "date")),
            (claim, term("since"), typed(since, "date")),
            (claim, term("citation"), citation),
            (citation, term("source"), SOURCE),
            (citation, term("quote"), tagged(quote, "en")),
        ]
        self._triples += [(claim, term(name), end) for name, end in ends.items()]
        if until is not None:
            self._triples.append((claim, term("holdsUntil"), typed(until, "date")))
        return claim

    def member(
        self,
        initiative: str,
        polity: str,
        role: str = "member",
        since: str = "2023-01-01",
        until: str | None = None,
    ) -> Iri:
        ends: dict[str, Term] = {
            "initiative": thing("initiative", initiative),
            "polity": thing("polity", polity),
            "role": concept("membership-role", role),
        }
        claim = thing("membership", initiative, polity, role)
        return self.claim(claim, "Membership", ends, since, until)

    def members(self, initiative: str, polities: str) -> None:
        """Put several polities, their keys parted by spaces, into an initiative."""
        for polity in polities.split():
            self.member(initiative, polity)

    def attendance(
        self, summit: str, polity: str, status: str = "attended", role: str | None = None
    ) -> Iri:
        ends: dict[str, Term] = {
            "summit": thing("summit", summit),
            "polity": thing("polity", polity),
            "status": concept("attendance-status", status),
        }
        if role is not None:
            ends["role"] = concept("attendance-role", role)
        return self.claim(thing("attendance", summit, polity, status), "Attendance", ends)

    def pact(self, key: str, parties: str) -> Iri:
        claim = self.claim(thing("pact", key), "Pact", {})
        self._triples += [
            (claim, term("party"), thing("polity", party)) for party in parties.split()
        ]
        return claim

    def authority(self, list_key: str, of_polity: str | None) -> None:
        organ = thing("authority", f"organ-of-{list_key}")
        self._triples.append((thing("list", list_key), term("authority"), organ))
        if of_polity is not None:
            self._triples.append((organ, term("ofPolity"), thing("polity", of_polity)))

    def designation(self, list_key: str, entity: str, country: str, tie: str = "linkedTo") -> Iri:
        who = thing("entity", entity)
        self._triples.append((who, term(tie), thing("polity", country)))
        ends: dict[str, Term] = {"list": thing("list", list_key), "entity": who}
        return self.claim(thing("designation", list_key, entity), "Designation", ends)

    def engine(self, writer: Writer | None = None) -> Engine:
        """Return the store that holds the world: Oxigraph's unless another writer is given."""
        writer = writer or OxigraphWriter()
        writer.add(self._triples, Iri(GRAPH + "test"))
        return writer.reader()


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def busy_world() -> World:
    """Return a world with two camps, a bridge between them, pacts, summits and lists."""
    world = World()
    west, east = "AAA BBB CCC DDD EEE FFF", "UUU VVV WWW XXX YYY ZZZ"
    for number in range(6):
        camp = (west, east)[number % 2].split()
        world.members(f"club-{number}", " ".join(camp[: 2 + number]))
    world.members("everybody", f"{west} {east}")
    for number, pair in enumerate(["AAA BBB", "AAA CCC", "AAA BBB", "UUU VVV", "FFF UUU"]):
        world.pact(f"pact-{number}", pair)
    for polity in ["AAA", "BBB", "CCC"]:
        world.attendance("lake", polity)
        world.attendance("hill", polity)
    world.authority("black", "AAA")
    world.designation("black", "firm", "UUU")
    world.designation("black", "yard", "VVV")
    for key in f"{west} {east}".split()[1:]:
        world.name("polity", key, f"Land of {key.title()}")
    world.name("polity", "AAA", "<script>alert(1)</script> & $A_1$")
    world.name("polity", "AAA", "日本", "ja")
    return world
