"""The one shape of all errors: JSON by RFC 9457, or the same in two lines of text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from comity.errors import ComityError
from comity.server.front.requests import choose
from comity.server.wire.faults import RETRY_AFTER

_PLACE = re.compile(r"\bat line (\d{1,9}), column (\d{1,9})")
_FORMS = {
    "application/problem+json": ("application/json", "text/json"),
    "text/plain": ("text/html",),
}


def problem(
    request: Request, status: int, found: str, remedy: str, headers: Mapping[str, str] | None = None
) -> Response:
    """Return an error as the client reads it best."""
    told = {**headers_of(status), **(headers or {})}
    form = choose(request.headers.get("accept"), _FORMS) or "application/problem+json"
    if form == "text/plain":
        return Response(
            f"{found}\n{remedy}\n", status, told, media_type="text/plain; charset=utf-8"
        )
    said: dict[str, object] = {
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": found,
        "remedy": remedy,
    }
    place = _PLACE.search(found)
    if place is not None:
        said |= {"line": int(place[1]), "column": int(place[2])}
    return Response(json.dumps(said, ensure_ascii=False).encode(), status, told, form)


def headers_of(status: int) -> dict[str, str]:
    """Return the headers that an error of a status has, whatever its form."""
    told = {"Cache-Control": "no-store", "Vary": "Accept"}
    if status in (429, 503):
        told["Retry-After"] = str(RETRY_AFTER)
    if status == 401:
        told["WWW-Authenticate"] = 'Bearer realm="comity"'
    return told


def problem_of(request: Request, error: ComityError) -> Response:
    """Return the answer to a request that failed so."""
    return problem(request, error.http_status, error.found, error.remedy)
