"""Lists and authorities that official files name and the shipped graph does not describe."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


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
    text = files("comity.lists").joinpath("authorities.toml").read_text("utf-8")
    return tomllib.loads(text)
