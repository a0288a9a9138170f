"""Describes tables for other programs: a Frictionless Data Package with a Table Schema a kind."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from comity.tables.schema import Column, Kind, concepts, kind_of_thing, kinds

FILE = "datapackage.json"
_TYPES = {"integer": "integer", "decimal": "number", "boolean": "boolean"}
_DATE = r"[12][0-9]{3}(-[0-9]{2}(-[0-9]{2})?)?"


def package(names: Collection[str]) -> str:
    """Return the description of the tables of those kinds, each in a file of its name."""
    described = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "comity",
        "title": "Facts of comity",
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "resources": [_resource(kinds()[name], names) for name in names],
    }
    return json.dumps(described, ensure_ascii=False, indent=1) + "\n"


def _resource(kind: Kind, names: Collection[str]) -> dict[str, Any]:
    columns = [kind.columns[name] for name in kind.header]
    keys = [
        {"fields": column.name, "reference": {"resource": other.name, "fields": other.key[0]}}
        for column in columns
        if column.form == "thing" and not column.many
        if (other := kind_of_thing(column.of)) and other.name in names
    ]
    schema: dict[str, Any] = {"fields": [_field(kind, column) for column in columns]}
    if keys:
        schema["foreignKeys"] = keys
    return {
        "name": kind.name,
        "path": f"{kind.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "description": kind.says,
        "schema": schema,
    }


def _field(kind: Kind, column: Column) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES.get(column.form, "string"),
        "description": column.explained(),
    }
    if column.predicate:
        described["rdfType"] = column.predicate.value
    if column.form == "boolean":
        described |= {"trueValues": ["yes"], "falseValues": ["no"]}
    if column.example:
        described["example"] = column.example
    constraints: dict[str, Any] = {}
    if column.required and column.name in kind.key:
        constraints["required"] = True
    if column.name == "quote":
        constraints["maxLength"] = 160
    if column.form == "date":
        constraints["pattern"] = _DATE
    values = list(
        column.values or (sorted(concepts()[column.of]) if column.of in concepts() else ())
    )
    if values and column.many:
        constraints["pattern"] = f"({'|'.join(values)})(;({'|'.join(values)}))*"
    elif values:
        constraints["enum"] = values
    elif column.pattern:
        constraints["pattern"] = (
            f"{column.pattern}(;{column.pattern})*" if column.many else column.pattern
        )
    return described | ({"constraints": constraints} if constraints else {})
