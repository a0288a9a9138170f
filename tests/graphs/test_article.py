"""The eleven statements of the article that the graph began with, each citing its words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from comity.graph.load import read_triples
from comity.iris import COMITY, DCTERMS, ID, SKOS, thing
from comity.paths import room
from comity.terms import RDF, Iri, Literal, Term

ARTICLE = Path(__file__).resolve().parents[3] / "shared" / "article"
TYPE = Iri(RDF + "type")
FIRST_SUMMIT = "summit-for-democracy-2021"
NAMED_AS_PRESENT = (
    "JPN CAN GBR EUE FRA ITA ESP PRT CHE NLD BEL LUX NOR DNK SWE ISL POL UKR IND NPL KOR IDN PHL "
    "ISR IRQ AUS NZL BRA ARG MEX KEN NGA TWN"
)
TOOK_PART = NAMED_AS_PRESENT.split()
STAYED_AWAY = ["CHN", "RUS", "TUR", "SAU", "SGP"]


@dataclass(frozen=True)
class Graphs:
    """What the files of ``graphs/`` say, by subject and predicate."""

    about: dict[Iri, dict[Iri, frozenset[Term]]]

    def all(self, class_name: str) -> list[Iri]:
        """Return what is stated to be of a class of the ontology, sorted."""
        wanted = Iri(COMITY + class_name)
        return sorted(s for s, told in self.about.items() if wanted in told.get(TYPE, ()))

    def values(self, subject: Iri, predicate: str) -> frozenset[Term]:
        """Return the values of a term of the ontology, or of a predicate given in full."""
        name = predicate if "/" in predicate else COMITY + predicate
        return self.about.get(subject, {}).get(Iri(name), frozenset())

    def texts(self, subject: Iri, predicate: str) -> set[str]:
        """Return the values as text: lexical forms, and IRIs in full."""
        return {term.value for term in self.values(subject, predicate)}

    def keys(self, subject: Iri, predicate: str) -> set[str]:
        """Return the last parts of the IRIs that are values."""
        return {value.rpartition("/")[2] for value in self.texts(subject, predicate)}

    def text(self, subject: Iri, predicate: str) -> str:
        """Return the one value as text, or '' where there is none."""
        found = self.texts(subject, predicate)
        assert len(found) <= 1, (subject, predicate, found)
        return next(iter(found), "")

    def label(self, subject: Iri, language: str) -> str:
        """Return the preferred label in a language, or ''."""
        labels = [
            term.value
            for term in self.values(subject, SKOS + "prefLabel")
            if isinstance(term, Literal) and term.language == language
        ]
        assert len(labels) <= 1, (subject, labels)
        return next(iter(labels), "")

    def citations(self, subject: Iri) -> dict[str, set[str]]:
        """Return the quotes of a claim or thing by the key of the source that is cited."""
        return {
            self.text(citation, "source").removeprefix(f"{ID}source/"): self.texts(
                citation, "quote"
            )
            for citation in self.values(subject, "citation")
            if isinstance(citation, Iri)
        }

    def said_by_the_article(self, kind: str, *key: str) -> set[str]:
        """Return the words of the article that a claim or thing cites; they must be there."""
        subject = thing(kind, *key)
        assert subject in self.about, f"{subject.value} is not in the graphs"
        quotes = self.citations(subject).get("seed-sj", set())
        assert quotes, f"{subject.value} does not cite the words of the article"
        return quotes


@pytest.fixture(scope="module")
def graphs() -> Graphs:
    """Return the graphs of the repository."""
    about: defaultdict[Iri, defaultdict[Iri, set[Term]]] = defaultdict(lambda: defaultdict(set))
    for path in sorted(Path(room("graphs")).rglob("*.ttl")):
        for subject, predicate, value in read_triples(path):
            assert isinstance(subject, Iri)
            about[subject][predicate].add(value)
    return Graphs(
        {
            subject: {predicate: frozenset(values) for predicate, values in told.items()}
            for subject, told in about.items()
        }
    )


@pytest.fixture(scope="module")
def article() -> str:
    """Return the text of the article, which lies beside the repository where it was made."""
    found = sorted(ARTICLE.glob("*.txt"))
    if not found:
        pytest.skip("the article that the graph began with is not here")
    return found[0].read_text(encoding="utf-8")


def assert_words(quotes: Iterable[str], *words: str) -> None:
    said = "\n".join(quotes)
    assert [word for word in words if word not in said] == []


def test_the_united_states_held_the_first_summit_for_democracy(graphs: Graphs) -> None:
    summit = thing("summit", FIRST_SUMMIT)
    assert graphs.text(summit, "startedOn") == "2021-12-09"
    assert graphs.text(summit, "endedOn") == "2021-12-10"
    assert graphs.keys(summit, "hostedBy") == {"USA"}
    assert graphs.label(summit, "en") == "Summit for Democracy (first)"
    assert graphs.label(summit, "ja") == "民主主義サミット"
    assert_words(graphs.said_by_the_article("summit", FIRST_SUMMIT), "12月9日と10日", "初の")
    host = thing("attendance", FIRST_SUMMIT, "USA", "attended")
    assert graphs.keys(host, "role") == {"host"}
    assert "Joe Biden, President" in graphs.texts(host, "representedBy")
    assert_words(
        graphs.said_by_the_article("attendance", FIRST_SUMMIT, "USA", "attended"),
        "米ジョー・バイデン大統領",
    )


@pytest.mark.parametrize("polity", TOOK_PART)
def test_those_whom_the_article_names_took_part(graphs: Graphs, polity: str) -> None:
    claim = thing("attendance", FIRST_SUMMIT, polity, "attended")
    assert graphs.keys(claim, "polity") == {polity}
    assert graphs.keys(claim, "summit") == {FIRST_SUMMIT}
    assert graphs.keys(claim, "status") == {"attended"}
    quotes = graphs.said_by_the_article("attendance", FIRST_SUMMIT, polity, "attended")
    name = {"GBR": "英国", "EUE": "EU", "JPN": "日本"}.get(polity)
    assert_words(quotes, name or graphs.label(thing("polity", polity), "ja"))


def test_japan_was_represented_by_its_prime_minister(graphs: Graphs) -> None:
    claim = thing("attendance", FIRST_SUMMIT, "JPN", "attended")
    assert graphs.texts(claim, "representedBy") == {"Fumio Kishida, Prime Minister"}
    assert_words(graphs.citations(claim)["seed-sj"], "岸田文雄首相が出席")


def test_the_presence_of_taiwan_was_noticed(graphs: Graphs) -> None:
    quotes = graphs.said_by_the_article("attendance", FIRST_SUMMIT, "TWN", "attended")
    assert_words(quotes, "台湾が出席したことも注目を集めた")


@pytest.mark.parametrize("polity", STAYED_AWAY)
def test_those_whom_the_article_names_stayed_away(graphs: Graphs, polity: str) -> None:
    claim = thing("attendance", FIRST_SUMMIT, polity, "absent")
    assert graphs.keys(claim, "status") == {"absent"}
    assert thing("attendance", FIRST_SUMMIT, polity, "attended") not in graphs.about
    quotes = graphs.said_by_the_article("attendance", FIRST_SUMMIT, polity, "absent")
    assert_words(quotes, "参加していない")


def test_four_polities_launched_the_initiative_at_the_summit(graphs: Graphs) -> None:
    initiative = thing("initiative", "echri")
    assert graphs.label(initiative, "en") == "Export Controls and Human Rights Initiative"
    assert graphs.label(initiative, "ja") == "輸出管理・人権イニシアチブ"
    assert graphs.keys(initiative, "launchedAt") == {FIRST_SUMMIT}
    assert graphs.text(initiative, "launchedOn") == "2021-12-10"
    launched = {
        key
        for claim in graphs.all("Membership")
        for key in graphs.keys(claim, "polity")
        if graphs.keys(claim, "initiative") == {"echri"}
        and graphs.keys(claim, "role") == {"launching-member"}
    }
    assert launched == {"USA", "AUS", "DNK", "NOR"}
    for polity in sorted(launched):
        key = ("echri", polity, "launching-member", "2021-12-10")
        assert_words(graphs.said_by_the_article("membership", *key), "発足した")
    assert_words(
        graphs.said_by_the_article("initiative", "echri"),
        "4カ国",
        "権威主義的な政府による技術の悪用を食い止め",
        "前向きなビジョンを促進",
    )
    assert_words(
        graphs.said_by_the_article("commitment", "echri", "principle", "1"),
        "権威主義的な政府による技術の悪用を食い止め",
        "民主主義的な価値観に支えられた技術の前向きなビジョン",
    )


def test_the_concerns_of_the_initiative_are_stated(graphs: Graphs) -> None:
    quotes: set[str] = set()
    for position in "1234":
        claim = thing("commitment", "echri", "concern", position)
        assert graphs.keys(claim, "commitmentKind") == {"concern"}
        assert graphs.text(claim, "position") == position
        quotes |= graphs.said_by_the_article("commitment", "echri", "concern", position)
    assert_words(
        quotes,
        "サイバー空間への侵入、大衆監視、その他のデュアルユース",
        "反対意見の抑圧",
        "人権擁護者への嫌がらせ",
        "マイノリティコミュニティへの威嚇",
        "内部告発者の抑止",
        "表現の自由の抑制",
        "政敵・ジャーナリスト・弁護士への攻撃",
        "プライバシーへの恣意的または非合法な干渉",
    )


@pytest.mark.parametrize(
    ("position", "theme", "words"),
    [
        ("1", "voluntary written code of conduct", "自発的な行動規範の策定"),
        ("2", "concrete, practical results", "政策調整を実施"),
        ("3", "Convene governments", "人権実務家を招集し"),
        ("4", "Consult other governments", "今後1年間"),
    ],
)
def test_the_initiative_has_four_actions(
    graphs: Graphs, position: str, theme: str, words: str
) -> None:
    claim = thing("commitment", "echri", "action", position)
    assert theme in graphs.text(claim, "text")
    assert_words(graphs.said_by_the_article("commitment", "echri", "action", position), words)
    assert thing("commitment", "echri", "action", "5") not in graphs.about


def test_the_quad_agreed_principles_of_technology_in_september(graphs: Graphs) -> None:
    pact = thing("pact", "quad-tech-principles-2021")
    assert graphs.keys(pact, "party") == {"AUS", "IND", "JPN", "USA"}
    assert graphs.text(pact, "signedOn") == "2021-09-24"
    assert_words(
        graphs.said_by_the_article("pact", "quad-tech-principles-2021"), "9月に技術原則声明を発表"
    )
    assert_words(graphs.said_by_the_article("initiative", "quad-tech-principles"), "クアッド")
    assert_words(
        graphs.said_by_the_article("commitment", "echri", "principle", "2"),
        "共通の民主主義的価値観と人権の尊重",
    )


@pytest.mark.parametrize(
    ("pact", "partner"), [("us-japan-core", "JPN"), ("us-rok-leaders-2021", "KOR")]
)
def test_cooperation_with_japan_and_with_south_korea_was_set_up(
    graphs: Graphs, pact: str, partner: str
) -> None:
    assert graphs.keys(thing("pact", pact), "party") == {"USA", partner}
    assert thing("pact", pact) in graphs.all("BilateralPact")
    assert graphs.text(thing("pact", pact), "signedOn").startswith("2021-")
    assert_words(graphs.said_by_the_article("pact", pact), "二国間協力関係を新たに構築")


def test_third_countries_are_to_be_supported(graphs: Graphs) -> None:
    assert_words(
        graphs.said_by_the_article("commitment", "echri", "principle", "3"), "二国間協力関係"
    )
    assert_words(
        graphs.said_by_the_article("commitment", "echri", "principle", "4"),
        "第三国へのキャパシティビルディング支援",
    )


def test_abuses_against_uyghurs_and_kazakhs_are_named(graphs: Graphs) -> None:
    claim = thing("commitment", "echri", "concern", "5")
    assert "Uyghurs and Kazakhs in Xinjiang" in graphs.text(claim, "text")
    assert_words(
        graphs.said_by_the_article("commitment", "echri", "concern", "5"),
        "新疆ウイグル自治区",
        "ウイグル人やカザフ人に対する人権侵害",
    )


@pytest.mark.parametrize(
    ("entity", "country", "ground"),
    [
        ("seed-myanmar-military", "MMR", "military-coup-myanmar"),
        ("seed-spyware-developer-isr", "ISR", "spyware-transnational-repression"),
        ("seed-spyware-developer-rus", "RUS", "spyware-transnational-repression"),
        ("seed-spyware-developer-sgp", "SGP", "spyware-transnational-repression"),
    ],
)
def test_the_entity_list_was_extended(
    graphs: Graphs, entity: str, country: str, ground: str
) -> None:
    claim = thing("designation", "bis-entity-list", entity)
    assert graphs.keys(claim, "entity") == {entity}
    assert graphs.keys(claim, "list") == {"bis-entity-list"}
    assert graphs.keys(claim, "authority") == {"us-commerce"}
    assert graphs.keys(claim, "entryCountry") == {country}
    assert graphs.keys(claim, "ground") == {ground}
    assert graphs.keys(thing("entity", entity), "linkedTo") == {country}
    assert_words(
        graphs.said_by_the_article("designation", "bis-entity-list", entity),
        "過去半年の間に",
        "エンティティリスト",
        "輸出制限を開始した",
    )
    assert_words(
        graphs.said_by_the_article("commitment", "echri", "concern", "6"),
        "スパイウェア開発企業",
        "エンティティリスト",
    )


def test_the_president_announced_an_initiative_for_democratic_renewal(graphs: Graphs) -> None:
    initiative = thing("initiative", "pidr")
    assert graphs.label(initiative, "en") == "Presidential Initiative for Democratic Renewal"
    assert graphs.label(initiative, "ja") == "民主主義再生のための大統領イニシアチブ"
    assert graphs.text(initiative, "launchedOn") == "2021-12-09"
    assert_words(graphs.said_by_the_article("initiative", "pidr"), "12月9日")
    graphs.said_by_the_article("membership", "pidr", "USA", "launching-member", "2021-12-09")
    funding = thing("commitment", "pidr", "funding", "1")
    assert graphs.text(funding, "amount") == "424400000"
    assert graphs.text(funding, "currency") == "USD"
    assert_words(
        graphs.said_by_the_article("commitment", "pidr", "funding", "1"), "4億2,440万米ドル"
    )


def test_the_initiative_for_democratic_renewal_has_five_pillars(graphs: Graphs) -> None:
    words = ["独立したメディア", "腐敗撲滅", "民主的改革者", "テクノロジー", "公正な選挙"]
    for position, word in enumerate(words, 1):
        key = ("pidr", "pillar", str(position))
        assert graphs.text(thing("commitment", *key), "position") == str(position)
        assert_words(graphs.said_by_the_article("commitment", *key), word)
    assert thing("commitment", "pidr", "pillar", "6") not in graphs.about


@pytest.mark.parametrize(
    ("initiative", "sheet", "copy"),
    [
        (
            "echri",
            "Export Controls and Human Rights Initiative Launched at the Summit for Democracy",
            "fednewswire-echri",
        ),
        ("pidr", "Announcing the Presidential Initiative for Democratic Renewal", "wh-pidr-repost"),
    ],
)
def test_the_article_refers_to_two_fact_sheets(
    graphs: Graphs, initiative: str, sheet: str, copy: str
) -> None:
    assert_words(graphs.said_by_the_article("initiative", initiative), f"Fact Sheet: {sheet}")
    assert copy in graphs.keys(thing("source", "seed-sj"), DCTERMS + "references")
    assert sheet.casefold() in graphs.text(thing("source", copy), DCTERMS + "title").casefold()
    assert copy in graphs.citations(thing("initiative", initiative))


def test_every_quote_of_the_article_stands_in_it(graphs: Graphs, article: str) -> None:
    article_iri = thing("source", "seed-sj")
    quotes = {
        quote
        for citation in graphs.all("Citation")
        if article_iri in graphs.values(citation, "source")
        for quote in graphs.texts(citation, "quote")
    }
    assert len(quotes) > 30
    parts = {part for quote in quotes for part in quote.split("…")}
    assert sorted(part for part in parts if part not in article) == []


def test_the_things_of_the_article_have_names_in_both_languages(graphs: Graphs) -> None:
    things = [
        thing("summit", FIRST_SUMMIT),
        thing("initiative", "echri"),
        thing("initiative", "pidr"),
        *(thing("polity", code) for code in [*TOOK_PART, *STAYED_AWAY, "USA", "MMR"]),
    ]
    unnamed = [
        one.value
        for one in things
        if {getattr(label, "language", None) for label in graphs.values(one, SKOS + "prefLabel")}
        < {"en", "ja"}
    ]
    assert unnamed == []
