"""What is written down of a decision: the transcript that tickets carry, and the cases."""

from pathlib import Path

import pytest

from core.model.answer import Answer, Citation
from core.model.controls import KeepNote
from core.model.events import (
    AgentClaimed,
    AgentClosed,
    AgentControlled,
    AgentEdited,
    AgentWrote,
    AnswerReady,
    CustomerChose,
    CustomerEdited,
    CustomerSentFile,
    HandoffOpened,
    Translated,
)
from core.model.file import File
from core.model.heard import DutyChanged, FromCard, FromCustomer, FromThread
from core.model.ids import Address, AgentId, CaseCode, ConversationId
from core.model.people import Agent
from core.store.sqlite import SqliteStore
from tests.engine.desk import Desk
from tests.engine.fakes import ANNA, kept

TOM, EVA = Agent(AgentId("U0TOM"), "Tom"), Agent(AgentId("U0EVA"), "Eva")
THREAD = Address("slack", "C1/1.0")
FOUND = Answer("answered", "Ten **days**.", (Citation("refunds", "Refunds", "https://x.example", "en"),), 0.9)


@pytest.fixture
def desk(filed: SqliteStore) -> Desk:
    return Desk(filed)


async def lines(desk: Desk) -> list[str]:
    return [f"{line.author} {line.name}: {line.text}".replace("\n", " / ") for line in await desk.transcript()]


async def does(desk: Desk, event: CustomerChose | CustomerEdited | CustomerSentFile) -> None:
    await desk.gets_heard(FromCustomer(ANNA, event), source="telegram")
    await desk.works()


async def press(desk: Desk, action: str) -> None:
    await does(desk, CustomerChose(action, (await desk.conversation()).turn))


async def thread_opens(desk: Desk) -> CaseCode:
    conversation = await desk.conversation()
    case: CaseCode = conversation.stage.case  # type: ignore[union-attr]
    await desk.gets_event(HandoffOpened(conversation.turn, "live_chat", case, THREAD))
    await desk.works()
    return case


async def in_thread(desk: Desk, event: AgentWrote | AgentEdited) -> None:
    await desk.gets_heard(FromThread(THREAD, event), THREAD)
    await desk.works()


async def on_card(desk: Desk, event: AgentClaimed | AgentClosed | AgentControlled) -> None:
    await desk.gets_heard(FromCard(ConversationId(str(ANNA)), event), THREAD)
    await desk.works()


async def test_the_transcript_tells_who_said_what(desk: Desk) -> None:
    await desk.hears("When do I get my money back?")
    await desk.works()
    await desk.gets_event(AnswerReady((await desk.conversation()).turn, FOUND))
    await desk.works()
    await press(desk, "talk")
    await press(desk, "offer.live_chat")
    case = await thread_opens(desk)
    await in_thread(desk, AgentWrote(TOM, THREAD, "I take it"))
    await on_card(desk, AgentClaimed(TOM, THREAD, case))
    await in_thread(desk, AgentWrote(EVA, THREAD, "Poor you"))
    await in_thread(desk, AgentWrote(TOM, THREAD, "Hello Anna", "1.1"))
    await in_thread(desk, AgentEdited(TOM, THREAD, "Hi Anna", "1.1"))
    await in_thread(desk, AgentWrote(TOM, THREAD, "note: she is angry", "1.2"))
    await in_thread(desk, AgentEdited(TOM, THREAD, "note: she is sad", "1.2"))
    await in_thread(desk, AgentWrote(TOM, THREAD, "", "1.3", files=(File("slack:F1", "invoice.pdf"),)))
    await on_card(desk, AgentControlled(EVA, THREAD, case, KeepNote("She called")))
    await does(desk, CustomerSentFile("photo", "my vase"))
    await does(desk, CustomerEdited("When will I get my money back?"))
    await on_card(desk, AgentClosed(TOM, THREAD, case))
    assert await lines(desk) == [
        "customer Anna: When do I get my money back?",
        "assistant : greeting / Ten days. / quote.source Refunds / https://x.example / rating.ask".replace(
            " / ", " /  / ", 2
        ).replace(" / rating", " /  / rating"),
        "customer Anna: [button.talk]",
        "desk : choosing.ways /  / way.live /  / way.email",
        "customer Anna: [button.live_chat]",
        f"desk : queued.joined {case} /  / promise.live",
        "note Tom: I take it",
        "desk : chat.joined Tom",
        "note Eva: Poor you",
        "agent Tom: Hello Anna",
        "agent Tom: Hi Anna",
        "note Tom: note: she is angry",
        "note Tom: note: she is sad",
        "agent Tom: [invoice.pdf]",
        "note Eva: She called",
        "customer Anna: [photo] my vase",
        "desk : file.person_told",
        "customer Anna: When will I get my money back?",
        f"desk : chat.closed Tom {case} /  / rating.solved",
    ]


async def test_words_that_are_being_translated_are_no_note_and_stand_where_they_were_read(filed: SqliteStore) -> None:
    desk = Desk(filed, translates=True)
    await desk.hears("Var är mitt paket? Jag har väntat länge på det.")
    await desk.works()
    await press(desk, "talk")
    await press(desk, "offer.live_chat")
    case = await thread_opens(desk)
    await desk.gets_heard(DutyChanged(TOM, True, ("en",)), "staff")
    await on_card(desk, AgentClaimed(TOM, THREAD, case))
    await in_thread(desk, AgentWrote(TOM, THREAD, "On its way"))
    number = (await desk.conversation()).translations
    assert (await lines(desk))[-1] == "desk : chat.joined Tom"
    await desk.gets_event(Translated(number, "translated", "På väg"))
    await desk.works()
    await press(desk, f"original.{number}")
    assert (await lines(desk))[-3:] == [
        "agent Tom: chat.translated /  / På väg",
        "customer Anna: [button.original]",
        "desk : chat.original Tom /  / On its way",
    ]


async def test_a_transcript_up_to_a_moment_holds_nothing_later(desk: Desk) -> None:
    await desk.hears("/start one")
    await desk.hears("/start two")
    await desk.works()
    first = (await desk.decisions())[0].inbox_id
    told = await desk.store.transact(lambda tx: tx.transcript.read(ConversationId(str(ANNA)), up_to=first))
    assert [line.text for line in told if line.author == "customer"] == ["/start one"]


async def test_a_live_case_is_open_until_it_is_closed(desk: Desk, tmp_path: Path) -> None:
    await desk.hears("/support")
    await desk.works()
    await press(desk, "offer.live_chat")
    case = await thread_opens(desk)
    await on_card(desk, AgentClaimed(TOM, THREAD, case))
    assert kept(tmp_path, "SELECT code, method, closed_at IS NULL FROM cases") == [(case, "live_chat", 1)]
    await on_card(desk, AgentClosed(TOM, THREAD, case))
    assert kept(tmp_path, "SELECT code, method, closed_at IS NULL FROM cases") == [(case, "live_chat", 0)]


async def test_a_case_that_turns_to_mail_goes_on_under_its_code(desk: Desk, tmp_path: Path) -> None:
    await desk.hears("My vase is broken")
    await desk.works()
    await press(desk, "talk")
    await press(desk, "offer.live_chat")
    case = await thread_opens(desk)
    await press(desk, "offer.email")
    await desk.hears("anna@shop.example")
    await desk.works()
    assert kept(tmp_path, "SELECT code, method, closed_at IS NULL FROM cases") == [(case, "email", 1)]


async def test_one_who_stops_waiting_closes_the_case(desk: Desk, tmp_path: Path) -> None:
    await desk.hears("/support")
    await desk.works()
    await press(desk, "offer.live_chat")
    await press(desk, "cancel")
    assert kept(tmp_path, "SELECT method, closed_at IS NULL FROM cases") == [("live_chat", 0)]
