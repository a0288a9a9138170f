"""No query and no update calls out, whatever it is spelt like: the guard, then the sandbox."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.errors import BadQuery
from comity.paths import room
from comity.store.engines import guard
from comity.store.engines import tokens as tokens_module
from comity.store.engines.interface import Engine
from comity.store.engines.oxigraph import OxigraphEngine
from comity.store.engines.rdflib import RdflibEngine
from comity.store.engines.tokens import all_tokens, tokens

SHARED = Path(__file__).resolve().parents[4] / "shared"
TRIPLE = ("urn:a", "urn:b", "1")


class Listener:
    """A listener on loopback that counts who connects."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        self.calls = 0
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.calls += 1
            connection.close()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


def stores() -> tuple[OxigraphEngine, RdflibEngine]:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode(TRIPLE[0]), ox.NamedNode(TRIPLE[1]), ox.Literal(TRIPLE[2])))
    dataset = rdflib.Dataset(default_union=True)
    dataset.default_graph.add(
        (rdflib.URIRef(TRIPLE[0]), rdflib.URIRef(TRIPLE[1]), rdflib.Literal(TRIPLE[2]))
    )
    return OxigraphEngine(store), RdflibEngine(dataset)


def ask_in_any_form(engine: Engine, text: str) -> None:
    """Have a query answered, whatever its form, and read the answer."""
    form = guard.check(text)
    if form == "ASK":
        engine.ask(text)
    elif form == "CONSTRUCT":
        list(engine.construct(text))
    else:
        list(engine.select(text).rows)


CALLS = [
    "SELECT*{SERVICESILENT<URL>{?s ?p ?o}}",
    "select*{service<URL>{?s ?p ?o}}",
    "PREFIX e:<URL>SELECT*{SERVICEe:{?s ?p ?o}}",
    "PREFIX : <URL> SELECT*{?s ?p ?o SERVICE:{?s ?p ?o}}",
    "PREFIX SERVICE: <urn:> PREFIX : <URL> SELECT*{?s ?p ?o SERVICE:{?s ?p ?o}}",
    "PREFIX e:<URL>SELECT*{?s ?p trueSERVICEe:{?s ?p ?o}}",
    "SELECT*{?s ?p trueSERVICE<URL>{?s ?p ?o}}",
    "SELECT*{?s ?p 1SERVICE<URL>{?s ?p ?o}}",
    "SELECT*{?s ?p ?o.SERVICE<URL>{?s ?p ?o}}",
    "SELECT*{?s ?p ?o FILTER(1<2)SERVICE#>\n<URL>{?s ?p ?o}}",
    "SELECT*{?s ?p ?o FILTER(1<2)#>'''\nSERVICE<URL>{?s ?p ?o}#'''\n}",
    'SELECT*{?s ?p ?o FILTER(?s<?o)#>"""\nSERVICE<URL>{?s ?p ?o}#"""\n}',
    "SELECT*{?s ?p ?o FILTER EXISTS{SERVICE<URL>{?s ?p ?o}}}",
    "SELECT*{\\u0053ERVICE <URL>{?s ?p ?o}}",
    "SELECT*{SERV\\U00000049CE <URL>{?s ?p ?o}}",
    "SELECT*{?s ?p ?c\u00b2SERVICE <URL>{?s ?p ?o}}",
    "SELECT*{VALUES ?x {<URL>} SERVICE?x{?s ?p ?o}}",
    "SELECT*{{SELECT*{SERVICE SILENT#\r<URL>{?s ?p ?o}}}}",
    "ASK{SERVICE<URL>{?s ?p ?o}}",
    "CONSTRUCT{?s ?p ?o}WHERE{SERVICE<URL>{?s ?p ?o}}",
    "SELECT * FROM <URL> { ?s ?p ?o }",
    "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
]
READS = [
    ("PREFIX service: <urn:> SELECT * { ?s service:b ?serviceX }", 1),
    ("PREFIX service: <urn:> SELECT * { ?s ?p ?o {?s service:b ?o} }", 1),
    ("SELECT * { ?s <urn:b> ?service . # SERVICE\n FILTER(?service != 'SERVICE') }", 1),
    ("SELECT * { ?s <urn:b> _:service FILTER(str(?s)<'urn:service') }", 1),
    ("PREFIX xservice: <urn:> SELECT * { xservice:a ?p ?o }", 1),
    ("SELECT * { <urn:\\u0061> ?p ?o FILTER(?o != '\\u0053ERVICE') }", 1),
]


@pytest.mark.parametrize("text", CALLS)
def test_a_query_that_asks_elsewhere_reaches_nobody(listener: Listener, text: str) -> None:
    for engine in stores():
        before = listener.calls
        with suppress(BadQuery):
            ask_in_any_form(engine, text.replace("URL", listener.url))
        assert listener.calls == before, engine.name


@pytest.mark.parametrize(("text", "rows"), READS)
def test_a_query_with_the_word_in_a_name_a_string_or_a_comment_is_answered(
    text: str, rows: int
) -> None:
    guard.check(text)
    for engine in stores():
        assert len(list(engine.select(text).rows)) == rows, engine.name


PIECES = st.sampled_from(
    [
        *("SERVICE", "service", "SILENT", "SELECT", "*", "{", "}", "(", ")", "<", ">", ".", ";"),
        *("FILTER", "1", "2", "?s", "?p", "?o", "<URL>", "e:", ":", "e:x", "_:b", "a", "true", "!"),
        *("'", '"', "'''", '"""', "\\", "\\u0053", "#", "\n", "\r", " ", "\t", "\u00e9", "@en"),
        *("&&", "||", "^^", "UNION", "OPTIONAL", "GRAPH", "EXISTS", "VALUES", "BIND", "AS", ","),
    ]
)


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=24).map("".join))
def test_whatever_passes_the_guard_reaches_nobody(middle: str) -> None:
    caller = Listener()
    try:
        text = (
            f"PREFIX e:<{caller.url}>PREFIX :<{caller.url}>"
            f"SELECT*{{?s ?p ?o {middle}SERVICE<URL>{{?s ?p ?o}}}}"
        ).replace("URL", caller.url)
        for wanted in (text, text.replace(f"SERVICE<{caller.url}>", "")):
            with suppress(BadQuery):
                list(stores()[0].select(wanted).rows)
            assert caller.calls == 0
    finally:
        caller.close()


@pytest.mark.parametrize(
    "text",
    [
        "LOADSILENT<URL>",
        "LOAD<URL>",
        "load <URL> into graph <urn:g>",
        "INSERT DATA{<urn:a> <urn:b> 1};LOADSILENT<URL>",
        "PREFIX e:<URL>LOADe:",
        "PREFIX e:<URL>LOADSILENTe:",
        "\\u004cOAD <URL>",
        "INSERT{?s ?p ?o}WHERE{SERVICE<URL>{?s ?p ?o}}",
        "INSERT{?s ?p ?o}WHERE{?s ?p ?o FILTER(1<2)SERVICE#>\n<URL>{?s ?p ?o}}",
    ],
)
def test_an_update_that_asks_elsewhere_reaches_nobody(listener: Listener, text: str) -> None:
    before = listener.calls
    try:
        safe = guard.respelt_update(text.replace("URL", listener.url))
        ox.Store().update(safe)
    except (BadQuery, SyntaxError):
        pass
    assert listener.calls == before


def test_an_update_with_the_words_in_names_is_run() -> None:
    store = ox.Store()
    text = "PREFIX load: <urn:load/> INSERT DATA { load:service load:b 'LOAD' } # SERVICE"
    store.update(guard.respelt_update(text))
    assert [str(quad.subject) for quad in store] == ["<urn:load/service>"]


def test_no_query_that_only_reads_is_refused() -> None:
    """Over the library, and whatever suites and cases lie beside the checkout."""
    files = sorted(Path(room("queries")).rglob("*.rq"))
    assert files
    refused = []
    for path in (*files, *sorted(SHARED.rglob("*.rq"))):
        text = path.read_bytes().decode("utf-8", "replace")
        try:
            guard.check(text)
            guard.respelt(text)
        except BadQuery as error:
            if "SERVICE" not in text.upper() and "update" not in error.found:
                refused.append(f"{path}: {error.found}")
    assert refused == []


def test_the_engine_and_we_agree_which_characters_go_on_a_variable() -> None:
    store = ox.Store()
    for code in (*range(0x21, 0xD800), *range(0xE000, 0x10000, 7), 0x10000, 0xEFFFF, 0xF0000):
        character = chr(code)
        first, *_ = tokens(f"?a{character}")
        if first.text == "?a" and code > 0x7F:
            with pytest.raises(SyntaxError):
                store.query(f"ASK{{?a{character} ?b ?c}}")


@given(st.text(alphabet=" .:_?$@<>\"'\\#%-(ab1\u00e9\u00b7\u65e5\n", max_size=30))
def test_the_expressions_for_ascii_change_no_token(text: str) -> None:
    assert list(all_tokens(text)) == list(all_tokens(text, is_ascii=False))


COSTLY = [
    "\u00e9",
    "a.",
    "_:a.",
    '"\\"',
    "<",
    "(",
    "\\",
    '"""\\"',
    "?",
    "@en-",
    "1e1",
    "a:",
    "%41",
    "'\n",
    "a.a.:",
    "<a",
    "#\n",
]


@pytest.mark.parametrize("piece", COSTLY)
def test_the_cost_of_tokens_grows_with_the_text_and_not_faster(
    piece: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Count the tokens, and the characters that are looked through for the end of a name."""
    look = tokens_module._end
    looked_through = 0

    def counted(pattern: re.Pattern[str], text: str, position: int) -> int:
        nonlocal looked_through
        end = look(pattern, text, position)
        looked_through += end - position
        return end

    monkeypatch.setattr(tokens_module, "_end", counted)

    def steps(size: int) -> int:
        nonlocal looked_through
        looked_through = 0
        return sum(1 for _ in all_tokens(piece * size)) + looked_through

    assert steps(4000) <= 2 * steps(2000) + 10


def test_a_query_of_more_than_a_million_characters_is_refused() -> None:
    with pytest.raises(BadQuery, match=r"1,048,577 characters; the most is 1,048,576"):
        guard.check(" " * (guard.LONGEST + 1))


SANDBOXED = """
import sys
from comity.sandbox import leave_network
import pyoxigraph
if not leave_network():
    sys.exit(3)
try:
    list(pyoxigraph.Store().query(f"SELECT*{{SERVICE<{sys.argv[1]}>{{?s ?p ?o}}}}"))
except OSError:
    sys.exit(4)
"""


def test_a_process_without_network_reaches_nobody_even_past_the_guard(listener: Listener) -> None:
    before = listener.calls
    ran = subprocess.run(
        [sys.executable, "-c", SANDBOXED, listener.url],
        timeout=60,
        capture_output=True,
        check=False,
    )
    if ran.returncode == 3:
        pytest.skip("this system takes the network from no process")
    assert ran.returncode == 4, ran.stderr
    assert listener.calls == before


@pytest.mark.parametrize(
    ("engine", "text"),
    [*(("oxigraph", text) for text in CALLS), ("rdflib", CALLS[2]), ("rdflib", CALLS[-2])],
)
def test_the_command_line_reaches_nobody(listener: Listener, engine: str, text: str) -> None:
    before = listener.calls
    ran = subprocess.run(
        [sys.executable, "-P", "-m", "comity", "query", "-", "--engine", engine],
        input=text.replace("URL", listener.url).encode(),
        timeout=120,
        capture_output=True,
        check=False,
    )
    assert listener.calls == before
    assert b"Traceback" not in ran.stderr


def test_modules_in_the_working_folder_are_not_run(tmp_path: Path) -> None:
    for name in ("pyoxigraph", "json", "click"):
        (tmp_path / f"{name}.py").write_text("open('run', 'w').close()", "utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "comity", "--version"], cwd=tmp_path, timeout=60, check=False
    )
    assert ran.returncode == 0
    assert not (tmp_path / "run").exists()
