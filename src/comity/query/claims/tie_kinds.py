"""Which ties each kind of thing can have, where the graph states them, and how a row tells one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from comity.iris import COUNTRY_PATH, concept, key_of
from comity.query.claims.records import Names, Record
from comity.query.claims.sentences import entries_added, partners, sentence, share
from comity.terms import Iri
from comity.vocab import COMITY

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
    return lambda record, names, _: _dotted(*(names.list(record.things(one)) for one in properties))


def _dotted(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _present(record: Record, names: Names, _thing: Iri) -> str:
    role = names.list(record.things(COMITY.role))
    return _dotted(role, record.text(COMITY.representedBy))


def _attendance(record: Record, names: Names, thing: Iri) -> str:
    status = names.list(record.things(COMITY.status))
    return _dotted(status, _present(record, names, thing))


def _listing(record: Record, names: Names, _thing: Iri) -> str:
    return _dotted(names.list(record.things(COMITY.list)), names.list(record.things(COMITY.ground)))


def _entry(record: Record, names: Names, _thing: Iri) -> str:
    country = names.list(record.things(COMITY.entryCountry))
    return _dotted(country, names.list(record.things(COMITY.ground)))


def _act(record: Record, names: Names, _thing: Iri) -> str:
    return _dotted(names.list(record.things(COMITY.ground)), entries_added(record, names))


def _share(record: Record, names: Names, _thing: Iri) -> str:
    return _dotted(names.list(record.things(COMITY.interestKind)), share(record, names))


def _commitment(record: Record, names: Names, _thing: Iri) -> str:
    kind = names.list(record.things(COMITY.commitmentKind))
    amount = record.text(COMITY.amount)
    money = f"{record.text(COMITY.currency)} {float(amount):,.0f}".strip() if amount else ""
    return _dotted(f"{kind} {record.text(COMITY.position)}".strip(), money)


def _on_list(record: Record, names: Names) -> str:
    keepers = names.list(record.things(COMITY.authority))
    return _dotted(names.list(record.things(COMITY.list)), keepers)


def _none(_record: Record, _names: Names, _thing: Iri) -> str:
    return ""


_RESERVATION = ((COMITY.reservation, "Reservation"),)
_LISTING = (
    (COMITY.groundText, "Why"),
    (COMITY.entryCountry, "Entry country"),
    (COMITY.listedName, "Listed as"),
    (COMITY.measure, "Measure"),
    (COMITY.measureText, "Measure, in words"),
    (COMITY.licenceRequirement, "Licence requirement"),
    (COMITY.reviewPolicy, "Review policy"),
    (COMITY.programme, "Programme"),
    (COMITY.legalCitation, "Legal citation"),
    (COMITY.announcedOn, "Announced on"),
)
_STATUSES = (
    ("Attended", "attended"),
    ("Invited", "invited"),
    ("Declined", "declined"),
    ("Absent", "absent"),
    ("Not invited", "not-invited"),
)


def _at_summit(title: str, status: str) -> TieKind:
    place = concept("attendance-status", status).value
    pattern = f"?subject a comity:Attendance ; comity:summit ?thing ; comity:status <{place}> ."
    return TieKind(title, pattern, _present, (COMITY.polity,))


_PACTS = TieKind("Pacts", "?subject comity:party ?thing .", partners, order=Order.BY_DATE)
_RULE = _concepts(COMITY.authority)

TIES: dict[str, tuple[TieKind, ...]] = {
    "polity": (
        TieKind(
            "Memberships",
            "?subject a comity:Membership ; comity:polity ?thing .",
            _concepts(COMITY.role),
            (COMITY.initiative,),
        ),
        TieKind(
            "Summits",
            "?subject a comity:Attendance ; comity:polity ?thing .",
            _attendance,
            (COMITY.summit,),
            Order.BY_DATE,
        ),
        TieKind(
            "Summits hosted",
            "?subject a comity:Summit ; comity:hostedBy ?thing .",
            lambda record, _names, _thing: record.text(COMITY.place),
            order=Order.BY_DATE,
        ),
        TieKind(
            "Declarations of summits",
            "?subject a comity:Endorsement ; comity:polity ?thing .",
            _concepts(COMITY.endorsementKind),
            (COMITY.summit,),
            details=_RESERVATION,
        ),
        _PACTS,
        TieKind(
            "Lists kept by its authorities",
            "?subject a comity:DesignationList ; comity:authority/comity:ofPolity ?thing .",
            _concepts(COMITY.authority),
        ),
        TieKind(
            "Listed entities linked to it",
            f"?entity {COUNTRY_PATH} ?thing . ?subject comity:entity ?entity ; comity:list ?list .",
            _listing,
            (COMITY.entity,),
        ),
        TieKind(
            "Other entities linked to it",
            f"?subject {COUNTRY_PATH} ?thing ."
            " FILTER NOT EXISTS { ?listing comity:entity ?subject . }",
            _none,
        ),
        TieKind(
            "Acts that put entries of it on lists",
            "?subject a comity:DesignationAct ; comity:destinationCountry ?thing .",
            _act,
            order=Order.BY_DATE,
        ),
    ),
    "summit": (
        *(_at_summit(*one) for one in _STATUSES),
        TieKind(
            "Its declaration",
            "?subject a comity:Endorsement ; comity:summit ?thing .",
            _concepts(COMITY.endorsementKind),
            (COMITY.polity,),
            details=_RESERVATION,
        ),
        TieKind(
            "Launched here",
            "?subject a comity:Initiative ; comity:launchedAt ?thing .",
            _concepts(COMITY.initiativeKind),
            order=Order.BY_DATE,
        ),
    ),
    "initiative": (
        TieKind(
            "Members",
            "?subject a comity:Membership ; comity:initiative ?thing .",
            _concepts(COMITY.role),
            (COMITY.polity,),
        ),
        TieKind(
            "Commitments",
            "?subject a comity:Commitment ; comity:initiative ?thing .",
            _commitment,
            (COMITY.initiative,),
            Order.BY_POSITION,
            label=lambda record, _names: record.text(COMITY.text),
        ),
    ),
    "entity": (
        TieKind(
            "Listings",
            "?subject a comity:Designation ; comity:entity ?thing .",
            _concepts(COMITY.ground),
            (COMITY.list,),
            Order.BY_DATE,
            _LISTING,
            _on_list,
        ),
        TieKind(
            "Entries that are this entity",
            "?subject comity:canonical ?thing . FILTER (?subject != ?thing)",
            _none,
            label=lambda record, names: f"{names[record.iri]} ({key_of(record.iri.value)})",
        ),
        TieKind(
            "Why they are the same",
            "?subject comity:linksEntity ?member , ?same . FILTER (?member != ?same)"
            " ?member comity:canonical ?thing . ?same comity:canonical ?thing .",
            _none,
            (COMITY.linksEntity,),
            details=((COMITY.reason, "Why"), (COMITY.score, "Score")),
            label=sentence,
        ),
        TieKind(
            "Owns",
            "?subject a comity:Ownership ; comity:owner ?thing .",
            _share,
            (COMITY.owned,),
        ),
        TieKind(
            "Owned by",
            "?subject a comity:Ownership ; comity:owned ?thing .",
            _share,
            (COMITY.owner,),
        ),
    ),
    "list": (
        TieKind(
            "Entries",
            "?subject a comity:Designation ; comity:list ?thing .",
            _entry,
            (COMITY.entity,),
        ),
        TieKind("Rules that extend it", "?subject comity:extendsList ?thing .", _RULE),
    ),
    "authority": (
        TieKind("Lists", "?subject a comity:DesignationList ; comity:authority ?thing .", _none),
        TieKind("Rules", "?subject a comity:Rule ; comity:authority ?thing .", _none),
    ),
    "source": (
        TieKind(
            "What rests on it",
            "?subject comity:citation/comity:source ?thing .",
            _none,
            label=sentence,
        ),
    ),
}
