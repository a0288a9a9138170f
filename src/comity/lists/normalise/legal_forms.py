"""Legal forms of organisations, which are no part of what tells one name from another."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from importlib.resources import files

from comity.text import folded

_TABLE: dict[str, list[str]] = tomllib.loads(
    files("comity.lists.normalise").joinpath("legal_forms.toml").read_text("utf-8")
)
_WORDS = frozenset(_TABLE["words"])
_WORD = re.compile(r"[^\W_]+")


def _either(key: str) -> str:
    """Return a pattern for one of some forms, the longest first."""
    return f"(?:{'|'.join(sorted(_TABLE[key], key=len, reverse=True))})"


_PHRASES = re.compile(rf"\b(?:{_either('qualifiers')} )?{_either('phrases')}\b")
_ENDINGS = re.compile(rf"^{_either('endings')}|{_either('endings')}$")


def without_legal_forms(words: Iterable[str]) -> list[str]:
    """Return the words of a folded name without its legal forms."""
    plain = _PHRASES.sub(" ", " ".join(words))
    parts = (_ENDINGS.sub("", word) for word in plain.split() if word not in _WORDS)
    return [part for part in parts if part]


def is_legal_form(name: str) -> bool:
    """Return whether a name is nothing but a legal form, such as "Co., Ltd."."""
    words = _WORD.findall(folded(name.replace(".", "")))
    return bool(words) and not without_legal_forms(words)
