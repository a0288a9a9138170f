"""Tells which imports of a data folder are whole and which are set aside, and why; forgets one.

An import that is damaged, cannot be read, or has vanished is never believed in part: it is set
aside and named, the others are used, and no list that it spoke of counts as complete. So that one
that has vanished is missed, ``imports.json`` beside the folder of imports names them all.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from comity.errors import StoreFailed, UnknownThing
from comity.files import sync, write_whole
from comity.iris import GRAPH
from comity.lists.model.sources import sources
from comity.store.imports.folders import Import, damage, imports_folder, read_import
from comity.store.locks import FORGOTTEN, exclusive, remove, sweep
from comity.store.snapshot.fingerprint import folders_of_imports

_NAMES = "imports.json"  # in a data folder: of each import its name and its lists

Names = Mapping[str, tuple[str, ...]]


class SetAside(NamedTuple):
    """An import that is not used, and why."""

    name: str  # ofac-sdn/2021-12-09
    folder: str
    reason: str
    remedy: str
    lists: tuple[str, ...]  # those that it spoke of, as far as that is known

    @property
    def line(self) -> str:
        """What a user is told, on one line whatever damaged files have for names."""
        text = (
            f"The import {self.name} is set aside, and answers are without it: {self.reason}. "
            f"{self.remedy}, or run: comity forget {self.name}"
        )
        return " ".join(text.split())


class Holdings(NamedTuple):
    """The imports of a data folder, by source and date, and what is to be said of the folder."""

    whole: tuple[Import, ...]
    aside: tuple[SetAside, ...]
    remarks: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """The names of all imports, sorted, also of those that are set aside."""
        return sorted(
            [*(edition.name for edition in self.whole), *(edition.name for edition in self.aside)]
        )


class Forgotten(NamedTuple):
    """An import that was removed; how many records it had is not known where it was set aside."""

    name: str
    records: int | None


def imports(data: str) -> list[Import]:
    """Return the imports of a data folder whose description can be read, by source and date."""
    return list(holdings(data).whole)


def holdings(data: str) -> Holdings:
    """Return the imports of a data folder as they are described; their files are not read."""
    folders, others = folders_of_imports(imports_folder(data))
    names, remarks = _read_names(data)
    whole: list[Import] = []
    aside: list[SetAside] = []
    for folder in folders:
        name = "/".join(folder.split(os.sep)[-2:])
        try:
            whole.append(read_import(folder))
        except StoreFailed as error:
            aside.append(_set_aside(name, folder, error.found[:-1], names, error.remedy[:-1]))
    there = Holdings(tuple(whole), tuple(aside), ()).names
    for name in sorted(set(names) - set(there)):
        folder = os.path.join(imports_folder(data), *name.split("/"))
        aside.append(_set_aside(name, folder, "its folder has vanished", names))
    remarks += [f"{path} is no import and is ignored." for path in others]
    return _doubting(whole, aside, remarks)


def checked_holdings(data: str) -> Holdings:
    """Return the imports of a data folder after a look at every byte of their files.

    What is there is noted, so that it is missed when it vanishes.
    """
    if not os.path.isdir(data):
        return Holdings((), (), ())
    try:
        with exclusive(data):
            sweep(data)
            described = holdings(data)
            _note(data, described)
    except OSError:  # a folder that cannot be written: nobody changes it meanwhile either
        described = holdings(data)
    whole: list[Import] = []
    aside = list(described.aside)
    for edition in described.whole:
        reason = damage(edition)
        if reason:
            aside.append(
                _set_aside(
                    edition.name, edition.folder, reason, {edition.name: tuple(edition.entries)}
                )
            )
        else:
            whole.append(edition)
    return _doubting(whole, sorted(aside), described.remarks)


def find_import(data: str, name: str) -> Import:
    """Return the import of that name (``ofac-sdn/2021-12-09``) or graph, or the one of a source.

    Raises UnknownThing where there is none, StoreFailed where its records are damaged.
    """
    described = holdings(data)
    name = name.removeprefix(f"{GRAPH}import/")
    chosen = _named(described, name)
    if isinstance(chosen, Import):
        reason = damage(chosen)
        if not reason:
            return chosen
        chosen = _set_aside(chosen.name, chosen.folder, reason, {})
    raise StoreFailed(
        f"The import {chosen.name} is set aside: {chosen.reason}.",
        f"{chosen.remedy}, or run: comity forget {chosen.name}",
    )


def last_edition(described: Holdings, source: str, before: str) -> str:
    """Return the name of the last edition of a source before a day, also one that is set aside.

    It is empty where there is none.
    """
    of_source = [name for name in described.names if name.partition("/")[0] == source]
    return max((name for name in of_source if name < f"{source}/{before}"), default="")


def forget(data: str, name: str) -> Forgotten:
    """Remove an import, also one that is set aside; the next query is answered without it."""
    try:
        with exclusive(data):
            sweep(data)
            described = holdings(data)
            gone = _named(described, name.removeprefix(f"{GRAPH}import/"))
            names = {key: lists for key, lists in _names(described).items() if key != gone.name}
            _write_names(data, names)
            withdraw(data, gone.folder)
    except OSError as error:
        raise StoreFailed(
            f"{imports_folder(data)} cannot be changed: {error.strerror or error}.",
            "Correct its rights, then run it again.",
        ) from None
    return Forgotten(gone.name, gone.records if isinstance(gone, Import) else None)


def withdraw(data: str, folder: str) -> None:
    """Remove the folder of an import, if it is there; the caller holds the data folder's lock."""
    if not os.path.lexists(folder):
        return
    beside = tempfile.mkdtemp(prefix=FORGOTTEN, dir=imports_folder(data))
    os.rename(folder, os.path.join(beside, "import"))
    sync(os.path.dirname(folder))
    remove(beside)


def note_import(data: str, edition: Import) -> None:
    """Note that an import is there; the caller holds the data folder's lock."""
    names, _remarks = _read_names(data)
    _write_names(data, {**names, edition.name: tuple(edition.entries)})


def _named(described: Holdings, name: str) -> Import | SetAside:
    of_source = [edition for edition in described.names if edition.partition("/")[0] == name]
    wanted = of_source[0] if len(of_source) == 1 else name
    every: list[Import | SetAside] = [*described.whole, *described.aside]
    for edition in every:
        if edition.name == wanted:
            return edition
    names = tuple(of_source or described.names)
    raise UnknownThing(
        f"There is no import '{name}'." if not of_source else f"'{name}' has several editions.",
        f"Name one of {', '.join(names)}." if names else "Nothing has been imported yet.",
        names,
    )


def _set_aside(
    name: str, folder: str, reason: str, names: Names, remedy: str = "Import the file again"
) -> SetAside:
    source = sources().get(name.partition("/")[0])
    lists = names.get(name) or (source.lists if source else ())
    return SetAside(name, folder, reason, remedy, tuple(lists))


def _doubting(
    whole: Iterable[Import], aside: Iterable[SetAside], remarks: Iterable[str]
) -> Holdings:
    """Return holdings in which no list counts as complete of which an edition is set aside."""
    aside = tuple(aside)
    lists = {key for edition in aside for key in edition.lists}
    doubting = [
        replace(edition, doubted=tuple(sorted(lists & set(edition.whole)))) if lists else edition
        for edition in whole
    ]
    return Holdings(tuple(doubting), aside, tuple(remarks))


def _names(described: Holdings) -> dict[str, tuple[str, ...]]:
    kept = {edition.name: edition.lists for edition in described.aside}
    return {**kept, **{edition.name: tuple(edition.entries) for edition in described.whole}}


def _note(data: str, described: Holdings) -> None:
    names = _names(described)
    if names != _read_names(data)[0]:
        _write_names(data, names)


def _read_names(data: str) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """Return the lists of each import that was noted, and what is to be said of the note."""
    path = os.path.join(data, _NAMES)
    try:
        with open(path, encoding="utf-8") as file:
            noted = json.load(file)
        return {str(name): tuple(map(str, lists)) for name, lists in noted.items()}, []
    except FileNotFoundError:
        return {}, []
    except (OSError, ValueError, TypeError, AttributeError):
        return {}, [f"{path} cannot be read; whether an import has vanished is not known."]


def has_names(data: str) -> bool:
    """Say whether the note of the imports is there."""
    return os.path.isfile(os.path.join(data, _NAMES))


def _write_names(data: str, names: Names) -> None:
    text = json.dumps(names, indent=1, ensure_ascii=False, sort_keys=True)
    write_whole([text.encode()], os.path.join(data, _NAMES))
