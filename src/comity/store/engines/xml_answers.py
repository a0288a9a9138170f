"""Makes the XML that Oxigraph writes well-formed, or refuses what XML cannot hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import IO, cast

import pyoxigraph as ox

from comity.errors import UnknownFormat

_XML_NAME_AT_END = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\Z")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BYTES_NOT_IN_XML = re.compile(rb"[\x00-\x08\x0b-\x0d\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


def in_rdf_xml(triple: ox.Triple) -> ox.Triple:
    """Return a triple that RDF/XML can hold; raise UnknownFormat for any other."""
    predicate, thing = triple.predicate.value, triple.object
    if not _XML_NAME_AT_END.search(predicate):
        raise UnknownFormat(
            f"RDF/XML cannot name the predicate <{predicate}>.", "Ask for Turtle or N-Triples."
        )
    if isinstance(thing, ox.Literal) and _NOT_IN_XML.search(thing.value):
        raise UnknownFormat(
            "RDF/XML cannot hold a control character of the answer.",
            "Ask for Turtle or N-Triples.",
        )
    return triple


class _XmlOutput:
    """Writes XML that every parser reads as it was meant.

    The engine leaves characters in it that XML cannot hold, which become U+FFFD, and carriage
    returns, which a parser would drop.
    """

    def __init__(self, output: IO[bytes]) -> None:
        self._output = output
        self._rest = b""

    def write(self, data: bytes) -> int:
        text = self._rest + data
        kept = next((size for size in (2, 1) if b"\xef\xbf".startswith(text[-size:])), 0)
        kept = kept if text else 0
        self._rest = text[len(text) - kept :]
        self._output.write(_BYTES_NOT_IN_XML.sub(_xml_bytes, text[: len(text) - kept]))
        return len(data)

    def flush(self) -> None:
        self._output.flush()

    def finish(self) -> None:
        self._output.write(self._rest)


def _xml_bytes(character: re.Match[bytes]) -> bytes:
    return b"&#13;" if character[0] == b"\r" else b"\xef\xbf\xbd"


def write_sound(media: str, output: IO[bytes], write: Callable[[IO[bytes]], object]) -> None:
    """Have an answer written to ``output``; if it is XML, so that every parser reads it."""
    if not media.endswith("+xml"):
        write(output)
        return
    sink = _XmlOutput(output)
    write(cast("IO[bytes]", sink))
    sink.finish()
