"""The polity that a publisher's country means: by code or by name, in the words the lists use.

The table beside this module, ``countries.tsv``, has one text a row and the key of its polity: the
codes of ISO 3166-1, names in English, French, German, Spanish, Ukrainian, Russian, Japanese and
Chinese (the Unicode CLDR's and ISO's), the words for nationals ("Afghan") and each variant found in
the official lists ("Korea, North"). A row without a key is a text that names no polity and was
left out on purpose: states that are no more ("Soviet Union"), regions whose state the text does not
say ("Region: Crimea"), words that fit two states ("Congolese"), and "unknown".
Nothing is guessed: a text is looked up whole, after folding of case, accents and punctuation.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from functools import cache

_TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "countries.tsv")
_CODE = re.compile(r"[A-Z]{2,3}\Z|[a-z]{2,3}\Z")
_NOT_AVAILABLE = "na"  # what the United Nations and Australia write; Namibia is NA
_COMBINING = re.compile("[\u0300-\u036f]+")
# What follows a name in brackets and says only when or how the tie holds.
_REMARK = re.compile(
    r"\s*\((?:at (?:the )?time of|previous|since|as (?:at|of)|from|in (?:prison|detention|custody)"
    r"|branch|headquarters|domicile|possible|alternative|location|residence|former location"
    r"|reportedly|between|the union does not)\b[^()]*\)\s*\Z",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"[\s,;.]*(?:\(\d\)|\([a-f]\)|\uff08[a-f]\uff09|\b[a-f]\)|\b\d\))\s*", re.IGNORECASE
)
_BETWEEN = re.compile(r"\s*(?:[;,/、\n]|\band\b(?!/or))\s*")


def polity_of(text: str) -> str | None:
    """Return the key of the polity that a country, a code or a word for nationals names.

    None where the text names no polity of the graph, or more than one (see :func:`several`).
    """
    key = _key(text)
    if key is None:
        shorter = _REMARK.sub("", text)
        if shorter != text:
            key = _key(shorter)
    return key or None


def is_known(text: str) -> bool:
    """Say whether the table has a text, be it with a polity or as one left out on purpose."""
    return _key(text) is not None or _key(_REMARK.sub("", text)) is not None


def several(text: str) -> tuple[str, ...]:
    """Return the countries in a field that may hold more than one, each in the publisher's words.

    ``(1) Egypt (2) Iraq``, ``a) France b) Syria``, ``Russian, Israeli`` and ``RU; GE`` are taken
    apart, but only where every part is a known text; any other text comes back as it is.
    """
    text = text.strip()
    if not text:
        return ()
    if is_known(text):
        return (text,)
    for divide in (_NUMBERED, _BETWEEN):
        parts = tuple(_parts(divide, text))
        if len(parts) > 1 and all(is_known(part) for part in parts):
            return tuple(dict.fromkeys(parts))
    return (text,)


def _parts(divide: re.Pattern[str], text: str) -> Iterator[str]:
    """Yield what stands between the dividers, without empty parts."""
    for part in divide.split(text):
        bare = part.strip(" .,;-")
        if bare:
            yield bare


def _key(text: str) -> str | None:
    """Return the key of a text: empty where left out on purpose, None where not in the table."""
    text = text.strip()
    codes, names = _table()
    if _CODE.match(text):
        if text == _NOT_AVAILABLE:
            return ""
        if (key := codes.get(text.upper())) is not None:
            return key
    return names.get(fold(text))


def fold(text: str) -> str:
    """Return the letters and digits of a text in small letters without accents or first article."""
    if not text.isascii():
        text = _COMBINING.sub("", unicodedata.normalize("NFKD", text))
        text = unicodedata.normalize("NFC", text)
    text = text.replace("&", " and ").casefold().strip()
    return "".join(filter(str.isalnum, text.removeprefix("the ")))


@cache
def _table() -> tuple[dict[str, str], dict[str, str]]:
    """Return the codes (two or three capitals) and the names (folded) of the table."""
    codes: dict[str, str] = {}
    names: dict[str, str] = {}
    with open(_TABLE, encoding="utf-8") as file:
        next(file)
        for line in file:
            text, _tab, key = line.rstrip("\n").partition("\t")
            if re.fullmatch("[A-Z]{2,3}", text):
                codes[text] = key
            else:
                names[fold(text)] = key
    return codes, names
