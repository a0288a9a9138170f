"""What happened around a thing, in the words of the page's language."""

from __future__ import annotations

from datetime import date, timedelta

from comity.query.library import Library
from comity.query.profile import Profile
from comity.query.rows import Rows
from comity.query.run import run
from comity.server.pages.asked import Asked, latest_day, page_of
from comity.server.pages.cells import localised
from comity.store.engine import Engine


def events(engine: Engine, asked: Asked, told: Profile, day: date | None) -> list[dict[str, str]]:
    """Return what happened around a thing up to the day, the latest first, each event once."""
    end = ((day or latest_day(engine)) + timedelta(days=1)).isoformat()
    given = {"thing": told.thing.value, "from": "1900-01-01", "to": end}
    found = run(engine, Library.shipped().find("timeline"), given)
    assert isinstance(found, Rows)
    once: dict[tuple[str, ...], dict[str, str]] = {}
    for row, label in zip(found.dicts(), localised(engine, asked, found), strict=True):
        said = {name: row[name] or "" for name in ("date", "event", "claim")}
        once[said["date"], said["event"], label] = {
            "date": said["date"],
            "event": asked.called("cells", said["event"]),
            "label": label,
            "path": page_of(said["claim"]),
        }
    return list(once.values())[::-1]
