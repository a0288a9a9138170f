"""The one interface to whatever runs SHACL shapes over data, and what such a processor finds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from comity.terms import Iri, Term, Triple
from comity.validate.data import Data


@dataclass(frozen=True, slots=True)
class Result:
    """One result of a SHACL report, as it was given.

    ``shape`` is the shape at fault, or where that is blank the nearest around it that has a name.
    ``paths`` is the property, or the alternatives of an alternative path; none for other paths.
    """

    severity: Iri
    shape: Term
    focus: Term
    component: Term
    messages: tuple[str, ...]
    paths: tuple[Iri, ...] = ()
    value: Term | None = None


class Unfit(Exception):
    """A processor cannot run these shapes as the reference does; the words say why."""


class Processor(Protocol):
    """Something that runs shapes over data."""

    @property
    def name(self) -> str:
        """The name of the processor, as ``--engine`` has it."""
        ...

    def results(self, data: Data, shapes: Sequence[Triple]) -> Iterator[Result]:
        """Give what the shapes find, in any order.

        Raises :class:`Unfit` before the first result where another processor must run the shapes,
        and :class:`comity.errors.BadData` where they are no valid SHACL.
        """
        ...
