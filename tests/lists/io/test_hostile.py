"""Whatever is in a file, a reader gives items or one clear complaint, and in good time.

Every reader is tried, each with every sample of its format in ``tests/data/lists/<name of the
reader>``. A file that was made to harm, or was harmed on its way, is refused, or what is harmful
in it is told or taken out.
"""

from __future__ import annotations

import gzip
import io
import os
import re
import struct
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.errors import BadData, ComityError
from comity.lists.io.encoding import MAX_FIELD, clean
from comity.lists.io.input_files import parcels
from comity.lists.model.record import Deletion, Edition, Item, Ownership, Record, Refusal
from comity.lists.readers import reader_named, readers, recognise
from tests.lists.reading import SAMPLES

FILES = sorted(path for path in SAMPLES.glob("*/*") if path.is_file())
MOST_SECONDS = 20.0
"""Of the processor, for one file of a few kilobytes; a reader that takes longer hangs."""

Change = Callable[[bytes], bytes]


def label(path: Path) -> str:
    """Return the name of a sample."""
    return f"{path.parent.name}/{path.name}"


def content_of(path: Path) -> bytes:
    """Return the part of a sample that is to be harmed: of a workbook, its largest part."""
    content = path.read_bytes()
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(inner(archive))


def inner(archive: zipfile.ZipFile) -> str:
    """Return the name of the part of a workbook that holds most of its text."""
    parts = [info for info in archive.infolist() if info.filename.startswith("xl/")]
    wanted = [info for info in parts if re.search("sheet[0-9]|sharedStrings", info.filename)]
    return max(wanted, key=lambda info: info.file_size).filename


def harmed(path: Path, place: Path, change: Change) -> Path:
    """Write a sample with a change in it."""
    content = path.read_bytes()
    if not content.startswith(b"PK"):
        place.write_bytes(change(content))
        return place
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(place, "w") as new:
        chosen = inner(old)
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info, change(data) if info.filename == chosen else data)
    return place


def read(path: Path, place: Path) -> list[Item]:
    """Read a file with the reader of a sample, though it may not be recognised any more."""
    return list(reader_named(path.parent.name).read(parcels([str(place)]), ""))


def outcome(path: Path, place: Path) -> list[Item] | ComityError:
    """Return what comes of a file: items that are sound, or a complaint of one line."""
    started = time.process_time()
    found: list[Item] | ComityError
    try:
        found = read(path, place)
    except ComityError as error:
        found = error
    assert time.process_time() - started < MOST_SECONDS
    if isinstance(found, ComityError):
        assert found.found
        assert "\n" not in found.found + found.remedy
        return found
    for item in found:
        assert isinstance(item, Edition | Record | Ownership | Deletion | Refusal)
        if isinstance(item, Record):
            assert item.names[0].kind == "primary"
            assert sum(name.kind == "primary" for name in item.names) == 1
            assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", one.list) for one in item.entries)
        if isinstance(item, Record | Ownership):
            assert all(text == clean(text) for text in texts(item))
    return found


def texts(value: object) -> Iterator[str]:
    """Give every text in an item, however deep, except where in the file it stands."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)
    elif is_dataclass(value):
        for part in fields(value):
            if part.name != "place":
                yield from texts(getattr(value, part.name))


def names(found: list[Item] | ComityError) -> set[str]:
    """Return all names of all records; none of a complaint."""
    if isinstance(found, ComityError):
        return set()
    return {name.text for item in found if isinstance(item, Record) for name in item.names}


def a_name(path: Path) -> bytes:
    """Return a name that stands as such in a sample, so that it can be changed there."""
    content = content_of(path)
    for name in sorted(names(read(path, path)), key=len, reverse=True):
        if len(name) > 3 and name.isalnum() and name.encode() in content:
            return name.encode()
        words = [word for word in name.split() if len(word) > 3 and word.isalpha()]
        for word in words:
            if word.encode() in content:
                return word.encode()
    raise AssertionError(f"no name stands in {label(path)} as it is read")


each_sample = pytest.mark.parametrize("path", FILES, ids=label)
each_sample_of_xml = pytest.mark.parametrize(
    "path",
    [one for one in FILES if content_of(one).lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<")],
    ids=label,
)
each_sample_of_a_table = pytest.mark.parametrize(
    "path", [one for one in FILES if one.suffix in (".csv", ".txt", ".CSV")], ids=label
)


def test_every_reader_has_a_sample_and_every_sample_a_reader() -> None:
    assert {path.parent.name for path in FILES} == {reader.name for reader in readers()}


@each_sample
def test_a_sample_is_recognised_by_its_own_reader_alone_and_read(
    path: Path,
) -> None:
    [parcel] = parcels([str(path)])
    own = path.parent.name
    assert [one.name for one in readers() if one.recognises(parcel.head())] == [own]
    assert recognise([parcel]).name == own
    found = outcome(path, path)
    assert not isinstance(found, ComityError)
    assert isinstance(found[0], Edition)
    assert sum(isinstance(item, Edition) for item in found) == 1
    kinds = Counter(type(item) for item in found)
    assert kinds[Record] > kinds[Refusal]  # some samples have a row that is to be refused


@each_sample
def test_a_sample_reads_the_same_twice_and_from_any_place(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere.bin"
    other.write_bytes(path.read_bytes())
    assert read(path, path) == read(path, other)


@each_sample_of_xml
def test_an_entity_bomb_and_an_outside_entity_are_refused(path: Path, tmp_path: Path) -> None:
    bomb = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    outside = '<!ENTITY a9 SYSTEM "file:///etc/hostname">'
    name = a_name(path)
    for entities in (f'<!ENTITY a0 "ha">{bomb}', outside):

        def change(content: bytes, entities: str = entities) -> bytes:
            root = re.search(rb"<[A-Za-z]", content)
            assert root
            start, rest = content[: root.start()], content[root.start() :]
            doctype = f"<!DOCTYPE x [{entities}]>".encode()
            return start + doctype + rest.replace(name, b"&a9;", 1)

        found = outcome(path, harmed(path, tmp_path / "f", change))
        if path.suffix == ".xlsx":  # the library leaves entities unexpanded
            assert not any("haha" in text or "\n" in text for text in names(found))
        else:
            assert isinstance(found, BadData)
            assert "DOCTYPE" in found.found


@each_sample
def test_a_name_of_a_million_letters_is_refused(path: Path, tmp_path: Path) -> None:
    name = a_name(path)
    place = harmed(path, tmp_path / "f", lambda old: old.replace(name, b"x" * 1_000_000, 1))
    found = outcome(path, place)
    assert all(len(text) <= MAX_FIELD for text in names(found))
    if not isinstance(found, ComityError):
        assert any(isinstance(item, Refusal) for item in found)


@each_sample
def test_unseen_characters_in_a_name_are_taken_out(path: Path, tmp_path: Path) -> None:
    name = a_name(path)
    unseen = "\u202e\u2066\u202c\ufeff\u009b".encode()
    place = harmed(
        path, tmp_path / "f", lambda old: old.replace(name, name[:2] + unseen + name[2:])
    )
    found = outcome(path, place)
    assert not isinstance(found, ComityError)
    assert names(found) == names(read(path, path))


@each_sample
@pytest.mark.parametrize(
    "odd",
    [b"\x00", b"\x07\x1b[31m", b"\x1a", b"\r\n", b'"', b"\\u0000\\ud800", b"\xe9", b"\xff\xfe",
     b"\xff\xfee\x00", b"\xf0\x9f", b"\x81"],
)  # fmt: skip
def test_control_characters_and_mixed_encodings_do_no_harm(
    path: Path, odd: bytes, tmp_path: Path
) -> None:
    name = a_name(path)
    outcome(
        path, harmed(path, tmp_path / "f", lambda old: old.replace(name, name[:1] + odd + name))
    )


@each_sample
def test_an_ampersand_that_stands_alone_is_refused_in_xml_and_kept_elsewhere(
    path: Path, tmp_path: Path
) -> None:
    name = a_name(path)
    place = harmed(path, tmp_path / "f", lambda old: old.replace(name, b"A & B", 1))
    found = outcome(path, place)
    if content_of(path).lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<"):
        assert isinstance(found, BadData)
    else:
        assert not isinstance(found, ComityError)


@each_sample
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_file_that_is_cut_is_refused_or_read_as_far_as_it_goes(
    path: Path, share: float, tmp_path: Path
) -> None:
    place = harmed(path, tmp_path / "f", lambda old: old[: int(len(old) * share)])
    found = outcome(path, place)
    whole = read(path, path)
    if not isinstance(found, ComityError):
        before, after = (Counter(map(type, items))[Record] for items in (whole, found))
        assert after <= before
    elif content_of(path).startswith((b"<", b"\xef\xbb\xbf<", b"[", b"{")) and share > 0.1:
        assert isinstance(found, BadData)


@each_sample
def test_a_formula_in_a_name_is_a_name(path: Path, tmp_path: Path) -> None:
    name = a_name(path)
    place = harmed(path, tmp_path / "f", lambda old: old.replace(name, b"=1+1", 1))
    found = outcome(path, place)
    assert not isinstance(found, ComityError)
    assert not any(text == "2" for text in names(found))


@each_sample
def test_a_file_of_other_content_is_refused_whole(path: Path, tmp_path: Path) -> None:
    place = tmp_path / "f"
    for other in (b"colour,shape\nred,round\n", b"<zoo><ape/></zoo>", b'{"a": 1}', b"[]", b"\x00"):
        place.write_bytes(other)
        found = outcome(path, place)
        if not isinstance(found, ComityError):
            assert not [item for item in found if isinstance(item, Record)]


@each_sample_of_a_table
def test_an_edition_without_a_record_is_refused(path: Path, tmp_path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    place = tmp_path / "f"
    place.write_bytes(b"".join(line for line in lines[:1] if not line[:1].isdigit()))
    found = outcome(path, place)
    if not isinstance(found, ComityError):
        assert not [item for item in found if isinstance(item, Record)]


MUTATIONS = st.lists(
    st.tuples(
        st.sampled_from(["cut", "flip", "double", "drop", "put"]),
        st.floats(0, 1, exclude_max=True),
        st.integers(1, 200),
        st.sampled_from([b"\x00", b"<", b">", b'"', b"&#0;", b"\xff", b",,,,", b"[[", b"}", b"\n"]),
    ),
    min_size=1,
    max_size=4,
)


def mutated(content: bytes, steps: list[tuple[str, float, int, bytes]]) -> bytes:
    """Return bytes to which happened what happens to files."""
    for step, share, length, odd in steps:
        at = int(len(content) * share)
        before, piece, after = content[:at], content[at : at + length], content[at + length :]
        if step == "cut":
            content = before + piece
        elif step == "flip":
            content = before + bytes(byte ^ 1 << (length % 8) for byte in piece) + after
        elif step == "double":
            content = before + piece * 2 + after
        elif step == "drop":
            content = before + after
        else:
            content = before + odd + piece + after
    return content


@each_sample
@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(steps=MUTATIONS)
def test_a_file_that_was_harmed_on_its_way_is_read_or_refused(
    path: Path, steps: list[tuple[str, float, int, bytes]], tmp_path: Path
) -> None:
    outcome(path, harmed(path, tmp_path / "f", lambda old: mutated(old, steps)))


@each_sample
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=MUTATIONS)
def test_a_packed_file_that_was_harmed_is_read_or_refused(
    path: Path, steps: list[tuple[str, float, int, bytes]], tmp_path: Path
) -> None:
    place = tmp_path / "f"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("list", path.read_bytes())
    place.write_bytes(mutated(place.read_bytes(), steps) or b"x")
    outcome(path, place)


BOUNDED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (3 << 29, 3 << 29))
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
from comity.cli import run
sys.exit(run(sys.argv[1:]))
"""


def imported(source: str, *files: Path, store: Path) -> tuple[int, str]:
    """Import files for a trial in a process with bounds; return its exit code and what it says."""
    ran = subprocess.run(
        [
            *(sys.executable, "-P", "-c", BOUNDED, "import", "--dry-run", "--accept-shrunken"),
            *("--date", "2024-01-01", "--store", str(store), source, *map(str, files)),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return ran.returncode, ran.stderr


CSL_HEADER = (
    "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,"
    "start_date,end_date,standard_order,license_requirement,license_policy,call_sign,vessel_type,"
    "gross_tonnage,gross_registered_tonnage,vessel_flag,vessel_owner,remarks,source_list_url,"
    "alt_names,citizenships,dates_of_birth,nationalities,places_of_birth,source_information_url,ids"
)


def wide_table(folder: Path) -> Path:
    path = folder / "wide.csv"
    columns = ",".join(f"c{number}" for number in range(100_000))
    path.write_text(f"{CSL_HEADER},{columns}\n", "utf-8")
    return path


def rows_of_another_width(folder: Path) -> Path:
    path = folder / "rows.csv.gz"
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as file:
        file.write(CSL_HEADER + "\n")
        for _ in range(300):
            file.write("a,b\n" * 10_000)
    return path


def zip_of_many(folder: Path) -> Path:
    path = folder / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(20_000):
            archive.writestr(f"{number}.csv", "a")
    return path


def zip_with_damaged_lzma(folder: Path) -> Path:
    path = folder / "lzma.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.csv", CSL_HEADER + "\n" + "x" * 5000)
    content = bytearray(path.read_bytes())
    content[60:90] = b"\xff" * 30
    path.write_bytes(content)
    return path


def named_pipe(folder: Path) -> Path:
    path = folder / "pipe"
    os.mkfifo(path)
    return path


def a_long_record(folder: Path) -> Path:
    path = folder / "long.xml"
    notes = "<idList><id><uid>1</uid><idType>x</idType></id></idList>" * 200_000
    path.write_text(
        '<sdnList xmlns="http://tempuri.org/sdnList.xsd"><sdnEntry><uid>1</uid>'
        f"<lastName>A</lastName><sdnType>Entity</sdnType>{notes}</sdnEntry></sdnList>",
        "utf-8",
    )
    return path


def a_long_name(folder: Path) -> Path:
    path = folder / "name.xml.gz"
    with gzip.open(path, "wb", compresslevel=9) as file:
        file.write(b'<sdnList xmlns="http://tempuri.org/sdnList.xsd"><sdnEntry><uid>1</uid><')
        file.write(b"a" * 60_000_000)
    return path


def workbook_with_a_far_cell(folder: Path) -> Path:
    path = folder / "far.xlsx"
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="100000"><c r="XFD100000"><v>1</v></c></row>'
        "</sheetData></worksheet>"
    )
    main = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "xl/workbook.xml",
            '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
            f'xmlns:r="{main}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{main}/worksheet" Target="worksheets/sheet1.xml"/>'
            "</Relationships>",
        )
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return path


def workbook_whose_sectors_loop(folder: Path) -> Path:
    path = folder / "loop.xls"
    header = bytearray(b"\xff" * 512)
    header[0:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[8:76] = struct.pack(
        "<16sHHHHH6sIIIIIIIIII",
        bytes(16), 0x3E, 3, 0xFFFE, 9, 6, bytes(6), 0, 1, 1, 0, 4096, 1, 1, 0xFFFFFFFE, 0, 0,
    )  # fmt: skip
    table = struct.pack("<128I", 0xFFFFFFFD, *[1] * 127)  # sector 1 is followed by sector 1
    directory = "Workbook".encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 18)
    path.write_bytes(bytes(header) + table + (directory + bytes(62)) * 4)
    return path


def a_row_without_an_end(folder: Path) -> Path:
    path = folder / "quote.csv.gz"
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as file:
        file.write(CSL_HEADER + "\n")
        for _ in range(100):
            file.write('"aaaaaaaa\n",' * 10_000)
    return path


def ever_new_names(folder: Path) -> Path:
    path = folder / "names.xml"
    parts = "".join(f"<a{number}/>" for number in range(20_000))
    path.write_text(f'<sdnList xmlns="http://tempuri.org/sdnList.xsd">{parts}</sdnList>', "utf-8")
    return path


def zip_with_bzip2(folder: Path) -> Path:
    path = folder / "bzip2.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("a.csv", CSL_HEADER)
    return path


def zip_with_a_long_name(folder: Path) -> Path:
    path = folder / "name.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a" * 60_000, CSL_HEADER)
    return path


def lines_that_are_no_entities(folder: Path) -> Path:
    path = folder / "bad.json"
    good = '{"id": "a", "schema": "Person", "properties": {"name": ["A"]}}'
    path.write_text(f"{good}\n" + "nonsense\n" * 30_000, "utf-8")
    return path


HOSTILE = [
    ("us-csl", a_row_without_an_end, "goes on for more than"),
    ("ofac-sdn", ever_new_names, "different names"),
    ("us-csl", zip_with_bzip2, "packed in another way"),
    ("us-csl", zip_with_a_long_name, "a name of 60,000 characters"),
    ("ftm", lines_that_are_no_entities, "More than 20,000 records cannot be read"),
    ("us-csl", wide_table, "columns"),
    ("us-csl", rows_of_another_width, "More than 20,000 records cannot be read"),
    ("us-csl", zip_of_many, "20,000 files"),
    ("us-csl", zip_with_damaged_lzma, "lzma.zip|a.csv"),
    ("us-csl", named_pipe, "not a regular file"),
    ("us-csl", lambda _: Path("/dev/zero"), "not a regular file"),
    ("us-csl", lambda folder: folder, "cannot be read"),
    ("ofac-sdn", a_long_record, "an element of more than 4 MiB"),
    ("ofac-sdn", a_long_name, "more than 4 MiB"),
    ("japan-mof", workbook_with_a_far_cell, "far.xlsx"),
    ("japan-mof", workbook_whose_sectors_loop, "loop.xls"),
]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of a process")
@pytest.mark.parametrize(("source", "make", "words"), HOSTILE, ids=[one[2] for one in HOSTILE])
def test_what_would_fill_the_memory_or_never_end_is_refused_in_one_line(
    tmp_path: Path, source: str, make: Callable[[Path], Path], words: str
) -> None:
    code, said = imported(source, make(tmp_path), store=tmp_path / "store")
    assert code == 2, said
    assert re.search(words, said), said
    assert "Traceback" not in said
    assert len([line for line in said.splitlines() if line.startswith("comity: ")]) == 1
