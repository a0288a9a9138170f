"""One line of FollowTheMoney as an entity, and which list a data set of OpenSanctions is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from comity.iris import slug
from comity.lists.bounds import RECORD
from comity.lists.io.encoding import MAX_FIELD, clean, text_stream
from comity.lists.io.input_files import Parcel
from comity.lists.model.record import EntityKind, Refusal

LISTS = {
    "au_dfat_sanctions": "australia-dfat",
    "ca_dfatd_sema_sanctions": "canada-sema",
    "ch_seco_sanctions": "switzerland-seco",
    "eu_fsf": "eu-fsf",
    "gb_fcdo_sanctions": "uk-sanctions-list",
    "gb_hmt_sanctions": "uk-conlist",
    "jp_meti_eul": "japan-meti-eul",
    "jp_meti_ru": "japan-meti-tokutei",
    "jp_mof_sanctions": "japan-mof",
    "ua_nsdc_sanctions": "ukraine-nsdc",
    "un_sc_sanctions": "un-sc",
    "us_bis_denied": "bis-denied-persons",
    "us_bis_mieu": "bis-meu",
    "us_dhs_uflpa": "us-uflpa",
    "us_dod_chinese_milcorps": "us-1260h",
    "us_ofac_cons": "ofac-cons",
    "us_ofac_sdn": "ofac-sdn",
    "us_trade_csl": "us-csl",
}
"""Datasets that repeat an official list, and its key."""

TITLES = {
    "Belgian Financial Sanctions": "be-fod-sanctions",
    "EU Financial Sanctions Files (FSF)": "eu-fsf",
    "French National Asset Freezing System": "fr-tresor-gels-avoir",
    "Iraq Terrorist Fund Freezing Lists": "iq-aml-list",
    "Monaco National Fund Freezing List": "mc-fund-freezes",
    "Swiss SECO Sanctions/Embargoes": "switzerland-seco",
    "UK FCDO Sanctions List": "uk-sanctions-list",
    "UN Security Council Consolidated Sanctions": "un-sc",
    "US OFAC Specially Designated Nationals (SDN) List": "ofac-sdn",
    "US Trade Consolidated Screening List (CSL)": "us-csl",
    "Ukraine NSDC State Register of Sanctions": "ukraine-nsdc",
    "Ukraine War and Sanctions": "ua-war-sanctions",
}
"""Titles by which the simple table calls datasets that are lists of sanctions."""

OF_SANCTIONS = frozenset({
    "ae_local_terrorists", "ar_repet", "at_nbter_sanctions", "au_dfat_sanctions",
    "au_listed_terrorist_orgs", "az_fiu_sanctions", "be_fod_sanctions", "bg_omnio_poi",
    "ca_dfatd_sema_sanctions", "ca_facfoa", "ca_listed_terrorists", "ca_named_research_orgs",
    "ca_sema_sanctions_news", "ch_fiaa_freezes", "ch_seco_sanctions", "cn_sanctions",
    "cz_national_sanctions", "cz_terrorists", "de_bfv_extremism", "ee_international_sanctions",
    "eu_esma_saris", "eu_fsf", "eu_journal_sanctions", "eu_sanctions_map", "eu_travel_bans",
    "fr_tresor_gels_avoir", "gb_fcdo_sanctions", "gb_hmt_invbans", "gb_hmt_sanctions",
    "ge_ot_list", "id_dttot", "ie_unlawful_organizations", "il_mod_crypto",
    "il_mod_terrorists", "il_wmd_sanctions", "in_mha_banned", "iq_aml_list", "ir_sanctions",
    "jo_sanctions", "jp_meti_eul", "jp_meti_ru", "jp_mof_sanctions", "ke_frc_sanctions",
    "kg_fiu_national", "kz_afmrk_sanctions", "lt_fiu_freezes", "lt_magnitsky_amendments",
    "lv_fiu_sanctions", "lv_magnitsky_list", "mc_fund_freezes", "md_terror_sanctions",
    "my_moha_sanctions", "ng_nigsac_sanctions", "nl_terrorism_list", "np_mha_sanctions",
    "nz_designated_terrorists", "nz_russia_sanctions", "ph_amlc_sanctions",
    "pk_proscribed_persons", "pl_finanse_sanctions", "pl_mswia_sanctions", "ps_local_freezing",
    "qa_nctc_sanctions", "ro_onpcsb_sanctions", "rs_apml_domestic", "ru_mfa_sanctions",
    "sa_pcct_terrorism_list", "sg_terrorists", "th_designated_person", "tn_cnlct", "tr_fcib",
    "tw_shtc", "ua_nabc_sanctions", "ua_nsdc_sanctions", "ua_sfms_blacklist",
    "ua_war_sanctions", "un_1718_vessels", "un_sc_sanctions", "us_bis_denied", "us_bis_mieu",
    "us_cbp_forced_labor", "us_cuba_sanctions", "us_dhs_uflpa", "us_dod_chinese_milcorps",
    "us_fincen_special_measures", "us_klepto_hr_visa", "us_ofac_cons", "us_ofac_sdn",
    "us_special_leg", "us_state_terrorist_exclusion", "us_state_terrorist_orgs",
    "us_trade_csl", "vn_terrorist_orgs", "za_fic_sanctions",
})  # fmt: skip
"""Datasets that are lists of sanctions: those of the collection ``sanctions``, and former ones."""

LISTED = frozenset({"sanction", "sanction.counter", "debarment", "export.control", "asset.frozen"})
"""Topics of an entity that is itself listed; ``sanction.linked`` is one that is not."""

KINDS: dict[str, EntityKind] = {
    "Airplane": "Aircraft",
    "Asset": "OtherEntity",
    "Company": "Company",
    "CryptoWallet": "OtherEntity",
    "LegalEntity": "OtherEntity",
    "Organization": "OtherEntity",
    "Person": "Person",
    "PublicBody": "GovernmentBody",
    "Security": "OtherEntity",
    "Vehicle": "OtherEntity",
    "Vessel": "Vessel",
}
"""Schemas of what can be listed."""


def key_of_dataset(name: str) -> str:
    """Return the key of the list that a dataset is."""
    return LISTS.get(name, name.replace("_", "-"))


def key_of_title(title: str) -> str:
    """Return the key of the list that a dataset of this title is; empty where none can be made."""
    return TITLES.get(title) or slug(title)


def datasets_that_list(datasets: Sequence[str]) -> tuple[str, ...]:
    """Return those of an entity's datasets that list it: sanctions datasets, or its only one."""
    of_sanctions = tuple(name for name in datasets if name in OF_SANCTIONS)
    return of_sanctions or (tuple(datasets) if len(datasets) == 1 else ())


MAX_LINE = RECORD
"""Characters of one line; the longest entities that are published have a tenth of it."""

_MOST_VALUES = 20_000


@dataclass(frozen=True, slots=True)
class FtmEntity:
    """An entity as the file has it; ``place`` is its line. ``op`` is empty but in a delta."""

    place: str
    op: str
    id: str
    schema: str
    caption: str
    datasets: tuple[str, ...]
    referents: tuple[str, ...]
    last_seen: str
    properties: dict[str, tuple[str, ...]]
    others: tuple[tuple[str, str], ...]  # members of the object that are not known

    def values(self, *names: str) -> tuple[str, ...]:
        """Return the values of the properties named, each once."""
        if len(names) == 1:  # the commonest by far; values of one property come once anyway
            return self.properties.get(names[0], ())
        return tuple(
            dict.fromkeys(value for name in names for value in self.properties.get(name, ()))
        )


_KNOWN = {
    "id", "caption", "schema", "datasets", "referents", "first_seen", "last_seen", "last_change",
    "properties", "target", "origin",
}  # fmt: skip


def entities(parcel: Parcel) -> Iterator[FtmEntity | Refusal]:
    """Give the entity of each line; of a delta too, where it stands in ``{op, entity}``."""
    with text_stream(parcel) as stream:
        number = 0
        while line := stream.readline(MAX_LINE):
            number += 1
            if len(line) == MAX_LINE:
                while (rest := stream.readline(MAX_LINE)) and not rest.endswith("\n"):
                    pass
                yield Refusal(f"line {number}", f"a line of more than {MAX_LINE:,} characters")
            elif line.strip():
                yield _entity(line, f"line {number}")


def _entity(line: str, place: str) -> FtmEntity | Refusal:
    """Return the entity of a line, or why it is none."""
    try:
        found = json.loads(line)
    except RecursionError:
        return Refusal(place, "nested too deep")
    except ValueError as error:
        return Refusal(place, f"not JSON: {str(error).partition(':')[0]}")
    if not isinstance(found, dict):
        return Refusal(place, "not an object")
    op = ""
    if "op" in found:
        op = clean(str(found["op"]))
        found = found.get("entity")
        if op not in ("ADD", "MOD", "DEL") or not isinstance(found, dict):
            return Refusal(place, f"'{op[:20]}' is no change with an entity (ADD, MOD, DEL)")
    return _checked(found, op, place)


def _checked(found: dict[str, object], op: str, place: str) -> FtmEntity | Refusal:
    """Return the entity of an object if it has what an entity must have."""
    told, properties = found.get("id"), found.get("properties", {})
    if not isinstance(told, str) or not clean(told):
        return Refusal(place, "no id")
    if not isinstance(properties, dict):
        return Refusal(place, "properties that are no object")
    caption = found.get("caption")
    if isinstance(caption, str) and len(caption) > MAX_FIELD:
        return Refusal(place, f"caption: a value of more than {MAX_FIELD:,} characters")
    values: dict[str, tuple[str, ...]] = {}
    for name, given in properties.items():
        texts = _texts(given)
        if texts is None:
            return Refusal(place, f"{name[:40]}: entities in entities; give entities.ftm.json")
        if len(texts) > _MOST_VALUES or max(map(len, texts), default=0) > MAX_FIELD:
            return Refusal(place, f"{name[:40]}: a value of more than {MAX_FIELD:,} characters")
        values[clean(name)] = texts
    schema = found.get("schema")
    if op != "DEL" and not isinstance(schema, str):
        return Refusal(place, "no schema")
    return FtmEntity(
        place,
        op,
        clean(told),
        clean(schema) if isinstance(schema, str) else "",
        _one(caption),
        _texts(found.get("datasets", [])) or (),
        _texts(found.get("referents", [])) or (),
        _one(found.get("last_seen")),
        values,
        tuple(
            (clean(name)[:80], clean(json.dumps(value, ensure_ascii=False))[:MAX_FIELD])
            for name, value in found.items()
            if name not in _KNOWN
        ),
    )


def _one(given: object) -> str:
    """Return a text that may be missing; one over the bound is none."""
    return clean(given) if isinstance(given, str) and len(given) <= MAX_FIELD else ""


def _texts(given: object) -> tuple[str, ...] | None:
    """Return the values of a property, cleaned, each once; None where there is an object in it."""
    values = given if isinstance(given, list) else [given]
    texts: dict[str, None] = {}
    for value in values:
        if isinstance(value, dict | list):
            return None
        if value is not None and (text := clean(str(value))):
            texts[text] = None
    return tuple(texts)
