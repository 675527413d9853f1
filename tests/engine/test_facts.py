"""What a decision may know, loaded for one event."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from core.engine.case_codes import ALPHABET, new_code
from core.engine.facts import FactsLoader
from core.engine.mail_waits import MailWaits
from core.flow.decide import decide
from core.language.catalog import read_catalog
from core.model.answer import Answer
from core.model.conversation import Answering, Choosing, Conversation, Filling, Idle, Queued, Stage
from core.model.events import AnswerReady, CustomerEdited, CustomerWrote
from core.model.facts import Facts, Late, Patience
from core.model.ids import AgentId, CaseCode, ConversationId, Language
from core.model.need import Need
from core.model.offer import Eta
from core.model.people import Agent, Duty, Sender
from core.model.shop import About, CustomerId, OtherParty, Person
from core.model.wait import MailWait
from core.store.sqlite import SqliteStore
from tests.engine.desk import EMAIL, LIVE
from tests.engine.fakes import ANNA, NOON, Clock

CATALOG = read_catalog()
PATIENCE = Patience(1, 2, 3, 4)
CHOOSING = Choosing((LIVE, EMAIL))
QUEUED = Queued(LIVE, CaseCode("FD-1"), NOON)


def conversation(stage: Stage, language: str = "en", greeted: bool = True) -> Conversation:
    return Conversation(ConversationId("telegram:1001"), ANNA, "Anna", Language(language), 3, stage, greeted)


def loader(codes: list[str], theirs: Callable[[], datetime | None] = lambda: None) -> FactsLoader:
    fresh = iter(codes)
    return FactsLoader(
        Clock(),
        CATALOG,
        lambda need, staff, now, wait=None, mail=None, closures=(): (LIVE, EMAIL),
        PATIENCE,
        lambda: CaseCode(next(fresh)),
        theirs=theirs,
    )


async def facts(store: SqliteStore, at: Conversation, event: object, codes: list[str] | None = None) -> Facts:
    return await store.transact(lambda tx: loader(codes or ["FD-2"]).load(tx, at, event))  # type: ignore[arg-type]


@pytest.mark.parametrize(("days", "ways"), [(1, [False, True]), (-1, [True, True])])
async def test_who_is_blocked_is_offered_e_mail_alone(store: SqliteStore, days: int, ways: list[bool]) -> None:
    blocked = replace(conversation(Idle()), blocked=NOON + timedelta(days=days))
    assert [offer.available for offer in (await facts(store, blocked, CustomerWrote("Hi"))).offers] == ways


@pytest.mark.parametrize(
    ("stage", "words", "typed"),
    [
        (CHOOSING, "1", "offer.live_chat"),
        (CHOOSING, "2", "offer.email"),
        (CHOOSING, "3", "cancel"),
        (CHOOSING, "email", "offer.email"),
        (CHOOSING, "Start a live chat", "offer.live_chat"),
        (CHOOSING, "4", ""),
        (Idle(), "1", ""),
        (Idle(), "/support", "talk"),
        (Idle(), "/cancel", "cancel"),
        (Idle(), "/requests", "requests"),
        (Idle(), "/zaken", "requests"),
        (Idle(), "my requests", "requests"),
        (QUEUED, "/requests", "requests"),
        (QUEUED, "my requests", ""),
        (Filling(EMAIL, ("message",)), "my requests", ""),
        (Idle(), "Talk to customer support", "talk"),
        (QUEUED, "1", ""),
        (QUEUED, "email", ""),
        (QUEUED, "Keep waiting", ""),
        (QUEUED, "/support", "talk"),
    ],
)
async def test_words_that_stand_for_a_button(store: SqliteStore, stage: Stage, words: str, typed: str) -> None:
    assert (await facts(store, conversation(stage), CustomerWrote(words))).typed == typed


@pytest.mark.parametrize(
    ("spoken", "greeted", "words", "hint", "language"),
    [
        ("en", False, "Wanneer krijg ik mijn geld terug?", "pl", "nl"),
        ("en", True, "Gdzie jest moja paczka?", "en", "pl"),
        ("nl", True, "ok", "en", "nl"),
        ("en", False, "12345", "pl", "pl"),
        ("nl", True, "+++", "en", "nl"),
    ],
)
async def test_the_language_of_the_words(
    store: SqliteStore, spoken: str, greeted: bool, words: str, hint: str, language: str
) -> None:
    wrote = CustomerWrote(words, Sender("Anna", hint))
    assert (await facts(store, conversation(Idle(), spoken, greeted), wrote)).language == language


@pytest.mark.parametrize(
    "event", [AnswerReady(3, Answer("unknown", "", (), 0.0)), CustomerEdited("Wanneer krijg ik mijn geld terug?")]
)
async def test_what_is_not_written_now_does_not_change_the_language(store: SqliteStore, event: object) -> None:
    assert (await facts(store, conversation(Idle(), "pl"), event)).language == "pl"


async def test_an_address_and_a_wish_for_a_person_are_found(store: SqliteStore) -> None:
    loaded = await facts(store, conversation(Idle()), CustomerWrote("human please"))
    assert (loaded.wants_person, loaded.email) == (True, "")
    loaded = await facts(store, conversation(Idle()), CustomerWrote("it is <Anna@Shop.Example>."))
    assert (loaded.wants_person, loaded.email) == (False, "Anna@shop.example")


async def test_time_patience_and_offers_are_those_of_now(store: SqliteStore) -> None:
    loaded = await facts(store, conversation(Idle()), CustomerWrote("Hello"))
    assert (loaded.now, loaded.patience, loaded.offers) == (NOON, PATIENCE, (LIVE, EMAIL))


async def test_the_staff_are_asked_for_at_each_decision(store: SqliteStore) -> None:
    duty = Duty(Agent(AgentId("U0TOM"), "Tom"), on_duty=True)
    await store.transact(lambda tx: tx.staff.put(duty, NOON))
    seen: list[object] = []
    loader = FactsLoader(
        Clock(),
        CATALOG,
        lambda need, staff, now, wait=None, mail=None, closures=(): seen.extend(staff) or (EMAIL,),
        PATIENCE,
        new_code,
    )  # type: ignore[func-returns-value]
    await store.transact(lambda tx: loader.load(tx, conversation(Idle()), CustomerWrote("Hello")))
    assert seen == [duty]


@pytest.mark.parametrize(
    ("about", "need"),
    [
        (None, Need(Language("nl"))),
        (About("order", "H-1", "A lamp", "buyer", OtherParty("Kees")), Need(Language("nl"), "order", items=1)),
        (About("item", "7", "A lamp", "buyer", OtherParty("Kees")), Need(Language("nl"), "item", items=1)),
    ],
)
async def test_the_ways_are_for_what_the_conversation_is_about(
    store: SqliteStore, about: About | None, need: Need
) -> None:
    assert await asked_for(store, replace(conversation(Idle(), "nl"), about=about)) == need


async def test_the_ways_are_said_in_the_time_of_the_country_of_who_is_signed_in(store: SqliteStore) -> None:
    ines = replace(conversation(Idle(), "pt"), person=Person(CustomerId("P-7"), "Inês", "PT"))
    assert (await asked_for(store, ines)).zone == "Europe/Lisbon"


async def asked_for(store: SqliteStore, at: Conversation) -> Need:
    """For which need the ways are looked for."""
    seen: list[Need] = []
    loader = FactsLoader(
        Clock(),
        CATALOG,
        lambda need, staff, now, wait=None, mail=None, closures=(): seen.append(need) or (EMAIL,),
        PATIENCE,
        new_code,
    )  # type: ignore[func-returns-value]
    await store.transact(lambda tx: loader.load(tx, at, CustomerWrote("ok")))
    return seen[0]


async def test_a_code_that_is_taken_is_never_given_again(store: SqliteStore) -> None:
    await store.transact(lambda tx: tx.cases.open(CaseCode("FD-2"), ConversationId("x"), "email", NOON))
    loaded = await facts(store, conversation(Idle()), CustomerWrote("Hello"), codes=["FD-2", "FD-2", "FD-3"])
    assert loaded.fresh_case == "FD-3"


def test_codes_are_safe_to_say_aloud() -> None:
    codes = {new_code() for _ in range(500)}
    assert len(codes) > 490
    assert all(code.startswith("FD-") and len(code) == 9 for code in codes)
    assert not set(ALPHABET) & set("01OILAEUY")


async def test_the_ways_say_when_a_mail_is_answered(store: SqliteStore) -> None:
    seen: list[MailWait | None] = []
    promised = MailWait(NOON, Eta(0, 60))
    loader = FactsLoader(
        Clock(),
        CATALOG,
        lambda need, staff, now, wait=None, mail=None, closures=(): seen.append(mail) or (EMAIL,),
        PATIENCE,
        lambda: CaseCode("FD-2"),
        mail_waits=MailWaits(lambda language, ahead, answered, now: promised),
    )
    await store.transact(lambda tx: loader.load(tx, conversation(Idle()), CustomerWrote("Hello")))
    assert seen == [promised]


@pytest.mark.parametrize(
    "about", [None, About("order", "H-1", "A lamp", "buyer", OtherParty("Bob"))], ids=["in general", "about an order"]
)
@pytest.mark.parametrize("writes", ["", "en", "pl"])
@pytest.mark.parametrize(
    "words", ["When do I get my money back?", "Is H-104203 on its way?", "This is a fake, a fraud!"]
)
async def test_an_answer_at_once_knows_what_an_answer_later_would_know(
    store: SqliteStore, words: str, writes: str, about: About | None
) -> None:
    talk = replace(conversation(Idle()), writes=writes, about=about)
    asked = await facts(store, talk, CustomerWrote(words, Sender("Anna", "en")))
    looking, _ = decide(talk, CustomerWrote(words, Sender("Anna", "en")), asked)
    assert isinstance(looking.stage, Answering)
    ready = AnswerReady(looking.turn, Answer("unknown", "", (), 0.0, "abstain"))
    later = await facts(store, looking, ready)
    at_once = await store.transact(lambda tx: loader(["FD-2"]).answered(tx, asked, looking))
    assert at_once == later


# --- how long ago it was written


@pytest.mark.parametrize(
    ("written", "theirs", "late"),
    [
        (timedelta(), NOON, None),
        (-timedelta(seconds=119), NOON, None),
        (-timedelta(hours=3), NOON, Late(NOON - timedelta(hours=3), NOON)),
        (timedelta(hours=3), NOON, None),  # a phone that is ahead of its messenger
        (-timedelta(hours=3), None, Late(NOON - timedelta(hours=3), NOON)),  # nobody has said what time it is there
        (timedelta(hours=-3), NOON - timedelta(hours=3), None),  # our clock is hours ahead
        (timedelta(), NOON + timedelta(hours=3), Late(NOON, NOON + timedelta(hours=3))),  # or behind
        (None, NOON, None),
    ],
)
async def test_what_is_late_is_late_by_the_messengers_clock(
    store: SqliteStore, written: timedelta | None, theirs: datetime | None, late: Late | None
) -> None:
    loading = loader(["FD-2"], lambda: theirs)
    at = None if written is None else NOON + written
    found = await store.transact(lambda tx: loading.load(tx, conversation(Idle()), CustomerWrote("Hi"), written=at))
    assert found.late == late
