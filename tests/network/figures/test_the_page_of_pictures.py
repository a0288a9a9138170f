"""What docs/pictures.md says is seen: each number and name in it, counted again from the graph."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest

from comity.iris import key_of, thing
from comity.network.choice import Choice
from comity.network.figures import change_chart, ego, matrix, timeline_data, upset, worldmap
from comity.network.figures.request import Extent, Wanted, extents
from comity.network.label_layout import Names
from comity.network.scene import Scene, compose
from comity.network.ties import BETWEEN_POLITIES, Kind, Tie
from comity.store.engines.interface import Engine
from comity.terms import Iri
from tests.network.figures.conftest import rows

DOCS = Path(__file__).parent.parent.parent.parent / "docs"
PAGE = (DOCS / "pictures.md").read_text("utf-8")
DAY = date(2026, 11, 22)
SPAN = date(2021, 12, 10), date(2023, 4, 1)
BLOCS = (
    *("g7", "european-union", "nato", "five-eyes", "quad"),
    *("aukus", "brics", "sco", "oecd", "artemis-accords"),
)
EU = "european-union"


def said(*fragments: str) -> None:
    """Check that the page says these words, wherever its lines are broken."""
    page = " ".join(PAGE.split())
    assert [one for one in fragments if one not in page] == []


def keys(polities: object) -> set[str]:
    assert isinstance(polities, tuple | list | set | frozenset | dict)
    return {key_of(one.value) for one in polities}


@pytest.fixture(scope="module")
def members(shipped: Engine) -> dict[str, set[str]]:
    """Return the members of each initiative on the day, in any role but observer."""
    found = defaultdict(set)
    for polity, initiative, role in rows(
        shipped,
        "SELECT ?p ?i ?r WHERE { ?m a comity:Membership ; comity:polity ?p ; "
        "comity:initiative ?i ; comity:role ?r ; comity:holdsFrom ?from . "
        "OPTIONAL { ?m comity:holdsUntil ?until } "
        f'FILTER (?from <= "{DAY}"^^xsd:date && (!BOUND(?until) || ?until > "{DAY}"^^xsd:date)) }}',
    ):
        if not role.endswith("/observer"):
            found[key_of(initiative)].add(key_of(polity))
    return found


def test_every_picture_is_there_and_small_enough_to_load() -> None:
    shown = re.findall(r"!\[[^\]]+\]\((pictures/[^)]+)\)", PAGE)
    assert len(shown) == 8
    for one in shown:
        assert 10_000 < (DOCS / one).stat().st_size < 300_000, one


def test_of_the_matrix(shipped: Engine, members: dict[str, set[str]]) -> None:
    made = matrix.table(shipped, Wanted(Choice(on=DAY), DAY))
    a, b, c, d = (keys(part) for part in made.communities)
    said("102 polities by 52 initiatives; 45 polities")
    assert (len(made.rows), len(made.columns), len(made.lone)) == (102, 52, 45)
    said("**A**, 28 polities around China: 14 of the 19 in BRICS and 19 of the 24 in the Shanghai")
    assert len(a) == 28
    assert "CHN" in a
    for group, inside, total in (("brics", 14, 19), ("sco", 19, 24)):
        assert (len(members[group] & a), len(members[group])) == (inside, total)
        assert members[group] & b == {"IND"}
        assert len(members[group] & keys(made.lone)) == 4
        assert not members[group] & c
    assert not members["ilrs"] & c
    said("**B**, 17 polities: all of the Five Eyes, AUKUS and the Quad, five of the Group of Seven")
    assert len(b) == 17
    assert members["five-eyes"] | members["aukus"] | members["quad"] | {"KOR", "SGP", "EUE"} <= b
    assert len(members["g7"] & b) == 5
    said("**C**, 52 polities: 26 of the 27 members", "(France is in B) and 27 of the 32 of NATO")
    assert len(c) == 52
    assert (len(members[EU] & c), len(members[EU])) == (26, 27)
    assert members[EU] - c == {"FRA"}
    assert "FRA" in b
    assert (len(members["nato"] & c), len(members["nato"])) == (27, 32)
    assert members["g7"] - b == {"DEU", "ITA"} <= c
    said("**D**, five polities that signed the Council of Europe's convention")
    assert len(d) == 5
    assert d <= members["coe-ai-convention"]
    said("Türkiye is in A", "eight of A are in the Nuclear Suppliers Group")
    assert "TUR" in a & members["nato"] & members["oecd"]
    assert len(members["nuclear-suppliers-group"] & a) == 8
    said("for 29 of the 52 initiatives", "of 23 they are known in part")
    extent = Counter(made.extent[one] for one in made.columns)
    assert extent == {Extent.ONCE: 29, Extent.PART: 23}


def _between(scene: Scene, one: int, other: int) -> list[Tie]:
    group = {place.node: place.group for place in scene.places}
    return [tie for tie in scene.ties if {group[tie.source], group[tie.target]} == {one, other}]


def test_of_the_backbone(shipped: Engine, members: dict[str, set[str]]) -> None:
    scene = compose(shipped, choice=Choice(on=DAY))
    groups = [
        {key_of(place.node.value) for place in scene.places if place.group == number}
        for number in range(len(scene.groups))
    ]
    said("Of 5,673 ties by shared initiatives the 271", "between 69 polities; 76 have no such tie")
    assert "of 5,673 ties by initiatives the 271" in scene.rule
    assert "; 76 of 145 polities have none" in scene.rule
    assert len(scene.places) == 69
    said("Japan – United States, Australia – United States and United Kingdom – United States")  # noqa: RUF001  # the dash is that of the page
    heaviest = [{key_of(t.source.value), key_of(t.target.value)} for t in scene.ties[:3]]
    assert heaviest == [{"JPN", "USA"}, {"AUS", "USA"}, {"GBR", "USA"}]
    said(
        "The circles (22, around China, with Russia, 11 of the 19 in BRICS and 13 of the 24 in SCO)"
    )
    assert len(groups[0]) == 22
    assert {"CHN", "RUS"} <= groups[0]
    assert len(groups[0] & members["brics"]) == 11
    assert len(groups[0] & members["sco"]) == 13
    said("squares (19, with all of the Five Eyes and the Quad, and five of the Group of Seven)")
    assert len(groups[1]) == 19
    assert members["five-eyes"] | members["quad"] <= groups[1]
    assert len(groups[1] & members["g7"]) == 5
    said("three ties only, and all three are India's: to Indonesia, Malaysia and the United Arab")
    across = [{key_of(t.source.value), key_of(t.target.value)} for t in _between(scene, 0, 1)]
    assert sorted(map(sorted, across)) == [["ARE", "IND"], ["IDN", "IND"], ["IND", "MYS"]]
    said("The 14 triangles are members of the European Union")
    assert len(groups[2]) == 14
    assert groups[2] <= members[EU]
    said("all the participants of the Clean Network that the graph knows, of 53")
    assert groups[4] == {"BGR", "BRA", "MKD", "XKX", "DOM", "ECU"}
    assert members["clean-network"] == groups[4] | {"USA"}
    clean = thing("initiative", "clean-network")
    assert all(clean in tie.via for tie in _between(scene, 4, 4))
    ((expected,),) = rows(
        shipped,
        "SELECT ?n WHERE { ?c comity:covers id:initiative\\/clean-network ; "
        "comity:expectedCount ?n }",
    )
    assert expected == "53"


def test_of_the_overlaps(shipped: Engine, members: dict[str, set[str]]) -> None:
    sets = tuple(thing("initiative", one) for one in BLOCS)
    made = upset.overlap(shipped, Wanted(Choice(on=DAY), DAY, sets=sets))
    columns = {frozenset(keys(one.sets)): keys(one.polities) for one in made.columns}
    said("94 polities are in one of the ten or more")
    assert sum(len(one) for one in columns.values()) == 94
    assert made.rest == ()
    said("The commonest combination, of 16, is the European Union with NATO, the OECD and the")
    assert len(made.columns[0].polities) == 16
    assert keys(made.columns[0].sets) == {EU, "nato", "oecd", "artemis-accords"}
    said("11 are in SCO alone", "Belarus, China, Egypt, Iran, Kazakhstan, Russia and Uzbekistan")
    assert len(columns[frozenset({"sco"})]) == 11
    both = {"BLR", "CHN", "EGY", "IRN", "KAZ", "RUS", "UZB"}
    assert columns[frozenset({"brics", "sco"})] == both
    said("India is the only one in both the Quad and BRICS, Türkiye the only one in both NATO and")
    assert members["quad"] & members["brics"] == {"IND"}
    assert members["nato"] & members["sco"] == {"TUR"}
    assert not members["g7"] & (members["brics"] | members["sco"])
    extent = extents(shipped, "Initiative", DAY)
    part = {one for one in BLOCS if extent[thing("initiative", one)] is Extent.PART}
    assert part == {"brics", "sco", "artemis-accords"}
    said("61 signatories of the 72")
    assert len(members["artemis-accords"]) == 61


def test_of_the_timeline(shipped: Engine) -> None:
    made = timeline_data.timeline(shipped, Wanted(Choice(on=DAY), DAY))
    said("388 designations of 337 entities by six authorities")
    assert len(made.listed) == 388
    assert len({one.entity for one in made.listed}) == 337
    assert len(made.authorities) == 6
    number = {(key_of(s.authority.value), s.first.isoformat()): s.number for s in made.spots}
    first = min(day for who, day in number if who == "us-bis")
    said(
        "begin with 34 entries on 16 May 2019", "59 entries of the Office of Foreign Assets Control"
    )
    assert (first, number["us-bis", first]) == ("2019-05-16", 34)
    assert max(number, key=number.__getitem__) == ("us-ofac", "2021-06-03")
    assert number["us-ofac", "2021-06-03"] == 59
    said(
        "Control (26), the United Kingdom (4) and Canada (4)",
        "the Bureau listed 11 on 28 March 2023",
    )
    together = {who: count for (who, day), count in number.items() if day == "2021-12-10"}
    assert together == {"us-ofac": 26, "gb-fcdo": 4, "ca-gac": 4}
    assert number["us-bis", "2023-03-28"] == 11
    days = rows(
        shipped,
        "SELECT ?s ?first ?last WHERE { ?s comity:startedOn ?first ; comity:endedOn ?last . "
        "FILTER (CONTAINS(STR(?s), 'summit-for-democracy')) }",
    )
    summits = {key_of(one): (began, ended) for one, began, ended in days}
    assert summits["summit-for-democracy-2021"][1] == "2021-12-10"
    assert summits["summit-for-democracy-2023"][0] == "2023-03-28"
    said("13 of the 14 lists of these authorities", "13 further authorities have no designation")
    ((authorities,),) = rows(shipped, "SELECT (COUNT(?a) AS ?n) WHERE { ?a a comity:Authority }")
    assert int(authorities) - len(made.authorities) == 13
    own = rows(shipped, "SELECT ?l ?a WHERE { ?l a comity:DesignationList ; comity:authority ?a }")
    whose = {one.value for one in made.authorities}
    extent = extents(shipped, "DesignationList", DAY)
    counted = Counter(extent[Iri(one)] for one, who in own if who in whose)
    assert counted == {Extent.PART: 13, Extent.ONCE: 1}


def test_of_the_map(shipped: Engine) -> None:
    made = worldmap.chart(shipped, Wanted(Choice(on=DAY), DAY), Names(shipped))
    counts = {key_of(one.value): number for one, number in made.tally.counts.items()}
    said("138 polities are coloured", "the United States 40, Japan and Australia 31 each")
    assert len(made.shown) == 138
    most = {"USA": 40, "JPN": 31, "AUS": 31, "GBR": 30, "CAN": 28}
    assert {key: counts[key] for key in most} == most
    assert sorted(counts.values(), reverse=True)[:5] == sorted(most.values(), reverse=True)
    said("The European Union (10) and six other unions and organisations")
    assert len(made.left_out) == 7
    assert counts["EUE"] == 10
    said("Not one initiative is known in full for this day")
    assert Extent.FULL not in extents(shipped, "Initiative", DAY).values()
    day = SPAN[0]
    wanted = Wanted(Choice(on=day), day, centre=thing("initiative", "echri"))
    one = worldmap.chart(shipped, wanted, Names(shipped))
    said("World map of the eight members of the Export Controls and Human Rights Initiative")
    assert len(one.shown) == 8
    assert one.tally.is_full


def test_of_the_ego_picture(shipped: Engine) -> None:
    centre = thing("polity", "JPN")
    wanted = Wanted(Choice(kinds=BETWEEN_POLITIES, on=DAY), DAY, centre=centre)
    made = ego.ego(shipped, wanted, Names(shipped))
    totals = {one.called: total for one, total in zip(made.sectors, made.totals, strict=True)}
    said("Japan is in 31 initiatives, is known to have attended 15 of the 18 summits")
    said("is party to 19 pacts, and two entities tied to it are on lists of the United States")
    assert totals == {
        "initiative it is in": 31,
        "summit it attended": 15,
        "pact it is party to": 19,
        "polity that lists its entities": 1,
    }
    (lister,) = made.sectors[-1].neighbours
    assert (lister.thing, lister.number) == (thing("polity", "USA"), 2)
    ((summits,),) = rows(shipped, "SELECT (COUNT(?s) AS ?n) WHERE { ?s a comity:Summit }")
    assert summits == "18"


def test_of_the_change(shipped: Engine) -> None:
    wanted = Wanted(Choice(kinds=BETWEEN_POLITIES), SPAN[1], span=SPAN)
    made = change_chart.change(shipped, wanted)
    said("212 claims began on a stated day and 10 were first known; none ended")
    claims = {(event.claim, event.how) for event in made.events}
    assert Counter(how for _, how in claims) == {"began": 212, "first known": 10}
    members = {key_of(one.value): hows for one, hows in made.members.counts.items()}
    said(
        "gathered 62 endorsers",
        "Human Rights Initiative 25, the Indo-Pacific Economic Framework 14",
    )
    assert members["declaration-future-internet"] == {"began": 62}
    assert members["echri-code-of-conduct"] == {"began": 25}
    assert members["ipef"] == {"began": 14}
    said("entered ten initiatives and nine pacts and listed 35 entities, the European Union 12")
    said("24 of those listed are tied to China and 16 to Myanmar")
    panel = {one.heading: {key_of(p.value): sum(h.values()) for p, h in one.counts.items()}
             for one in made.panels}  # fmt: skip
    assert panel["initiatives it is in"]["USA"] == 10
    assert panel["pacts it is party to"]["USA"] == 9
    assert panel["entities that it lists"]["USA"] == 35
    assert panel["entities that it lists"]["EUE"] == 12
    assert panel["entities tied to it on lists"]["CHN"] == 24
    assert panel["entities tied to it on lists"]["MMR"] == 16
    said("Bars of what began for 45 polities and 14 initiatives")
    assert (len(made.polities), len(made.initiatives)) == (45, 14)
    assert {event.kind for event in made.events} == {Kind.MEMBERSHIP, Kind.PACT, Kind.DESIGNATION}
