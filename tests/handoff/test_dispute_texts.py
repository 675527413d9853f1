"""Every text whose key a dispute, an advice or a remedy puts together is in the catalogs, with just the variables that it is given."""

from typing import get_args

from core.language.catalog import read_catalog
from core.language.check import variables
from core.language.spec import ENGLISH
from core.model.dispute import MeasureKind, RemedyCondition, RemedyKind, Stage, WhyRefused
from core.model.dispute_tables import WhyNot
from tests.language.test_catalogs import said

REFUSED_WITH = {"amount_too_high": {"most"}, "other_currency": {"currency"}}
STAGES = {stage: {"case", "due"} for stage in (*get_args(Stage), "waiting_for_you")} | {"closed": {"case"}}
TEXTS: dict[str, set[str]] = {
    **{f"dispute.refused.{why}": REFUSED_WITH.get(why, set()) for why in get_args(WhyRefused)},
    **{f"dispute.stage.{stage}": names for stage, names in STAGES.items()},
    **{
        f"dispute.measure.{kind}": {"amount"} if kind.endswith("_refund") else set()
        for kind in get_args(MeasureKind)
        if kind != "referred_to_police"
    },
    "dispute.decided": {"case"},
    "dispute.articles": {"articles"},
    "dispute.appeal": {"due"},
    "dispute.no_second_appeal": set(),
    "dispute.elsewhere": set(),
    **{f"advice.not.{why}": set() for why in get_args(WhyNot) if why},
    **{f"remedy.kind.{kind}": {"body", "address"} for kind in get_args(RemedyKind)},
    "remedy.kind.any_court": set(),
    **{f"remedy.condition.{condition}": set() for condition in get_args(RemedyCondition)},
    "remedy.languages": {"languages"},
}

ENTRIES = read_catalog().texts[ENGLISH].entries
FAMILIES = ("dispute.", "advice.not.", "remedy.")


def test_each_text_is_there():
    assert TEXTS.keys() - ENTRIES.keys() == set()


def test_each_text_shows_only_the_variables_that_it_is_given():
    assert [key for key, given in TEXTS.items() if not variables(ENTRIES[key]) <= given] == []


def test_no_text_of_a_dispute_is_never_said():
    ours = {key for key in ENTRIES if key.startswith(FAMILIES)}
    assert ours - {call.key for call in said()} == TEXTS.keys()
