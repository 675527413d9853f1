"""Measures on their way to the shop: two people behind each, one lane, and what the shop says of it."""

import asyncio
from dataclasses import dataclass, field

import pytest

from bots.settings import sample_folder
from bots.shop.sample import SampleShop
from core.engine import measures
from core.engine.measures import CarryingOut, ShopPerformer
from core.model.dispute_events import MeasureDone, OtherFound
from core.model.effects import CarryOut, Effect, FindOther, Look
from core.model.errors import DeskError, Limited, Refused, Transient, Uncertain
from core.model.events import OrdersFound
from core.model.ids import ConversationId, EffectId
from core.model.rows import Done, OutboxRow
from core.model.shop import CustomerId, OrderId, Outcome, Proposal
from core.model.view import Money
from tests.engine.fakes import ANNA as CHAT
from tests.engine.fakes import NOON, Clock

CASE = ConversationId("dispute:FD-7K2M9")
ANNA, ORDER = CustomerId("c-1001"), OrderId("H-104203")
REFUND = Proposal(
    "FD-7K2M9.1", "refund", "FD-7K2M9", order=ORDER, amount=Money("20.00", "EUR"), confirmed_by=("U0TOM", "U0LEA")
)
LOOK, FIND = Look(ANNA, 7, CHAT), FindOther(ANNA, ORDER)


@dataclass
class Till:
    """Measures of a shop that gives one answer, or none."""

    answer: Outcome | DeskError = field(default_factory=lambda: Outcome("R-17"))
    takes: float = 0.0
    asked: list[Proposal] = field(default_factory=list)

    async def carry_out(self, proposal: Proposal) -> Outcome:
        self.asked.append(proposal)
        await asyncio.sleep(self.takes)
        if isinstance(self.answer, DeskError):
            raise self.answer
        return self.answer


def row(effect: Effect) -> OutboxRow:
    return OutboxRow(1, EffectId("1.0"), CASE, f"measures:{CASE}", effect, 7, 0, 1, NOON, NOON)


@pytest.mark.parametrize("outcome", [Outcome("R-17"), Outcome(refused="It was refunded already.")])
async def test_what_the_shop_says_comes_back_with_its_key(outcome: Outcome) -> None:
    till = Till(outcome)
    done = await CarryingOut(till).perform(row(CarryOut(REFUND)))
    assert done == Done(outcome.reference, MeasureDone(REFUND.key, outcome))
    assert till.asked == [REFUND]


@pytest.mark.parametrize("names", [(), ("U0TOM",), ("U0TOM", "U0TOM")])
async def test_nobody_moves_money_alone(names: tuple[str, ...]) -> None:
    till = Till()
    alone = Proposal(REFUND.key, "refund", REFUND.case, order=ORDER, amount=REFUND.amount, confirmed_by=names)
    with pytest.raises(Refused, match="two people"):
        await CarryingOut(till).perform(row(CarryOut(alone)))
    assert till.asked == []


@pytest.mark.parametrize("error", [Transient("down"), Uncertain("lost"), Limited("429", 600.0), Refused("wrong")])
async def test_an_answer_that_is_wrong_or_none_is_told_as_it_is(error: DeskError) -> None:
    with pytest.raises(DeskError) as raised:
        await CarryingOut(Till(error)).perform(row(CarryOut(REFUND)))
    assert raised.value is error


async def test_what_takes_too_long_may_have_happened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures, "DEADLINE", 0.01)
    with pytest.raises(Uncertain, match="did not answer"):
        await CarryingOut(Till(takes=5.0)).perform(row(CarryOut(REFUND)))


# --- all that is asked of a shop, in one


@pytest.fixture
def performer() -> ShopPerformer:
    return ShopPerformer(SampleShop(sample_folder() / "shop", lambda: NOON), Clock())


@pytest.mark.parametrize(
    ("effect", "lane"), [(LOOK, f"look:{CASE}"), (FIND, f"look:{CASE}"), (CarryOut(REFUND), f"measures:{CASE}")]
)
def test_a_measure_that_waits_holds_up_nobody_who_looks(performer: ShopPerformer, effect: Effect, lane: str) -> None:
    assert performer.lane(effect, CASE) == lane
    assert (performer.limits(effect), performer.parts(effect)) == ((), 1)


@pytest.mark.parametrize(
    ("effect", "event"), [(LOOK, OrdersFound), (FIND, OtherFound), (CarryOut(REFUND), MeasureDone)]
)
async def test_each_is_performed(performer: ShopPerformer, effect: Effect, event: type) -> None:
    assert isinstance((await performer.perform(row(effect))).event, event)
