"""Reads the header of a library query: what it asks, its parameters, its columns.

The header is written in grlc's decorator syntax, lines that start with ``#+``, in a small part of
YAML: ``name: text``, one level of indentation, ``{key: value, ...}`` and ``[a, b]``. It is read by
hand because a YAML parser would cost a third of the time in which a query answers; a test holds
this reader to what a YAML parser reads.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from comity.errors import BadQuery

_DECORATOR = re.compile(r"^#\+(?: (?P<indent> *)(?P<key>[\w-]+): *(?P<value>.*?))?\s*$")


class Parameter(NamedTuple):
    """A parameter of a query: its kind, an example, and a default where it may be left out."""

    name: str
    kind: str
    example: str
    default: str | None = None
    many: bool = False


class Header(NamedTuple):
    """What a library query says of itself; in Japanese too, where it is ours."""

    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    columns: tuple[tuple[str, str], ...]
    tags: tuple[str, ...]
    summary_ja: str = ""
    description_ja: str = ""

    def parameter(self, name: str) -> Parameter | None:
        """Return the parameter of that name, or None."""
        return next((one for one in self.parameters if one.name == name), None)


def _mapping(text: str, where: str) -> dict[str, str]:
    if not (text.startswith("{") and text.endswith("}")):
        raise BadQuery(
            f"The header of {where} has '{text}' where {{key: value}} is wanted.",
            "Write it in braces on one line.",
        )
    pairs = (part.split(":", 1) for part in text[1:-1].split(",") if part.strip())
    try:
        return {key.strip(): _plain(value) for key, value in pairs}
    except ValueError:
        raise BadQuery(
            f"The header of {where} has '{text}', which is not a list of key: value.",
            "Put a colon and a space between each key and its value.",
        ) from None


def _plain(text: str) -> str:
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text


def read_header(text: str, where: str) -> Header | None:
    """Return the header of a query's text, or None where it has none.

    Raises BadQuery, naming ``where``, if a header is there and cannot be read.
    """
    values: dict[str, str] = {}
    parameters: list[Parameter] = []
    for line in text.splitlines():
        if not line.startswith("#+"):
            continue
        part = _DECORATOR.match(line)
        if part is None:
            raise BadQuery(
                f"The header of {where} has the line '{line}'.", "Write it as '#+ key: value'."
            )
        key, value = part["key"], part["value"]
        if key and part["indent"]:
            parameters.append(_parameter(key, _mapping(value, where), where))
        elif key:
            values[key] = value
    if not values:
        return None
    return Header(
        summary=_plain(values.get("summary", "")),
        description=_plain(values.get("description", "")),
        parameters=tuple(parameters),
        columns=tuple(_mapping(values.get("columns", "{}"), where).items()),
        tags=tuple(tag.strip() for tag in values.get("tags", "[]")[1:-1].split(",") if tag.strip()),
        summary_ja=_plain(values.get("summary-ja", "")),
        description_ja=_plain(values.get("description-ja", "")),
    )


def _parameter(name: str, said: dict[str, str], where: str) -> Parameter:
    if "kind" not in said or "example" not in said:
        raise BadQuery(
            f"The header of {where} gives the parameter {name} without a kind or an example.",
            f"Write '#+   {name}: {{kind: …, example: …}}'.",
        )
    return Parameter(
        name, said["kind"], said["example"], said.get("default"), said.get("many") == "true"
    )
