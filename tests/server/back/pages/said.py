"""Finds every word that the templates, the code of the pages and the faults can say."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from jinja2 import Environment, nodes

from comity.errors import ComityError
from comity.query.claims import facts, tie_kinds
from comity.query.claims import facts as interval
from comity.query.names import search
from comity.server.back.drawings import network_drawing as drawn_nodes
from comity.server.back.pages import answer_views, thing
from comity.server.wire.templates import TEMPLATES

PAGES = Path(thing.__file__).parent
PACKAGE = PAGES.parents[2]
_SAYING = ("_", "say")  # what the words of the interface are given to

# What is said without being written there: where, by which expression, and what it can be.
ELSEWHERE: dict[tuple[str, str], set[str]] = {
    ("network_drawing.py", "words"): set(drawn_nodes._COUNTED),
    ("site_pages.py", "hit.sort"): {*search._SORTS.values(), "key", "IRI elsewhere"},
    ("thing.html", "name.sort"): {sort for _, sort in facts._NAMES},
    ("thing.html", "one.scheme"): {"Same as"},  # others are concepts, which have labels
    ("thing.py", "f'{span.begin_word} {{day}}'"): {f"{one} {{day}}" for _, one in interval._BEGINS},
    ("thing.py", "f'{span.end_word} {{day}}'"): {f"{one} {{day}}" for _, one in interval._ENDS},
    ("thing.py", "fact.name"): {name for name, _ in facts._FACTS},
    ("thing.py", "group.title"): {one.title for kinds in tie_kinds.TIES.values() for one in kinds},
    ("thing.py", "name"): {
        words for kinds in tie_kinds.TIES.values() for one in kinds for _, words in one.details
    },
    ("thing.py", "ours"): set(thing._OTHERS.values()),
    ("thing.py", "words"): set(thing._OTHERS.values()),
    ("answer_views.py", "_CHARTS[option.chart]"): set(answer_views._CHARTS.values()),
    ("answer_views.py", "_VIEWS[one]"): set(answer_views._VIEWS.values()),
    ("coverage_page.py", "part"): {"Memberships", "Summits", "Listings"},
}


def said() -> Iterator[tuple[str, str, bool]]:
    """Give each thing that is said: the file, the text or else the expression, and which it is."""
    for path in sorted(TEMPLATES.glob("*.html")):
        for call in Environment().parse(path.read_text("utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in _SAYING:
                first = call.args[0]
                if isinstance(first, nodes.Const):
                    yield path.name, str(first.value), True
                else:
                    yield path.name, _expression(first), False
    for path in sorted([*PAGES.glob("*.py"), *PAGES.with_name("drawings").glob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in _SAYING and node.args:
                text = _text(node.args[0])
                yield path.name, text or ast.unparse(node.args[0]), bool(text)


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _expression(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_expression(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else repr(node)


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def sentences(*places: str) -> Iterator[str]:
    """Give the sentences of faults in some modules, with ``{0}``, ``{1}`` for what changes."""
    kinds = {one.__name__ for one in _below(ComityError)}
    for place in places:
        for function in ast.walk(ast.parse((PACKAGE / place).read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                for call in ast.walk(function):
                    if isinstance(call, ast.Call) and _name(call.func) in kinds:
                        for part in call.args[:2]:
                            yield from _sentences(part, _assigned(function))


def _below(kind: type[ComityError]) -> Iterator[type[ComityError]]:
    yield kind
    for one in kind.__subclasses__():
        yield from _below(one)


def _assigned(function: ast.AST) -> dict[str, ast.expr]:
    return {
        one.targets[0].id: one.value
        for one in ast.walk(function)
        if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name)
    }


def _sentences(node: ast.expr, known: dict[str, ast.expr]) -> Iterator[str]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        yield from _sentences(node.func.value, known)  # "…".strip()
    elif isinstance(node, ast.IfExp):
        yield from (*_sentences(node.body, known), *_sentences(node.orelse, known))
    elif isinstance(node, ast.BoolOp):
        yield from (said for one in node.values for said in _sentences(one, known))
    elif isinstance(node, ast.Name) and node.id in known:
        yield from _sentences(known[node.id], known)
    elif _text(node):
        yield _text(node)
    elif isinstance(node, ast.JoinedStr):
        holes = [one.value for one in node.values if isinstance(one, ast.FormattedValue)]
        text = "".join(_text(one) or "{}" for one in node.values)
        while re.match(r"\{\} [A-Z{]", text):  # a sentence of its own
            text = text.removeprefix("{} ")
            yield from _sentences(holes.pop(0), known)
        if text == "{}":
            yield from _sentences(holes.pop(0), known)
        elif text:
            numbers = count()
            yield re.sub(r"\{\}", lambda _: f"{{{next(numbers)}}}", text)
