"""The one interface of all readers: what a format is called, how it is known, how it is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from comity.lists.parcel import Parcel
from comity.lists.record import Item


class Reader(Protocol):
    """A format of official lists. Each module of the formats has one, named ``READER``."""

    @property
    def name(self) -> str:
        """What it is called: csl-csv."""
        ...

    @property
    def title(self) -> str:
        """What it is: US Consolidated Screening List, CSV."""
        ...

    @property
    def specification(self) -> str:
        """The address of the publisher's own description of the format."""
        ...

    @property
    def version(self) -> str:
        """Counts up when the same file gives other records."""
        ...

    @property
    def sources(self) -> tuple[str, ...]:
        """The keys of the sources whose files have this format."""
        ...

    @property
    def ignored(self) -> Mapping[str, str]:
        """Each field that is left out, and why."""
        ...

    def recognises(self, head: str) -> bool:
        """Say whether text that begins so (64 kB, decoded) is of this format."""
        ...

    def read(self, parcels: list[Parcel], source: str) -> Iterator[Item]:
        """Read the files of one edition as a stream: its :class:`Edition`, then each record.

        ``source`` is the key of the source that the user named. Raises BadData where a file as a
        whole cannot be this format: cut, empty, of other columns, not well-formed.
        """
        ...
