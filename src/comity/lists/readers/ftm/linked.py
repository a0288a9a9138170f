"""What belongs to the entities of a file, wherever it stands: kept on disk until asked for."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Self

from comity.errors import BadData
from comity.lists import bounds
from comity.lists.readers.ftm.entity import FtmEntity

OWNERS = {
    "Sanction": "entity",
    "Identification": "holder",
    "Passport": "holder",
    "CryptoWallet": "holder",
    "Security": "issuer",
    "Associate": "person",
    "Control": "controller",
    "Debt": "debtor",
    "Directorship": "director",
    "Documentation": "document",
    "Employment": "employee",
    "Family": "person",
    "Membership": "member",
    "Occupancy": "holder",
    "ProjectParticipant": "participant",
    "Representation": "agent",
    "Succession": "predecessor",
    "UnknownLink": "subject",
}
"""Schemas of what belongs to an entity, and the property that names that entity."""

OTHER_ENDS = {
    "Associate": "associate",
    "Control": "controlled",
    "Debt": "creditor",
    "Directorship": "organization",
    "Documentation": "entity",
    "Employment": "employer",
    "Family": "relative",
    "Membership": "organization",
    "Occupancy": "post",
    "ProjectParticipant": "project",
    "Representation": "client",
    "Succession": "successor",
    "UnknownLink": "object",
}
"""Of those that link two entities, the property that names the other one."""

CALLED = frozenset({"Address", "Position", "Project", "Event"})
"""Schemas of what others name and which is no record of its own."""

_BATCH = 2_000


class Links:
    """Holds, in a nameless file, what belongs to each entity and what each is called."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("", isolation_level=None)
        for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -32768"):
            self._base.execute(f"PRAGMA {setting}")
        self._base.execute("CREATE TABLE belongs (owner TEXT, place TEXT, body TEXT)")
        self._base.execute(
            "CREATE TABLE called (id TEXT PRIMARY KEY, caption TEXT, body TEXT) WITHOUT ROWID"
        )
        self._belongs: list[tuple[str, str, str]] = []
        self._called: list[tuple[str, str, str]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def add(self, entity: FtmEntity) -> None:
        """Take note of an entity: what it is called, and to whom it belongs."""
        owners = entity.values(OWNERS.get(entity.schema, ""))
        if len(owners) > bounds.COLUMNS:
            raise BadData(
                f"{entity.place} has {len(owners):,} owners; the most is {bounds.COLUMNS:,}.",
                "Look whether this is the file that its publisher gives.",
            )
        if owners:
            body = _body(entity)
            self._belongs += [(owner, entity.place, body) for owner in owners]
        elif entity.schema in CALLED:
            self._called.append((entity.id, entity.caption, _body(entity)))
        else:
            self._called.append((entity.id, entity.caption, ""))
        if len(self._belongs) + len(self._called) > _BATCH:
            self._write()

    def close_entry(self) -> None:
        """End the taking of notes: from here on is asked."""
        self._write()
        self._base.execute("CREATE INDEX owners ON belongs (owner)")

    def of(self, owner: str) -> Iterator[FtmEntity]:
        """Give what belongs to an entity, in the order of the file."""
        rows = self._base.execute(
            "SELECT body FROM belongs WHERE owner = ? ORDER BY rowid", (owner,)
        )
        for number, (body,) in enumerate(rows, start=1):
            if number > bounds.ROWS:
                raise BadData(
                    f"More than {bounds.ROWS:,} things belong to {owner[:80]}.",
                    "Look whether this is the file that its publisher gives.",
                )
            yield _entity(body)

    def caption(self, identity: str) -> str:
        """Return what an entity is called; its id where the file does not say."""
        row = self._base.execute("SELECT caption FROM called WHERE id = ?", (identity,)).fetchone()
        return row[0] if row and row[0] else identity

    def has(self, identity: str) -> bool:
        """Say whether the file has an entity of this id that can be a record or is called."""
        query = "SELECT 1 FROM called WHERE id = ?"
        return self._base.execute(query, (identity,)).fetchone() is not None

    def address(self, identity: str) -> FtmEntity | None:
        """Return an address by its id, if the file has it."""
        row = self._base.execute("SELECT body FROM called WHERE id = ?", (identity,)).fetchone()
        return _entity(row[0]) if row and row[0] else None

    def ownerless(self) -> Iterator[tuple[str, str, str]]:
        """Give place, schema and owner of what belongs to an entity that is not in the file."""
        rows = self._base.execute(
            "SELECT place, belongs.body, owner FROM belongs LEFT JOIN called ON owner = called.id"
            " WHERE called.id IS NULL ORDER BY belongs.rowid"
        )
        yield from ((place, _entity(body).schema, owner) for place, body, owner in rows)

    def _write(self) -> None:
        """Write what waits."""
        self._base.execute("BEGIN")
        self._base.executemany("INSERT INTO belongs VALUES (?, ?, ?)", self._belongs)
        self._base.executemany("INSERT OR REPLACE INTO called VALUES (?, ?, ?)", self._called)
        self._base.execute("COMMIT")
        self._belongs.clear()
        self._called.clear()


def _body(entity: FtmEntity) -> str:
    """Return an entity as it is noted."""
    return json.dumps(
        (
            *(entity.place, entity.op, entity.id, entity.schema, entity.caption),
            *(entity.datasets, entity.referents, entity.last_seen),
            *(entity.properties, entity.others),
        )
    )


def _entity(body: str) -> FtmEntity:
    """Return an entity as it was noted."""
    place, op, identity, schema, caption, datasets, referents, seen, properties, others = (
        json.loads(body)
    )
    return FtmEntity(
        *(place, op, identity, schema, caption, tuple(datasets), tuple(referents), seen),
        {name: tuple(texts) for name, texts in properties.items()},
        tuple((name, text) for name, text in others),
    )
