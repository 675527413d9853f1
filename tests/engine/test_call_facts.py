"""What is known of calls where one is asked for or changed."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from core.engine.call_facts import CallFactsLoader
from core.model.callback import CallbackFile, Phone
from core.model.conversation import Conversation, Corresponding, Filling, Idle, Stage
from core.model.events import CustomerChose, CustomerWrote, Event
from core.model.facts import CallFacts
from core.model.ids import CaseCode, ConversationId, Language
from core.model.offer import Offer
from core.model.shop import CustomerId, Person
from core.model.ticket_events import TicketNews
from core.model.view import Moment, Text
from core.store.sqlite import SqliteStore
from handoff.callback_flow import line
from tests.engine.fakes import ANNA, NOON

SLOT = NOON + timedelta(hours=3)
CALL = Offer("callback", True, False, Text("way.call"), Text("promise.call"), needs=("phone", "slot"))
ASKING = Filling(CALL, ("phone", "slot"))
PHONE = Phone("+31612345678", "NL", "+31 6 12345678", "+31 6 12345678")
INES = Person(CustomerId("P-7"), "Inês", "PT")
FILE = CallbackFile(
    case=CaseCode("FD-7"),
    conversation=ConversationId("telegram:1001"),
    language=Language("en"),
    spoken=Language("en"),
    phone=PHONE,
    zone="Europe/Amsterdam",
    question="Where is it?",
    slot=SLOT,
)
PRESSED = CustomerChose("call.email.FD-7", 3)


def conversation(stage: Stage, person: Person | None = None, id: str = "telegram:1001") -> Conversation:
    return Conversation(ConversationId(id), ANNA, "Anna", Language("en"), 3, stage, person=person)


async def known(store: SqliteStore, at: Conversation, event: Event, *files: CallbackFile) -> CallFacts:
    """With slots that say what they were asked for: the first is the last that is booked, or now."""
    loader = CallFactsLoader(
        lambda spoken, booked, now, zone: (Moment(max([now, *booked]), zone),), line, "Europe/Amsterdam"
    )
    for file in files:
        await store.transact(lambda tx, file=file: tx.callbacks.save(file, NOON))  # type: ignore[misc]
    words = event.text if isinstance(event, CustomerWrote) else ""
    return await store.transact(lambda tx: loader.load(tx, at, event, words, NOON))


async def test_where_no_call_is_talked_about_nothing_is_loaded(store: SqliteStore) -> None:
    assert await known(store, conversation(Idle()), CustomerWrote("+31 6 12345678"), FILE) == CallFacts()


async def test_a_number_comes_with_the_times_that_are_free_beside_all_calls(store: SqliteStore) -> None:
    theirs = replace(FILE, conversation=ConversationId("telegram:1002"))
    loaded = await known(store, conversation(ASKING), CustomerWrote("+31 6 12345678"), theirs)
    assert loaded == CallFacts(PHONE, slots=(Moment(SLOT, ""),), zone="Europe/Amsterdam")


async def test_what_is_no_number_comes_with_the_reason(store: SqliteStore) -> None:
    loaded = await known(store, conversation(ASKING), CustomerWrote("whenever you like"))
    assert (loaded.phone, loaded.trouble) == (None, "none")


async def test_who_is_signed_in_reads_times_of_their_own_country(store: SqliteStore) -> None:
    loaded = await known(store, conversation(ASKING, INES), CustomerWrote("+31 6 12345678"))
    assert (loaded.slots, loaded.zone) == ((Moment(NOON, "Europe/Lisbon"),), "Europe/Lisbon")


async def test_a_button_of_a_call_comes_with_the_calls_of_the_chat(store: SqliteStore) -> None:
    loaded = await known(store, conversation(Idle()), CustomerChose("call.move.FD-7", 3), FILE)
    assert loaded.own == (line(FILE),)


async def test_what_a_failed_call_was_about_is_still_known(store: SqliteStore) -> None:
    loaded = await known(store, conversation(Idle()), PRESSED, replace(FILE, state="failed"))
    assert (loaded.own, loaded.question) == ((), "Where is it?")


@pytest.mark.parametrize(
    ("at", "file"),
    [
        (conversation(Idle(), id="telegram:1002"), FILE),
        (conversation(Idle()), replace(FILE, person=INES.id)),
        (conversation(Idle(), INES), replace(FILE, person=CustomerId("P-8"))),
        (conversation(Idle()), replace(FILE, case=CaseCode("FD-8"))),
    ],
    ids=["another chat", "signed out", "somebody else", "no such call"],
)
async def test_nobody_learns_what_anothers_call_is_about(
    store: SqliteStore, at: Conversation, file: CallbackFile
) -> None:
    assert (await known(store, at, PRESSED, file)).question == ""


@pytest.mark.parametrize(
    ("stage", "event"),
    [
        (Idle(), CustomerChose("mail.close.FD-2", 3)),
        (Idle(), TicketNews(CaseCode("FD-2"), None, (), "closed")),
        (Corresponding(CaseCode("FD-2")), CustomerWrote("Solved, thank you")),
    ],
    ids=["pressed", "told", "typed"],
)
async def test_where_a_ticket_may_end_it_is_known_whether_a_call_is_owed(
    store: SqliteStore, stage: Stage, event: Event
) -> None:
    assert await known(store, conversation(stage), event, FILE) == CallFacts(own=(line(FILE),))
