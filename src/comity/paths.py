"""Where things lie: the three rooms that ship with comity, and the user's data folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent.parent


def room(name: str) -> Path:
    """Return the folder of a room (``ontology``, ``graphs``, ``queries``): wheel or checkout."""
    shipped = _PACKAGE / "_data" / name
    return shipped if shipped.is_dir() else _CHECKOUT / name


def data_folder() -> Path:
    """Return the user's data folder for comity, by the habits of the operating system.

    ``COMITY_STORE`` overrides it; on Linux the XDG base directory specification holds.
    """
    chosen = os.environ.get("COMITY_STORE")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "comity"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "comity"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "comity"
