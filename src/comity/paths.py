"""Where things lie: the three rooms that ship with comity, and the user's data folder.

Paths are text here, and wherever a query's first answer waits for them: in Python 3.11 importing
pathlib takes an eighth of the time that a whole ``import click, pyoxigraph`` does.
"""

from __future__ import annotations

import os
import sys

_PACKAGE = os.path.dirname(os.path.abspath(__file__))
_CHECKOUT = os.path.dirname(os.path.dirname(_PACKAGE))


def room(name: str) -> str:
    """Return the folder of a room (``ontology``, ``graphs``, ``queries``): wheel or checkout."""
    shipped = os.path.join(_PACKAGE, "_data", name)
    return shipped if os.path.isdir(shipped) else os.path.join(_CHECKOUT, name)


def data_folder() -> str:
    """Return the user's data folder for comity, by the habits of the operating system.

    ``COMITY_STORE`` overrides it; on Linux the XDG base directory specification holds.
    """
    chosen = os.environ.get("COMITY_STORE")
    if chosen:
        return chosen
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
        return os.path.join(local, "comity")
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Application Support", "comity")
    data = os.environ.get("XDG_DATA_HOME") or os.path.join(home, ".local", "share")
    return os.path.join(data, "comity")


def files_in(folder: str, *endings: str) -> list[str]:
    """Return the files below a folder whose names end so, as paths, sorted."""
    found: list[str] = []
    for place, _folders, names in os.walk(folder):
        found.extend(os.path.join(place, name) for name in names if name.endswith(endings))
    return sorted(found)
