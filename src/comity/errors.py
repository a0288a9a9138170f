"""Every error that comity tells a user: what was found, what was wanted, what to do next."""

from __future__ import annotations


class ComityError(Exception):
    """Bad input or a state of the machine that stops the work; never a fault of our own.

    ``found`` says what was found and what was wanted, ``remedy`` what to do next: one line each.
    """

    exit_code = 2
    http_status = 400

    def __init__(self, found: str, remedy: str) -> None:
        super().__init__(found)
        self.found = found
        self.remedy = remedy


class UnknownThing(ComityError):
    """A key, code or label that names nothing in the graph; carries the nearest matches."""

    http_status = 404

    def __init__(self, found: str, remedy: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(found, remedy)
        self.nearest = nearest


class AmbiguousThing(UnknownThing):
    """A label that names more than one thing; carries the keys of all of them."""


class UnknownQuery(ComityError):
    """A query name that is not in the library and no file."""

    http_status = 404


class BadParameter(ComityError):
    """A parameter that the query does not take, lacks, or cannot read."""


class BadQuery(ComityError):
    """SPARQL that does not parse, or asks for what comity does not do (update, SERVICE, LOAD)."""


class BadData(ComityError):
    """RDF that cannot be read; says the file, the line and the column where they are known."""


class StoreFailed(ComityError):
    """The store on disk cannot be made, read or replaced: read-only, full, or broken."""

    http_status = 503


class StoreBroken(StoreFailed):
    """The store on disk is damaged or half there; building it again mends it."""


class StoreFull(StoreFailed):
    """A change for which the disk has no room; nothing was changed."""

    http_status = 507


class EndpointFailed(StoreFailed):
    """A SPARQL endpoint that cannot be asked, or whose answer cannot be read or believed."""

    http_status = 502


class TimedOut(ComityError):
    """A query that was stopped because its time was up."""

    http_status = 503


class UnknownFormat(ComityError):
    """An output or input format that comity does not write or read."""

    http_status = 406
