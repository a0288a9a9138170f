"""Japan's lists of specified entities (特定団体) to which nothing may be exported: text of the PDF.

Specification: https://www.meti.go.jp/policy/external_economy/trade_control/02_export/17_russia/russia.html
Two notices of the foreign ministry (entities of Russia, and of third countries), published as PDF;
this reads their text, as ``pdftotext`` and like programs give it. The entries are numbered from 1
without a gap, and each has one 所在地 (seat), so that it can be told where one ends even where the
text runs two together; a text in which they do not is refused as a whole.

==============================  ==================================================================
Part                            Becomes
==============================  ==================================================================
number                          note: each of the two notices begins anew
Japanese name （別称、…）       name ``ja``; other names, alias
Latin name, a.k.a. …: -…; -….   primary name; other names, alias
別称：…; …                      other names, alias, in both scripts
所在地                          addresses, one between ``; and``
title above the entries         programme; the notice in its brackets is the legal citation; that
                                it forbids exports (輸出等に係る禁止措置) is the measure
最終更新日                      day of the edition
==============================  ==================================================================
Other names that are not as many as the text says ("the following two aliases") are one note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from comity.errors import BadData
from comity.lists.io.encoding import MAX_FIELD, clean, text_stream
from comity.lists.io.input_files import Parcel
from comity.lists.model.reader import Reader
from comity.lists.model.record import Address, Edition, Entry, Item, Name, Record, Refusal
from comity.lists.normalise.date_words import read_date
from comity.lists.normalise.multi_values import notes, unlike

# ruff: noqa: RUF001, RUF002 -- the list is in Japanese


LIST = "japan-meti-tokutei"
MOST_CHARACTERS = 16 << 20
IGNORED = {"指定日": "the day of the first notice of all, not of the entry"}

_MEASURE = "輸出等に係る禁止措置"
_UPDATED = re.compile(r"最終更新日\s*[:：]\s*(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_NOTICE = re.compile(r"[(（]([^()（）]*告示第[^()（）]*号)[)）]")
_SEAT = re.compile(r"所\s*在\s*地\s*[：:]")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_DIGITS = {0xFF10 + digit: str(digit) for digit in range(10)}
_STATED = re.compile(
    r",?\s*a\.?k\.?a\.?,?\s*(?:the\s*)?follow(?:ing)?\s*(?P<count>[a-z]+?)\s*alias(?:es)?\s*[:;]?",
    re.I,
)
_JAPANESE_ALIASES = re.compile(r"(?P<name>.*?)\s*[（(](?:別称|略称)[、､](?P<aliases>.*)[）)]\Z")
_BEHIND = re.compile(  # a Latin name on the line of the Japanese one, directly behind it
    r"(?P<native>.*[\u3040-\u30ff\u3400-\u9fff」）])"
    r"(?P<latin>[A-Z][^\u3040-\u30ff\u3400-\u9fff （）]* [^\u3040-\u30ff\u3400-\u9fff（）]+)"
    r"(?P<chinese>（[^（）]*）)?\Z"
)
_OTHER_NAMES = re.compile(r"^別\s*称\s*[：:]", re.M)
_DASH = r"[-‐‑–—−ー]"
_BREAK = re.compile(rf"(?:\A|\n|[;；]\s*(?:and\s*)?)\s*{_DASH}\s*")
_COUNTS = {
    word: number
    for number, word in enumerate(
        (
            *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
            *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
            *("eighteen", "nineteen", "twenty"),
        ),
        start=1,
    )
}


@dataclass
class SpecifiedEntities:
    """Reads the text of list_russia_tokutei.pdf and list_daisangoku_tokutei.pdf."""

    name: str = "japan-meti-tokutei"
    title: str = "Japan's specified entities under an export ban (METI), text of the PDF"
    specification: str = (
        "https://www.meti.go.jp/policy/external_economy/trade_control/02_export/17_russia/"
        "russia.html"
    )
    version: str = "1"
    sources: tuple[str, ...] = ("japan-meti-tokutei",)
    ignored: dict[str, str] = field(default_factory=lambda: dict(IGNORED))

    def recognises(self, head: str) -> bool:
        """Know the text by its title and the words before each seat."""
        title = "".join(head[:2_000].split())
        return "輸出等に係る禁止措置" in title and "最終更新日" in title and "所在地" in title

    def read(self, parcels: list[Parcel], source: str) -> Iterator[Item]:
        """Give the edition, then the record of each entry."""
        texts = [_text(parcel) for parcel in parcels]
        days = [read_date("-".join(match.groups()), "ymd").value for _, match in texts]
        yield Edition(max(days))
        for parcel, (text, updated) in zip(parcels, texts, strict=True):
            title = clean("".join(text[: updated.start()].partition("指定日")[0].split()))
            for number, entry in enumerate(_entries(text, updated.end(), parcel), start=1):
                yield _item(number, entry, title.lstrip("○ "))


def _text(parcel: Parcel) -> tuple[str, re.Match[str]]:
    """Return the text, digits narrow, and where it says when it was updated."""
    with text_stream(parcel) as stream:
        text = stream.read(MOST_CHARACTERS + 1).replace("\r\n", "\n").replace("\f", "\n")
    text = text.translate(_DIGITS)
    updated = _UPDATED.search(text)
    if len(text) > MOST_CHARACTERS or updated is None:
        raise _bad(parcel, "has no day of its last update (最終更新日) that can be read")
    return text, updated


def _entries(text: str, start: int, parcel: Parcel) -> list[str]:
    """Return the text of each entry, without its number."""
    bounds = [(start, start)]
    while found := _numbered(text, len(bounds), bounds[-1][1]):
        bounds.append(found)
    bounds.append((len(text), len(text)))
    entries = [text[first[1] : second[0]] for first, second in pairwise(bounds[1:])]
    wrong = [number for number, one in enumerate(entries, 1) if len(_SEAT.findall(one)) != 1]
    if wrong or not entries:
        which = f"entry {wrong[0]} has not exactly one 所在地" if wrong else "it has no entry 1"
        raise _bad(parcel, f"cannot be told apart into entries: {which}")
    return entries


def _numbered(text: str, number: int, start: int) -> tuple[int, int] | None:
    """Return where the number of an entry stands: on a new line, or run on behind the last one."""
    mark = str(number)
    while (place := text.find(mark, start)) >= 0:
        start = place + len(mark)
        line = text[start : text.find("\n", start) % (len(text) + 1)]
        before = text[place - 1]
        at_seam = before in "\n.。）),;" or before.isalpha()
        if at_seam and line[:1] in (" ", "\u3000") and _JAPANESE.search(line):
            return place, start + 1
    return None


def _bad(parcel: Parcel, what: str) -> BadData:
    """Return what is wrong with a text, and what to do."""
    return BadData(
        f"{parcel.name} {what}.", "Take the text out of the PDF anew: pdftotext FILE.pdf"
    )


def _item(number: int, entry: str, title: str) -> Item:
    """Return the record of an entry, or why there is none."""
    place = f"entry {number}"
    if len(entry) > MAX_FIELD:
        return Refusal(place, f"a text of more than {MAX_FIELD:,} characters")
    block, seat = _SEAT.split(entry)
    names, untold = _names(block)
    if not names:
        return Refusal(place, "no name")
    notice = _NOTICE.search(title)
    return Record(
        place=place,
        kind="OtherEntity",
        names=names,
        entries=(
            Entry(
                LIST,
                programmes=(title,),
                measures=(_MEASURE,) if _MEASURE in title else (),
                citations=(notice[1],) if notice else (),
            ),
        ),
        addresses=tuple(
            Address(text.strip(" ;"))
            for text in re.split(r";\s+and\s+|;\s+", clean(seat))
            if text.strip(" ;.")
        ),
        notes=notes(("番号", str(number)), ("別称", untold)),
    )


def _names(block: str) -> tuple[tuple[Name, ...], str]:
    """Return the names of an entry, the Latin one first; and those that were not told apart."""
    main, _, others = _OTHER_NAMES.sub("\0", block, count=1).partition("\0")
    native, latin, chinese = _scripts(main)
    primary, latin_aliases, stated = _latin(latin)
    untold = []
    if stated is not None and len(latin_aliases) != stated:
        untold.append(clean(latin))
        latin_aliases = ()
    whole = _JAPANESE_ALIASES.match(native)
    native_aliases = _native_aliases(whole["aliases"]) if whole else ()
    if stated is not None and len(native_aliases) > stated:  # one was cut in two
        untold.append(native)
        native_aliases = ()
    more_native, more_latin, _ = _scripts(others)
    names = (
        (primary, ""),
        (whole["name"] if whole else native, "ja"),
        (chinese, ""),
        *((text, "") for text in latin_aliases),
        *((text, "ja") for text in native_aliases),
        *((text, "ja") for text in more_native.split(";")),
        *((text, "") for text in more_latin.replace("\n", " ").split(";")),
    )
    found: dict[str, str] = {}
    for text, tag in names:
        if told := clean(text).strip(" ;,；"):
            found.setdefault(told, tag if _JAPANESE.search(told) else "")
    return (
        tuple(
            Name(text, "alias" if place else "primary", tag)
            for place, (text, tag) in enumerate(found.items())
        ),
        "; ".join(untold),
    )


def _scripts(block: str) -> tuple[str, str, str]:
    """Return the Japanese text of a block on one line, its Latin lines, and a Chinese name."""
    lines = [line.strip() for line in block.splitlines() if line.strip()]
    count = 0
    while count < len(lines) and (_JAPANESE.search(lines[count]) or _open(lines[:count])):
        count += 1
    native, latin, chinese = "".join(lines[:count]), lines[count:], ""
    if behind := _BEHIND.match(native):
        native, chinese = behind["native"], (behind["chinese"] or "").strip("（）")
        latin = [behind["latin"], *latin]
    return clean(native), "\n".join(latin), chinese


def _open(lines: list[str]) -> bool:
    """Say whether a bracket is open after some lines of Japanese text."""
    text = "".join(lines)
    return text.count("（") + text.count("(") > text.count("）") + text.count(")")


def _latin(text: str) -> tuple[str, tuple[str, ...], int | None]:
    """Return the Latin name, the other Latin names, and how many the text says they are."""
    match = _STATED.search(text)
    if match is None:
        return clean(text), (), None
    pieces = _BREAK.split(text[match.end() :].strip())
    told = [
        re.sub(r"(?:;\s*and|\.\s*and|,\s*and|[;；,])\Z", "", clean(one)).strip() for one in pieces
    ]
    told = [one for one in told if one]
    if told and not re.search(r"\b(?:Ltd|Co|Inc|Corp|S\.A)\.\Z", told[-1]):
        told[-1] = told[-1].removesuffix(".")
    return clean(text[: match.start()]), tuple(told), _COUNTS.get(match["count"].lower())


def _native_aliases(text: str) -> tuple[str, ...]:
    """Return the names between 、 of which 及び is before the last."""
    *first, last = re.split("[、､]", text)
    return unlike(clean(part) for part in (*first, *last.rsplit("及び", 1)))


READER: Reader = SpecifiedEntities()
