"""The imports in a data folder: one folder for each edition of an official list that was taken.

``imports/<source>/<date>/`` holds ``import.json``, which says what it is; ``records.jsonl``, what
the reader gave; ``statements.nt``, the same as a graph; and ``cards.tsv``, by what its entities are
compared with others. A folder is renamed into its place
when it is whole, so an import is there or it is not.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, dataclass
from typing import Any

from comity.errors import StoreFailed, UnknownThing
from comity.names import GRAPH
from comity.store.inputs import files_of_imports
from comity.terms import Iri

STATEMENTS = "3"  # counts up when the same records give other statements
_ABOUT, _RECORDS, _STATEMENTS = "import.json", "records.jsonl", "statements.nt"
_CARDS = "cards.tsv"


@dataclass(frozen=True, slots=True)
class Import:
    """One edition of an official list, as it was taken."""

    source: str  # ofac-sdn
    published: str  # 2021-12-09, the publisher's date
    retrieved: str  # the day on which the file was got
    title: str
    files: tuple[str, ...]  # names of the files, without their folders
    sha256: tuple[str, ...]  # of each file's bytes
    reader: str  # csl-csv 1
    records: int
    refused: int
    faults: dict[str, int]  # how often what kind of fault of the publisher's was met
    entries: dict[str, int]  # designations by list
    whole: tuple[str, ...]  # lists of which it holds every entry
    spaces: tuple[str, ...]  # the first parts of its entities' keys
    digest: str  # of the records
    statements: str = STATEMENTS
    folder: str = ""

    @property
    def name(self) -> str:
        """What users call it: ``ofac-sdn/2021-12-09``."""
        return f"{self.source}/{self.published}"

    @property
    def graph(self) -> Iri:
        """The name of its graph."""
        return Iri(f"{GRAPH}import/{self.name}")

    @property
    def records_file(self) -> str:
        """The file with the records."""
        return os.path.join(self.folder, _RECORDS)

    @property
    def statements_file(self) -> str:
        """The file with the statements."""
        return os.path.join(self.folder, _STATEMENTS)

    @property
    def cards_file(self) -> str:
        """The file with the cards."""
        return os.path.join(self.folder, _CARDS)

    def write(self) -> None:
        """Write what it is into its folder."""
        told = asdict(self)
        del told["folder"]
        with open(os.path.join(self.folder, _ABOUT), "w", encoding="utf-8") as file:
            json.dump(told, file, indent=2, ensure_ascii=False, sort_keys=True)
            file.write("\n")


def imports_folder(data: str) -> str:
    """Return the folder of imports in a data folder."""
    return os.path.join(data, "imports")


def place_of_import(data: str, source: str, published: str) -> str:
    """Return the folder in which an import lies or would lie."""
    return os.path.join(imports_folder(data), source, published)


def imports(data: str) -> list[Import]:
    """Return the imports of a data folder, by source and date."""
    return [read_import(path) for path in files_of_imports(imports_folder(data))]


def read_import(path: str) -> Import:
    """Return the import that an ``import.json`` describes."""
    try:
        with open(path, encoding="utf-8") as file:
            told: dict[str, Any] = json.load(file)
        for name in ("files", "sha256", "whole", "spaces"):
            told[name] = tuple(told[name])
        return Import(**told, folder=os.path.dirname(path))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreFailed(
            f"{path} cannot be read as an import: {error}.",
            "Remove its folder and import the list again.",
        ) from None


def find_import(data: str, name: str) -> Import:
    """Return the import of that name (``ofac-sdn/2021-12-09``) or graph. Raises UnknownThing."""
    held = imports(data)
    for one in held:
        if name in (one.name, one.graph.value):
            return one
    of_source = [one for one in held if one.source == name]
    if len(of_source) == 1:
        return of_source[0]
    names = tuple(one.name for one in of_source or held)
    raise UnknownThing(
        f"There is no import '{name}'." if not of_source else f"'{name}' has several editions.",
        f"Name one of {', '.join(names)}." if names else "Nothing has been imported yet.",
        names,
    )


def forget(data: str, name: str) -> Import:
    """Remove an import, whole; the next query is answered without it."""
    gone = find_import(data, name)
    aside = os.path.join(imports_folder(data), f".forgotten-{os.getpid()}")
    try:
        os.rename(gone.folder, aside)
        shutil.rmtree(aside)
    except OSError as error:
        raise StoreFailed(
            f"{gone.folder} cannot be removed: {error.strerror or error}.",
            "Mend its rights, then run it again.",
        ) from None
    return gone
