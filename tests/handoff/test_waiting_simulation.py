"""Two simulated weeks with rush hours: nine in ten promises hold. `python -m benchmarks.eta` measures bigger desks too."""

from statistics import mean

import pytest

from benchmarks.eta import DESKS, LIMIT, TEAMS, held, in_hindsight, widths
from benchmarks.eta_desks import ChatDesk, Promise, mail_promises

pytestmark = pytest.mark.figures


@pytest.fixture(scope="module")
def promises() -> list[Promise]:
    """Two weeks of two agents a shift, from the first hour without history."""
    desk, _ = DESKS[0]
    return ChatDesk(desk, seed=9).promises


@pytest.fixture(scope="module")
def queued(promises: list[Promise]) -> list[Promise]:
    """Those who find no agent free."""
    return [promise for promise in promises if promise.queued]


def test_a_chats_upper_end_holds_for_nine_in_ten_who_stay(promises: list[Promise]):
    assert len(promises) > 1000
    assert held(promises) >= LIMIT


def test_it_holds_for_nine_in_ten_of_those_who_find_no_agent_free(queued: list[Promise]):
    assert len(queued) > 150
    assert held(queued) >= LIMIT


@pytest.mark.parametrize("name", ["mean chat x place / slots", "what the last ten waited"])
def test_the_range_is_narrower_than_that_of_a_simple_way_at_its_best(queued: list[Promise], name: str):
    assert mean(widths([promise.told for promise in queued])) < 0.9 * mean(widths(in_hindsight(queued, name)))


def test_an_e_mails_upper_end_holds_for_nine_in_ten_from_the_first_day_on():
    team, _ = TEAMS[0]
    mails = list(mail_promises(team, seed=3, first=0, days=7))
    assert len(mails) > 200
    assert held(mails) >= LIMIT
