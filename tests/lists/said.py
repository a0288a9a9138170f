"""What a record says, as words, to hold against the words of the file it was read from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass

from comity.lists.io.encoding import clean

_WORD = re.compile(r"\w{3,}")


def words(texts: Iterable[str]) -> set[str]:
    """Return the words of texts that have three characters or more, in small letters."""
    return {word for text in texts for word in _WORD.findall(clean(text).casefold())}


def said(*items: object) -> set[str]:
    """Return the words of all texts in records, ownerships and the like, however deep."""
    return words(text for item in items for text in _texts(item))


def _texts(item: object) -> Iterator[str]:
    """Give every text in a value."""
    if isinstance(item, str):
        yield item
    elif isinstance(item, tuple | list):
        for one in item:
            yield from _texts(one)
    elif is_dataclass(item):
        for one in fields(item):
            yield from _texts(getattr(item, one.name))
