"""Runs shapes with the compiled processor of the package shacl, where it is proven to agree."""

from __future__ import annotations

import os
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

from comity.errors import StoreFailed
from comity.iris import SH
from comity.terms import RDF, XSD, Blank, Iri, Literal, Term, Triple, tagged
from comity.validate.data import Data, line
from comity.validate.findings import Messages, Result, ResultPath, Unfit

_TYPE = RDF + "type"
# parts of a shape that stand at most once in it
_SINGLE = {
    SH + name
    for name in (
        *("datatype", "deactivated", "flags", "in", "languageIn", "maxCount", "maxExclusive"),
        *("maxInclusive", "maxLength", "minCount", "minExclusive", "minInclusive", "minLength"),
        *("nodeKind", "path", "qualifiedMaxCount", "qualifiedMinCount", "select", "severity"),
        *("uniqueLang",),
    )
}
_MANY = {
    SH + name
    for name in (
        *("and", "class", "disjoint", "equals", "hasValue", "ignoredProperties", "closed"),
        *("lessThan", "lessThanOrEquals", "node", "not", "or", "pattern", "property"),
        *("qualifiedValueShape", "qualifiedValueShapesDisjoint", "sparql", "xone"),
    )
}
_TARGETS = {
    SH + name for name in ("targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf")
}
_PATHS = {
    SH + name
    for name in (
        *("alternativePath", "inversePath", "oneOrMorePath", "zeroOrMorePath", "zeroOrOnePath"),
    )
}
_ABOUT = {
    SH + name
    for name in ("declare", "description", "group", "message", "name", "namespace", "order")
} | {SH + "prefix", SH + "prefixes"}
_KNOWN = _SINGLE | _MANY | _TARGETS | _PATHS | _ABOUT
_NO_CONSTRAINT = {SH + name for name in ("deactivated", "flags", "path", "property", "severity")}
_CONSTRAINTS = (_SINGLE | _MANY) - _NO_CONSTRAINT


def misfit(shapes: Sequence[Triple]) -> str | None:
    """Return in a few words what the fast processor does not take, or None if it takes all.

    It gives no message where a shape has none, cannot name a shape that has no IRI, and passes over
    what is ill-formed or foreign to it instead of refusing it.
    """
    said: defaultdict[Iri | Blank, list[tuple[str, object]]] = defaultdict(list)
    for subject, predicate, value in shapes:
        if predicate.value.startswith(SH) and predicate.value not in _KNOWN:
            return f"sh:{predicate.value.removeprefix(SH)}"
        said[subject].append((predicate.value, value))
    for subject, facts in said.items():
        names = Counter(name for name, _ in facts)
        for name in names:
            if name in _SINGLE and names[name] > 1:
                return f"a shape with more than one sh:{name.removeprefix(SH)}"
        if (_TYPE, Iri(SH + "PropertyShape")) in facts and SH + "path" not in names:
            return "a property shape without sh:path"
        if isinstance(subject, Blank) and _TARGETS & names.keys():
            return "a shape with a target and no IRI"
    return _speechless(said)


def _speechless(said: dict[Iri | Blank, list[tuple[str, object]]]) -> str | None:
    """Tell of a shape whose findings would have no message."""
    heads = {
        subject
        for subject, facts in said.items()
        if any(name in _TARGETS for name, _ in facts) or _is_class(facts)
    }
    wanted: set[object] = set(heads)
    seen: set[object] = set()
    while wanted:
        shape = wanted.pop()
        seen.add(shape)
        facts = said.get(shape, []) if isinstance(shape, Iri | Blank) else []
        wanted |= {value for name, value in facts if name == SH + "property"} - seen
        names = {name for name, _ in facts}
        if SH + "message" in names or not names & _CONSTRAINTS:
            continue
        queries = [value for name, value in facts if name == SH + "sparql"]
        told = all(_has(said, one, SH + "message") for one in queries)
        if names & (_CONSTRAINTS - {SH + "sparql"}) or not told:
            return "a shape without sh:message"
    return None


def _is_class(facts: list[tuple[str, object]]) -> bool:
    kinds = {value.value for name, value in facts if name == _TYPE and isinstance(value, Iri)}
    return any(kind.endswith("#Class") for kind in kinds)


def _has(said: dict[Iri | Blank, list[tuple[str, object]]], subject: object, wanted: str) -> bool:
    facts = said.get(subject, []) if isinstance(subject, Iri | Blank) else []
    return any(name == wanted for name, _ in facts)


try:
    import shacl
except ImportError:  # there is no wheel for every platform
    shacl = None  # type: ignore[assignment]  # not on this system

_TERM = re.compile(
    r'<([^>]*)>|_:(\S+)|"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?', re.DOTALL
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_PATH = re.compile(r"<([^<>]*)>|([()^/|*+?])")
_REPEATS = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}


class Fast:
    """The package shacl as a processor; it holds all data in memory, outside Python."""

    name = "fast"

    def results(self, data: Data, shapes: Sequence[Triple]) -> Iterator[Result]:
        """Give what the shapes find: see :class:`comity.validate.findings.Processor`."""
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
        messages = Messages(shapes)
        queries = _queries(shapes)
        return [_result(result, messages, queries) for result in rules.validate_file(path).results]
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


def path_of(text: str) -> ResultPath:
    """Return a path that is written as in SPARQL; raises ValueError for what is none."""
    parts = [(iri, mark) for iri, mark in _PATH.findall(text)]

    def several(mark: str, kind: str, inner: Callable[[], Iri | ResultPath]) -> Iri | ResultPath:
        items = [inner()]
        while parts and parts[0][1] == mark:
            parts.pop(0)
            items.append(inner())
        return items[0] if len(items) == 1 else ResultPath(kind, tuple(items))

    def alternative() -> Iri | ResultPath:
        return several("|", "alternativePath", lambda: several("/", "sequence", step))

    def step() -> Iri | ResultPath:
        iri, mark = parts.pop(0)
        if mark == "^":
            return ResultPath("inversePath", (step(),))
        if mark not in ("", "("):
            raise ValueError(text)
        item: Iri | ResultPath = Iri(_plain(iri)) if iri else alternative()
        if mark == "(" and parts.pop(0)[1] != ")":
            raise ValueError(text)
        while parts and parts[0][1] in _REPEATS:
            item = ResultPath(_REPEATS[parts.pop(0)[1]], (item,))
        return item

    path = alternative()
    if parts:
        raise ValueError(text)
    return ResultPath("", (path,)) if isinstance(path, Iri) else path


def _queries(shapes: Sequence[Triple]) -> dict[Term, Term]:
    """Return the SPARQL constraint of each shape that has one, and no more."""
    queries: defaultdict[Term, list[Term]] = defaultdict(list)
    for shape, predicate, value in shapes:
        if predicate.value == SH + "sparql":
            queries[shape].append(value)
    return {shape: values[0] for shape, values in queries.items() if len(values) == 1}


def _result(found: shacl.Result, messages: Messages, queries: dict[Term, Term]) -> Result:
    shape = found.root_shape or found.source_shape
    assert shape is not None  # every constraint stands in a shape
    return Result(
        severity=Iri(found.severity_iri),
        shape=term_of(shape),
        focus=term_of(found.focus_node),
        component=Iri(found.component_iri),
        messages=tuple(map(messages.literal, found.messages)),
        path=path_of(found.path) if found.path else None,
        value=None if found.value is None else term_of(found.value),
        source=term_of(found.source_shape or shape),
        constraint=queries.get(term_of(found.source_shape or shape))
        if found.component_iri == SH + "SPARQLConstraintComponent"
        else None,
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
