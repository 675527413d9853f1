"""Every text whose key a dispute, an advice or a remedy puts together is in the catalogs, with just the variables that it is given."""

from typing import get_args

import pytest

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


@pytest.mark.parametrize("key", TEXTS)
def test_the_text_is_there_with_its_variables(key: str):
    entry = ENTRIES.get(key)
    assert entry is not None, f"{key} is in no catalog"
    assert variables(entry) <= TEXTS[key]


def test_no_text_of_a_dispute_is_never_said():
    ours = {key for key in ENTRIES if key.startswith(FAMILIES)}
    assert ours - {call.key for call in said()} == TEXTS.keys()
