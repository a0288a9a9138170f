"""XML comes as a stream of elements, and what XML can do beyond that it cannot do here."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from comity.errors import BadData
from comity.lists.io import xml
from comity.lists.io.input_files import Parcel, parcels

Making = Callable[[str | bytes], Parcel]


@pytest.fixture
def parcel(tmp_path: Path) -> Making:
    def made(content: str | bytes) -> Parcel:
        place = tmp_path / "list.xml"
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
        return parcels([str(place)])[0]

    return made


def test_elements_come_with_their_lines_and_without_their_namespaces(
    parcel: Making,
) -> None:
    content = (
        '<l:list xmlns:l="urn:l" xmlns="urn:d" l:date="2020">\n'
        "<one id='1'><name> A \n B </name><name/><name>C</name></one>\n"
        "<two/>\n<l:one l:id='2'>tail</l:one></l:list>"
    )
    found = list(xml.elements(parcel(content), {"one"}))
    assert [(element.tag, element.attrib, line) for element, line in found] == [
        ("one", {"id": "1"}, 2),
        ("one", {"id": "2"}, 5),
    ]
    first, second = (element for element, _ in found)
    assert xml.text(first, "name") == "A B"
    assert xml.texts(first, "name") == ["A B", "C"]
    assert xml.text(first, "none") == ""
    assert xml.text(second) == "tail"
    assert xml.opening(parcel(content)).attrib == {"date": "2020"}


BOMB = """<?xml version="1.0"?>
<!DOCTYPE list [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<list><one>&b;</one></list>"""
OUTSIDE = '<!DOCTYPE list [<!ENTITY x SYSTEM "file:///etc/hostname">]><list><one>&x;</one></list>'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (BOMB, "DOCTYPE"),
        (OUTSIDE, "DOCTYPE"),
        ('<!DOCTYPE list SYSTEM "http://localhost/list.dtd"><list><one/></list>', "DOCTYPE"),
        ("<list><one>&x;</one></list>", "undefined entity on line 1, column 12"),
        ("<list><one>A & B</one></list>", "not well-formed.* on line 1"),
        ("<list>\n<one></list>", "mismatched tag on line 2"),
        ("<list><one/>", "no element found"),
        ("", "is empty"),
        ("name,country", "not well-formed"),
        ("<a>" * 101 + "</a>" * 101, "more than 100 deep"),
        ("<list><one>" + "<a>" * 101 + "</a>" * 101 + "</one></list>", "more than 100 deep"),
        ("<list><one>" + "x" * 1_000_000 + "</one></list>", "more than 100,000 characters"),
        ('<?xml version="1.0" encoding="klingon"?><list/>', "unknown encoding"),
    ],
)
def test_what_is_no_plain_xml_is_refused_in_one_line(
    parcel: Making, content: str, words: str
) -> None:
    with pytest.raises(BadData, match=words) as caught:
        list(xml.elements(parcel(content), {"one"}))
    assert "\n" not in caught.value.found


def test_elements_before_a_fault_are_given_first(parcel: Making) -> None:
    stream = xml.elements(parcel("<list><one>A</one><one>B"), {"one"})
    assert next(stream)[0].text == "A"
    with pytest.raises(BadData):
        next(stream)


def test_an_element_that_never_ends_is_refused(
    parcel: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xml, "RECORD", 1000)
    with pytest.raises(BadData, match="element of more than"):
        list(xml.elements(parcel("<list><one>" + "<a/>" * 500_000), {"one"}))


def test_memory_stays_flat_however_long_the_file(parcel: Making) -> None:
    content = "<list>" + "<one><name>A</name></one>" * 60_000 + "</list>"
    given = parcel(content)
    del content
    tracemalloc.start()
    count = sum(1 for _ in xml.elements(given, {"one"}))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 60_000
    assert peak < 20 << 20


def test_an_attribute_over_the_bound_is_refused(parcel: Making) -> None:
    with pytest.raises(BadData, match="an attribute of more than 100,000 characters on line 2"):
        list(xml.elements(parcel(f"<list>\n<one name='{'x' * 100_001}'/></list>"), {"one"}))
