"""What a client may do wrong on the way in, each with the status that says so."""

from __future__ import annotations

from comity.errors import ComityError

RETRY_AFTER = 5  # seconds that a client is told to wait before it asks again


class BadRequest(ComityError):
    """A request that does not follow the protocol."""


class Forbidden(ComityError):
    """A change by someone who may not make it."""

    http_status = 403


class Unauthorised(ComityError):
    """A change without the token that it needs."""

    http_status = 401


class NotAllowed(ComityError):
    """A method that a place does not take."""

    http_status = 405


class TooSlow(ComityError):
    """A body that did not come in time."""

    http_status = 408


class NotThatState(ComityError):
    """A change under a condition (If-Match, If-None-Match) that does not hold."""

    http_status = 412


class TooLarge(ComityError):
    """A body that is larger than the server takes."""

    http_status = 413


class UnknownMedia(ComityError):
    """A body in a media type or encoding that is not read here."""

    http_status = 415


class Busy(ComityError):
    """More is asked than the server can do now."""

    http_status = 503


class Closing(Busy):
    """Query processes that take nothing more, because they are to end."""


class TooManyOfOne(ComityError):
    """One client asks for more than its share."""

    http_status = 429
