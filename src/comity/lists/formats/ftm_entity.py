"""One line of FollowTheMoney as an entity: checked, cleaned, whatever somebody wrote into it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from comity.lists.bounds import RECORD
from comity.lists.parcel import Parcel
from comity.lists.record import Refusal
from comity.lists.text import MAX_FIELD, clean, text_stream

MAX_LINE = RECORD
"""Characters of one line; the longest entities that are published have a tenth of it."""

_MOST_VALUES = 20_000


@dataclass(frozen=True, slots=True)
class FtmEntity:
    """An entity as the file has it; ``place`` is its line. ``op`` is empty but in a delta."""

    place: str
    op: str
    id: str
    schema: str
    caption: str
    datasets: tuple[str, ...]
    referents: tuple[str, ...]
    last_seen: str
    properties: dict[str, tuple[str, ...]]
    others: tuple[tuple[str, str], ...]  # members of the object that are not known

    def values(self, *names: str) -> tuple[str, ...]:
        """Return the values of the properties named, each once."""
        if len(names) == 1:  # the commonest by far; values of one property come once anyway
            return self.properties.get(names[0], ())
        return tuple(
            dict.fromkeys(value for name in names for value in self.properties.get(name, ()))
        )


_KNOWN = {
    "id", "caption", "schema", "datasets", "referents", "first_seen", "last_seen", "last_change",
    "properties", "target", "origin",
}  # fmt: skip


def entities(parcel: Parcel) -> Iterator[FtmEntity | Refusal]:
    """Give the entity of each line; of a delta too, where it stands in ``{op, entity}``."""
    with text_stream(parcel) as stream:
        number = 0
        while line := stream.readline(MAX_LINE):
            number += 1
            if len(line) == MAX_LINE:
                while (rest := stream.readline(MAX_LINE)) and not rest.endswith("\n"):
                    pass
                yield Refusal(f"line {number}", f"a line of more than {MAX_LINE:,} characters")
            elif line.strip():
                yield _entity(line, f"line {number}")


def _entity(line: str, place: str) -> FtmEntity | Refusal:
    """Return the entity of a line, or why it is none."""
    try:
        found = json.loads(line)
    except RecursionError:
        return Refusal(place, "nested too deep")
    except ValueError as error:
        return Refusal(place, f"not JSON: {str(error).partition(':')[0]}")
    if not isinstance(found, dict):
        return Refusal(place, "not an object")
    op = ""
    if "op" in found:
        op = clean(str(found["op"]))
        found = found.get("entity")
        if op not in ("ADD", "MOD", "DEL") or not isinstance(found, dict):
            return Refusal(place, f"'{op[:20]}' is no change with an entity (ADD, MOD, DEL)")
    return _checked(found, op, place)


def _checked(found: dict[str, object], op: str, place: str) -> FtmEntity | Refusal:
    """Return the entity of an object if it has what an entity must have."""
    told, properties = found.get("id"), found.get("properties", {})
    if not isinstance(told, str) or not clean(told):
        return Refusal(place, "no id")
    if not isinstance(properties, dict):
        return Refusal(place, "properties that are no object")
    caption = found.get("caption")
    if isinstance(caption, str) and len(caption) > MAX_FIELD:
        return Refusal(place, f"caption: a value of more than {MAX_FIELD:,} characters")
    values: dict[str, tuple[str, ...]] = {}
    for name, given in properties.items():
        texts = _texts(given)
        if texts is None:
            return Refusal(place, f"{name[:40]}: entities in entities; give entities.ftm.json")
        if len(texts) > _MOST_VALUES or max(map(len, texts), default=0) > MAX_FIELD:
            return Refusal(place, f"{name[:40]}: a value of more than {MAX_FIELD:,} characters")
        values[clean(name)] = texts
    schema = found.get("schema")
    if op != "DEL" and not isinstance(schema, str):
        return Refusal(place, "no schema")
    return FtmEntity(
        place,
        op,
        clean(told),
        clean(schema) if isinstance(schema, str) else "",
        _one(caption),
        _texts(found.get("datasets", [])) or (),
        _texts(found.get("referents", [])) or (),
        _one(found.get("last_seen")),
        values,
        tuple(
            (clean(name)[:80], clean(json.dumps(value, ensure_ascii=False))[:MAX_FIELD])
            for name, value in found.items()
            if name not in _KNOWN
        ),
    )


def _one(given: object) -> str:
    """Return a text that may be missing; one over the bound is none."""
    return clean(given) if isinstance(given, str) and len(given) <= MAX_FIELD else ""


def _texts(given: object) -> tuple[str, ...] | None:
    """Return the values of a property, cleaned, each once; None where there is an object in it."""
    values = given if isinstance(given, list) else [given]
    texts: dict[str, None] = {}
    for value in values:
        if isinstance(value, dict | list):
            return None
        if value is not None and (text := clean(str(value))):
            texts[text] = None
    return tuple(texts)
