"""Compares what two processors find, value by value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple

from comity.terms import Blank, Triple
from comity.validate.data import Statements
from comity.validate.findings import Finding
from comity.validate.validation import PROCESSORS, check

Told = dict[str, tuple[Finding, ...]]


def found_by_each(data: Iterable[Triple], shapes: Iterable[Triple]) -> Told:
    """Return the findings of every processor.

    None of them may hand the work on to another, but for findings on blank nodes.
    """
    statements, rules = Statements(data), list(shapes)
    remarks: list[str] = []
    told = {
        name: check(statements, rules, engine=name, remark=remarks.append).findings
        for name in PROCESSORS
    }
    blank = any(isinstance(one.focus, Blank) for one in told["pyshacl"])
    assert len(remarks) == blank, remarks
    return told


def same(told: Told) -> bool:
    """Say whether all found the same: rule, thing, property, value, words, severity, component."""
    first, *others = (list(map(astuple, findings)) for findings in told.values())
    return all(other == first for other in others)
