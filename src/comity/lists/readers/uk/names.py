"""Names as the United Kingdom lists them: the primary one first, each with its language."""

from __future__ import annotations

from collections.abc import Mapping

from comity.lists.model.record import Name, NameKind
from comity.lists.normalise.multi_values import says_something

_LANGUAGES = {
    "arabic": "ar", "armenian": "hy", "belarusian": "be", "bosnian": "bs", "burmese": "my",
    "chinese": "zh", "croatian": "hr", "dari": "prs", "farsi": "fa", "georgian": "ka",
    "hebrew": "he", "japanese": "ja", "korean": "ko", "macedonian": "mk", "pashto": "ps",
    "persian": "fa", "russian": "ru", "serbian": "sr", "ukrainian": "uk", "urdu": "ur",
}  # fmt: skip
_SCRIPTS = {"arabic": "Arab", "cyrillic": "Cyrl", "han": "Hani", "hebrew": "Hebr", "latin": "Latn"}


def named(found: Mapping[tuple[str, str], NameKind]) -> tuple[Name, ...]:
    """Return names by their text and language, the first primary one first, any other an alias."""
    kept = [Name(text, kind, tag) for (text, tag), kind in found.items() if says_something(text)]
    if not kept:
        return ()
    first = next((name for name in kept if name.kind == "primary"), kept[0])
    return (
        first._replace(kind="primary"),
        *(
            name._replace(kind="alias") if name.kind == "primary" else name
            for name in kept
            if name is not first
        ),
    )


def language(words: str, script: str) -> str:
    """Return the language tag of a name in another script; empty where no language is stated."""
    tag = _LANGUAGES.get(words.lower(), "")
    written = _SCRIPTS.get(script.lower(), "")
    return f"{tag}-{written}" if tag and written else tag
