"""Export control lists as one JSON array, as the Security Export Control Registry derives them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from comity.errors import BadData
from comity.lists.io.encoding import MAX_FIELD, clean, text_stream
from comity.lists.io.input_files import Parcel
from comity.lists.model.reader import Reader
from comity.lists.model.record import (
    Address,
    CountryTie,
    Edition,
    EntityKind,
    Entry,
    Item,
    Name,
    Record,
    Refusal,
)
from comity.lists.normalise.countries import polity_of
from comity.lists.normalise.date_words import read_date
from comity.lists.normalise.legal_forms import is_legal_form
from comity.lists.normalise.multi_values import notes, outside_brackets, unlike

SPECIFICATION = "https://github.com/xyna-bpinelab/security-export-control-registry"
IGNORED = {
    "country": "the state whose list it is (jp, cn), not the entity's",
    "source_list_name": "the name of the list, which list_id says",
    "last_verified": "when the registry last looked at the notice",
}
LISTS = {
    "jp-end-user-list": "japan-meti-eul",
    "cn-unreliable-entity-list": "cn-uel",
    "cn-export-control-watchlist": "cn-export-control-list",
    "cn-attention-list": "cn-export-control-watch-list",
}
"""Keys of the registry, and ours. 管控名单 is the control list, 关注名单 the watch list."""

MOST_CHARACTERS = 64 << 20
"""A longer array is none of these lists; the longest has half a million."""

_KINDS: dict[str, EntityKind] = {"organization": "OtherEntity", "individual": "Person"}
_MAPPED = {
    "entity_name", "aliases", "addresses", "date_added", "list_id", "reason", "entity_type",
    *IGNORED,
}  # fmt: skip
_HAN = re.compile(r"[\u3400-\u9fff]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_LATIN = re.compile(r"[A-Za-z]")


def items(parcel: Parcel) -> Iterator[Item]:
    """Give each object of the array as a record, or why it is none."""
    for number, found in enumerate(_array(parcel), start=1):
        place = f"object {number}"
        if isinstance(found, dict):
            yield _item(found, place)
        else:
            yield Refusal(place, "not an object")


def holds(head: str, prefix: str) -> bool:
    """Say whether text begins as an array of such objects whose lists begin with a prefix."""
    return (
        head.lstrip("\ufeff \t\r\n").startswith("[")
        and '"entity_name"' in head
        and f'"list_id": "{prefix}' in head.replace('":"', '": "')
    )


def _array(parcel: Parcel) -> list[object]:
    """Return the array that the file is."""
    with text_stream(parcel) as stream:
        text = stream.read(MOST_CHARACTERS + 1)
    if len(text) > MOST_CHARACTERS:
        raise _bad(parcel, f"is longer than {MOST_CHARACTERS >> 20} million characters")
    try:
        found = json.loads(text)
    except RecursionError:
        raise _bad(parcel, "is nested too deep") from None
    except ValueError as error:
        raise _bad(parcel, f"is not JSON: {error}") from None
    if not isinstance(found, list) or not found:
        raise _bad(parcel, "is no array of entities")
    return found


def _bad(parcel: Parcel, what: str) -> BadData:
    """Return what is wrong with a file, and what to do."""
    return BadData(
        f"{parcel.name} {what}.", "Get the file once more: it is cut or not what it was."
    )


def _item(found: Mapping[str, object], place: str) -> Item:
    """Return the record of an object, or why there is none."""
    told = {clean(name)[:80]: _texts(value) for name, value in found.items()}
    if any(len(text) > MAX_FIELD for texts in told.values() for text in texts):
        return Refusal(place, f"a text of more than {MAX_FIELD:,} characters")
    key = LISTS.get(_first(told, "list_id"))
    if key is None:
        return Refusal(place, f"'{_first(told, 'list_id')[:40]}' is no list that is known")
    kind = _KINDS.get(_first(told, "entity_type"))
    if kind is None:
        return Refusal(place, f"'{_first(told, 'entity_type')[:40]}' is no type of entity")
    name, addresses, glued = _unglued(_first(told, "entity_name"), told.get("addresses", ()))
    if not name:
        return Refusal(place, "no name")
    countries_only = key == "japan-meti-eul"  # METI gives "country or region", never a street
    identity = _first(told, "id")
    added = _first(told, "date_added")
    return Record(
        place=f"{place} ({identity})" if identity else place,
        kind=kind,
        names=tuple(
            Name(text, "alias" if number else "primary", _language(text, key))
            for number, text in enumerate(unlike((name, *_aliases(told.get("aliases", ()), key))))
        ),
        entries=(
            Entry(
                key,
                listed=read_date(added, "ymd") if added else None,
                grounds=told.get("reason", ()),
            ),
        ),
        ties=tuple(CountryTie("address", text) for text in addresses if countries_only),
        addresses=tuple(Address(text) for text in addresses if not countries_only),
        notes=notes(
            *(("addresses", text) for text in glued),
            *((name, text) for name in told if name not in _MAPPED for text in told[name]),
        ),
    )


_SEPARATORS = "\u3001\uff0c"  # the commas of Japanese and Chinese


def _aliases(texts: tuple[str, ...], key: str) -> Iterator[str]:
    """Give the aliases of cells; the ministry of Japan has several in some of them.

    A comma before a legal form is part of a name.
    """
    for text in texts:
        cells = outside_brackets(text, _SEPARATORS) if key == "japan-meti-eul" else (text,)
        for cell in cells:
            parts = outside_brackets(cell, ",") if key == "japan-meti-eul" else (cell,)
            if any(is_legal_form(part) for part in parts):
                parts = (cell,)
            yield from parts


def _unglued(name: str, addresses: tuple[str, ...]) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return name, addresses, and the addresses from which a name had to be taken."""
    if name or len(addresses) != 1:
        return name, addresses, ()
    words = addresses[0].split(" ")
    for count in range(len(words) - 1, 0, -1):
        country = " ".join(words[:count])
        if polity_of(country):
            return " ".join(words[count:]), (country,), addresses
    return "", addresses, ()


def _language(text: str, key: str) -> str:
    """Return the language of a name in the characters of the language of the list's state."""
    if key == "japan-meti-eul":
        return "ja" if _KANA.search(text) and not _LATIN.search(text) else ""
    return "zh" if _HAN.search(text) and not _KANA.search(text) else ""


def _first(told: Mapping[str, tuple[str, ...]], name: str) -> str:
    """Return the first text of a member."""
    return next(iter(told.get(name, ())), "")


def _texts(value: object) -> tuple[str, ...]:
    """Return the texts of a member, cleaned; an object in it as JSON."""
    values = value if isinstance(value, list) else [value]
    return unlike(
        clean(one if isinstance(one, str) else json.dumps(one, ensure_ascii=False))
        for one in values
        if one is not None
    )


@dataclass
class ChineseLists:
    """Reads an array of the registry whose lists begin with ``cn-``."""

    name: str = "china-json"
    title: str = "Chinese export control and unreliable entity lists (MOFCOM), derived JSON"
    specification: str = SPECIFICATION
    version: str = "1"
    sources: tuple[str, ...] = ("china",)
    ignored: dict[str, str] = field(default_factory=lambda: dict(IGNORED))

    def recognises(self, head: str) -> bool:
        """Know the array by its members and the keys of its lists."""
        return holds(head, "cn-")

    def read(self, parcels: list[Parcel], source: str) -> Iterator[Item]:
        """Give an edition, of which the array does not say the day, then each record."""
        yield Edition()
        for parcel in parcels:
            yield from items(parcel)


CHINA_READER: Reader = ChineseLists()


@dataclass
class EndUserList:
    """Reads an array of the registry whose lists begin with ``jp-``."""

    name: str = "japan-meti-eul-json"
    title: str = "Japan's Foreign End User List (METI), derived JSON"
    specification: str = SPECIFICATION
    version: str = "1"
    sources: tuple[str, ...] = ("japan-meti-eul",)
    ignored: dict[str, str] = field(default_factory=lambda: dict(IGNORED))

    def recognises(self, head: str) -> bool:
        """Know the array by its members and the keys of its lists."""
        return holds(head, "jp-")

    def read(self, parcels: list[Parcel], source: str) -> Iterator[Item]:
        """Give an edition, of which the array does not say the day, then each record."""
        yield Edition()
        for parcel in parcels:
            yield from items(parcel)


JAPAN_READER: Reader = EndUserList()
