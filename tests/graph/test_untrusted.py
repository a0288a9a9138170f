"""RDF from elsewhere is read offline and to a bound, or refused in a line; it ends no process."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from comity.errors import BadData
from comity.graph.load import read_triples
from comity.graph.untrusted import DEEPEST
from comity.terms import Literal

RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e#"'
ABOUT = '<rdf:Description rdf:about="urn:a"><e:b>{}</e:b></rdf:Description></rdf:RDF>'
BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(12))
MANY = 100_000


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Return a listener on the loopback interface that nobody should call."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def refused(text: str | bytes, media: str) -> str:
    with pytest.raises(BadData) as error:
        read_triples(text.encode() if isinstance(text, str) else text, media)
    assert len(error.value.found.splitlines()) == 1
    return error.value.found


@pytest.mark.parametrize(
    "context",
    [
        "URL",
        ["URL"],
        [{}, "URL"],
        {"@version": 1.1, "@import": "URL"},
        {"b": {"@id": "urn:b", "@context": "URL"}},
        [[{"b": {"@id": "urn:b", "@context": ["URL"]}}]],
    ],
)
@pytest.mark.parametrize("scheme", ["http", "file", "relative"])
def test_a_context_is_never_fetched(
    listener: socket.socket, tmp_path: Path, context: object, scheme: str
) -> None:
    (tmp_path / "context.jsonld").write_text('{"@context": {"b": "urn:b"}}')
    url = {
        "http": f"http://127.0.0.1:{listener.getsockname()[1]}/c",
        "file": (tmp_path / "context.jsonld").as_uri(),
        "relative": "context.jsonld",
    }[scheme]
    text = json.dumps({"@context": context, "@id": "urn:a", "b": "c"}).replace("URL", url)
    file = tmp_path / "mine.jsonld"
    file.write_text(text)
    with pytest.raises(BadData, match="does not fetch") as error:
        read_triples(file)
    assert url in error.value.found
    with pytest.raises(BlockingIOError):
        listener.accept()


@pytest.mark.parametrize("nested", [True, False])
def test_a_context_in_the_data_is_heeded(nested: bool) -> None:
    context: object = {"schema": "https://schema.org/", "name": {"@id": "schema:name"}}
    document = {"@context": [context] if nested else context, "@id": "urn:a", "name": "Anna"}
    [(_, name, value)] = read_triples(json.dumps(document).encode(), "json-ld")
    assert (name.value, value) == ("https://schema.org/name", Literal("Anna"))


@pytest.mark.parametrize(
    ("doctype", "text"),
    [
        (f"<!DOCTYPE r [{BOMB}]>", "&e11;"),
        ('<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname">]>', "&a;"),
        ('<!DOCTYPE r SYSTEM "http://127.0.0.1:9/a.dtd">', "x"),
        ('<!DOCTYPE r [<!ENTITY % a SYSTEM "http://127.0.0.1:9/a.dtd"> %a;]>', "x"),
        ("<!DOCTYPE r>", "x"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_with_a_document_type_is_refused(doctype: str, text: str, encoding: str) -> None:
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{doctype}{RDF}>{ABOUT.format(text)}'
    assert "document type" in refused(xml.encode(encoding), "xml")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_xml_in_another_encoding_is_read(encoding: str) -> None:
    name = encoding.removesuffix("-sig")
    xml = f'<?xml version="1.0" encoding="{name}"?>\n{RDF}>{ABOUT.format("Café")}'
    [(_, _, value)] = read_triples(xml.encode(encoding), "xml")
    assert value == Literal("Café")


DEEP = {
    "triple terms": ("turtle", "<urn:a> <urn:b> " + "<<( <urn:a> <urn:b> " * MANY),
    "triple terms behind comments": (
        "turtle",
        "<urn:a> <urn:b> " + "<<( #>>\n <urn:a>\n <urn:b> " * MANY,
    ),
    "triple terms behind strings": (
        "turtle",
        "<urn:a> <urn:b> '''>>''' , \">>\" , " + "<<( <urn:a\\u003e\\u003e> <urn:b> " * MANY,
    ),
    "triple terms in N-Triples": ("nt", "<urn:a> <urn:b> " + "<<( <urn:a> <urn:b> " * MANY),
    "blank nodes": ("turtle", "<urn:a> <urn:b> " + "[ <urn:b> " * MANY + "1" + "]" * MANY + " ."),
    "lists": ("turtle", "<urn:a> <urn:b> " + "(" * MANY + ")" * MANY + " ."),
    "lists behind local names": ("turtle", "<urn:a> <urn:b> " + "( <urn:a>, a:\\)\\( " * MANY),
    "graphs": ("trig", "{" * MANY),
    "elements": ("xml", f"{RDF}>" + "<e:A><e:b>" * MANY),
    "literal elements": (
        "xml",
        f'{RDF}><e:A><e:b rdf:parseType="Literal">' + "<e:A>" * MANY,
    ),
    "objects": ("json-ld", '{"urn:b":' * MANY + "1" + "}" * MANY),
    "arrays": ("json-ld", '{"urn:b":' + "[" * MANY + "]" * MANY + "}"),
    "objects that json can read": ("json-ld", '{"urn:b":' * 200 + "1" + "}" * 200),
    "contexts": (
        "json-ld",
        '{"@context":' + '{"a":{"@id":"urn:a","@context":' * 200 + "{}" + "}" * 401,
    ),
}


@pytest.mark.parametrize("kind", DEEP)
def test_what_is_nested_without_end_is_refused(kind: str) -> None:
    media, text = DEEP[kind]
    assert f"more than {DEEPEST} levels" in refused(text, media)


@pytest.mark.parametrize("last", ["urn:x:", "t0:x"])
def test_terms_that_build_on_each_other_without_end_are_refused(last: str) -> None:
    terms = {f"t{n}": f"t{n + 1}:x" for n in range(20_000)} | {"t20000": last}
    assert "without end" in refused(json.dumps({"@context": terms, "t0": "x"}), "json-ld")


def test_an_element_with_attributes_without_end_is_refused() -> None:
    attributes = "".join(f' e:a{n}="x"' for n in range(MANY))
    assert "attributes" in refused(f"{RDF}{attributes}/>", "xml")


@pytest.mark.parametrize(
    ("media", "text"),
    [
        ("turtle", '<urn:a> <urn:b> """' + 'x"' * MANY),
        ("turtle", "_:a" + ".a" * MANY),
        ("json-ld", '{"@id": ' + "1" * MANY + "}"),
        ("json-ld", '{"@id": "\\ud800"}'),
        ("json-ld", '{"@id":"urn:a","urn:b":"' + "x" * 2**25 + '"}'),
        ("xml", f"{RDF}>" + "x" * MANY),
        ("xml", '<?xml version="1.0" encoding="none-such"?><a/>'),
        ("xml", '<?xml version="1.0" encoding="shift_jis"?><a/>'),
        ("turtle", "<urn:a> <urn:b> <<( <urn:a> <urn:b> <urn:c> )>> ."),
    ],
)
def test_what_is_no_rdf_is_refused_whatever_its_length(media: str, text: str) -> None:
    assert refused(text, media)


def test_marks_in_strings_and_comments_are_no_nesting() -> None:
    text = "".join(f'<urn:a> <urn:b> \'<<{n}\' , """<< {n}""" . # << ( \n' for n in range(200))
    assert len(read_triples(text.encode(), "turtle")) == 400


def test_graphs_are_merged(tmp_path: Path) -> None:
    (tmp_path / "a.trig").write_text("<urn:g> { <urn:a> <urn:b> 1 } <urn:a> <urn:b> 2 .")
    (tmp_path / "a.nq").write_text('<urn:a> <urn:b> "x" <urn:g> .\n<urn:a> <urn:b> "y" .\n')
    assert [len(read_triples(tmp_path / name)) for name in ("a.trig", "a.nq")] == [2, 2]
