"""Japan's Foreign End User List (METI), derived JSON.

What each member becomes stands in :mod:`comity.lists.formats.registry_json`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from comity.lists.formats import registry_json
from comity.lists.parcel import Parcel
from comity.lists.reader import Reader
from comity.lists.record import Edition, Item


@dataclass
class EndUserList:
    """Reads an array of the registry whose lists begin with ``jp-``."""

    name: str = "japan-meti-eul-json"
    title: str = "Japan's Foreign End User List (METI), derived JSON"
    specification: str = registry_json.SPECIFICATION
    version: str = "1"
    sources: tuple[str, ...] = ("japan-meti-eul",)
    ignored: dict[str, str] = field(default_factory=lambda: dict(registry_json.IGNORED))

    def recognises(self, head: str) -> bool:
        """Know the array by its members and the keys of its lists."""
        return registry_json.holds(head, "jp-")

    def read(self, parcels: list[Parcel], source: str) -> Iterator[Item]:
        """Give an edition, of which the array does not say the day, then each record."""
        yield Edition()
        for parcel in parcels:
            yield from registry_json.items(parcel)


READER: Reader = EndUserList()
