"""Command ``python .ci/sbom.py FOLDER``: what the wheel needs, as CycloneDX, and its licences.

Names, versions and digests are those of ``requirements.lock``; a licence is what the installed
package says of itself. Nothing in the two files depends on the day or the machine but the packages
that are installed there.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

TOP = Path(__file__).resolve().parents[1]
UNKNOWN = "not installed here"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)
_DIGEST = re.compile(r"--hash=sha256:([0-9a-f]{64})")


class Package(NamedTuple):
    """A package of the lock file, with the digests of its files and what it says of its licence."""

    name: str
    version: str
    digests: tuple[str, ...]
    licence: str


def packages(lock: str) -> list[Package]:
    """Return the packages of a lock file, sorted by name."""
    pins = list(_PIN.finditer(lock))
    ends = [pin.start() for pin in pins[1:]] + [len(lock)]
    return sorted(
        Package(
            pin[1],
            pin[2],
            tuple(sorted(_DIGEST.findall(lock[pin.end() : end]))),
            licence(pin[1]),
        )
        for pin, end in zip(pins, ends, strict=True)
    )


def licence(name: str) -> str:
    """Return what an installed package says of its licence, in a line."""
    try:
        fields = metadata(name).json
    except PackageNotFoundError:
        return UNKNOWN
    classifiers = [
        each.rpartition(" :: ")[2]
        for each in fields.get("classifier", [])
        if each.startswith("License :: OSI Approved ::")
    ]
    text = str(fields.get("license", "")).strip().split("\n")[0]
    expression = str(fields.get("license_expression", ""))
    return expression or " OR ".join(sorted(classifiers)) or text or "not stated"


def bill(project: dict[str, str], found: list[Package]) -> dict[str, object]:
    """Return the bill of materials in the form of CycloneDX 1.6."""
    main = f"pkg:pypi/{project['name']}@{project['version']}"
    content = json.dumps([main, *(list(package[:3]) for package in found)])
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, content)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": main,
                "name": project["name"],
                "version": project["version"],
                "purl": main,
                "licenses": [{"expression": project["license"]}],
            }
        },
        "components": [
            {
                "type": "library",
                "bom-ref": f"pkg:pypi/{package.name}@{package.version}",
                "name": package.name,
                "version": package.version,
                "purl": f"pkg:pypi/{package.name}@{package.version}",
                "licenses": [{"license": {"name": package.licence}}],
                "externalReferences": [
                    {
                        "type": "distribution",
                        "url": f"pkg:pypi/{package.name}@{package.version}",
                        "hashes": [{"alg": "SHA-256", "content": digest}],
                    }
                    for digest in package.digests
                ],
            }
            for package in found
        ],
    }


def main() -> None:
    """Write ``sbom.cdx.json`` and ``licences.tsv`` into a folder."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    project = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]
    found = packages((TOP / "requirements.lock").read_text("utf-8"))
    text = json.dumps(bill(project, found), indent=1, ensure_ascii=False)
    (folder / "sbom.cdx.json").write_text(f"{text}\n", "utf-8")
    lines = [f"{package.name}\t{package.version}\t{package.licence}\n" for package in found]
    (folder / "licences.tsv").write_text("".join(["name\tversion\tlicence\n", *lines]), "utf-8")


if __name__ == "__main__":
    main()
