"""What a page was asked for: its address in parts, its language, and the day it speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol
from urllib.parse import quote, urlencode

from comity.errors import BadParameter
from comity.iris import BASE
from comity.query.names.resolve import resolve
from comity.server.wire.ipc import Values, text
from comity.server.wire.translations import called, told, translate
from comity.store.engines.interface import Engine
from comity.store.snapshot import summary
from comity.terms import Text

LANGUAGES = ("en", "ja")


class Told(Protocol):
    """What says what was found, and what to do next."""

    @property
    def found(self) -> str: ...
    @property
    def remedy(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A page as it was asked for.

    ``path`` is what the address has behind the page's own place, ``fields`` the query part of it,
    ``said`` the language that the address names, if it does.
    """

    name: str
    path: str
    fields: tuple[tuple[str, str], ...]
    language: str
    said: str
    root: str

    @classmethod
    def read(cls, values: Values) -> Asked:
        """Return what a task asks for."""
        fields = values.get("fields", [])
        assert isinstance(fields, list)
        return cls(
            text(values, "page"),
            text(values, "path"),
            tuple((str(name), str(value)) for name, value in fields),
            text(values, "language") or "en",
            text(values, "said"),
            text(values, "root"),
        )

    def field(self, name: str, default: str = "") -> str:
        """Return the last value of a field of the address, without space around it."""
        return next((said.strip() for key, said in reversed(self.fields) if key == name), default)

    def number(self, name: str) -> int:
        """Return a field that counts pages, 1 where it is not given; raise BadParameter."""
        said = self.field(name, "1")
        if not (said.isascii() and said.isdigit() and 0 < int(said[:9]) < 10**6 and len(said) < 8):
            raise BadParameter(f"{name}: '{said[:40]}' is no number of a page.", "Begin with 1.")
        return int(said)

    def within(self, number: int, pages: int) -> int:
        """Return how many pages there are; raise BadParameter for a page after the last."""
        if number > max(1, pages):
            raise BadParameter(f"page: there are {pages} pages, not {number}.", "Begin with 1.")
        return pages

    def say(self, words: str, **values: object) -> str:
        """Return words of the interface in the language of the page, with values in them."""
        said = translate(words, self.language)
        return said.format(**values) if values else said

    def called(self, section: str, key: str) -> str:
        """Return the name of a key of the library: of a parameter, column, kind or cell."""
        return called(section, key, self.language)

    def fault(self, error: Told) -> tuple[Text, Text]:
        """Return what was found and what to do next, in the language of the page if it can be."""
        found, remedy = (Text(*told(one, self.language)) for one in (error.found, error.remedy))
        return found, remedy

    def link(self, path: str, **fields: object) -> str:
        """Return the address of another page, in the same language where that was chosen."""
        given = {name: str(value) for name, value in fields.items() if value not in ("", None)}
        if self.said and "lang" not in given:
            given["lang"] = self.said
        return self.root + quote(path, safe="/~.-_") + (f"?{urlencode(given)}" if given else "")

    def data(self, path: str, **fields: str) -> str:
        """Return the address of a document for programs."""
        return self.root + quote(path, safe="/~.-_") + (f"?{urlencode(fields)}" if fields else "")

    def again(self, **changes: str) -> str:
        """Return the address of this page with some fields changed."""
        kept = [(name, said) for name, said in self.fields if name not in changes]
        fields = [*kept, *((name, said) for name, said in changes.items() if said)]
        home = {
            "home": "/",
            "doc": f"/doc/{self.path}",
            "query": f"/queries/{self.path}",
            "nowhere": f"/{self.path}",
        }
        place = self.root + quote(home.get(self.name, f"/{self.name}"), safe="/~.-_")
        return place + (f"?{urlencode(fields)}" if fields else "")

    def versions(self) -> tuple[tuple[str, str], ...]:
        """Return the addresses of this page by their language, and where that is negotiated."""
        named = [(one, self.again(lang=one)) for one in LANGUAGES]
        return (*named, ("x-default", self.again(lang="")))


def latest_day(engine: Engine) -> date:
    """Return the last day on which a claim begins to hold: the day up to which the graph knows."""
    found = summary.latest_day(engine)
    return date.fromisoformat(found) if found else date(2000, 1, 1)


def day_of(engine: Engine, asked: Asked) -> date | None:
    """Return the day that a page speaks of: as asked, else the latest; None for all days."""
    said = asked.field("on")
    if said == "all":
        return None
    if said:
        return date.fromisoformat(resolve(engine, "on", "date", said).value)
    return latest_day(engine)


def iri_of(place: str) -> str:
    """Return the IRI of what the page at a place below /doc is about."""
    space = place.partition("/")[0]
    return f"{BASE}{place}" if space in ("scheme", "graph") else f"{BASE}id/{place}"


def page_of(iri: str) -> str:
    """Return the path of the page about an IRI of ours, "" for any other."""
    if not iri.startswith(BASE):
        return ""
    path = iri.removeprefix(BASE)
    if path.startswith("id/"):
        return f"/doc/{path.removeprefix('id/')}"
    if path.startswith("query/"):
        return f"/queries/{path.removeprefix('query/')}"
    if path.partition("#")[0] == "ontology":
        return f"/{path}"
    return f"/doc/{path}" if path.startswith(("scheme/", "graph/")) else ""
