"""Brings names and numbers to a form in which two spellings of the same one are equal."""

from __future__ import annotations

import re
import unicodedata

# Words that say what legal form a body has; lists write, shorten and leave them out at will.
_FORM_WORDS = """
    ab ag ao as bhd bv cjsc co company corp corporation dmcc fz fzc fzco fze gmbh inc incorporated
    jsc kg kk limited llc llp lp ltd nv oao ojsc ooo oy pao pjsc plc pte pty pvt private sa sal sarl
    sas sdn
    spa srl zao
"""
_FORMS = frozenset(_FORM_WORDS.split())
_PHRASES = re.compile(
    r"\b(?:(?:public|open|closed|private) )?(?:joint stock company|limited liability company)\b"
)
_FILLERS = frozenset(("the", "of", "and", "for"))
_WORD = re.compile(r"[^\W_]+")
_NOT_CODE = re.compile(r"[^A-Z0-9]+")
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}")


def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name that tell it from others, sorted, each once.

    Case, accents, width, punctuation, order and legal forms do not count: "IVANOV, Ivan" and
    "Ivan Ivanov" are equal, and so are "Délta Co., Ltd." and "DELTA LIMITED".
    """
    plain = name.casefold()
    if not plain.isascii():
        letters = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    plain = _DOTTED.sub(lambda dotted: dotted[0].replace(".", ""), plain.replace("&", " and "))
    plain = plain.replace("'", "").replace("\u2019", "")
    words = _WORD.findall(_PHRASES.sub(" ", " ".join(_WORD.findall(plain))))
    telling = {word for word in words if word not in _FORMS and word not in _FILLERS}
    return tuple(sorted(telling or set(words)))


def code(value: str) -> str:
    """Return a number without blanks, points and dashes, its letters upper case."""
    return _NOT_CODE.sub("", unicodedata.normalize("NFKC", value).upper())
