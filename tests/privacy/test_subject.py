"""Who is one customer: what belongs together, and what nobody gets at by typing it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from core.engine.privacy.subject import Unknown, kept_of, named, whole
from core.model.conversation import Conversation
from core.model.dispute_file import Contact, DisputeFile
from core.model.ids import Address, CaseCode, ConversationId
from core.model.privacy import Kept, Subject
from core.model.shop import CustomerId, Person
from core.model.ticket import TicketFile, Tokens
from core.ports import Store, Transaction
from core.store.sqlite import SqliteStore
from tests.flow.golden_ticket import FILE
from tests.handoff.quarrel import quarrel

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
PHONE, LAPTOP, BERTS = ConversationId("telegram:1"), ConversationId("telegram:11"), ConversationId("telegram:2")
ANNA = Person(CustomerId("c-1"), "Anna", "NL", "")
CASE = CaseCode("FD-7K2M9C")
MAIL = "anna@example.com"


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    store = SqliteStore.open(":memory:")
    yield store
    await store.close()


async def talks(store: Store, chat: ConversationId, person: Person | None = None, *before: str) -> None:
    """Signed in there, and `before` as others."""
    accounts = tuple(CustomerId(each) for each in before)
    talk = Conversation(chat, Address(*chat.split(":")), person=person, accounts=accounts)

    async def work(tx: Transaction) -> None:
        await tx.conversations.save(talk, NOW)
        await tx.cases.open(CaseCode(f"FD-{chat[9:]:9>6}"), chat, "live_chat", NOW)
        if person:
            await tx.sign_ins.put(chat, person.id, NOW)

    await store.transact(work)


async def has_ticket(store: Store, chat: ConversationId, case: CaseCode = CASE, *, proven: bool = True) -> None:
    ticket: TicketFile = replace(
        FILE,
        case=case,
        conversation=chat,
        email="Anna@Example.com",
        proven=proven,
        tokens=Tokens(f"{case}1", f"{case}2"),
    )

    async def work(tx: Transaction) -> None:
        await tx.tickets.save(ticket, NOW)
        await tx.cases.open(case, chat, "email", NOW)

    await store.transact(work)


async def of(store: Store, typed: str) -> Subject:
    return await store.transact(lambda tx: named(tx, typed))


async def test_a_chat_in_which_nobody_signed_in_is_that_chat(store: Store) -> None:
    await talks(store, PHONE)
    await talks(store, LAPTOP)
    assert await of(store, PHONE) == Subject((PHONE,))


async def test_an_account_has_all_chats_in_which_it_is_signed_in(store: Store) -> None:
    await talks(store, PHONE, ANNA)
    await talks(store, LAPTOP, ANNA)
    await talks(store, BERTS)
    for typed in (PHONE, LAPTOP, "account:c-1"):
        assert set((await of(store, typed)).conversations) == {PHONE, LAPTOP}
        assert (await of(store, typed)).person == "c-1"


@pytest.mark.parametrize("typed", ["FD-7K2M9C", "fd 7k2m9c", " 7K2M9C "])
async def test_a_case_is_its_customers_however_it_is_typed(store: Store, typed: str) -> None:
    await talks(store, PHONE)
    await has_ticket(store, PHONE)
    assert await of(store, typed) == Subject((PHONE,), "", (MAIL,))


async def test_a_mail_address_counts_where_it_was_shown_to_be_theirs(store: Store) -> None:
    await talks(store, PHONE)
    await has_ticket(store, PHONE)
    await talks(store, BERTS)
    await has_ticket(store, BERTS, CaseCode("FD-8M4Q2T"), proven=False)
    assert await of(store, "ANNA@example.com") == Subject((PHONE,), "", (MAIL,))


async def test_an_address_that_somebody_only_typed_opens_nothing(store: Store) -> None:
    await talks(store, BERTS)
    await has_ticket(store, BERTS, proven=False)
    with pytest.raises(Unknown, match="typed in telegram:2, but not shown to be theirs"):
        await of(store, MAIL)


async def test_a_chat_of_several_accounts_is_not_guessed_at(store: Store) -> None:
    await talks(store, PHONE, ANNA, "c-1", "c-2")
    with pytest.raises(Unknown, match="account:c-1, account:c-2"):
        await of(store, PHONE)


async def test_a_chat_that_was_somebody_elses_too_comes_with_no_account_unless_it_is_named(store: Store) -> None:
    await talks(store, PHONE, ANNA)
    await talks(store, LAPTOP, ANNA, "c-2", "c-1")
    assert (await of(store, PHONE)).conversations == (PHONE,)
    assert set((await of(store, "account:c-1")).conversations) == {PHONE, LAPTOP}


@pytest.mark.parametrize("typed", ["telegram:9", "FD-222222", "nobody@nowhere.example", "account:c-9", "", "Anna"])
async def test_of_whom_there_is_nothing_that_is_said(store: Store, typed: str) -> None:
    await talks(store, PHONE)
    with pytest.raises(Unknown):
        await of(store, typed)


async def test_without_the_account_its_other_chats_are_not_there(store: Store) -> None:
    """What a chat gets that proves nothing but itself."""
    await talks(store, PHONE, ANNA)
    await talks(store, LAPTOP, ANNA)
    assert await store.transact(lambda tx: whole(tx, Subject((PHONE,)))) == Subject((PHONE,))


@pytest.mark.parametrize(
    ("stage", "hold", "kept"),
    [
        ("open", False, (Kept(CaseCode("FD-7K2M9"), "open_dispute"),)),
        ("closed", True, (Kept(CaseCode("FD-7K2M9"), "legal_hold"),)),
        ("closed", False, ()),
    ],
)
async def test_what_stays_for_now_is_known_before(store: Store, stage: str, hold: bool, kept: tuple[Kept, ...]) -> None:
    file = DisputeFile(replace(quarrel(), stage=stage, legal_hold=hold), Contact(), Contact())
    await store.transact(lambda tx: tx.disputes.save(file, NOW))
    assert await store.transact(lambda tx: kept_of(tx, Subject((), "c-1"))) == kept
    assert await store.transact(lambda tx: kept_of(tx, Subject((), "c-9"))) == ()
