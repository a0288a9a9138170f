"""The sources that comity imports from: names, addresses, terms of use and sizes to be expected."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from comity.errors import UnknownThing


@dataclass(frozen=True, slots=True)
class Source:
    """A file that a publisher brings up to date; ``key`` is what users type."""

    key: str
    title: str
    publisher: str
    page: str
    url: str
    licence: str
    lists: tuple[str, ...]
    fewest: int
    most: int
    numbers: str = ""  # set where it numbers all its records itself, whatever lists they are on


@cache
def sources() -> dict[str, Source]:
    """Return every source by its key, sorted."""
    told = tomllib.loads(files("comity.lists").joinpath("sources.toml").read_text("utf-8"))
    return {
        key: Source(key=key, **{**fields, "lists": tuple(fields["lists"])})
        for key, fields in sorted(told.items())
    }


def find_source(key: str) -> Source:
    """Return the source of that key. Raises UnknownThing with the nearest keys."""
    found = sources().get(key)
    if found is None:
        raise UnknownThing(
            f"There is no source '{key}'.",
            f"Name one of {', '.join(sources())}; comity import --list tells more.",
        )
    return found


def own_numbering(key: str) -> str:
    """Return the numbering of a source that numbers all its records itself, or nothing."""
    source = sources().get(key)
    return source.numbers if source else ""
