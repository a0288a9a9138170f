"""What the formats of OpenSanctions share: which list a dataset is, which kind a schema is.

Datasets are named as at https://www.opensanctions.org/datasets/ ; those that repeat one official
list have the key of that list, any other the dataset's own name.
"""

from __future__ import annotations

from collections.abc import Sequence

from comity.lists.record import EntityKind
from comity.names import slug

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
