"""Turns a scene into the content of a file, by the ending of the file's name."""

from __future__ import annotations

from pathlib import PurePath

from comity.errors import UnknownFormat
from comity.network import page, pictures
from comity.network.scene import Scene
from comity.query.nearest import did_you_mean, nearest

FORMATS = ("html", *pictures.FORMATS)


def format_of(path: PurePath) -> str:
    """Return the format that the ending of a file asks for; raises UnknownFormat for others."""
    form = path.suffix[1:].lower()
    if form in FORMATS:
        return form
    *most, last = (f".{known}" for known in FORMATS)
    says = f"ends in '{path.suffix}'" if path.suffix else "has no ending"
    raise UnknownFormat(
        f"The file {path} {says}, where {', '.join(most)} or {last} is wanted.",
        f"{did_you_mean(nearest(form, FORMATS))} Name the file like network.html.".strip(),
    )


def content(scene: Scene, form: str) -> bytes:
    """Return a scene in one of ``FORMATS``: the same scene gives the same bytes."""
    return page.render(scene).encode() if form == "html" else pictures.draw(scene, form)
