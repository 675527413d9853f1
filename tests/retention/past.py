"""What customers did long ago, decided by the desk's own worker, and a look at what is left of it."""

from datetime import timedelta

from core.engine.retention.job import Gone, Retention
from core.engine.retention.periods import Periods
from core.model.answer import Answer, Citation
from core.model.conversation import Answering
from core.model.events import AnswerReady
from core.model.ids import Address
from core.ports import Store, Transaction
from tests.engine.desk import Desk
from tests.engine.fakes import ANNA, NOON

ANSWER = Answer("answered", "Ten days.", (Citation("refunds", "Refunds", "https://x.example", "en"),), 0.9)
DAY = timedelta(days=1)


class Past:
    """`days` ago is counted from the desk's clock, which stands at noon."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.desk = Desk(store)

    async def asks(self, text: str, days: float = 0, by: Address = ANNA) -> None:
        """A question that was answered; all of it was sent, and nothing is due any more."""
        self.desk.clock.time = NOON - days * DAY
        await self.desk.hears(text, by)
        await self.desk.works()
        stage = (await self.desk.conversation(by)).stage
        assert isinstance(stage, Answering), stage
        await self.desk.gets_event(AnswerReady((await self.desk.conversation(by)).turn, ANSWER), by)
        await self.desk.works()
        await self.all_is_sent()
        await self.store.transact(self._no_timers)
        self.desk.clock.time = NOON

    async def all_is_sent(self) -> None:
        async def send(tx: Transaction) -> None:
            for row in await tx.outbox.waiting():
                await tx.outbox.settle(row.seq, "done", f"r{row.seq}")

        await self.store.transact(send)

    @staticmethod
    async def _no_timers(tx: Transaction) -> None:
        await tx.timers.take_due(NOON + 10 * DAY, 1000)

    async def runs(self, periods: Periods | None = None) -> dict[str, int]:
        """How many of each kind went, but for none."""
        gone = await Retention(self.store, self.desk.clock, periods or Periods()).run()
        return {each.name: each.rows for each in gone if each.rows}

    async def gone(self) -> list[Gone]:
        return await Retention(self.store, self.desk.clock, Periods()).run(really=False)
