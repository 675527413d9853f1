"""Words on their way to be translated: in time or not at all, in lanes of their own, and never for nobody."""

import asyncio
from datetime import timedelta

import pytest
from msgspec.structs import replace

from core.engine import translating
from core.engine.translating import PATIENCE, Translating
from core.model.conversation import Awaited, Conversation, Idle
from core.model.effects import Post, Translate
from core.model.errors import Transient
from core.model.events import Translated
from core.model.ids import Address, ConversationId, EffectId, Language
from core.model.posts import Relay
from core.model.rows import Done, OutboxRow
from core.model.translation import Rendering, Wording
from core.store.sqlite import SqliteStore
from tests.engine.fakes import ANNA, NOON, Clock

ID = ConversationId("telegram:1001")
ORDER = Translate(3, "Hej", Language("sv"), Language("en"), "agent", "words", ANNA)
ROW = OutboxRow(1, EffectId("1.0"), ID, f"translate:agent:{ID}", ORDER, 7, 0, 1, NOON, NOON)
WAITING = Conversation(
    ID, ANNA, stage=Idle(), awaited=(Awaited(Post(Address("slack", "C1/1"), Relay("Anna", "Hej")), 3),)
)


class Machine:
    """Says what it is told to, in its time."""

    def __init__(self, rendering: Rendering | None = None, takes: float = 0.0) -> None:
        self.rendering = rendering or Rendering("Hello")
        self.takes = takes
        self.asked: list[Wording] = []

    async def translate(self, wording: Wording) -> Rendering:
        self.asked.append(wording)
        await asyncio.sleep(self.takes)
        return self.rendering


@pytest.fixture
async def waiting(filed: SqliteStore) -> SqliteStore:
    await filed.transact(lambda tx: tx.conversations.save(WAITING, NOON))
    return filed


async def performed(machine: Machine, store: SqliteStore, row: OutboxRow = ROW, clock: Clock | None = None) -> Done:
    return await Translating(machine, store, clock or Clock()).perform(row)


async def test_what_comes_of_it_goes_back_to_the_conversation(waiting: SqliteStore) -> None:
    machine = Machine()
    assert await performed(machine, waiting) == Done(event=Translated(3, "translated", "Hello"))
    assert machine.asked == [Wording("Hej", Language("sv"), Language("en"), str(ANNA), ID)]


@pytest.mark.parametrize(
    ("rendering", "event"),
    [
        (Rendering(same=True), Translated(3, "same")),
        (Rendering("Hello 5", doubts=("figure 5",)), Translated(3, "doubtful", "Hello 5", ("figure 5",))),
        (Rendering(failure="language"), Translated(3, "failed", why=("language",))),
    ],
)
async def test_each_outcome_has_its_name(waiting: SqliteStore, rendering: Rendering, event: Translated) -> None:
    assert (await performed(Machine(rendering), waiting)).event == event


async def test_a_machine_that_thinks_too_long_is_left(waiting: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translating, "DEADLINE", 0.02)
    assert (await performed(Machine(takes=5), waiting)).event == Translated(
        3, "failed", why=("no translation in time",)
    )


async def test_what_waited_too_long_is_not_translated_any_more(waiting: SqliteStore) -> None:
    machine, later = Machine(), Clock(NOON + PATIENCE + timedelta(seconds=1))
    assert (await performed(machine, waiting, clock=later)).event == Translated(3, "failed", why=("too late",))
    assert machine.asked == []


async def test_what_nobody_waits_for_is_not_paid_for(waiting: SqliteStore) -> None:
    over = replace(WAITING, awaited=())
    await waiting.transact(lambda tx: tx.conversations.save(over, NOON))
    machine = Machine()
    assert await performed(machine, waiting) == Done()
    assert machine.asked == []


async def test_where_that_cannot_be_read_it_is_translated(
    waiting: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(work: object) -> None:
        raise Transient("the disk is full")

    monkeypatch.setattr(waiting, "transact", fails)
    assert (await performed(Machine(), waiting)).event == Translated(3, "translated", "Hello")


def test_each_reader_of_a_conversation_has_a_lane(filed: SqliteStore) -> None:
    performer = Translating(Machine(), filed, Clock())
    other = replace(ORDER, reader="customer")
    assert [performer.lane(each, ID) for each in (ORDER, other)] == [
        f"translate:agent:{ID}",
        f"translate:customer:{ID}",
    ]
