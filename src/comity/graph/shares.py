"""Reads a share in an enterprise from a list's words, as the least and the most it can be."""

from __future__ import annotations

import re

_NUMBER = r"(\d{1,3}(?:[.,]\d+)?)"
_BETWEEN = r"(?:-|\u2013|to|and)"
_RANGE = re.compile(rf"(?:between )?{_NUMBER} ?%? ?{_BETWEEN} ?{_NUMBER} ?%?\Z", re.IGNORECASE)
_ONE = re.compile(rf"{_NUMBER} ?%?\Z")
_AT_LEAST = re.compile(rf"(?:at least|>=|≥) ?{_NUMBER} ?%?\Z", re.IGNORECASE)


def share_bounds(text: str) -> tuple[str, str] | None:
    """Return least and most in per cent as decimals; None where the text says no share.

    >>> share_bounds("50-75%"), share_bounds("33,4"), share_bounds("majority")
    (('50', '75'), ('33.4', '33.4'), None)
    """
    text = text.strip()
    found: tuple[str, str] | None = None
    if one := _ONE.match(text):
        found = (one[1], one[1])
    elif both := _RANGE.match(text):
        found = (both[1], both[2])
    elif least := _AT_LEAST.match(text):
        found = (least[1], "100")
    if found is None:
        return None
    low, high = (share.replace(",", ".") for share in found)
    return (low, high) if float(low) <= float(high) <= 100 else None
