"""Who the other party is and what the shop carries out, with the shop or the desk failing at every point of the way."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bots.playground.faults import Fault, Moment
from bots.playground.shop import ShopServer, trouble
from bots.playground.shop.trouble import Trouble
from bots.settings import sample_folder
from bots.shop.http import HttpShop, ShopAccess
from bots.shop.sample import SampleShop
from core.engine import dispatcher, retry
from core.engine.clock import SystemClock
from core.engine.dispatcher import Dispatcher
from core.engine.intake import DurableIntake
from core.engine.measures import ShopPerformer
from core.engine.routes import Routes
from core.model import codec
from core.model.dispute_events import MeasureDone, OtherFound
from core.model.effects import CarryOut, Effect, FindOther
from core.model.events import DisputeEvent, EffectFailed
from core.model.ids import ConversationId, EffectId
from core.model.rows import NewEffect
from core.model.shop import CustomerId, OrderId, Outcome, Proposal
from core.model.view import Money
from core.store.sqlite import SqliteStore
from tests.engine.fakes import kept, until
from tests.faults.shop_trouble import FAILING, WRONG, alarms
from tests.faults.stage import PATIENCE

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

SECRET = "the-secret-of-the-shop-that-fails"
CASE = ConversationId("dispute:FD-7K2M9")
ANNA, DAAN, EMMA = map(CustomerId, ("c-1001", "c-1002", "c-1003"))
ORDER = OrderId("H-104203")  # bought by Anna from Daan
BOTH = ("U0TOM", "U0LEA")
REFUND = Proposal("FD-7K2M9.1", "refund", "FD-7K2M9", order=ORDER, amount=Money("20.00", "EUR"), confirmed_by=BOTH)
CANCEL = Proposal("FD-7K2M9.2", "cancel_order", "FD-7K2M9", order=ORDER, confirmed_by=BOTH)
FIND = FindOther(ANNA, ORDER)

OTHERS = WRONG | {
    "another customer's": trouble.things_of(DAAN),
    "in another's name": trouble.changed(lambda answer: answer | {"person": EMMA}),
    "themselves": trouble.changed(lambda answer: answer | {"other": answer["other"] | {"id": ANNA}}),
    "without anybody": trouble.without("other"),
}
OUTCOMES = WRONG | {
    "neither done nor refused": trouble.says(b"{}"),
    "both": trouble.says(b'{"reference": "R-1", "refused": "no"}'),
    "a conflict": trouble.Trouble(status=409, body=b'{"error": "This key stands for another measure."}'),
    "not understood": trouble.Trouble(status=400, body=b'{"error": "The amount is missing."}'),
    "no such address": trouble.Trouble(status=404, body=b'{"error": "There is nothing here."}'),
}


class Desk:
    """The lanes of a desk that asks a shop over HTTP, with a store that outlives them."""

    def __init__(self, folder: Path, shop: ShopServer, answer_within: float) -> None:
        self.shop = shop
        self.dead = False
        self._answer_within = answer_within
        self.store = SqliteStore.open(folder / "desk.db")
        self._numbers = iter(range(1, 1000))
        self.starts()
        shop.faults.stop_product = self.dies

    def starts(self) -> None:
        clock = SystemClock()
        self._http = HttpShop(ShopAccess(self.shop.root, SECRET, answer_within=self._answer_within), clock)
        routes = Routes({}, {}, ShopPerformer(self._http, clock), shop=ShopPerformer(self._http, clock))
        self._lanes = Dispatcher(self.store, routes, clock, DurableIntake(self.store, clock))

    async def does(self, *effects: Effect) -> None:
        performer = ShopPerformer(self._http, SystemClock())
        numbered = [(EffectId(f"{next(self._numbers)}.0"), effect) for effect in effects]
        rows = [NewEffect(id, CASE, performer.lane(each, CASE), each, 1) for id, each in numbered]
        self._lanes.put(await self.store.transact(lambda tx: tx.outbox.add(rows, SystemClock().now())))

    async def hears(self) -> list[DisputeEvent]:
        """What has come back to the dispute, once nothing is under way."""
        await until(lambda: not self._lanes.waiting(), PATIENCE)
        return await self.heard()

    async def heard(self) -> list[DisputeEvent]:
        inbox = await self.store.transact(lambda tx: tx.inbox.next(100, SystemClock().now()))
        return [codec.decode_dispute_event(each.payload) for each in inbox]

    def dies(self) -> None:
        """As when the process is killed: whatever is under way ends here, and nothing of it is written down."""
        for task in self._lanes._tasks.values():
            task.cancel()
        self.dead = True

    async def starts_again(self) -> None:
        await self._http.close()
        self.starts()
        await self._lanes.recover()

    async def leaves(self) -> None:
        await self._lanes.stop(within=0.1)
        await self._http.close()
        await self.store.close()


@pytest.fixture
def sample() -> SampleShop:
    return SampleShop(sample_folder() / "shop", SystemClock().now)


@pytest.fixture
async def shop(sample: SampleShop) -> AsyncIterator[ShopServer]:
    server = ShopServer(sample, SECRET)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def desk(
    tmp_path: Path, shop: ShopServer, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> AsyncIterator[Desk]:
    """It tries again sooner than an operator's."""
    is_patient_for(30, monkeypatch)
    monkeypatch.setattr(dispatcher, "PAUSE", 0.002)
    desk = Desk(tmp_path, shop, answer_within=0.5 if "slow" in request.node.name else 30.0)
    yield desk
    await desk.leaves()


def is_patient_for(seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """From when an effect was decided, until it is given up."""
    quick = retry.Policy(timedelta(milliseconds=5), timedelta(milliseconds=50), timedelta(seconds=seconds))
    monkeypatch.setattr(retry, "KEEPING", quick)
    monkeypatch.setattr(retry, "CARRYING", quick)


async def gone_back(sample: SampleShop) -> Money | None:
    order = await sample.order(ANNA, ORDER)
    assert order
    return order.payment.refund


# --- a shop that fails for a moment


@pytest.mark.parametrize("what", FAILING)
async def test_the_other_party_is_asked_for_again(desk: Desk, sample: SampleShop, what: str) -> None:
    desk.shop.script("other_party", FAILING[what])
    await desk.does(FIND)
    assert await desk.hears() == [OtherFound(await sample.person(DAAN))]


@pytest.mark.parametrize("what", FAILING)
async def test_a_measure_is_asked_for_again_and_done_once(desk: Desk, sample: SampleShop, what: str) -> None:
    """Here it had not happened, but nobody could know."""
    desk.shop.script("measures", FAILING[what])
    await desk.does(CarryOut(REFUND))
    assert await desk.hears() == [MeasureDone(REFUND.key, Outcome("M-00001"))]
    assert await gone_back(sample) == REFUND.amount


@pytest.mark.parametrize(
    "lost", [Fault("shop", "measures", drop=True, effect=True), Fault("shop", "measures", status=502, effect=True)]
)
async def test_a_measure_whose_answer_was_lost_is_done_once(desk: Desk, sample: SampleShop, lost: Fault) -> None:
    desk.shop.faults.add(lost)
    await desk.does(CarryOut(REFUND))
    assert await desk.hears() == [MeasureDone(REFUND.key, Outcome("M-00001"))]
    assert await gone_back(sample) == REFUND.amount
    assert desk.shop.asked("measures") == 2


async def test_the_repeat_is_marked_in_the_audit(desk: Desk, tmp_path: Path) -> None:
    desk.shop.script("measures", trouble.DROPPED)
    await desk.does(CarryOut(REFUND))
    await desk.hears()
    assert kept(tmp_path, "SELECT kind, conversation FROM audit") == [("effect tried again", CASE)]


async def test_measures_of_a_dispute_keep_their_order(desk: Desk, sample: SampleShop) -> None:
    desk.shop.script("measures", trouble.BROKEN, trouble.DROPPED)
    await desk.does(CarryOut(REFUND), CarryOut(CANCEL))
    assert await desk.hears() == [
        MeasureDone(REFUND.key, Outcome("M-00001")),
        MeasureDone(CANCEL.key, Outcome("M-00002")),
    ]


async def test_a_measure_that_waits_does_not_hold_up_who_looks(desk: Desk, sample: SampleShop) -> None:
    desk.shop.always("measures", trouble.BROKEN)
    await desk.does(CarryOut(REFUND), FIND)
    daan = OtherFound(await sample.person(DAAN))
    async with asyncio.timeout(PATIENCE):
        while await desk.heard() != [daan]:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    desk.shop.always("measures", Trouble())
    assert await desk.hears() == [daan, MeasureDone(REFUND.key, Outcome("M-00001"))]


# --- a shop that goes on failing


@pytest.mark.parametrize("method", ["other_party", "measures"])
async def test_a_shop_that_stays_away_is_given_up_and_told(
    desk: Desk, sample: SampleShop, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    is_patient_for(1, monkeypatch)
    effect = FIND if method == "other_party" else CarryOut(REFUND)
    desk.shop.always(method, trouble.BROKEN)
    await desk.does(effect)
    (failed,) = await desk.hears()
    assert isinstance(failed, EffectFailed)
    assert (failed.effect, failed.fault, failed.certain) == (effect, "exhausted", method == "other_party")
    assert await gone_back(sample) is None


# --- a shop that is wrong


@pytest.mark.parametrize("what", OTHERS)
async def test_a_wrong_other_party_is_refused_at_once_and_alarmed(
    desk: Desk, caplog: pytest.LogCaptureFixture, what: str
) -> None:
    desk.shop.always("other_party", OTHERS[what])
    await desk.does(FIND)
    (failed,) = await desk.hears()
    assert isinstance(failed, EffectFailed)
    assert (failed.effect, failed.fault) == (FIND, "refused")
    assert desk.shop.asked("other_party") == 1, "a repeat would bring the same"
    assert len(alarms(caplog)) == 1
    assert not [word for word in (ANNA, DAAN, EMMA, "Daan", "@mail", ORDER, SECRET) if word in caplog.text]


@pytest.mark.parametrize("what", OUTCOMES)
async def test_a_wrong_outcome_is_told_to_staff_and_the_operator(
    desk: Desk, sample: SampleShop, caplog: pytest.LogCaptureFixture, what: str
) -> None:
    desk.shop.always("measures", OUTCOMES[what])
    await desk.does(CarryOut(REFUND))
    (failed,) = await desk.hears()
    assert isinstance(failed, EffectFailed)
    assert (failed.effect, failed.fault) == (CarryOut(REFUND), "refused")
    assert desk.shop.asked("measures") == 1
    assert len(alarms(caplog)) == 1


async def test_once_the_shop_is_mended_the_same_measure_goes_through(desk: Desk, sample: SampleShop) -> None:
    """It was done, and its answer was not believed: tried again with its key it is not done twice."""
    desk.shop.script("measures", trouble.WRONG_SIGNATURE)
    await desk.does(CarryOut(REFUND))
    await desk.hears()
    await desk.does(CarryOut(REFUND))
    assert (await desk.hears())[1:] == [MeasureDone(REFUND.key, Outcome("M-00001"))]
    assert await gone_back(sample) == REFUND.amount


# --- a desk that dies


@pytest.mark.parametrize("moment", Moment)
async def test_killed_around_a_measure_it_is_done_once_and_heard_once(
    desk: Desk, sample: SampleShop, moment: Moment
) -> None:
    desk.shop.faults.add(Fault("shop", "measures", kill=moment))
    await desk.does(CarryOut(REFUND), CarryOut(CANCEL))
    await until(lambda: desk.dead, PATIENCE)
    assert await desk.heard() == []
    await desk.starts_again()
    assert await desk.hears() == [
        MeasureDone(REFUND.key, Outcome("M-00001")),
        MeasureDone(CANCEL.key, Outcome("M-00002")),
    ]
    assert await gone_back(sample) == REFUND.amount


@pytest.mark.parametrize("moment", Moment)
async def test_killed_around_the_other_party_it_is_found(desk: Desk, sample: SampleShop, moment: Moment) -> None:
    desk.shop.faults.add(Fault("shop", "other_party", kill=moment))
    await desk.does(FIND)
    await until(lambda: desk.dead, PATIENCE)
    assert await desk.heard() == []
    await desk.starts_again()
    assert await desk.hears() == [OtherFound(await sample.person(DAAN))]
