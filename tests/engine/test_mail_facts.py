"""What is known of e-mail tickets: the customer's own, and secrets only where they are needed."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from core.engine.mail_facts import MailFactsLoader, Secrets
from core.engine.mail_waits import Reckoned
from core.model.conversation import Conversation, Filling, Idle, Stage
from core.model.events import CustomerChose, CustomerSentFile, CustomerWrote, Event, SignedIn
from core.model.facts import MailFacts
from core.model.ids import CaseCode, ConversationId, Language
from core.model.offer import Eta, Offer
from core.model.shop import CustomerId, Person
from core.model.ticket import TicketFile, Tokens
from core.model.view import Text
from core.model.wait import MailWait
from core.store.sqlite import SqliteStore
from handoff.ticket_flow import line
from tests.engine.fakes import ANNA, NOON

EMAIL = Offer("email", True, False, Text("way.email"), Text("promise.email"), needs=("message", "email"))
ASKING = Filling(EMAIL, ("email",))
INES, RUI = Person(CustomerId("P-7"), "Inês", "PT"), Person(CustomerId("P-8"), "Rui", "PT")
WAIT = MailWait(NOON, Eta(60, 120))
FILE = TicketFile(
    case=CaseCode("FD-7"),
    conversation=ConversationId("telegram:1001"),
    customer=ANNA,
    language=Language("en"),
    tokens=Tokens("team7", "customer7"),
    opened_at=NOON,
    zone="Europe/Amsterdam",
    email="ines@example.com",
    question="Where is it?",
)


def conversation(stage: Stage, person: Person | None = None) -> Conversation:
    return Conversation(ConversationId("telegram:1001"), ANNA, "Anna", Language("en"), 3, stage, person=person)


async def known(
    store: SqliteStore, at: Conversation, event: Event, *files: TicketFile, hears: bool = True
) -> MailFacts:
    tokens: Iterator[str] = iter(("first", "second"))
    loader = MailFactsLoader(
        line, Secrets(lambda: next(tokens), lambda: "271828"), hears=hears, zone="Europe/Amsterdam"
    )
    for file in files:
        await store.transact(lambda tx, file=file: tx.tickets.save(file, NOON))  # type: ignore[misc]
    return await store.transact(lambda tx: loader.load(tx, at, event, Reckoned(WAIT, 2)))


def cases(facts: MailFacts) -> list[str]:
    return [each.case for each in facts.own]


async def test_where_a_ticket_is_asked_for_it_gets_secrets_a_code_and_a_time(store: SqliteStore) -> None:
    loaded = await known(store, conversation(ASKING), CustomerWrote("ines@example.com"))
    assert loaded == MailFacts(
        wait=WAIT, ahead=2, tokens=Tokens("first", "second"), code="271828", hears=True, zone="Europe/Amsterdam"
    )


async def test_elsewhere_nothing_secret_is_made(store: SqliteStore) -> None:
    loaded = await known(store, conversation(Idle()), CustomerWrote("Where is it?"))
    assert loaded == MailFacts(hears=True, zone="Europe/Amsterdam")


async def test_a_new_code_is_made_where_one_is_asked_for(store: SqliteStore) -> None:
    loaded = await known(store, conversation(Idle()), CustomerChose("mail.code", 3))
    assert (loaded.code, loaded.tokens) == ("271828", None)


async def test_where_no_mails_come_in_there_is_nothing_to_prove(store: SqliteStore) -> None:
    loaded = await known(store, conversation(ASKING), CustomerWrote("ines@example.com"), hears=False)
    assert (loaded.code, loaded.hears, loaded.tokens) == ("", False, Tokens("first", "second"))


async def test_a_ticket_comes_with_the_secret_to_which_its_customer_answers(store: SqliteStore) -> None:
    loaded = await known(store, conversation(Idle()), CustomerChose("mail.reply.FD-7", 3), FILE)
    assert loaded.own == (line(FILE),)
    assert loaded.own[0].token == "customer7"


@pytest.mark.parametrize(
    ("reader", "theirs"),
    [(None, ["FD-8"]), (RUI, ["FD-8"]), (INES, ["FD-7", "FD-8"])],
    ids=["nobody", "somebody else", "herself"],
)
async def test_what_somebody_asked_as_themselves_is_nobody_elses(
    store: SqliteStore, reader: Person | None, theirs: list[str]
) -> None:
    hers, anybodys = replace(FILE, person=INES.id), replace(FILE, case=CaseCode("FD-8"), tokens=Tokens("t", "c"))
    event = CustomerWrote("Where is it?")
    assert cases(await known(store, conversation(Idle(), reader), event, hers, anybodys)) == theirs


async def test_who_signs_in_finds_their_tickets_at_once(store: SqliteStore) -> None:
    hers = replace(FILE, person=INES.id)
    assert cases(await known(store, conversation(Idle()), SignedIn(INES), hers)) == ["FD-7"]
    assert cases(await known(store, conversation(Idle(), INES), SignedIn(RUI))) == []


async def test_what_is_over_or_another_chats_is_left_out(store: SqliteStore) -> None:
    over = replace(FILE, state="closed")
    elsewhere = replace(
        FILE, case=CaseCode("FD-9"), conversation=ConversationId("telegram:1002"), tokens=Tokens("t", "c")
    )
    loaded = await known(store, conversation(Idle()), CustomerWrote("Where is it?"), over, elsewhere)
    assert loaded.own == ()


@pytest.mark.parametrize("action", ["mail.reply.FD-7", "mail.close.FD-7", "mail.other.FD-7.email"])
async def test_a_button_of_a_case_that_was_merged_names_the_one_in_which_it_goes_on(
    store: SqliteStore, action: str
) -> None:
    merged = replace(FILE, state="closed", into=CaseCode("FD-8"))
    once_more = replace(merged, case=CaseCode("FD-8"), tokens=Tokens("t8", "c8"), into=CaseCode("FD-9"))
    last = replace(FILE, case=CaseCode("FD-9"), tokens=Tokens("t9", "c9"))
    loaded = await known(store, conversation(Idle()), CustomerChose(action, 3), merged, once_more, last)
    assert [(each.case, each.merged) for each in loaded.own] == [("FD-9", "FD-7")]


@pytest.mark.parametrize("change", [{"state": "closed"}, {"person": INES.id}], ids=["over", "somebody's"])
async def test_it_names_no_case_that_is_over_or_somebody_elses(store: SqliteStore, change: dict[str, object]) -> None:
    merged = replace(FILE, state="closed", into=CaseCode("FD-8"))
    into = replace(FILE, case=CaseCode("FD-8"), tokens=Tokens("t8", "c8"), **change)
    loaded = await known(store, conversation(Idle()), CustomerChose("mail.reply.FD-7", 3), merged, into)
    assert loaded.own == ()


async def test_who_is_signed_in_reads_times_of_their_own_country(store: SqliteStore) -> None:
    loaded = await known(store, conversation(ASKING, INES), CustomerWrote("ines@example.com"))
    assert loaded.zone == "Europe/Lisbon"


@pytest.mark.parametrize("text", ["271828", " 271 828 ", "271-828.", "２７１８２８", "٢٧١٨٢٨"])
async def test_a_code_is_read_as_people_copy_it(store: SqliteStore, text: str) -> None:
    assert (await known(store, conversation(Idle()), CustomerWrote(text))).typed == "271828"


@pytest.mark.parametrize("text", ["27182", "2718281", "H-271828", "2718 and 28", "", "½71828"])
async def test_what_says_anything_else_is_no_code(store: SqliteStore, text: str) -> None:
    assert (await known(store, conversation(Idle()), CustomerWrote(text))).typed == ""


@pytest.mark.parametrize(
    "text", ["kod 271828", "Kod: 271 828!", "271828 please", "order H-104203, code 271-828", "kod ２７１８２８"]
)
async def test_a_code_among_words_is_told_apart(store: SqliteStore, text: str) -> None:
    loaded = await known(store, conversation(Idle()), CustomerWrote(text))
    assert (loaded.typed, loaded.among) == ("271828", True)


async def test_a_caption_is_no_code(store: SqliteStore) -> None:
    assert (await known(store, conversation(Idle()), CustomerSentFile("photo", "271828"))).typed == ""


def test_a_code_of_ours_is_six_digits() -> None:
    fresh = Secrets(lambda: "")
    codes = {fresh.new_code() for _ in range(50)}
    assert len(codes) > 40
    assert all(len(code) == 6 and code.isdecimal() for code in codes)
