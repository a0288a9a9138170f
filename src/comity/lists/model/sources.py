"""The sources that comity imports from, and the lists and authorities that their files name."""

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
    successor: str = ""  # the source that replaces it, where it is published no longer
    numbers: str = ""  # set where it numbers all its records itself, whatever lists they are on


@cache
def sources() -> dict[str, Source]:
    """Return every source by its key, sorted."""
    told = tomllib.loads(files("comity.lists.model").joinpath("sources.toml").read_text("utf-8"))
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


@dataclass(frozen=True, slots=True)
class Keeper:
    """An authority: its key, its name, and the polity whose organ it is."""

    key: str
    name: str
    polity: str


@dataclass(frozen=True, slots=True)
class KeptList:
    """A list: its key, its name, and the key of the authority that keeps it."""

    key: str
    name: str
    authority: str


@cache
def keepers() -> dict[str, Keeper]:
    """Return the further authorities by key."""
    return {key: Keeper(key=key, **told) for key, told in sorted(_told()["authorities"].items())}


@cache
def kept_lists() -> dict[str, KeptList]:
    """Return the further lists by key."""
    return {key: KeptList(key=key, **told) for key, told in sorted(_told()["lists"].items())}


def _told() -> dict[str, dict[str, dict[str, str]]]:
    text = files("comity.lists.model").joinpath("authorities.toml").read_text("utf-8")
    return tomllib.loads(text)
