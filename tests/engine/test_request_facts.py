"""A customer's requests as they are loaded: whose they are, in which order, and how each stands."""

import pytest
from msgspec.structs import replace

from core.engine.request_facts import RequestFactsLoader
from core.model.conversation import Conversation, Filling, Queued, WithAgent
from core.model.events import CustomerChose, CustomerWrote, Event
from core.model.facts import RequestFacts
from core.model.ids import Address, AgentId, CaseCode
from core.model.people import Agent
from core.model.request import RequestLine
from core.model.ticket import Tokens
from core.store.sqlite import SqliteStore
from handoff.callback_flow import line
from handoff.dispute_views import line_where_known
from tests.engine.desk import EMAIL, LIVE
from tests.engine.fakes import NOON
from tests.engine.own_cases import CALL, CHAT, DISPUTE, HOUR, INES, OTHER_CHAT, PAUL, TICKET, conversation, keep

ASKS = CustomerChose("requests", 3)
LIVE_CASE = CaseCode("FD-2X2X2X")
QUEUED = Queued(LIVE, LIVE_CASE, NOON)
TOM = Agent(AgentId("U0TOM"), "Tom")
ZONE = "Europe/Amsterdam"


async def known(store: SqliteStore, at: Conversation, event: Event = ASKS, typed: str = "") -> RequestFacts:
    loader = RequestFactsLoader(line, line_where_known, ZONE)
    return await store.transact(lambda tx: loader.load(tx, at, event, typed))


async def of_code(store: SqliteStore, code: str, at: Conversation | None = None) -> RequestFacts:
    return await known(store, at or conversation(), CustomerWrote(code))


async def test_where_nobody_asks_nothing_is_loaded(store: SqliteStore) -> None:
    await keep(store, TICKET)
    for event in (CustomerWrote("Where is my refund?"), CustomerChose("talk", 3)):
        assert await known(store, conversation(), event) == RequestFacts()


async def test_all_that_are_open_come_oldest_first(store: SqliteStore) -> None:
    await keep(
        store,
        CALL,
        replace(TICKET, opened_at=NOON + HOUR),
        replace(TICKET, case=CaseCode("FD-9C9C9C"), state="closed", tokens=Tokens("u", "v")),
    )
    assert (await known(store, conversation(), CustomerWrote("/requests"), "requests")).own == (
        RequestLine(CALL.case, "callback", "booked", NOON, "How do I pay?", CALL.slot, ZONE, steps=("move", "cancel")),
        RequestLine(TICKET.case, "email", "owed", NOON + HOUR, TICKET.question, None, ZONE, steps=("reply", "close")),
    )


@pytest.mark.parametrize(
    ("file", "standing"),
    [
        (replace(CALL, slot=None), "soon"),
        (replace(CALL, state="claimed"), "booked"),
        (replace(CALL, state="reached"), "talked"),
        (replace(TICKET, state="answered"), "answered"),
        (replace(TICKET, due=NOON), "owed"),
    ],
)
async def test_how_it_stands(store: SqliteStore, file: object, standing: str) -> None:
    await keep(store, file)  # type: ignore[arg-type]
    (only,) = (await known(store, conversation())).own
    assert only.standing == standing


async def test_a_live_chat_is_a_request(store: SqliteStore) -> None:
    await store.transact(lambda tx: tx.cases.open(LIVE_CASE, CHAT, "live_chat", NOON))
    stages = (QUEUED, WithAgent(TOM, LIVE_CASE, Address("slack", "C1/1")), Filling(EMAIL, ("email",), meanwhile=QUEUED))
    found = [(await known(store, conversation(stage, question="Hm?"))).own[0] for stage in stages]
    assert [(each.standing, each.agent, each.about) for each in found] == [
        ("queued", "", "Hm?"),
        ("chatting", "Tom", "Hm?"),
        ("queued", "", "Hm?"),
    ]


async def test_a_case_with_two_ways_stands_there_once(store: SqliteStore) -> None:
    await keep(store, TICKET, replace(CALL, case=TICKET.case))
    assert [each.way for each in (await known(store, conversation())).own] == ["callback"]


async def test_a_phone_that_goes_from_hand_to_hand_shows_nobodys_else(store: SqliteStore) -> None:
    await keep(store, replace(TICKET, person=INES.id), replace(CALL, person=INES.id))
    assert (await known(store, conversation())).own == ()
    assert (await known(store, conversation(person=PAUL))).own == ()
    assert len((await known(store, conversation(person=INES))).own) == 2


async def test_disputes_are_of_who_is_signed_in(store: SqliteStore) -> None:
    await keep(store, DISPUTE)
    assert (await known(store, conversation())).own == ()
    (mine,) = (await known(store, conversation(person=INES))).own
    assert (mine.way, mine.standing, mine.about, mine.zone) == (
        "dispute",
        "under_review",
        "H-104233 Delft vase",
        "Europe/Lisbon",
    )


async def test_the_other_party_learns_of_a_dispute_by_its_news_and_not_here(store: SqliteStore) -> None:
    unheard = replace(DISPUTE.dispute, seller=replace(DISPUTE.dispute.seller, account="", evidence=()), steps=())
    await keep(store, replace(DISPUTE, dispute=unheard, told=0))
    paul = conversation(person=PAUL)
    assert (await known(store, paul)).own == ()
    assert await of_code(store, DISPUTE.case, paul) == RequestFacts((), DISPUTE.case, alone=True)


async def test_a_dispute_in_which_this_party_is_asked(store: SqliteStore) -> None:
    await keep(store, replace(DISPUTE, dispute=replace(DISPUTE.dispute, stage="waiting_other_party")))
    (asked,) = (await known(store, conversation(person=PAUL))).own
    assert (asked.standing, "answer" in asked.steps) == ("waiting_for_you", True)
    (waits,) = (await known(store, conversation(person=INES))).own
    assert waits.standing == "waiting_other_party"


# --- one by its code


@pytest.mark.parametrize("typed", ["FD-2C3F4H", "2c3f4h", "fd 2c3 f4h"])
async def test_its_owner_is_shown_the_case(store: SqliteStore, typed: str) -> None:
    await keep(store, TICKET)
    found = await of_code(store, typed)
    assert (found.code, [each.case for each in found.own]) == (TICKET.case, [TICKET.case])


@pytest.mark.parametrize("file", [TICKET, CALL, DISPUTE], ids=["ticket", "call", "dispute"])
async def test_what_is_closed_is_shown_with_the_time(store: SqliteStore, file: object) -> None:
    over = {
        TICKET.case: replace(TICKET, state="closed"),
        CALL.case: replace(CALL, state="done"),
        DISPUTE.case: replace(DISPUTE, dispute=replace(DISPUTE.dispute, stage="closed")),
    }[file.case]  # type: ignore[attr-defined]
    await keep(store, over)
    (shown,) = (await of_code(store, file.case, conversation(person=INES))).own  # type: ignore[attr-defined]
    assert (shown.standing, shown.at, shown.steps) == ("closed", NOON + HOUR, ())


async def test_a_chat_that_is_over_is_shown_without_words(store: SqliteStore) -> None:
    await store.transact(lambda tx: tx.cases.open(LIVE_CASE, CHAT, "live_chat", NOON))
    await store.transact(lambda tx: tx.cases.close(LIVE_CASE, NOON + HOUR))
    (shown,) = (await of_code(store, LIVE_CASE)).own
    assert (shown.way, shown.standing, shown.about, shown.at) == ("live_chat", "closed", "", NOON + HOUR)


async def test_somebody_elses_code_and_nobodys_are_alike(store: SqliteStore) -> None:
    theirs = replace(TICKET, conversation=OTHER_CHAT)
    secret = replace(CALL, person=INES.id)
    await keep(store, theirs, secret, DISPUTE)
    for code in (theirs.case, secret.case, DISPUTE.case, CaseCode("FD-7K2M9P")):
        reader = conversation(person=PAUL if code == secret.case else None)
        assert await of_code(store, code, reader) == RequestFacts((), code, alone=True)


async def test_what_may_be_a_word_or_a_number_is_a_code_only_where_it_is_ones_own(store: SqliteStore) -> None:
    await keep(store, replace(TICKET, case=CaseCode("FD-234567")))
    assert (await of_code(store, "234567")).code == "FD-234567"
    assert await of_code(store, "765432") == RequestFacts()
    assert await of_code(store, "hmmmmm") == RequestFacts()
