"""Where the authentic files of the official lists lie, for the tests that count against them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parent.parent


def lists_folder() -> Path:
    """Return the folder: ``COMITY_LISTS``, else ``../shared/lists``; skip where it is not."""
    folder = Path(os.environ.get("COMITY_LISTS") or CHECKOUT.parent / "shared" / "lists")
    if not (folder / "MANIFEST.tsv").is_file():
        pytest.skip(f"no official lists in {folder} (COMITY_LISTS names the folder)")
    return folder


def official(path: str) -> str:
    """Return the path of one of the files; skip where it is not there."""
    place = lists_folder() / path
    if not place.is_file():
        pytest.skip(f"{place} is not there")
    return str(place)
