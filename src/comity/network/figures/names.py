"""Finds what fits on a picture: names cut to a width, initials, and what they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from comity.names import COMITY, SKOS, concept, key_of
from comity.network.typeface import can_set, text_size
from comity.query.labels import Labels
from comity.store.engine import Engine, Solutions
from comity.terms import Iri, n_triples

_SPELT = 40  # names that a caption spells out
_BRACKET = re.compile(r"\s*\(([^()]*)\)")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9]{1,5}\Z")


class Names:
    """What things are called on one picture; remembers which names it has shortened."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._label = Labels(engine)
        self._iso: frozenset[Iri] | None = None
        self._full: dict[str, str] = {}

    def __call__(self, iri: Iri) -> str:
        """Return the label of a thing, or its key where the typeface lacks a letter of it."""
        label = self._label(iri)
        return label if can_set(label) else key_of(iri.value)

    def short(self, iri: Iri) -> str:
        """Return a short name: the initials that a thing is known by, or the name without brackets.

        Initials count where they stand in brackets behind the name, "(NATO)", or where they are
        the key of the thing and begin its capitals: oecd, of Organisation for Economic …
        """
        label = self(iri)
        found = [one for one in _BRACKET.findall(label) if _ACRONYM.match(one)]
        capitals = "".join(letter for letter in label if letter.isupper()).lower()
        key = key_of(iri.value)
        if found:
            return self._shortened(found[0], label)
        if len(key) > 2 and capitals.startswith(key) and key != label.lower():
            return self._shortened(key.upper(), label)
        return _BRACKET.sub("", label).removeprefix("The ")

    def fitted(self, iri: Iri, width: float, size: float) -> str:
        """Return the short name, cut at a space where it is wider than so many points."""
        text = self.short(iri)
        cut = shortened(text, width, size)
        return cut if cut == text else self._shortened(cut, self(iri))

    def codes(self, polities: Iterable[Iri]) -> list[str]:
        """Return the keys of polities, sorted; the names of those not of ISO are remembered."""
        found = []
        for one in polities:
            key = key_of(one.value)
            found.append(key if one in self._in_iso() else self._shortened(key, self(one)))
        return sorted(found)

    def _in_iso(self) -> frozenset[Iri]:
        """Return the polities whose key is their code in ISO 3166-1 alpha-3."""
        if self._iso is None:
            scheme = n_triples(concept("identifier-scheme", "iso-3166-1-alpha-3"))
            answer = self._engine.query(
                f"SELECT ?polity ?code WHERE {{ ?polity <{COMITY}identifier> ?identifier . "
                f"?identifier <{COMITY}scheme> {scheme} ; <{SKOS}notation> ?code }}"
            )
            assert isinstance(answer, Solutions)
            self._iso = frozenset(
                polity
                for polity, code in answer.rows
                if isinstance(polity, Iri) and code and key_of(polity.value) == code.value
            )
        return self._iso

    def _shortened(self, short: str, full: str) -> str:
        if short != full:
            self._full[short] = full
        return short

    def in_full(self) -> str:
        """Return the sentence that spells out the shortened names: "OECD: Organisation …".

        Initials and codes come before names that are cut, which say half of it themselves.
        """
        order = sorted(self._full.items(), key=lambda item: (item[0].endswith("…"), item))
        said = "; ".join(f"{short}: {full}" for short, full in order[:_SPELT])
        left = len(order) - _SPELT
        return f"{said}{f'; and {left} more' if left > 0 else ''}." if said else ""


def shortened(text: str, width: float, size: float) -> str:
    """Return a text cut at a space so that it fits a width in points, with dots at the cut."""
    if text_size(text, size)[0] <= width:
        return text
    words = text.split()
    while len(words) > 1 and text_size(f"{' '.join(words)} …", size)[0] > width:
        words.pop()
    cut = f"{' '.join(words)} …"
    while text_size(cut, size)[0] > width and len(cut) > 3:
        cut = f"{cut[:-2].rstrip()}…"
    return cut
