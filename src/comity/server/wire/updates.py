"""Lets through updates that stay in this store, and gives them the dataset of the protocol."""

from __future__ import annotations

from comity.server.wire.faults import BadRequest
from comity.store.engines.guard import respelt_update
from comity.store.engines.tokens import Token, tokens


def guarded(text: str, using: tuple[str, ...] | None, named: tuple[str, ...] | None) -> str:
    """Return an update over the graphs that the request names, as the engine may have it.

    Raises BadQuery for LOAD and SERVICE, BadRequest where the update names graphs itself.
    """
    safe = respelt_update(text)
    if using is None and named is None:
        return safe
    return _with_dataset(safe, list(tokens(safe)), using or (), named or ())


def _with_dataset(
    text: str, found: list[Token], using: tuple[str, ...], named: tuple[str, ...]
) -> str:
    """Put USING clauses before each WHERE that stands outside all braces."""
    clauses = [f"USING <{name}>" for name in using] + [f"USING NAMED <{name}>" for name in named]
    pieces: list[str] = []
    copied = depth = 0
    before = ""
    for place, token in enumerate(found):
        depth += (token.text == "{") - (token.text == "}")
        word = token.text.upper() if token.kind == "word" and depth == 0 else ""
        if word in ("USING", "WITH"):
            raise BadRequest(
                f"The request names graphs, and so does the update ({word}).",
                "Name them in one of the two places.",
            )
        if word == "WHERE":
            pieces.append(text[copied : token.start])
            if before == "DELETE":  # the short form takes no USING, so it is written out
                pieces.append(f"{_block(text, found, place)} ")
            pieces.append(f"{' '.join(clauses)} ")
            copied = token.start
        if token.kind == "word" and depth == 0:
            before = word
        elif depth == 0 or token.text == "{":
            before = ""
    return "".join(pieces) + text[copied:]


def _block(text: str, found: list[Token], place: int) -> str:
    """Return the braces after a token, with all that is in them."""
    depth, start = 0, None
    for token in found[place + 1 :]:
        depth += (token.text == "{") - (token.text == "}")
        start = token.start if start is None else start
        if depth == 0:
            return text[start : token.start + 1]
    return ""
