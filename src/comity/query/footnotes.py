"""Numbers the citations of a page: the same words of the same source have one number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from comity.query.cite import Cited
from comity.terms import Iri


class Footnote(NamedTuple):
    """A footnote: its number, what it cites, and the number that told its source first."""

    number: int
    cited: Cited
    first: int


class Footnotes:
    """The footnotes of one page, in the order in which they are first called for."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, ...], int] = {}
        self._notes: list[Footnote] = []
        self._sources: dict[Iri, int] = {}

    def marks(self, cited: Iterable[Cited]) -> tuple[int, ...]:
        """Return the numbers of some citations, new ones where these have none yet."""
        return tuple(sorted({self._number(one) for one in cited}))

    def _number(self, cited: Cited) -> int:
        quote = cited.quote
        said = (quote.value, quote.language or "") if quote else ("", "")
        key = (cited.source.value, *said, cited.locator)
        if key not in self._numbers:
            number = len(self._notes) + 1
            self._numbers[key] = number
            first = self._sources.setdefault(cited.source, number)
            self._notes.append(Footnote(number, cited, first))
        return self._numbers[key]

    def __iter__(self) -> Iterator[Footnote]:
        """Give the footnotes in the order of their numbers."""
        return iter(self._notes)
