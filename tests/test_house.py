"""The house stands as it is drawn: layers, budgets, rooms, entry points, and what verbs say."""

from __future__ import annotations

import ast
import importlib.metadata
import inspect
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import click
import pytest

from comity.cli import VERBS, commands

TOP = Path(__file__).parent.parent
PACKAGE = TOP / "src" / "comity"
PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))

# A module imports from the steps before its own and from its own package, never sideways.
STEPS = (
    {"errors", "files", "iris", "paths", "sandbox", "terms", "text", "vocab"},
    {"lists"},
    {"graph"},
    {"tables"},
    {"store"},
    {"query"},
    {"validate", "network", "screen"},
    {"server"},
    {"cli"},
)
GROUND = STEPS[0]

# Where a library may be imported; the rest of the package does without it.
HOMES = {
    "click": ("cli/",),
    "jinja2": ("server/",),
    "markupsafe": ("server/",),
    "matplotlib": ("network/",),
    "networkx": ("network/",),
    "pyoxigraph": ("store/", "graph/load.py"),
    "pyshacl": ("validate/",),
    "rdflib": ("graph/load.py", "store/engines/rdflib.py", "validate/"),
    "rich": ("cli/", "query/render/text_layout.py"),
    "python_calamine": ("lists/io/workbook_process.py",),
    "shacl": ("validate/",),
    "starlette": ("server/",),
    "urllib3": ("lists/",),
    "uvicorn": ("server/",),
}
# Functions import only here: in what a user starts or opens, in the front door of the formats (each
# start pays for one of them), and for the data frames, whose libraries may not be installed.
LATE = (
    "cli/",
    "__init__.py",
    "lists/readers/__init__.py",
    "query/library/rows.py",
    "query/render/row_writers.py",
)
PRINTERS = ("cli/", "graph/fmt.py", "tables/__main__.py")
GENERATED = {"vocab.py"}


@dataclass(frozen=True)
class Import:
    """One import as written: what is meant, where, in a function or not, for types alone or not."""

    target: str
    line: int
    in_function: bool
    for_types: bool


@cache
def sources() -> dict[str, ast.Module]:
    """Return every module of the package, parsed, by its path inside the package."""
    paths = sorted(PACKAGE.rglob("*.py"))
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text("utf-8")) for path in paths
    }


def dotted(place: str) -> str:
    """Return the dotted name of a module from its path inside the package."""
    parts = ["comity", *place.removesuffix(".py").split("/")]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(tree: ast.Module) -> Iterator[Import]:
    """Give every import of a module, those inside functions too, and those by a name in a call."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    inside = {
        node for one in ast.walk(tree) if isinstance(one, functions) for node in ast.walk(one)
    }
    for_types = {
        node
        for one in ast.walk(tree)
        if isinstance(one, ast.If) and ast.unparse(one.test) == "TYPE_CHECKING"
        for node in ast.walk(one)
    }
    known = {dotted(place) for place in sources()}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"a relative import on line {node.lineno}"
            base = node.module or ""
            full = [f"{base}.{alias.name}" for alias in node.names]
            names = [name if name in known else base for name in full]
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            names = [ast.unparse(node.args[0]).strip("'")]
        else:
            continue
        for name in dict.fromkeys(names):
            yield Import(name, node.lineno, node in inside, node in for_types)


def room_of(module: str) -> str:
    """Return the first part below ``comity``: a package or a ground module."""
    return module.split(".")[1] if "." in module else ""


def step(room: str) -> int:
    """Return the number of the step on which a room stands."""
    return next(number for number, rooms in enumerate(STEPS) if room in rooms)


def may_import(own: str, other: str) -> bool:
    """Say whether a module of one room may import from another; "" is the package itself."""
    if other == "":
        return own == "cli"  # the command line opens the graph as any caller does
    return other == own or other in GROUND or step(other) < step(own)


def test_every_room_has_its_step() -> None:
    drawn = {room for rooms in STEPS for room in rooms}
    found = {room_of(dotted(place)) for place in sources()} - {"", "__main__"}
    assert found <= drawn


def test_imports_run_one_way() -> None:
    wrong = []
    for place, tree in sources().items():
        own = room_of(dotted(place))
        if own in ("", "__main__"):
            continue  # comity/__init__.py opens every room, late
        for one in imports(tree):
            if not one.target.startswith("comity"):
                continue
            if not may_import(own, room_of(one.target)):
                wrong.append(f"{place}:{one.line} imports {one.target}")
    assert wrong == []


def test_the_http_server_and_its_workers_share_only_what_passes_between_them() -> None:
    front, wire, back = (f"comity.server.{name}" for name in ("front", "wire", "back"))
    apart = ((front, back), (back, front), (wire, front), (wire, back))
    wrong = [
        f"{place}:{one.line} imports {one.target}"
        for place, tree in sources().items()
        for side, other in apart
        if dotted(place).startswith(side)
        for one in imports(tree)
        if one.target.startswith(other)
    ]
    assert wrong == []


def test_functions_import_only_where_starting_late_is_the_point() -> None:
    wrong = [
        f"{place}:{one.line} imports {one.target}"
        for place, tree in sources().items()
        if not place.startswith(LATE)
        for one in imports(tree)
        if one.in_function
    ]
    assert wrong == []


def test_no_module_imports_itself_by_a_detour() -> None:
    edges = {
        dotted(place): {one.target for one in imports(tree)} for place, tree in sources().items()
    }
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " imports ".join((*path[path.index(module) :], module))
        if module not in done:
            for target in sorted(edges[module] & edges.keys()):
                visit(target, (*path, module))
            done.add(module)

    for module in sorted(edges):
        visit(module, ())


def test_a_library_is_imported_only_in_its_room() -> None:
    wrong = [
        f"{place}:{one.line} imports {one.target}"
        for place, tree in sources().items()
        for one in imports(tree)
        for homes in [HOMES.get(one.target.split(".")[0])]
        if homes is not None and not place.startswith(homes) and not one.for_types
    ]
    assert wrong == []


@pytest.mark.parametrize("place", sorted(sources()))
def test_a_module_stays_under_300_lines_and_opens_with_what_it_does(place: str) -> None:
    lines = len((PACKAGE / place).read_text("utf-8").splitlines())
    assert lines <= 300 or place in GENERATED
    opening = ast.get_docstring(sources()[place])
    assert opening, f"{place} has no docstring"
    assert opening.splitlines()[0].endswith((".", ":")), "it begins with a sentence on one line"


def public_names(tree: ast.Module) -> set[str]:
    """Return what a package offers: its ``__all__``, or what it defines without an underscore."""
    defined: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            defined.add(node.name)
        targets = node.targets if isinstance(node, ast.Assign) else []
        names = {target.id for target in targets if isinstance(target, ast.Name)}
        if "__all__" in names:
            assert isinstance(node, ast.Assign)
            return set(ast.literal_eval(node.value))
        defined |= names
    return {name for name in defined if not name.startswith("_")}


@pytest.mark.parametrize("place", [one for one in sorted(sources()) if one.endswith("__init__.py")])
def test_a_package_shows_at_most_seven_names(place: str) -> None:
    assert len(public_names(sources()[place])) <= 7


def test_only_the_command_line_prints() -> None:
    wrong = [
        f"{place}:{node.lineno}"
        for place, tree in sources().items()
        if not place.startswith(PRINTERS)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert wrong == []


def loaded_by(code: str) -> set[str]:
    """Return the top-level modules that a fresh Python has loaded after running the code."""
    ending = "import sys; print(*sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", f"{code}\n{ending}"], capture_output=True, text=True, check=True
    )
    return {name.split(".")[0] for name in ran.stdout.split()}


@pytest.mark.parametrize(
    "code",
    [
        "import comity",
        "import comity.vocab",
        "from comity.cli import run; run(['--help'])",
    ],
)
def test_starting_loads_nothing_heavy(code: str) -> None:
    heavy = HOMES.keys() - ({"click"} if "cli" in code else set())
    assert loaded_by(code) & heavy == set()


def test_every_entry_point_loads() -> None:
    entries = importlib.metadata.distribution("comity").entry_points
    assert {entry.name for entry in entries} == set(PROJECT["project"]["scripts"])
    for entry in entries:
        assert callable(entry.load())


@pytest.mark.parametrize("verb", [None, *sorted(VERBS)])
def test_a_verb_says_what_it_does_and_shows_one_call(verb: str | None) -> None:
    context = click.Context(commands, info_name="comity")
    command = commands if verb is None else commands.get_command(context, verb)
    assert command is not None
    assert command.help
    prose, mark, example = command.help.partition("\b")
    assert prose.strip()
    assert mark
    for line in inspect.cleandoc(example).splitlines():
        assert line.startswith(f"comity {verb or ''}")
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{parameter.opts[0]} has no help"
