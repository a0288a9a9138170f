"""Which ties each kind of thing can have, where the graph states them, and how a row tells one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from comity.query.records import Names, Record
from comity.query.relation import joined, sentence
from comity.terms import Iri, XSD
from comity.vocab import COMITY

# A sub-property is named beside its parent because the store infers nothing.
COUNTRY_TIES = (
    COMITY.linkedTo,
    COMITY.headquarteredIn,
    COMITY.incorporatedIn,
    COMITY.addressIn,
    COMITY.nationality,
)
_COUNTRY = "|".join(f"<{one.value}>" for one in COUNTRY_TIES)
How = Callable[[Record, Names, Iri], str]
Details = tuple[tuple[Iri, str], ...]


class Order(Enum):
    """In what order the ties of a group stand."""

    BY_NAME = "name"
    BY_DATE = "date"
    BY_POSITION = "position"


@dataclass(frozen=True, slots=True)
class TieKind:
    """A kind of tie as seen from one end.

    ``pattern`` is SPARQL that binds ?subject, the claim or thing that states the tie, to ?thing.
    ``to`` are the properties that hold the other end; without any, it is the subject itself.
    """

    title: str
    pattern: str
    how: How
    to: tuple[Iri, ...] = ()
    order: Order = Order.BY_NAME
    details: Details = ()
    label: Callable[[Record, Names], str] | None = None


def _concepts(*properties: Iri) -> How:
    return lambda record, names, _: ", ".join(names[one] for one in record.things(*properties))


def _dotted(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _present(record: Record, names: Names, _thing: Iri) -> str:
    role = names.list(record.things(COMITY.role))
    return _dotted(role, record.text(COMITY.representedBy))


def _attendance(record: Record, names: Names, thing: Iri) -> str:
    status = names.list(record.things(COMITY.status))
    return _dotted(status, _present(record, names, thing))


def _partners(record: Record, names: Names, thing: Iri) -> str:
    others = [party for party in record.things(COMITY.party) if party != thing]
    kind = names.list(record.things(COMITY.pactKind))
    return f"{kind} with {joined(names, others)}".strip()


def _listing(record: Record, names: Names, _thing: Iri) -> str:
    return _dotted(names.list(record.things(COMITY.list)), names.list(record.things(COMITY.ground)))


def _entry(record: Record, names: Names, _thing: Iri) -> str:
    country = names.list(record.things(COMITY.entryCountry))
    return _dotted(country, names.list(record.things(COMITY.ground)))


def _act(record: Record, names: Names, _thing: Iri) -> str:
    added = record.text(COMITY.numberAdded)
    entries = f"{added} {'entry' if added == '1' else 'entries'} added" if added else ""
    return _dotted(names.list(record.things(COMITY.ground)), entries)


def _share(record: Record, names: Names, _thing: Iri) -> str:
    return _dotted(names.list(record.things(COMITY.interestKind)), share(record))


def share(record: Record) -> str:
    """Return the share that an ownership states: "25 to 50 %", "at least 50 %"."""
    least, most = record.text(COMITY.shareMin), record.text(COMITY.shareMax)
    if least and most:
        return f"{least} %" if least == most else f"{least} to {most} %"
    return f"at least {least} %" if least else f"at most {most} %" if most else ""


def _commitment(record: Record, names: Names, _thing: Iri) -> str:
    kind = names.list(record.things(COMITY.commitmentKind))
    return f"{kind} {record.text(COMITY.position)}".strip()


def _money(record: Record) -> str:
    amount, currency = record.text(COMITY.amount), record.text(COMITY.currency)
    return f"{currency} {float(amount):,.0f}".strip() if amount else ""


def _none(_record: Record, _names: Names, _thing: Iri) -> str:
    return ""
