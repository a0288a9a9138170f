"""How much an official list may have of anything, each far above what real lists have."""

from __future__ import annotations

COLUMNS = 1_000
"""Columns of a table; the widest real one has 87."""

RECORD = 4 << 20
"""Bytes of an element, characters of a JSON value or a line; the largest real one has 300 kB."""

ROWS = 10_000
"""Rows or parts about one entry; the most that a real list has is some 200."""

REFUSED = 20_000
"""Records of one edition that may be refused; with more, the file is of another format."""

MEMBERS = 200
"""Files in a zip; the most that a publisher packs together is 8."""

DIRECTORY = 1 << 20
"""Bytes of the directory of a zip."""

WORKBOOK_MEMORY = 2 << 30
"""Bytes of address space for the process that reads a workbook."""

WORKBOOK_SECONDS = 300
"""Seconds of work for the process that reads a workbook."""
