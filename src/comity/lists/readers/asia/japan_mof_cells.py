"""The cells of Japan's asset freeze list: dates, names in two scripts, numbers among words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from comity.lists.io.encoding import clean
from comity.lists.model.record import Date, Identifier
from comity.lists.normalise.date_words import read_date
from comity.lists.normalise.multi_values import parts, says_something, slots

# ruff: noqa: RUF001, RUF002 -- the list is in Japanese


_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")
_AKA = re.compile(r"\(?\s*[af]\.k\.a\.?\s*[:：]?", re.I)
_SCRIPT = re.compile(r"\(\s*(?:original script|原語表記)\s*:(?P<name>[^()]*)")
_WIDE_LABEL = re.compile(r"\(\s*([\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]{1,2})\s*\)")
_WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF10, 0xFF5B)}
_LISTED_ALIASES = re.compile(r"\(?別称、(?P<names>.*?)\)?\s*\Z", re.S)
_PAIR = re.compile(r"(?P<first>[^()]+?)\s*\((?P<second>[^()]+)\)[、,]?\Z")
_NOT_A_NAME = re.compile(
    r"\d{4}年|旅券|番号|\bborn\b|\bDOB\b|passport|別称|旧称|別名|[;；【]", re.I
)
_LONGEST_NAME = 150  # characters; a longer item is several that were not told apart
_DAY = re.compile(r"(?P<y>\d{4})\s*年(?:\s*(?P<m>\d{1,2})\s*月(?:\s*(?P<d>\d{1,2})\s*日)?)?")
_BETWEEN = re.compile(
    r"(?P<from>\d{4}年?)(?:頃)?\s*(?:から|[-~〜])\s*(?P<to>\d{4}年)(?:頃|まで)?(?:の間)?(?:頃)?\Z"
)
_ABOUT = re.compile(r"\Aお(?:お)?よそ")
_OR = re.compile(r"又は|または|;|、")
_NUMBER = re.compile(r"(?<![A-Za-z\d])(?P<value>[A-Z]{0,3}[ -]?\d[\dA-Z./-]{4,})(?![A-Za-z\d])")
_SPOKEN = re.compile(r"発行|失効|発効|生まれ")


def plain(text: str) -> str:
    """Return text with the round brackets and signs of Latin script, as patterns want it."""
    narrow = text.translate({0xFF08: "(", 0xFF09: ")", 0xFF1A: ":", 0xFF1B: ";"}).strip()
    return _WIDE_LABEL.sub(lambda label: f"({label[1].translate(_WIDE)})", narrow)


def japanese(text: str) -> bool:
    """Say whether text has a Japanese character."""
    return bool(_JAPANESE.search(text))


def script(cell: str) -> tuple[str, str]:
    """Return a name, and the same in its original script where the cell has that behind it."""
    text = plain(cell)
    match = _SCRIPT.search(text)
    return (text[: match.start()], match["name"]) if match else (text, "")


def aliases(cell: str) -> tuple[str, ...]:
    """Return the names in a cell of other names; none where it cannot be told where one ends.

    The cells have first the Japanese names, then the Latin ones behind "a.k.a." or on a line of
    their own, each lettered where there are several, or pairs of both: ``(a)ムサ（Musa）``.
    """
    sections = [
        section for section in _AKA.split(plain(cell)) if says_something(section.strip(" ();"))
    ]
    if len(sections) == 1:
        sections = list(_by_script(sections[0]))
    found: list[str] = []
    for section in sections:
        names = _names(section)
        if not names:
            return ()
        found += names
    return tuple(dict.fromkeys(found))


def _by_script(section: str) -> Iterator[str]:
    """Give the lines with Japanese characters, then those without."""
    lines = [line for line in section.splitlines() if line.strip()]
    for wanted in (True, False):
        some = [line for line in lines if japanese(line) is wanted]
        if some:
            yield "\n".join(some)


def _names(section: str) -> list[str]:
    """Return the names of one section; none where it cannot be told where one ends."""
    if match := _LISTED_ALIASES.match(section.strip()):
        items = match["names"].split("、")
    else:
        items = list(slots(section.strip()))
        if len(items) == 1:
            items = re.split(r"[;；]", items[0])
        if len(items) == 1 and re.search(r"[、,，]", items[0].strip(" 、,，")):
            return []
    found: list[str] = []
    for item in items:
        for piece in item.split(";") if "(" not in item else (item,):
            for text in script(_trimmed(piece)):
                found += _one_or_both(_trimmed(text))
    return found


def _one_or_both(text: str) -> list[str]:
    """Return a name, or both of a pair; none where the text is more than a name."""
    odd = text.count("(") != text.count(")") or len(text) > _LONGEST_NAME
    if not text or odd or _NOT_A_NAME.search(text):
        return []
    pair = _PAIR.fullmatch(text)
    if pair and japanese(pair["first"]) and not japanese(pair["second"]):
        return [_trimmed(pair["first"]), _trimmed(pair["second"])]
    return [text]


def _trimmed(text: str) -> str:
    """Return a name without quotes, separators and a bracket that was never opened."""
    text = clean(text).strip(' 、,，;；"“”「」')
    while text.count(")") > text.count("(") and text.endswith(")"):
        text = text[:-1].rstrip(' "”')
    if text.startswith("(") and (")" not in text or text.find(")") == len(text) - 1):
        text = text[1:].removesuffix(")")
    return clean(text)


def dates(cell: str) -> Iterator[Date]:
    """Give the dates of a cell; one that cannot be read has its text alone."""
    for part in parts(plain(cell)):
        for text in _OR.split(part):
            words = clean(text)
            if says_something(words):
                yield date(words)


def date(words: str) -> Date:
    """Return one date: ``1961年頃``, ``1955年から1958年の間``, ``1983年12月13日``."""
    told = unicodedata.normalize("NFKC", words).replace(" ", "").replace("の頃", "頃")
    text = _ABOUT.sub("", told)
    circa = "頃" in told or text != told
    if match := _BETWEEN.fullmatch(text):
        return Date(match["from"][:4], words, circa, match["to"][:4])
    if match := _DAY.fullmatch(text.rstrip("頃生")):
        day = "-".join(match[name] for name in ("y", "m", "d") if match[name])
        return Date(read_date(day, "ymd").value, words, circa)
    return read_date(words, "ymd")._replace(text=words)


def first_day(cell: str) -> str:
    """Return the day with which a cell begins: ``2001.9.22``, ``2001年1月25日``; else empty."""
    text = unicodedata.normalize("NFKC", cell).strip()
    if match := re.match(r"\d{4}\.\d{1,2}\.\d{1,2}(?!\d)", text):
        return read_date(match[0], "ymd").value
    if match := _DAY.match(text):
        told = "-".join(match[name] for name in ("y", "m", "d") if match[name])
        return read_date(told, "ymd").value
    return read_date(text, "ymd").value


def numbers(cell: str, scheme: str, column: str) -> Iterator[Identifier]:
    """Give the number of each part of a cell that has exactly one, its words as the label."""
    for part in parts(cell):
        text = unicodedata.normalize("NFKC", part)
        before = _SPOKEN.split(re.split(r"[(、,]", text, maxsplit=1)[0])[0]
        found = _NUMBER.findall(before)
        if len(found) == 1:
            yield Identifier(
                scheme, found[0].strip(" -"), "", clean(part) if part != cell else column
            )
