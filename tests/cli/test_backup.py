"""What was imported and decided survives in one file, and comes back whole or not at all."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
from pathlib import Path

import pytest

from comity.errors import BadData, BadParameter
from comity.store.imports.backup import restore_backup, write_backup
from tests.cli.conftest import Command

EDITION = "imports/un-sc/2020-01-01/import.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a data folder with files of an import, decisions, and what a build makes again."""
    data = tmp_path / "data"
    for name, text in {
        EDITION: "{}",
        "imports/un-sc/2020-01-01/records.jsonl": "日本\n" * 1000,
        "imports.json": "{}",
        "identities.csv": "a,b,verdict,by,reason,day\n",
        "layers/mine.ttl": "",
        "snapshots/abc/CURRENT": "made again",
        "working/CURRENT": "in use",
        "inputs.txt": "made again",
        "imports/.taking-1/left": "left behind",
    }.items():
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text(text, encoding="utf-8")
    return data


def files(data: Path) -> dict[str, bytes]:
    paths = (path for path in data.rglob("*") if path.is_file() and path.name != ".lock")
    return {path.relative_to(data).as_posix(): path.read_bytes() for path in paths}


def packed(*members: tuple[str, bytes, bytes], manifest: object = None) -> bytes:
    """Return an archive of members (name, content, tar type), with a list of its files."""
    listed = {name: hashlib.sha256(content).hexdigest() for name, content, _ in members}
    head = json.dumps({"format": 1, "files": listed} if manifest is None else manifest).encode()
    output = io.BytesIO()
    with tarfile.open(fileobj=output, mode="w:gz") as archive:
        for name, content, kind in (("comity-backup.json", head, tarfile.REGTYPE), *members):
            member = tarfile.TarInfo(name)
            member.size, member.type, member.linkname = len(content), kind, "/etc/passwd"
            archive.addfile(member, io.BytesIO(content))
    return output.getvalue()


def test_what_is_restored_is_what_was_backed_up(folder: Path, tmp_path: Path) -> None:
    backup = tmp_path / "b.tar.gz"
    write_backup(str(folder), str(backup))
    again = tmp_path / "again.tar.gz"
    write_backup(str(folder), str(again))
    assert backup.read_bytes() == again.read_bytes()
    target = tmp_path / "elsewhere"
    restore_backup(str(backup), str(target))
    kept = ("imports/un-sc", "imports.json", "identities.csv", "layers")
    assert files(target) == {
        name: text for name, text in files(folder).items() if name.startswith(kept)
    }


def test_what_a_folder_holds_is_replaced_only_when_asked(folder: Path, tmp_path: Path) -> None:
    backup = tmp_path / "b.tar.gz"
    write_backup(str(folder), str(backup))
    before = files(folder)
    (folder / "imports/un-sc/2021-01-01").mkdir()
    (folder / "imports/un-sc/2021-01-01/import.json").write_text("{}")
    with pytest.raises(BadParameter, match="already"):
        restore_backup(str(backup), str(folder))
    assert (folder / "imports/un-sc/2021-01-01").is_dir()
    restore_backup(str(backup), str(folder), replace=True)
    kept = {name: text for name, text in before.items() if not name.startswith("imports/.")}
    assert files(folder) == kept


@pytest.mark.parametrize(
    "content",
    [
        b"no archive",
        b"",
        gzip.compress(b"no tar"),
        packed(manifest={"files": {}}),
        packed(manifest={"format": 99, "files": {}}),
        packed(manifest=[]),
        packed(manifest={"format": 1, "files": {EDITION: "0"}}),
        packed(("../outside", b"x", tarfile.REGTYPE)),
        packed(("/outside", b"x", tarfile.REGTYPE)),
        packed(("imports/../../outside", b"x", tarfile.REGTYPE)),
        packed(("imports/.hidden", b"x", tarfile.REGTYPE)),
        packed(("snapshots/abc/CURRENT", b"x", tarfile.REGTYPE)),
        packed(("imports/link", b"", tarfile.SYMTYPE)),
        packed(("imports/pipe", b"", tarfile.FIFOTYPE)),
        packed((EDITION, b"x", tarfile.REGTYPE), manifest={"format": 1, "files": {EDITION: "0"}}),
        packed((EDITION, b"x", tarfile.REGTYPE), (EDITION, b"x", tarfile.REGTYPE)),
        packed((EDITION, b"x" * 100_000, tarfile.REGTYPE))[:120],
    ],
    ids=range(17),
)
def test_what_is_no_whole_backup_changes_nothing(
    folder: Path, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "b.tar.gz"
    file.write_bytes(content)
    before = {name: text for name, text in files(folder).items() if "/." not in name}
    with pytest.raises(BadData):
        restore_backup(str(file), str(folder), replace=True)
    assert {name: text for name, text in files(folder).items() if "/." not in name} == before
    assert not (tmp_path / "outside").exists()


def test_a_folder_without_imports_has_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(BadParameter, match="no import"):
        write_backup(str(tmp_path / "empty"), str(tmp_path / "b.tar.gz"))


def test_the_verbs_bring_decisions_to_another_folder(
    comity_command: Command, folder: Path, tmp_path: Path
) -> None:
    file, target = tmp_path / "b.tar.gz", tmp_path / "target"
    (folder / EDITION).unlink()
    (folder / "imports/un-sc/2020-01-01/records.jsonl").unlink()
    (folder / "imports.json").unlink()
    (folder / "layers/mine.ttl").unlink()
    told = comity_command("backup", str(file), "--store", str(folder))
    assert (told.code, told.out.count("1 files")) == (0, 1)
    assert comity_command("restore", str(file), "--store", str(target)).code == 0
    assert (target / "identities.csv").read_bytes() == (folder / "identities.csv").read_bytes()
    comity_command.fails("restore", str(file), "--store", str(target))
    comity_command.fails("restore", str(tmp_path / "none.tar.gz"), "--store", str(target))
