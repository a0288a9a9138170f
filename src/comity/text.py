"""The form that two spellings of a name share, and text that is safe to show."""

from __future__ import annotations

import re
import unicodedata

_BETWEEN_WORDS = re.compile(r"[\s!-/:-@\[-`{-~\u2010-\u2027\u2030-\u205e\u3000-\u303f\u30fb]+")


def folded(text: str) -> str:
    """Return text without case, accents and width: what two spellings of one name share."""
    if text.isascii():
        return text.casefold().strip()
    return _without_accents(text).casefold().strip()


_BREVE = "\u0306"  # it makes и another letter, й
_ABOVE = 200  # combining classes from here on stand above, below or around a letter


def _without_accents(text: str) -> str:
    """Return text in its compatibility form without accents, points of vowels and Arabic marks.

    Marks that make another letter stay: the voicing of kana (トイツ is not ドイツ), the breve of й,
    the nukta and the signs of Indic scripts.
    """
    kept: list[str] = []
    for character in unicodedata.normalize("NFKD", text):
        position = unicodedata.combining(character)
        if (position < _ABOVE and not 10 <= position <= 36) or (
            character == _BREVE and kept and kept[-1] in "иИ"
        ):
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))


def spelling(text: str) -> str:
    """Return text without case, accents, width and punctuation, its words parted by a space."""
    plain = text.casefold() if text.isascii() else folded(text)
    return _BETWEEN_WORDS.sub(" ", plain).strip() or plain.strip()


# Controls but tab and newline; line and paragraph separators; marks of direction; what shows
# nothing (zero width, tags, annotations); halves of surrogate pairs. The joiners U+200C and U+200D
# stay, because Persian, Indic scripts and emoji are written with them.
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f\ud800-\udfff]"
)


def without_controls(text: str) -> str:
    """Return text with U+FFFD in the place of each such character; tabs and newlines stay."""
    return text if text.isascii() and text.isprintable() else _CONTROL.sub("\ufffd", text)


def on_one_line(text: str) -> str:
    """Return text that cannot begin a line of its own: every white space in it is one space."""
    return without_controls(" ".join(text.split()))


def plain(text: str) -> str:
    """Return text with a mark in the place of each such character."""
    return without_controls(text.replace("\r\n", "\n"))
