"""How the tests of the readers read: a sample or an official file, whole."""

from __future__ import annotations

from pathlib import Path

from comity.lists.io.input_files import parcels
from comity.lists.model.record import Item, Record, Refusal
from comity.lists.readers import reader_named, recognise

SAMPLES = Path(__file__).parent.parent / "data" / "lists"


def sample(format_name: str) -> str:
    """Return the path of the one sample of a format."""
    (place,) = (SAMPLES / format_name).iterdir()
    return str(place)


def read(format_name: str, *places: str | Path) -> list[Item]:
    """Return all that a reader gives for a file, by default for its sample."""
    paths = [str(place) for place in places] or [sample(format_name)]
    found = parcels(paths)
    reader = reader_named(format_name)
    assert all(reader.recognises(parcel.head()) for parcel in found)
    return list(reader.read(found, reader.sources[0]))


def records(items: list[Item]) -> list[Record]:
    """Return the records among the items."""
    return [item for item in items if isinstance(item, Record)]


def refusals(items: list[Item]) -> list[Refusal]:
    """Return the refusals among the items."""
    return [item for item in items if isinstance(item, Refusal)]


def called(items: list[Item], name: str) -> Record:
    """Return the record whose primary name is the one given."""
    (found,) = (record for record in records(items) if record.names[0].text == name)
    return found


def items(*places: str | Path, source: str = "") -> list[Item]:
    """Return all that is read from files whose format is recognised from what is in them."""
    found = parcels([str(place) for place in places])
    reader = recognise(found)
    return list(reader.read(found, source))


def numbered(items: list[Item], number: str) -> Record:
    """Return the record of a number."""
    (found,) = (record for record in records(items) if record.number == number)
    return found


def refused(items: list[Item]) -> list[tuple[str, str]]:
    """Return place and reason of each refusal among the items."""
    return [(refusal.place, refusal.reason) for refusal in refusals(items)]
