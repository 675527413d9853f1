"""What a decision knows of the staff: who is there for one who waits, and in which language people would talk with whom."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from core.engine.facts import FactsLoader
from core.engine.waits import Waits
from core.model.conversation import Choosing, Conversation, Queued
from core.model.events import AgentClaimed, CustomerChose, CustomerWrote, Event, Woke
from core.model.facts import Facts, Patience, StaffFacts
from core.model.figures import Closure
from core.model.ids import Address, AgentId, CaseCode, ConversationId, Language
from core.model.need import Need
from core.model.offer import Offer
from core.model.people import Agent, Duty, Sender
from core.model.rows import ChatRow
from core.model.tongue import Tongue
from core.store.sqlite import SqliteStore
from handoff.hours import ALWAYS
from handoff.live_queue import LiveQueue
from tests.engine.desk import LIVE
from tests.engine.fakes import ANNA, Clock, FewWords

EN, PL, SV = Language("en"), Language("pl"), Language("sv")
TOM = Duty(Agent(AgentId("U0TOM"), "Tom"), on_duty=True, languages=("en",))
ID = ConversationId(str(ANNA))


class Loading:
    """A loader of facts; `needs` are those for which the ways were asked."""

    def __init__(self, store: SqliteStore) -> None:
        self.store, self.clock, self.needs = store, Clock(), list[Need]()
        queue = LiveQueue((EN, PL), {EN: ALWAYS, PL: ALWAYS}, capacity=2)
        self._loader = FactsLoader(
            self.clock,
            FewWords(),
            self._offers,
            Patience(),
            lambda: CaseCode("FD-1"),
            waits=Waits(queue, lambda *_: False),
            spoken_instead=_spoken_instead,
        )

    def _offers(self, need: Need, staff: Sequence[Duty], now: datetime, **known: object) -> tuple[Offer, ...]:
        self.needs.append(need)
        return (LIVE,)

    async def facts(
        self, conversation: Conversation, event: Event, *staff: Duty, chats: Sequence[ChatRow] = ()
    ) -> Facts:
        async def load(tx):
            for duty in staff:
                await tx.staff.put(duty, self.clock.now())
            for chat in chats:
                await tx.chats.put(chat)
            return await self._loader.load(tx, conversation, event)

        return await self.store.transact(load)


def _spoken_instead(
    language: Language, staff: Sequence[Duty], now: datetime, *, closures: Sequence[Closure]
) -> tuple[Language, ...]:
    return (EN, PL) if language == SV and not closures else ()


@pytest.fixture
def loading(store: SqliteStore) -> Loading:
    return Loading(store)


def waiting(loading: Loading) -> Conversation:
    now = loading.clock.now()
    stage = Queued(LIVE, CaseCode("FD-1"), now, Address("slack", "C1/1.0"), offered_at=now)
    return Conversation(ID, ANNA, turn=3, stage=stage, greeted=True)


async def test_whoever_joins_in_the_same_second_stands_behind_the_other(loading: Loading) -> None:
    choosing = Conversation(ID, ANNA, turn=3, stage=Choosing((LIVE,)), greeted=True)
    waits = ChatRow(CaseCode("FD-2"), ConversationId("telegram:1002"), EN, loading.clock.now())
    first = await loading.facts(choosing, CustomerChose("live_chat", 3), TOM)
    second = await loading.facts(choosing, CustomerChose("live_chat", 3), chats=[waits])
    assert [facts.wait and facts.wait.position for facts in (first, second)] == [1, 2]


async def test_nobody_is_asked_about_for_one_who_does_not_wait(loading: Loading) -> None:
    assert (await loading.facts(Conversation(ID, ANNA), Woke("expire", 0))).staff == StaffFacts()


@pytest.mark.parametrize(
    ("staff", "there"),
    [((), False), ((TOM,), True), ((replace(TOM, away=True),), False), ((replace(TOM, languages=("pl",)),), False)],
)
async def test_whether_somebody_is_there_for_one_who_waits(
    loading: Loading, staff: tuple[Duty, ...], there: bool
) -> None:
    assert (await loading.facts(waiting(loading), Woke("place", 3), *staff)).staff == StaffFacts(there)


async def test_who_did_not_take_the_chat_is_known_when_the_time_is_over(loading: Loading) -> None:
    assert (await loading.facts(waiting(loading), Woke("untaken", 3), TOM)).staff.idle == (TOM.agent,)


async def test_a_chat_that_ended_a_moment_ago_counts_as_one_that_kept_an_agent_busy(loading: Loading) -> None:
    now = loading.clock.now()
    begun = ChatRow(CaseCode("FD-7"), ID, EN, now, agent="U0TOM", claimed_at=now - timedelta(hours=1))
    chats = [begun, replace(begun, case=CaseCode("FD-8"), ended_at=now + timedelta(seconds=1))]
    assert (await loading.facts(waiting(loading), Woke("untaken", 3), TOM, chats=chats)).staff.idle == ()


async def test_the_ways_are_those_for_the_language_that_is_chosen(loading: Loading) -> None:
    choosing = Conversation(ID, ANNA, language=SV, turn=3, stage=Choosing((LIVE,)), greeted=True)
    known = await loading.facts(choosing, CustomerChose("speak.pl", 3, Sender("Anna")))
    assert [need.language for need in loading.needs] == [PL]
    assert (known.language, known.spoken) == (SV, (Tongue(EN, "English"),))


async def test_what_was_chosen_holds_as_long_as_the_customers_language(loading: Loading) -> None:
    chosen = Conversation(ID, ANNA, language=SV, chosen=True, spoken=EN, greeted=True)
    await loading.facts(chosen, CustomerWrote("Var är mitt paket?", Sender("Anna", "sv")))
    await loading.facts(replace(chosen, spoken=None), CustomerWrote("Var är mitt paket?", Sender("Anna", "sv")))
    assert [need.language for need in loading.needs] == [EN, SV]


async def test_which_languages_they_read_who_claim_is_known(loading: Loading) -> None:
    claim = AgentClaimed(TOM.agent, Address("slack", "C1/1"), CaseCode("FD-1"))
    polyglot = replace(TOM, languages=("en", "tlh", "pl"))
    assert (await loading.facts(waiting(loading), claim)).translation.reads == ()
    assert (await loading.facts(waiting(loading), claim, polyglot)).translation.reads == ("en", "pl")
    assert (await loading.facts(waiting(loading), Woke("place", 3), polyglot)).translation.reads == ()
