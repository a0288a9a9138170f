"""What a list gives as a number: several in one field, one with its scheme before it, or none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from comity.lists.model.record import Identifier
from comity.lists.normalise.countries import polity_of

_PLACEHOLDER = re.compile(
    r"(?:0+|9{5,}|X+|N/?A|NA|NONE|NIL|TBC|TBD|TBA|UNKNOWN|PENDING"
    r"|NOT ?(?:KNOWN|AVAILABLE|APPLICABLE)|UNAVAILABLE|NO)?\Z"
)
_NOT_CODE = re.compile(r"[^A-Z0-9/]+")
_IMO = re.compile(r"\bIMO(?: (?:NO|NUMBER))?[\s.:#-]*(?P<number>\d{6,7})\b", re.IGNORECASE)
_BARE_IMO = re.compile(r"(?:IMO[\s:#-]*)?(?P<number>\d{6,7})\Z", re.IGNORECASE)
_SHIPS = re.compile(r"\bIMO\b|IMO ?Number|\bVessel Registration Identification\b", re.IGNORECASE)
_COUNTRY_FIRST = re.compile(
    r"(?P<country>[A-Z][A-Za-z .'-]{2,40}?),? (?:(?:passport|identity card|national ID|ID) )?"
    r"(?:number |no\.? )?(?P<value>(?=[A-Z0-9/-]*\d)[A-Z0-9/-]{4,20})(?:(?: \(|,? issued ).*)?\Z",
    re.DOTALL,
)
# Schemes that a field names itself: "INN: 7713226814 OGRN: 1027700285612".
_NAMED = {
    **dict.fromkeys(("INN", "TIN", "UNP", "VAT", "ИНН", "УНП"), "tax-number"),
    **dict.fromkeys(("OGRN", "OGRNIP", "OKPO", "PSRN", "EDRPOU"), "registration-number"),
    **dict.fromkeys(("ОГРН", "ОГРНИП", "ОКПО", "ЄДРПОУ", "ЕДРПОУ"), "registration-number"),
    **dict.fromkeys(("KPP", "КПП"), "other"),
    "LEI": "lei",
    "MMSI": "mmsi",
    "USCC": "unified-social-credit-code",
}
_LABELLED = re.compile(
    rf"\b(?P<name>{'|'.join(sorted(_NAMED, key=len, reverse=True))})"
    r"(?: (?:no|number|code))?[\s.:#-]*(?P<value>[A-Z]{0,2}\d[\dA-Z]{4,19})\b",
    re.IGNORECASE,
)


def is_placeholder(number: str) -> bool:
    """Return whether a text stands for a number that is not known: 0000000, TBC, N/A."""
    plain = _NOT_CODE.sub("", unicodedata.normalize("NFKC", number).upper())
    return _PLACEHOLDER.match(plain) is not None


def identifiers(stated: Identifier) -> Iterator[Identifier]:
    """Give the numbers in one that a list states; none where it is a placeholder.

    An IMO number is what follows "IMO", filled up to seven digits. A field that names the schemes
    of several numbers has one of each.
    """
    value = unicodedata.normalize("NFKC", stated.value)
    if is_placeholder(value):
        return
    about_ships = stated.scheme == "imo" or _SHIPS.search(stated.label) is not None
    if match := (_BARE_IMO if about_ships else _IMO).fullmatch(value.strip()):
        yield stated._replace(scheme="imo", value=match["number"].zfill(7))
        return
    parts = [
        stated._replace(scheme="imo", value=match["number"].zfill(7))
        for match in _IMO.finditer(value)
    ]
    parts += [
        stated._replace(scheme=_NAMED[name], value=match["value"], label=name)
        for match in _LABELLED.finditer(value)
        if not is_placeholder(match["value"]) and (name := match["name"].upper())
    ]
    if parts:
        yield from parts
    elif stated.scheme == "imo":
        yield stated._replace(scheme="other", value=value, label=stated.label or "IMO number")
    elif (match := _COUNTRY_FIRST.fullmatch(value)) and polity_of(match["country"]):
        yield stated._replace(value=match["value"], issuer=stated.issuer or match["country"])
    else:
        yield stated._replace(value=value)
