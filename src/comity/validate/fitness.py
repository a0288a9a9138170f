"""Tells whether the fast processor runs shapes as pySHACL does: what is proven, nothing else."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from comity.names import SH
from comity.terms import RDF, Blank, Iri, Triple

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
