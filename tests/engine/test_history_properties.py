"""Whatever people do, what is counted of live chats agrees with how they stand."""

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from core.model.controls import HandBack, Release, Reopen, TakeBack
from core.model.events import AgentClaimed, AgentClosed, AgentControlled
from core.model.ids import CaseCode
from core.store.sqlite import SqliteStore
from tests.engine.desk import Desk
from tests.engine.test_history import EVA, NOTHING, THREAD, TOM, Story

PRESSES = ("talk", "offer.live_chat", "offer.email", "cancel", "helped", "not_helped", "wait")
CONTROLS = (Release(), HandBack(), Reopen(), TakeBack())
DEEDS = st.one_of(
    st.sampled_from(PRESSES),
    st.sampled_from(("asks", "asks in vain", "writes", "opens", "says", "email")),
    st.tuples(st.sampled_from(("claims", "closes")), st.sampled_from((TOM, EVA))),
    st.tuples(st.sampled_from(CONTROLS), st.sampled_from((TOM, EVA))),
)


class Anything(Story):
    """Every deed at any time, as people press old buttons and write in old threads."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._last = CaseCode("FD-0")

    async def does(self, deed: object) -> None:
        match deed:
            case "asks":
                await self.asks()
            case "asks in vain":
                await self.asks("Where is the moon?", NOTHING)
            case "writes":
                await self.writes("Hello?")
            case "email":
                await self.writes("anna@mail.example")
            case "opens":
                await self.opens(await self._known())
            case "says":
                await self.says()
            case ("claims", agent):
                await self._on_card(AgentClaimed(agent, THREAD, await self._known()))
            case ("closes", agent):
                await self._on_card(AgentClosed(agent, THREAD, await self._known()))
            case (control, agent):
                await self._on_card(AgentControlled(agent, THREAD, await self._known(), control))
            case str() as action:
                await self.presses(action)
            case _:
                raise AssertionError(deed)

    async def _known(self) -> CaseCode:
        """The present case, or the last one."""
        stage = (await self.desk.conversation()).stage
        self._last = getattr(stage, "case", None) or self._last
        return self._last


async def _agrees(anna: Anything) -> None:
    rows = await anna.handoffs()
    live = await anna.desk.store.transact(lambda tx: tx.chats.live())
    going_on = [row for row in rows if row.method == "live_chat" and row.ended_at is None]
    assert {(row.case, row.agent) for row in going_on} == {(chat.case, chat.agent) for chat in live}
    assert len(going_on) <= 1
    for row in rows:
        assert bool(row.end) == (row.ended_at is not None)
        times = [at for at in (row.asked_at, row.claimed_at, row.ended_at) if at]
        assert times == sorted(times)
        assert (row.end == "abandoned") <= (row.claimed_at is None)
        assert row.answered_at is None or row.claimed_at is not None
    asked = await anna.asked()
    assert len({row.id for row in asked}) == len(asked)


@settings(max_examples=40, deadline=None)
@given(st.lists(DEEDS, max_size=14))
def test_what_is_counted_agrees_with_how_chats_stand(deeds: list[object]) -> None:
    async def play() -> None:
        store = SqliteStore.open(":memory:")
        anna = Anything(Desk(store))
        await anna.writes("Hello")
        for deed in ("talk", "offer.live_chat", "opens", *deeds):
            await anna.does(deed)
            await _agrees(anna)
        await store.close()

    asyncio.run(play())
