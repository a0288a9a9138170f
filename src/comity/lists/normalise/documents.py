"""What kind of number a document bears, from the words that publishers have for the document."""

from __future__ import annotations

import re
from functools import cache

from comity.lists.model.record import Identifier

# The publishers' own words, folded. OFAC's are from the reference values of its files.
_EXACT = {
    "afghan money service provider license number": "other",
    "aircraft serial identification": "other",
    "aircraft tail number": "aircraft-registration",
    "bik (ru)": "other",
    "bosnian personal id no.": "national-id-number",
    "business number": "registration-number",
    "c.i.f.": "tax-number",
    "c.i.n.": "national-id-number",
    "c.r. no.": "registration-number",
    "c.u.i.": "registration-number",
    "c.u.i.p.": "national-id-number",
    "c.u.i.t.": "tax-number",
    "c.u.r.p.": "national-id-number",
    "cartilla de servicio militar nacional": "other",
    "cedula no.": "national-id-number",
    "central registration system number": "registration-number",
    "certificate of incorporation number": "registration-number",
    "chamber of commerce number": "registration-number",
    "citizen's card number": "national-id-number",
    "cnp (personal numerical code)": "national-id-number",
    "company number": "registration-number",
    "credencial electoral": "electoral-number",
    "d.n.i.": "national-id-number",
    "duns number": "duns",
    "enterprise number": "registration-number",
    "folio mercantil no.": "registration-number",
    "i.f.e.": "electoral-number",
    "identification number": "other",
    "imo": "imo",
    "imo number": "imo",
    "isin": "isin",
    "legal entity number": "lei",
    "lei": "lei",
    "matricula mercantil no": "registration-number",
    "military registration number": "other",
    "mmsi": "mmsi",
    "n.i.e.": "national-id-number",
    "n.i.f.": "tax-number",
    "national foreign id number": "national-id-number",
    "nit #": "tax-number",
    "numero de identidad": "national-id-number",
    "numero unico de identificacao tributaria (nuit)": "tax-number",
    "personal id card": "national-id-number",
    "r.f.c.": "tax-number",
    "registration id": "registration-number",
    "residency number": "residence-permit",
    "rfc": "tax-number",
    "rif #": "tax-number",
    "romanian c.r.": "registration-number",
    "romanian permanent resident": "residence-permit",
    "rsin": "tax-number",
    "rtn": "tax-number",
    "ruc #": "tax-number",
    "russian state individual business registration number pattern (ogrnip)": "registration-number",
    "swift bic": "swift-bic",
    "swift/bic": "swift-bic",
    "tazkira national id card": "national-id-number",
    "turkish identification number": "national-id-number",
    "uae identification": "national-id-number",
    "unified social credit code (uscc)": "unified-social-credit-code",
    "united social credit code certificate (usccc)": "unified-social-credit-code",
    "us fein": "tax-number",
    "vessel call sign": "call-sign",
    "vessel registration identification": "imo",
    "visanumberid": "visa-number",
}

_WORDS = (  # a word in the type of a document, and the scheme that it means; the first one counts
    ("birth certificate", "birth-certificate"),
    ("driver", "driving-licence"),
    ("driving", "driving-licence"),
    ("voter", "electoral-number"),
    ("elector", "electoral-number"),
    ("ration card", "other"),
    ("student", "other"),
    ("other id", "other"),
    ("tax", "tax-number"),
    ("fiscal", "tax-number"),
    ("v.a.t.", "tax-number"),
    ("digital currency address", "crypto-address"),
    ("passport", "passport-number"),
    ("passeport", "passport-number"),
    ("pasaporte", "passport-number"),
    ("residence permit", "residence-permit"),
    ("company number", "registration-number"),
    ("registration certificate", "registration-number"),
    ("registration document", "registration-number"),
    ("registration number", "registration-number"),
    ("registration no", "registration-number"),
    ("registry number", "registration-number"),
    ("national identification", "national-id-number"),
    ("national identity", "national-id-number"),
    ("national id", "national-id-number"),
    ("personal id", "national-id-number"),
    ("id no", "national-id-number"),
)
_LEI = re.compile(r"[0-9A-Z]{18}[0-9]{2}\Z")
_IMO = re.compile(r"(?:IMO[\s:#-]*)?([0-9]{6,7})\Z", re.IGNORECASE)
_MMSI = re.compile(r"[0-9]{9}\Z")


@cache
def scheme_of(words: str) -> str:
    """Return the identifier scheme that the words for a document mean; ``other`` if none."""
    folded = words.casefold().replace("\u2019", "'").strip(" :")
    found = _EXACT.get(folded)
    if found is None:
        found = next((scheme for word, scheme in _WORDS if word in folded), "other")
    return found


def identifier(label: str, value: str, issuer: str = "") -> Identifier:
    """Return a number by the words for its document; a number that its scheme forbids is other.

    The prefix of an IMO number is no part of it: ``IMO 9187629`` is 9187629.
    """
    scheme = scheme_of(label)
    if scheme == "imo":
        found = _IMO.match(value)
        if found is None:
            scheme = "other"
        else:
            value = found[1].zfill(7)
    elif (scheme == "lei" and not _LEI.match(value)) or (
        scheme == "mmsi" and not _MMSI.match(value)
    ):
        scheme = "other"
    return Identifier(scheme, value, issuer, label)
