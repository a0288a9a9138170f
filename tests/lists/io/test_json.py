"""A JSON array is read value by value, and what is no such array is refused in one line."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import BadData
from comity.lists.io import json as arrays
from comity.lists.io.input_files import parcels
from comity.lists.io.json import objects


def read(place: Path, content: str) -> list[tuple[int, object]]:
    """Return the values of a file with their lines."""
    place.write_text(content, encoding="utf-8", newline="")
    return list(objects(parcels([str(place)])[0], "results"))


@pytest.mark.parametrize(
    ("content", "values"),
    [
        ("[]", []),
        ('\ufeff [1,\n {"a": [2]}\n]\n', [(1, 1), (2, {"a": [2]})]),
        ('{"total": 2, "results": [1, 2], "offset": 0}', [(1, 1), (1, 2)]),
        ('{"results": {"results": []}, "x": "[", "results": [3]}', [(1, 3)]),
    ],
)
def test_the_values_come_with_their_lines(
    content: str, values: list[object], tmp_path: Path
) -> None:
    assert read(tmp_path / "f", content) == values


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("7", "begins with '7'"),
        ("[1, 2", "is cut"),
        ('[1, {"a": ', "is no JSON"),
        ("[1 2]", "has '2' where"),
        ("[1,]", "is no JSON"),
        ("[1] 2", "goes on after its end"),
        ('{"a": 1}', "has no array 'results'"),
        ("[" * 100_000, "too deep"),
        ("[" + "9" * 5000 + "]", "number that cannot be read"),
        ("{}", "has no array"),
        ("   ", "is cut"),
    ],
)
def test_what_is_no_such_array_is_refused_in_one_line(
    content: str, words: str, tmp_path: Path
) -> None:
    with pytest.raises(BadData, match=words) as caught:
        read(tmp_path / "f", content)
    assert "\n" not in caught.value.found


def test_a_value_without_end_is_refused_before_it_fills_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrays, "RECORD", 500_000)
    with pytest.raises(BadData, match="more than 500,000 characters"):
        read(tmp_path / "f", '["' + "x" * 3_000_000)


def test_memory_stays_flat_however_long_the_array(tmp_path: Path) -> None:
    place = tmp_path / "f"
    place.write_text("[" + ",\n".join(['{"name": "A", "n": [1, 2, 3]}'] * 200_000) + "]")
    [parcel] = parcels([str(place)])
    tracemalloc.start()
    count = sum(1 for _ in objects(parcel, "results"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 200_000
    assert peak < 10 << 20


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner)
)


@given(st.lists(JSON))
def test_any_array_is_read_as_json_reads_it(
    tmp_path_factory: pytest.TempPathFactory, values: list[object]
) -> None:
    place = tmp_path_factory.getbasetemp() / "array.json"
    found = read(place, json.dumps(values, indent=1))
    assert [value for _, value in found] == values
