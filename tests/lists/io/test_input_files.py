"""Files come plain, gzipped, zipped or by standard input, and no bomb goes off."""

from __future__ import annotations

import gzip
import hashlib
import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from comity.errors import BadData
from comity.lists.io import input_files as parcel_module
from comity.lists.io.input_files import parcels

CONTENT = b"name,country\nACME,Utopia\n" * 100


def zipped(path: Path, **members: bytes) -> str:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return str(path)


def read(path: Path) -> bytes:
    [parcel] = parcels([str(path)])
    with parcel.open() as stream:
        return stream.read()


def test_a_file_is_unpacked_by_its_bytes_and_not_by_its_name(tmp_path: Path) -> None:
    plain, packed, archive = (tmp_path / name for name in ("list.gz", "list.csv", "list.txt"))
    plain.write_bytes(CONTENT)
    packed.write_bytes(gzip.compress(CONTENT))
    zipped(archive, only=CONTENT)
    assert read(plain) == read(packed) == read(archive) == CONTENT


def test_a_zip_gives_each_of_its_files_by_its_own_name_without_the_junk(tmp_path: Path) -> None:
    names = {"SDN": b"1", "folder/": b"", "folder/ALT": b"2", "__MACOSX/._SDN": b"x"}
    found = parcels([zipped(tmp_path / "sdn.zip", **names)])
    assert [parcel.name for parcel in found] == ["SDN", "folder/ALT"]
    assert [parcel.head() for parcel in found] == ["1", "2"]


def test_a_parcel_opens_as_often_as_wanted_also_at_the_same_time(tmp_path: Path) -> None:
    path = zipped(tmp_path / "list.zip", only=CONTENT)
    [parcel] = parcels([path])
    with parcel.open() as first, parcel.open() as second:
        assert first.read(10) == second.read(10) == CONTENT[:10]
        assert first.read() == CONTENT[10:]
    assert parcel.head() == CONTENT.decode()


def test_the_digest_is_of_the_file_as_it_was_given(tmp_path: Path) -> None:
    path = tmp_path / "list.gz"
    path.write_bytes(gzip.compress(CONTENT))
    [parcel] = parcels([str(path)])
    assert parcel.digest() == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_standard_input_is_read_more_than_once(pack: Callable[[bytes], bytes]) -> None:
    program = (
        "from comity.lists.io.input_files import parcels\n"
        "[one] = parcels(['-'])\n"
        "with one.open() as a, one.open() as b:\n"
        "    print(one.name, len(a.read()), len(b.read()), len(one.head()), len(one.digest()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=pack(CONTENT), capture_output=True, timeout=60
    )
    size = len(CONTENT)
    assert done.stdout.decode().strip() == f"standard input {size} {size} {size} 64", done.stderr


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.99])
def test_a_gzip_that_is_cut_is_refused(tmp_path: Path, keep: float) -> None:
    packed = gzip.compress(bytes(range(256)) * 1000)
    path = tmp_path / "list.gz"
    path.write_bytes(packed[: int(len(packed) * keep)])
    with pytest.raises(BadData, match="is cut"):
        read(path)


def test_a_zip_that_is_cut_or_damaged_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.zip"
    zipped(path, only=bytes(range(256)) * 1000)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadData, match="cut or damaged"):
        read(path)
    path.write_bytes(whole.replace(b"\x00\x01", b"\x01\x00", 1).replace(whole[60:80], b"x" * 20))
    with pytest.raises(BadData):
        read(path)


def drain(path: Path) -> None:
    [parcel] = parcels([str(path)])
    with parcel.open() as stream:
        while stream.read(1 << 20):
            pass


@pytest.mark.parametrize("pack", ["gzip", "zip"])
def test_a_gigabyte_of_zeros_is_refused_in_one_line(tmp_path: Path, pack: str) -> None:
    path = tmp_path / "bomb"
    piece = bytes(1 << 20)
    if pack == "gzip":
        path.write_bytes(gzip.compress(piece * 32, compresslevel=1) * 32)
    else:
        with (
            zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
            archive.open("zeros.csv", "w") as file,
        ):
            for _ in range(1024):
                file.write(piece)
    assert path.stat().st_size < 10 << 20
    with pytest.raises(BadData, match=r"unpacks to more than [\d,]+ MiB") as caught:
        drain(path)
    assert "\n" not in caught.value.found


def test_a_zip_that_lies_about_its_size_does_not_unpack_further(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parcel_module, "BOMB_BYTES", 1000)
    path = tmp_path / "list.gz"
    path.write_bytes(gzip.compress(bytes(1_000_000)))
    with pytest.raises(BadData, match="unpacks to more"):
        read(path)


def test_a_packed_file_inside_a_packed_file_is_refused(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("list.csv", CONTENT)
    for content in (inner.getvalue(), gzip.compress(CONTENT)):
        path = zipped(tmp_path / "list.zip", only=content)
        with pytest.raises(BadData, match="packed more than once"):
            parcels([path])


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "is empty"), (gzip.compress(b"", mtime=0), "is empty")]
)
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "list"
    path.write_bytes(content)
    with pytest.raises(BadData, match=words):
        parcels([str(path)])


def test_a_file_that_is_not_there_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(BadData, match="cannot be read"):
            parcels([str(path)])
    with pytest.raises(BadData, match="No file"):
        parcels([])
