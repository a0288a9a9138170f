"""The terms of the comity ontology as a closed class; written by ``make docs``, not by hand."""

from __future__ import annotations

from typing import Final

from comity.iris import term


class COMITY:
    """Every term that the ontology declares; a misspelt one raises AttributeError."""

    Aircraft: Final = term("Aircraft")
    """Entity that is an aeroplane, helicopter or other flying craft."""

    Attendance: Final = term("Attendance")
    """Claim that a polity stood in a stated relation to a summit: took part, was invited, declined,
    was absent or was not invited.
    """

    Authority: Final = term("Authority")
    """Organ of a polity that keeps lists, issues rules or gives out numbers on its behalf."""

    BilateralPact: Final = term("BilateralPact")
    """Pact that has exactly two parties."""

    Citation: Final = term("Citation")
    """Reference from a claim or thing to one source, with the words that bear it out."""

    Claim: Final = term("Claim")
    """Statement of one tie between things, dated and resting on at least one source."""

    Commitment: Final = term("Commitment")
    """Claim that an initiative states an aim, a concern, a principle, a pillar, an action or a sum
    of money.
    """

    Company: Final = term("Company")
    """Entity that is a firm: a legal person or undertaking that trades."""

    Coverage: Final = term("Coverage")
    """Statement of how complete our claims about one list, initiative or attendance status are, and
    up to when.
    """

    Designation: Final = term("Designation")
    """Claim that an entity stands, or stood for a time, on a list that restricts those on it or
    warns of them.
    """

    DesignationAct: Final = term("DesignationAct")
    """Legal act of an authority, taken on one day, that adds entries to a list, changes them or
    takes them off.
    """

    DesignationList: Final = term("DesignationList")
    """List kept by an authority under which named entities meet a restriction, a measure or a
    warning.
    """

    EditionEvent: Final = term("EditionEvent")
    """Change of a designation that appears between two editions of a list which follow each other
    among the imports.
    """

    Endorsement: Final = term("Endorsement")
    """Claim that a polity put its name to the declaration of a summit, with or without a
    reservation.
    """

    Entity: Final = term("Entity")
    """Person, organisation, ship or aircraft that an authority can put on a list."""

    GovernmentBody: Final = term("GovernmentBody")
    """Entity that is an organ of civil government: a ministry, bureau, court or police service."""

    Identifier: Final = term("Identifier")
    """Code, number or key under which a standard, a register or a data set knows a thing."""

    IdentityLink: Final = term("IdentityLink")
    """Claim that two entities of the graph are one and the same in the world."""

    Import: Final = term("Import")
    """Reading of one edition of an official list into one named graph."""

    Initiative: Final = term("Initiative")
    """Undertaking of one or more polities that others can join, endorse or support: a grouping,
    regime, organisation, declaration, code of conduct or programme.
    """

    Membership: Final = term("Membership")
    """Claim that a polity belongs to an initiative in a stated role."""

    MilitaryUnit: Final = term("MilitaryUnit")
    """Entity that is a part of the armed forces or of a defence procurement service."""

    OtherEntity: Final = term("OtherEntity")
    """Entity that is listed but is none of the other kinds, or whose kind no source tells."""

    OtherPolity: Final = term("OtherPolity")
    """Polity that takes part under its own name without being a State, a union or a territory."""

    Ownership: Final = term("Ownership")
    """Claim that one entity holds a stated share of another, or controls it."""

    Pact: Final = term("Pact")
    """Claim that two or more polities have bound or pledged themselves to each other, by treaty,
    agreement, memorandum, statement or standing dialogue.
    """

    Person: Final = term("Person")
    """Entity that is a single human being."""

    Polity: Final = term("Polity")
    """Political body that acts among others under its own name: it can attend a summit, join an
    initiative, sign a pact or have authorities that list entities.
    """

    ResearchBody: Final = term("ResearchBody")
    """Entity whose purpose is research or teaching: an institute, academy, laboratory or
    university.
    """

    RowCount: Final = term("RowCount")
    """Finding of how many rows in one edition of a list cite a designation act under one spelling
    of its citation.
    """

    Rule: Final = term("Rule")
    """Legal rule that carries the effect of a list over to entities that the list does not name,
    for as long as it is in force.
    """

    Source: Final = term("Source")
    """Document, page or data set that was read and on whose words claims rest."""

    State: Final = term("State")
    """Polity that is a member or an observer state of the United Nations."""

    Summit: Final = term("Summit")
    """Meeting of leaders or ministers of several polities that takes place once, on stated days,
    under a name of its own.
    """

    Territory: Final = term("Territory")
    """Polity that has a country code of its own while a State conducts its foreign relations, or a
    treaty or a dispute leaves them open.
    """

    Union: Final = term("Union")
    """Polity that several other polities have formed and that speaks for them under one name."""

    Vessel: Final = term("Vessel")
    """Entity that is a ship or boat."""

    act: Final = term("act")
    """Relation from a designation to an act that made, changed or ended it, or from a row count to
    the act that its rows cite.
    """

    address: Final = term("address")
    """Address of an entity on one line, as a source gives it."""

    addressIn: Final = term("addressIn")
    """Relation from an entity to a polity in which a source gives an address for it."""

    amount: Final = term("amount")
    """Sum of money that an initiative sets aside, in units of the currency."""

    announcedOn: Final = term("announcedOn")
    """Date on which an authority made a designation known, whether or not it had effect that day.
    """

    asOf: Final = term("asOf")
    """Date up to which a coverage statement holds, as precise as the source gives it."""

    attended: Final = term("attended")
    """Relation from a polity to a summit at which it is known to have taken part."""

    authority: Final = term("authority")
    """Relation from a list, rule, act or designation to the authority that is answerable for it."""

    because: Final = term("because")
    """Sentence that says why a rule was made, suspended or replaced."""

    birthPlace: Final = term("birthPlace")
    """Place of birth of a person, as a source writes it."""

    bornOn: Final = term("bornOn")
    """Date of birth of a person, as precise as a source gives it."""

    bornText: Final = term("bornText")
    """Date of birth of a person in the words of a source that gives no single date."""

    canonical: Final = term("canonical")
    """Relation from an entity of a cluster to the one that stands for all of the cluster, itself
    included; derived from identity links, so that answers count each entity of the world once.
    """

    capital: Final = term("capital")
    """Name of the chief city of a polity, by its law or custom the seat of the state."""

    changedField: Final = term("changedField")
    """Name of a field that an amendment changed."""

    citation: Final = term("citation")
    """Relation from a claim or thing to a citation that bears it out."""

    citedAs: Final = term("citedAs")
    """Citation under which the rows counted refer to a designation act."""

    commitmentKind: Final = term("commitmentKind")
    """Relation from a commitment to the concept that says what sort of statement it is."""

    completeFrom: Final = term("completeFrom")
    """First day for which a coverage that is called complete holds."""

    contradicts: Final = term("contradicts")
    """Relation between two claims that cannot both hold."""

    coveredStatus: Final = term("coveredStatus")
    """Relation from the coverage of a summit to the one attendance status that it measures."""

    covers: Final = term("covers")
    """Relation from a coverage to the list, initiative or summit whose claims it measures."""

    currency: Final = term("currency")
    """ISO 4217 code of the currency in which the amount is stated."""

    delistedOn: Final = term("delistedOn")
    """Date from which a designation no longer has effect."""

    destinationCountry: Final = term("destinationCountry")
    """Relation from a designation act to a polity under which it files new entries."""

    dissolvedOn: Final = term("dissolvedOn")
    """Date from which an initiative no longer exists, as precise as the source gives it."""

    edition: Final = term("edition")
    """Relation from a row count to the source that is the edition of the list in which rows were
    counted.
    """

    effect: Final = term("effect")
    """Sentence that says what standing on a list means for those who deal with the entity."""

    effectiveOn: Final = term("effectiveOn")
    """Date on which a designation act takes effect."""

    endedOn: Final = term("endedOn")
    """Last day of a summit, itself still a day of the meeting."""

    endorsementKind: Final = term("endorsementKind")
    """Relation from an endorsement to the concept that says whether the polity accepted the whole
    text.
    """

    entity: Final = term("entity")
    """Relation from a designation to the entity that stands on the list."""

    entryCountry: Final = term("entryCountry")
    """Relation from a designation to the polity under which the list files the entry."""

    eventKind: Final = term("eventKind")
    """Relation from an edition event to what happened: listed, amended or delisted."""

    expectedCount: Final = term("expectedCount")
    """Number of polities or entries that there are by what a source says."""

    extendsList: Final = term("extendsList")
    """Relation from a rule to a list whose effect it carries over to further entities."""

    fewestExpected: Final = term("fewestExpected")
    """Smallest number of claims, or of things where it holds none, that a named graph may have
    before it counts as damaged.
    """

    flagEmoji: Final = term("flagEmoji")
    """Pair of regional indicator symbols that screens show as the flag of a polity."""

    flaggedIn: Final = term("flaggedIn")
    """Relation from a vessel to the polity under whose flag a source says it sails."""

    formerName: Final = term("formerName")
    """Name under which an entity was known before, as a source says."""

    gender: Final = term("gender")
    """Gender of a person, in the word of a source."""

    ground: Final = term("ground")
    """Relation from a designation or designation act to the concept that says why entities were
    listed.
    """

    groundText: Final = term("groundText")
    """Sentence that says why one entity was listed, in the words of the authority or close to them.
    """

    headquarteredIn: Final = term("headquarteredIn")
    """Relation from an entity to the polity in which its head office is."""

    holdsFrom: Final = term("holdsFrom")
    """First day on which a claim is known to hold."""

    holdsUntil: Final = term("holdsUntil")
    """First day on which a claim is known to hold no longer."""

    hostedBy: Final = term("hostedBy")
    """Relation from a summit to a polity that convened it or received it."""

    identifier: Final = term("identifier")
    """Relation from a thing to a code, number or key by which others know it."""

    inForceFrom: Final = term("inForceFrom")
    """Date from which a pact or a rule has legal force, as precise as the source gives it."""

    inForceUntil: Final = term("inForceUntil")
    """Date from which a rule no longer has legal force, as precise as the source gives it."""

    incorporatedIn: Final = term("incorporatedIn")
    """Relation from an entity to the polity under whose law it was formed."""

    initiative: Final = term("initiative")
    """Relation from a claim to the initiative that it is about."""

    initiativeKind: Final = term("initiativeKind")
    """Relation from an initiative to the concept that says what form it takes."""

    interestKind: Final = term("interestKind")
    """Relation from an ownership to the concept that says whether shares, votes or control are
    meant.
    """

    isComplete: Final = term("isComplete")
    """Truth value that says whether the graph holds every claim of the kind up to the day stated.
    """

    issuedBy: Final = term("issuedBy")
    """Relation from an identifier to the authority or polity that gave it out."""

    knownCount: Final = term("knownCount")
    """Number of polities or entries on which the graph holds a claim of the kind covered."""

    launchedAt: Final = term("launchedAt")
    """Relation from an initiative to the summit at which it was announced."""

    launchedOn: Final = term("launchedOn")
    """Date on which an initiative was announced or came into being, as precise as the source gives
    it.
    """

    legalBasis: Final = term("legalBasis")
    """Law, regulation or order on which a list rests, as a lawyer would cite it."""

    legalCitation: Final = term("legalCitation")
    """Place in an official gazette, or number of an order, at which a designation or designation
    act can be read.
    """

    licenceRequirement: Final = term("licenceRequirement")
    """Text that says for which items or dealings with the entity a licence is needed."""

    linkedTo: Final = term("linkedTo")
    """Relation from an entity to a polity to which a list or another source ties it in whatever
    way.
    """

    linksEntity: Final = term("linksEntity")
    """Relation from an identity link to one of the two entities that it holds to be the same."""

    list: Final = term("list")
    """Relation from a designation to the list on which the entity stands."""

    listField: Final = term("listField")
    """Field of a list that no other property holds: its name, a colon, and its text as it stands.
    """

    listedBy: Final = term("listedBy")
    """Relation from an entity to an authority that has it on one of its lists."""

    listedName: Final = term("listedName")
    """Name of the entity exactly as one list prints it."""

    listedOn: Final = term("listedOn")
    """Date from which a designation has effect."""

    locator: Final = term("locator")
    """Text that leads to the place inside a source: a page, section, row or heading."""

    measure: Final = term("measure")
    """Relation from a designation or a list to the concept that says what restriction follows."""

    measureText: Final = term("measureText")
    """Sentence in which a list states the restriction for one entry."""

    memberOf: Final = term("memberOf")
    """Relation from a polity to an initiative to which it belongs in any role but that of observer.
    """

    mostExpected: Final = term("mostExpected")
    """Largest number of claims, or of things where it holds none, that a named graph may have
    before it counts as damaged.
    """

    nationality: Final = term("nationality")
    """Relation from a person to the polity whose national that person is."""

    numberAdded: Final = term("numberAdded")
    """Number of entities that a designation act says it adds."""

    observedOn: Final = term("observedOn")
    """Date on which a source found the claim to hold."""

    occupation: Final = term("occupation")
    """Title, office or occupation of an entity, as a source writes it."""

    ofClaim: Final = term("ofClaim")
    """Relation from an edition event to the designation that it changed."""

    ofPolity: Final = term("ofPolity")
    """Relation from an authority to the polity for which it acts."""

    officialName: Final = term("officialName")
    """Full name that a polity uses of itself in formal texts."""

    owned: Final = term("owned")
    """Relation from an ownership to the entity in which the share is held."""

    owner: Final = term("owner")
    """Relation from an ownership to the entity that holds the share or the control."""

    owns: Final = term("owns")
    """Relation from an entity to another in which it holds a share or over which it has control."""

    pactKind: Final = term("pactKind")
    """Relation from a pact to the concept that says what form it takes."""

    party: Final = term("party")
    """Relation from a pact to a polity that has taken part in making it."""

    partyTo: Final = term("partyTo")
    """Relation from a polity to a pact that it has made and that still holds."""

    place: Final = term("place")
    """Name of the town, building or online setting in which a summit took place."""

    polity: Final = term("polity")
    """Relation from a claim to the polity whose tie it states."""

    polityKind: Final = term("polityKind")
    """Relation from a polity to the concept that says what sort of participant it is."""

    position: Final = term("position")
    """Whole number that places a commitment among those of the same kind in its initiative, counted
    from one.
    """

    programme: Final = term("programme")
    """Tag of the sanctions programme under which an authority made a designation."""

    publisherFault: Final = term("publisherFault")
    """Kind of fault in a publisher's file that an import met, and how often."""

    publisherName: Final = term("publisherName")
    """Name of the body or person that brought a source out."""

    quote: Final = term("quote")
    """Words of the source that bear out the claim, at most 160 characters, in the language of the
    source.
    """

    readBy: Final = term("readBy")
    """Name and version of the reader with which an import was made."""

    reason: Final = term("reason")
    """Sentence that says why two entities are held to be the same."""

    recordCount: Final = term("recordCount")
    """Number of records of a file that an import took."""

    refusedCount: Final = term("refusedCount")
    """Number of records of a file that an import refused."""

    region: Final = term("region")
    """Relation from a polity to the most specific world region in which it lies."""

    remark: Final = term("remark")
    """Remark of a list on an entry, as it stands there."""

    representedBy: Final = term("representedBy")
    """Name and office of one person who spoke or sat for the polity at a summit."""

    reservation: Final = term("reservation")
    """Text that says what part of a declaration the endorsing polity did not accept."""

    reviewPolicy: Final = term("reviewPolicy")
    """Text that says how the authority decides on applications for a licence."""

    role: Final = term("role")
    """Relation from a claim to the part that the polity plays in the meeting or undertaking."""

    rows: Final = term("rows")
    """Number of rows in which an edition of a list cites the act."""

    scheme: Final = term("scheme")
    """Relation from an identifier to the system of codes or numbers in which it is valid."""

    score: Final = term("score")
    """Number between 0 and 1 that says how sure we are that two entities are the same."""

    seenAfter: Final = term("seenAfter")
    """Date of the last edition that does not show a change yet."""

    seenOn: Final = term("seenOn")
    """Date of the first edition that shows a change."""

    sha256: Final = term("sha256")
    """SHA-256 digest of the bytes of a file that was read, in hexadecimal digits."""

    shareMax: Final = term("shareMax")
    """Highest share, in per cent, that the owner can hold by what the source says."""

    shareMin: Final = term("shareMin")
    """Lowest share, in per cent, that the owner can hold by what the source says."""

    signedOn: Final = term("signedOn")
    """Date on which a pact was signed or announced, from which it counts as made."""

    since: Final = term("since")
    """Date from which a claim holds by what the source says, as precise as the source gives it."""

    source: Final = term("source")
    """Relation from a citation to the source in which its words stand."""

    sourceKind: Final = term("sourceKind")
    """Relation from a source to the concept that says what sort of document it is."""

    startedOn: Final = term("startedOn")
    """First day of a summit, as precise as the source gives it."""

    status: Final = term("status")
    """Relation from an attendance to the concept that says how the polity stood to the summit."""

    summit: Final = term("summit")
    """Relation from a claim to the summit to which it ties a polity."""

    summitFormat: Final = term("summitFormat")
    """Relation from a summit to the concept that says how people met."""

    suspendedFrom: Final = term("suspendedFrom")
    """First day on which a rule that is in force is not applied."""

    suspendedUntil: Final = term("suspendedUntil")
    """Date on which the suspension of a rule ends."""

    technologyArea: Final = term("technologyArea")
    """Relation from an initiative or a pact to a field of technology that it covers."""

    text: Final = term("text")
    """Wording of a commitment, short and in our own words."""

    thresholdPercent: Final = term("thresholdPercent")
    """Share, in per cent, at which a rule begins to reach an entity owned by listed ones."""

    unMemberSince: Final = term("unMemberSince")
    """Date on which a polity was admitted to the United Nations."""

    until: Final = term("until")
    """Date from which a claim no longer holds by what the source says, as precise as the source
    gives it.
    """

    url: Final = term("url")
    """Address at which a source was, or is, to be read."""

    vesselType: Final = term("vesselType")
    """Type of a vessel or aircraft, in the word of a source."""

    weakAlias: Final = term("weakAlias")
    """Alternative name that a list itself marks as unreliable for telling its bearer from others.
    """


TERMS: frozenset[str] = frozenset(
    (
        "Aircraft",
        "Attendance",
        "Authority",
        "BilateralPact",
        "Citation",
        "Claim",
        "Commitment",
        "Company",
        "Coverage",
        "Designation",
        "DesignationAct",
        "DesignationList",
        "EditionEvent",
        "Endorsement",
        "Entity",
        "GovernmentBody",
        "Identifier",
        "IdentityLink",
        "Import",
        "Initiative",
        "Membership",
        "MilitaryUnit",
        "OtherEntity",
        "OtherPolity",
        "Ownership",
        "Pact",
        "Person",
        "Polity",
        "ResearchBody",
        "RowCount",
        "Rule",
        "Source",
        "State",
        "Summit",
        "Territory",
        "Union",
        "Vessel",
        "act",
        "address",
        "addressIn",
        "amount",
        "announcedOn",
        "asOf",
        "attended",
        "authority",
        "because",
        "birthPlace",
        "bornOn",
        "bornText",
        "canonical",
        "capital",
        "changedField",
        "citation",
        "citedAs",
        "commitmentKind",
        "completeFrom",
        "contradicts",
        "coveredStatus",
        "covers",
        "currency",
        "delistedOn",
        "destinationCountry",
        "dissolvedOn",
        "edition",
        "effect",
        "effectiveOn",
        "endedOn",
        "endorsementKind",
        "entity",
        "entryCountry",
        "eventKind",
        "expectedCount",
        "extendsList",
        "fewestExpected",
        "flagEmoji",
        "flaggedIn",
        "formerName",
        "gender",
        "ground",
        "groundText",
        "headquarteredIn",
        "holdsFrom",
        "holdsUntil",
        "hostedBy",
        "identifier",
        "inForceFrom",
        "inForceUntil",
        "incorporatedIn",
        "initiative",
        "initiativeKind",
        "interestKind",
        "isComplete",
        "issuedBy",
        "knownCount",
        "launchedAt",
        "launchedOn",
        "legalBasis",
        "legalCitation",
        "licenceRequirement",
        "linkedTo",
        "linksEntity",
        "list",
        "listField",
        "listedBy",
        "listedName",
        "listedOn",
        "locator",
        "measure",
        "measureText",
        "memberOf",
        "mostExpected",
        "nationality",
        "numberAdded",
        "observedOn",
        "occupation",
        "ofClaim",
        "ofPolity",
        "officialName",
        "owned",
        "owner",
        "owns",
        "pactKind",
        "party",
        "partyTo",
        "place",
        "polity",
        "polityKind",
        "position",
        "programme",
        "publisherFault",
        "publisherName",
        "quote",
        "readBy",
        "reason",
        "recordCount",
        "refusedCount",
        "region",
        "remark",
        "representedBy",
        "reservation",
        "reviewPolicy",
        "role",
        "rows",
        "scheme",
        "score",
        "seenAfter",
        "seenOn",
        "sha256",
        "shareMax",
        "shareMin",
        "signedOn",
        "since",
        "source",
        "sourceKind",
        "startedOn",
        "status",
        "summit",
        "summitFormat",
        "suspendedFrom",
        "suspendedUntil",
        "technologyArea",
        "text",
        "thresholdPercent",
        "unMemberSince",
        "until",
        "url",
        "vesselType",
        "weakAlias",
    )
)
