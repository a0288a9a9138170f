"""Small editions of a list, written in the layout of the UN Security Council, about nobody real."""

from __future__ import annotations

from pathlib import Path

from comity.lists.io.input_files import parcels
from comity.lists.model.sources import find_source
from comity.lists.readers import un
from comity.store.imports.edition_checks import Wish
from comity.store.imports.import_edition import Taken, take

Person = tuple[str, str, str]  # number, name, nationality

ANNA: Person = ("ZZi.001", "ANNA ALPHA", "Japan")
BEN: Person = ("ZZi.002", "BEN BETA", "Norway")
CLEO: Person = ("ZZi.003", "CLEO GAMMA", "Kenya")


def edition(day: str, *people: Person, listed: str = "") -> str:
    """Return an edition of that day as XML; ``listed`` is a date that every entry states."""
    stated = f"<LISTED_ON>{listed}</LISTED_ON>" if listed else ""
    entries = "".join(
        f"<INDIVIDUAL><DATAID>{number[-3:]}</DATAID><FIRST_NAME>{name}</FIRST_NAME>"
        f"<UN_LIST_TYPE>Test</UN_LIST_TYPE><REFERENCE_NUMBER>{number}</REFERENCE_NUMBER>{stated}"
        f"<NATIONALITY><VALUE>{nationality}</VALUE></NATIONALITY></INDIVIDUAL>"
        for number, name, nationality in people
    )
    return (
        f'<CONSOLIDATED_LIST dateGenerated="{day}T00:00:00.000Z"><INDIVIDUALS>{entries}'
        "</INDIVIDUALS><ENTITIES></ENTITIES></CONSOLIDATED_LIST>"
    )


def taken(data: Path, text: str, **wish: str | bool) -> Taken:
    """Take an edition into a data folder, whatever its size unless ``accept_shrunken=False``."""
    file = data.parent / "consolidated.xml"
    file.write_text(text, "utf-8")
    wishes = Wish(**{"accept_shrunken": True, **wish})  # type: ignore[arg-type]  # wishes of several kinds
    return take(str(data), find_source("un-sc"), un.READER, parcels([str(file)]), wishes)
