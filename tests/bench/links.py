"""How right the automatic identity links are: official lists that state numbers of each other.

Each comparison takes two lists that both state a number, hides that number, links their entities by
all else, and counts: precision is the share of links whose ends state the same number, recall the
share of numbers on both lists whose entities are linked.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from comity.graph.identity.cards import Card, card
from comity.graph.identity.links import pairs
from comity.graph.identity.score import LINKED
from comity.graph.keys import Keys
from comity.lists.io.input_files import Parcel, parcels
from comity.lists.model.record import Record, records
from comity.lists.model.sources import own_numbering
from comity.lists.readers import recognise
from tests.bench.measure import Row, compare
from tests.official_lists import official


@dataclass(frozen=True)
class Comparison:
    """Two lists, each as its source and files, and the scheme of the number that both state."""

    first: tuple[str, tuple[str, ...]]
    second: tuple[str, tuple[str, ...]]
    scheme: str
    only: str = ""  # the list of which the second one's entries count, where it has several


@dataclass(frozen=True)
class Result:
    """How many links are right, how many are wrong, how many numbers are on both lists."""

    name: str
    right: int
    wrong: tuple[str, ...]
    missed: tuple[str, ...]

    @property
    def precision(self) -> float:
        """The share of the links that are right."""
        return self.right / max(1, self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        """The share of the numbers on both lists whose entities are linked."""
        return self.right / max(1, self.right + len(self.missed))


PRECISION, RECALL = 0.99, 0.95  # what links have to reach for each pair of lists
_UN = ("un-sc", ("un-sc/2020-12-01_consolidated.xml.gz",))
_UN_NOW = ("un-sc", ("un-sc/2026-02-27_consolidated.xml.gz",))
_CSL = ("us-csl", ("us-csl/consolidated_2022-04.csv.gz",))
_SDN = (
    "ofac-sdn",
    tuple(f"us-ofac-sdn/2022-01/{name}.CSV.gz" for name in ("SDN", "ADD", "ALT")),
)
_UK = ("uk-conlist", ("uk-ofsi/2022-05-04_ConList.xlsx",))
_CONS = ("ofac-cons", ("us-ofac-consolidated/2022-03-24_consolidated.xml.gz",))
COMPARISONS = (
    Comparison(_SDN, _CSL, "ofac-uid"),
    Comparison(_CONS, _CSL, "ofac-uid"),
    Comparison(_UN, _UK, "un-reference"),
    Comparison(_UN_NOW, _UK, "un-reference"),
)


def measured(comparison: Comparison) -> Result:
    """Compare two lists."""
    scheme = f"{comparison.scheme}:"
    first, second = _cards("first", *comparison.first), _cards("second", *comparison.second)
    numbers = {entry.key: _stated(entry, scheme) for entry in (*first, *second)}
    keys = {key for entry in first if (key := entry.key) and numbers[key]}
    keys |= {key for entry in second if (key := entry.key) and numbers[key]}
    hidden = [
        replace(
            entry,
            numbers=frozenset(number for number in entry.numbers if not number.startswith(scheme)),
        )
        for entry in (*first, *second)
        if entry.key in keys
    ]
    labels = {entry.key: entry.label for entry in hidden}
    shared = _numbers(first, scheme) & _numbers(second, scheme)
    linked: set[str] = set()
    wrong: list[str] = []
    for pair in pairs(hidden):
        a, b = pair.a, pair.b
        if a.origin == b.origin or pair.score.value < LINKED:
            continue
        common = numbers[a.key] & numbers[b.key]
        linked |= common
        if not common and (numbers[a.key] | numbers[b.key]) & shared:
            wrong.append(
                f"{a.label} ({', '.join(sorted(numbers[a.key]))}) = {b.label} "
                f"({', '.join(sorted(numbers[b.key]))}): {pair.score.reason}"
            )
    by_number: defaultdict[str, list[str]] = defaultdict(list)
    for key, stated in numbers.items():
        for number in stated:
            by_number[number].append(labels.get(key, key))
    missed = [f"{number}: {' | '.join(by_number[number])}" for number in sorted(shared - linked)]
    name = f"{comparison.first[0]} and {comparison.second[0]} by {comparison.scheme}"
    return Result(name, len(linked & shared), tuple(wrong), tuple(missed))


def _cards(origin: str, source: str, files: Iterable[str]) -> list[Card]:
    opened = parcels([official(path) for path in files])
    keys = Keys(own_numbering(source))
    cards: dict[str, Card] = {}
    for record in records(_items(opened, source)):
        key = keys.key(record)
        cards[key] = replace(card(key, keys.space_of(record), record), entries=frozenset())
    return [replace(entry, key=f"{origin}-{key}", origin=origin) for key, entry in cards.items()]


def _items(opened: list[Parcel], source: str) -> Iterable[Record]:
    for item in recognise(opened).read(opened, source):
        if isinstance(item, Record):
            yield item


def _stated(entry: Card, scheme: str) -> frozenset[str]:
    return frozenset(number for number in entry.numbers if number.startswith(scheme))


def _numbers(cards: Iterable[Card], scheme: str) -> set[str]:
    return {number for entry in cards for number in _stated(entry, scheme)}


def rows() -> list[Row]:
    """Return for each comparison how far precision and recall are above their bars.

    A ratio below 1 is better than the bar, as it is for times. The errors are printed.
    """
    result: list[Row] = []
    for comparison in COMPARISONS:
        counted = measured(comparison)
        for what, bar, value in (
            ("precision", PRECISION, counted.precision),
            ("recall", RECALL, counted.recall),
        ):
            times = {"comity": [bar], f"{bar}": [value]}
            result += compare(f"links, {what} {value:.3f}", counted.name, times, {f"{bar}": "≤ 1"})
        for line in counted.wrong:
            print(f"    wrong: {line}", file=sys.stderr)
    return result


if __name__ == "__main__":
    for comparison in COMPARISONS:
        counted = measured(comparison)
        print(
            f"{counted.name}: {counted.right} right, {len(counted.wrong)} wrong, "
            f"{len(counted.missed)} missed; precision {counted.precision:.3f}, "
            f"recall {counted.recall:.3f}"
        )
        for line in (*counted.wrong, "missed:", *counted.missed) if "--errors" in sys.argv else ():
            print("   ", line)
