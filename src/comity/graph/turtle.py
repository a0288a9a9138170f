"""Write a graph as canonical Turtle: the same triples give the same bytes, easy to diff."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from comity.errors import BadData
from comity.graph.blank_nodes import canonical_labels
from comity.iris import ID, PREFIXES, SCHEME
from comity.terms import RDF, XSD, Blank, Iri, Literal, Term, Triple, n_triples

KINDS = (
    "act",
    "authority",
    "entity",
    "initiative",
    "list",
    "pact",
    "polity",
    "rule",
    "source",
    "summit",
)
SCHEMES = (
    "attendance-role",
    "attendance-status",
    "commitment-kind",
    "endorsement-kind",
    "ground",
    "identifier-scheme",
    "initiative-kind",
    "interest-kind",
    "measure",
    "membership-role",
    "pact-kind",
    "polity-kind",
    "region",
    "source-kind",
    "summit-format",
    "technology-area",
)
TURTLE_PREFIXES: dict[str, str] = (
    PREFIXES
    | {kind: f"{ID}{kind}/" for kind in KINDS}
    | {scheme: f"{SCHEME}{scheme}/" for scheme in SCHEMES}
)

WIDTH = 100
INDENT = "    "
_DEEPEST = 100
_TYPE = Iri(RDF + "type")
_FIRST = Iri(RDF + "first")
_REST = Iri(RDF + "rest")
_NIL = Iri(RDF + "nil")
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?\Z")
_INTEGER = re.compile(r"(?:0|-?[1-9][0-9]*)\Z")
_CLOSING_QUOTES = re.compile(r'"{3,}|"+\Z')

Properties = dict[Iri, list[Term]]


def write_turtle(triples: Iterable[Triple], prefixes: Mapping[str, str] = TURTLE_PREFIXES) -> str:
    """Return the triples as Turtle, in an order and a layout that depend on nothing but them.

    Only the prefixes in use are declared, and names are abbreviated only where Turtle needs no
    escape (so never across a '/'). Blank nodes that hang from one place are written there, lists
    in round brackets, all others as ``_:b0`` …; see ``comity.graph.blank_nodes`` for their order.
    Raises BadData for blank nodes nested more than 100 deep.
    """
    body, used = turtle_body(triples, prefixes)
    return "\n".join(part for part in (turtle_header(used), body) if part)


def turtle_body(
    triples: Iterable[Triple], prefixes: Mapping[str, str], first_label: int = 0
) -> tuple[str, dict[str, str]]:
    """Return the statements alone, and the prefixes that they use.

    ``first_label`` is the number of the first blank node label, for several bodies in one text.
    """
    graph = _Turtle(set(triples), prefixes, first_label)
    body = graph.body()
    return body, {name: prefixes[name] for name in graph.used}


def turtle_header(prefixes: Mapping[str, str]) -> str:
    """Return the declarations of prefixes, sorted."""
    return "".join(f"PREFIX {name}: <{prefixes[name]}>\n" for name in sorted(prefixes))


class _Turtle:
    """One graph on its way to text."""

    def __init__(self, triples: set[Triple], prefixes: Mapping[str, str], first_label: int) -> None:
        self.first_label = first_label
        self.by_namespace = {prefixes[name]: name for name in sorted(prefixes, reverse=True)}
        self.used: set[str] = set()
        self.names: dict[str, str] = {}
        self.named: defaultdict[str, Properties] = defaultdict(dict)
        self.blank: dict[Blank, Properties] = {}
        self.nested: set[Blank] = set()
        self.labels: dict[Blank, str] = {}
        anonymous: list[Triple] = []
        for triple in triples:
            subject, predicate, thing = triple
            if isinstance(subject, Blank):
                properties = self.blank.setdefault(subject, {})
            else:
                properties = self.named[subject.value]
            properties.setdefault(predicate, []).append(thing)
            if isinstance(thing, Blank):
                self.blank.setdefault(thing, {})
            if isinstance(subject, Blank) or isinstance(thing, Blank):
                anonymous.append(triple)
        if anonymous:
            self._sort_out_blanks(anonymous)

    def _sort_out_blanks(self, triples: list[Triple]) -> None:
        """Decide which blank nodes are written where they are used, and label the others."""
        parents: defaultdict[Blank, list[Iri | Blank]] = defaultdict(list)
        for subject, _, thing in triples:
            if isinstance(thing, Blank):
                parents[thing].append(subject)
        once = {blank for blank in self.blank if len(parents[blank]) == 1}
        rooted: dict[Blank, bool] = {}
        for blank in once:
            path: dict[Blank, int] = {}
            here: Iri | Blank = blank
            while isinstance(here, Blank) and here in once and here not in rooted:
                if here in path:
                    rooted.update(dict.fromkeys(list(path)[path[here] :], False))
                    break
                path[here] = len(path)
                here = parents[here][0]
            for passed in path:
                rooted.setdefault(passed, True)
        self.nested = {blank for blank, hangs in rooted.items() if hangs}
        shared = {blank for blank in self.blank if parents[blank]} - self.nested
        if shared:
            labels = canonical_labels((*triple, None) for triple in triples)
            ordered = sorted(shared, key=lambda blank: int(labels[blank][1:]))
            self.labels = {
                blank: f"_:b{number}" for number, blank in enumerate(ordered, self.first_label)
            }

    def body(self) -> str:
        blocks = [
            self._block(self._iri(subject), self.named[subject]) for subject in sorted(self.named)
        ]
        blocks += [self._block(label, self.blank[blank]) for blank, label in self.labels.items()]
        blocks += sorted(
            self._block("[]", properties)
            for blank, properties in self.blank.items()
            if blank not in self.nested and blank not in self.labels
        )
        return "\n".join(block for block in blocks if block)

    def _block(self, subject: str, properties: Properties) -> str:
        if not properties:
            return ""
        return f"{subject}\n{self._statements(properties, INDENT, 0)}.\n"

    def _statements(self, properties: Properties, indent: str, depth: int) -> str:
        """Return one line, or a few where one would be too long, for each predicate."""
        return "".join(
            f"{indent}{verb}{self._objects(things, indent, len(indent) + len(verb) + 2, depth)} ;\n"
            for verb, things in self._sorted(properties)
        )

    def _sorted(self, properties: Properties) -> list[tuple[str, list[Term]]]:
        verbs = [
            ("a" if predicate == _TYPE else self._iri(predicate.value), things)
            for predicate, things in properties.items()
        ]
        return sorted(verbs, key=lambda item: (item[0] != "a", item[0]))

    def _objects(self, things: list[Term], indent: str, column: int, depth: int) -> str:
        """Return the objects of a predicate: on its line where they fit, else one a line."""
        if len(things) == 1 and not isinstance(things[0], Blank):
            return " " + self._inline(things[0], depth)
        ordered = sorted((self._rank(thing, depth), thing) for thing in things)
        line = " , ".join(rank[-1] for rank, _ in ordered)
        if column + len(line) <= WIDTH and "\n" not in line:
            return " " + line
        if len(ordered) == 1:
            return " " + self._broken(ordered[0][1], indent, depth)
        deeper = indent + INDENT
        return " ,".join(
            f"\n{deeper}"
            + (text if len(deeper) + len(text) + 2 <= WIDTH else self._broken(thing, deeper, depth))
            for (*_, text), thing in ordered
        )

    def _rank(self, thing: Term, depth: int) -> tuple[int, str, str, str]:
        """Return what objects are sorted by: names, then nodes, then literals by language."""
        text = self._inline(thing, depth)
        if isinstance(thing, Literal):
            return 2, thing.language or "", thing.value, text
        return int(isinstance(thing, Blank)), "", "", text

    def _inline(self, thing: Term, depth: int) -> str:
        if isinstance(thing, Iri):
            return "()" if thing == _NIL else self._iri(thing.value)
        if isinstance(thing, Literal):
            return self._literal(thing)
        if thing not in self.nested:
            return self.labels[thing]
        if depth > _DEEPEST:
            raise BadData(
                f"The graph has blank nodes nested more than {_DEEPEST} deep.",
                "Give some of the nodes in between an IRI.",
            )
        items = self._list(thing)
        if items is not None:
            return f"( {' '.join(self._inline(item, depth + 1) for item in items)} )"
        parts = [
            f"{verb} " + " , ".join(rank[-1] for rank in sorted(self._ranks(things, depth + 1)))
            for verb, things in self._sorted(self.blank[thing])
        ]
        return f"[ {' ; '.join(parts)} ]" if parts else "[]"

    def _ranks(self, things: list[Term], depth: int) -> list[tuple[int, str, str, str]]:
        return [self._rank(thing, depth) for thing in things]

    def _broken(self, thing: Term, indent: str, depth: int) -> str:
        """Return an object that is too long for its line, over several lines where it can be."""
        if not isinstance(thing, Blank) or thing not in self.nested:
            return self._inline(thing, depth)
        items = self._list(thing)
        deeper = indent + INDENT
        if items is None:
            return f"[\n{self._statements(self.blank[thing], deeper, depth + 1)}{indent}]"
        lines = []
        for item in items:
            text = self._inline(item, depth + 1)
            if len(deeper) + len(text) > WIDTH or "\n" in text:
                text = self._broken(item, deeper, depth + 1)
            lines.append(f"{deeper}{text}\n")
        return f"(\n{''.join(lines)}{indent})"

    def _list(self, head: Blank) -> list[Term] | None:
        """Return the items of the list that starts here, or None where it is no clean list."""
        items: list[Term] = []
        here: Term = head
        while here != _NIL:
            if not isinstance(here, Blank) or here not in self.nested:
                return None
            cell = self.blank[here]
            if set(cell) != {_FIRST, _REST} or any(len(things) > 1 for things in cell.values()):
                return None
            items.append(cell[_FIRST][0])
            here = cell[_REST][0]
        return items

    def _iri(self, iri: str) -> str:
        name = self.names.get(iri)
        if name is None:
            cut = max(iri.rfind("/"), iri.rfind("#")) + 1
            prefix = self.by_namespace.get(iri[:cut])
            if prefix is not None and _LOCAL.match(iri, cut):
                self.used.add(prefix)
                name = f"{prefix}:{iri[cut:]}"
            else:
                name = n_triples(Iri(iri))
            self.names[iri] = name
        return name

    def _literal(self, literal: Literal) -> str:
        value, datatype, language = literal
        if language is None:
            if datatype == XSD + "boolean" and value in ("true", "false"):
                return value
            if datatype == XSD + "integer" and _INTEGER.match(value):
                return value
        text = _long(value) if "\n" in value else n_triples(Literal(value))
        if language is not None:
            return f"{text}@{language}"
        return text if datatype == XSD + "string" else f"{text}^^{self._iri(datatype)}"


def _long(text: str) -> str:
    """Return text of several lines in long quotes, its lines kept as they are."""
    lines = [n_triples(Literal(line))[1:-1].replace('\\"', '"') for line in text.split("\n")]
    body = _CLOSING_QUOTES.sub(lambda run: '\\"' * len(run[0]), "\n".join(lines))
    return f'"""{body}"""'
