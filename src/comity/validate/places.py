"""Find the line of a file on which a thing is described, so that a finding can point at it."""

from __future__ import annotations

import re
from pathlib import Path

from comity.errors import BadData
from comity.files import read_whole
from comity.graph.load import LARGEST
from comity.terms import Blank, Iri, Term
from comity.validate.finding import Place

_PREFIX = re.compile(r"@?prefix\s+([^\s:]*):\s*<([^>]*)>", re.IGNORECASE)
_START = re.compile(r"[^\s#;,.\[\]()]\S*")


class Lines:
    """The lines of one RDF file on which the description of a subject starts.

    It knows the layout that Turtle and N-Triples are usually written in: a subject begins its
    line. For any other layout or format it gives the file without a line.
    """

    def __init__(self, file: Path) -> None:
        self._file = str(file)
        self._starts: dict[str, int] = {}
        self._prefixes: dict[str, str] = {}
        try:
            text = read_whole(file, LARGEST).decode("utf-8", errors="replace")
        except OSError as error:
            raise BadData(
                f"{file} cannot be read: {error.strerror}.", "Check the path and the permissions."
            ) from error
        for number, line in enumerate(text.splitlines(), start=1):
            if declared := _PREFIX.match(line):
                self._prefixes[declared[1]] = declared[2]
            elif start := _START.match(line):
                self._starts.setdefault(start[0].replace("\\", ""), number)

    def place(self, subject: Term) -> Place:
        """Return the file, with the line where the description of the subject starts."""
        if not isinstance(subject, Iri):
            line = self._starts.get(f"_:{subject.value}") if isinstance(subject, Blank) else None
            return Place(self._file, line)
        spellings = [f"<{subject.value}>"] + [
            f"{prefix}:{subject.value.removeprefix(space)}"
            for prefix, space in self._prefixes.items()
            if subject.value.startswith(space)
        ]
        found = [self._starts[spelling] for spelling in spellings if spelling in self._starts]
        return Place(self._file, min(found, default=None))
