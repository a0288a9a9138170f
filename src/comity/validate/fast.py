"""Runs SHACL shapes with the compiled processor of the package shacl, by way of a file.

It takes a few seconds for a million statements. Where it is known not to do as pySHACL does, it
says so before it begins, and pySHACL runs the shapes.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Sequence

from comity.errors import StoreFailed
from comity.terms import XSD, Blank, Iri, Literal, Term, Triple, tagged
from comity.validate.data import Data, line
from comity.validate.fitness import misfit
from comity.validate.processor import Result, Unfit

try:
    import shacl
except ImportError:  # there is no wheel for every platform
    shacl = None  # type: ignore[assignment]  # not on this system

_TERM = re.compile(
    r'<([^>]*)>|_:(\S+)|"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?', re.DOTALL
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_PATH = re.compile(r"\(?<[^<>]*>(?:\|<[^<>]*>)*\)?")
_PROPERTY = re.compile(r"<([^<>]*)>")


class Fast:
    """The package shacl as a processor; it holds all data in memory, outside Python."""

    name = "fast"

    def results(self, data: Data, shapes: Sequence[Triple]) -> Iterator[Result]:
        """Give what the shapes find: see :class:`comity.validate.processor.Processor`."""
        if shacl is None:
            raise Unfit("The fast engine (the package shacl) is not installed")
        reason = misfit(shapes)
        if reason:
            raise Unfit(f"The fast engine does not take {reason}")
        found = run(data, shapes)
        if any(isinstance(term, Blank) for one in found for term in (one.focus, one.value)):
            raise Unfit("The fast engine cannot say which blank node a finding is about")
        return iter(found)


def run(data: Data, shapes: Sequence[Triple]) -> list[Result]:
    """Return what shapes of any kind find; blank nodes bear other labels than in the data."""
    try:
        handle, path = tempfile.mkstemp(prefix="comity-", suffix=".nt")
    except OSError as error:
        raise _no_room(error) from None
    os.close(handle)
    try:
        data.write(path)
        rules = shacl.Shapes.from_text("".join(map(line, shapes)), "ntriples")
        return list(map(_result, rules.validate_file(path).results))
    except OSError as error:
        raise _no_room(error) from None
    except ValueError as error:
        said = " ".join(str(error).split())[:200]
        raise Unfit(f"The fast engine stopped ({said})") from None
    finally:
        os.unlink(path)


def _no_room(error: OSError) -> StoreFailed:
    return StoreFailed(
        f"The statements cannot be written to {tempfile.gettempdir()}: {error.strerror or error}.",
        "Free space there, or name another folder in TMPDIR.",
    )


def _result(found: shacl.Result) -> Result:
    shape = found.root_shape or found.source_shape
    assert shape is not None  # every constraint stands in a shape
    path = found.path
    plain = _PROPERTY.findall(path) if path and _PATH.fullmatch(path) else []
    return Result(
        severity=Iri(found.severity_iri),
        shape=term_of(shape),
        focus=term_of(found.focus_node),
        component=Iri(found.component_iri),
        messages=tuple(found.messages),
        paths=tuple(map(Iri, plain)),
        value=None if found.value is None else term_of(found.value),
    )


def term_of(text: str) -> Term:
    """Return a term that is written as in N-Triples."""
    found = _TERM.fullmatch(text)
    assert found is not None, text
    iri, blank, lexical, language, datatype = found.groups()
    if iri is not None:
        return Iri(_plain(iri))
    if blank is not None:
        return Blank(blank)
    value = _plain(lexical)
    return tagged(value, language) if language else Literal(value, datatype or XSD + "string")


def _plain(text: str) -> str:
    """Return text without its escapes."""

    def meant(found: re.Match[str]) -> str:
        code = found[1] or found[2]
        return chr(int(code, 16)) if code else _ESCAPES.get(found[3], found[3])

    return _ESCAPE.sub(meant, text) if "\\" in text else text
