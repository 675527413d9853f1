"""What is known where a customer asks about their data: whose it is comes from the chat and from who is signed in there."""

import pytest
from msgspec.structs import replace

from core.engine.data_facts import DataFactsLoader
from core.model.conversation import Conversation
from core.model.data_wishes import DataFacts, DataNotice, DataWish
from core.model.events import CustomerChose, CustomerWrote, Event, SignedIn
from core.model.ids import Language
from core.model.privacy import Kept, Requester, Subject
from core.model.shop import Person
from core.store.sqlite import SqliteStore
from tests.engine.fakes import NOON
from tests.engine.own_cases import CHAT, DISPUTE, INES, OTHER_CHAT, PAUL, conversation, keep

NOTICE = DataNotice(1, 2, 3, 4, 5)
ASKS = CustomerChose("privacy.export", 3)


async def known(store: SqliteStore, at: Conversation, event: Event = ASKS, typed: str = "") -> DataFacts | None:
    loader = DataFactsLoader(NOTICE)
    return await store.transact(lambda tx: loader.load(tx, at, event, typed))


async def signed_in(store: SqliteStore, at: Conversation, person: Person) -> Conversation:
    there = replace(at, person=person, accounts=(person.id,))

    async def write(tx):
        await tx.conversations.save(there, NOON)
        await tx.sign_ins.put(there.id, person.id, NOON)

    await store.transact(write)
    return there


@pytest.mark.parametrize("event", [CustomerChose("talk", 3), CustomerChose("privacy.back", 3), CustomerWrote("Hello")])
async def test_where_nobody_asks_nothing_is_loaded(store: SqliteStore, event: Event) -> None:
    assert await known(store, conversation(), event) is None


async def test_a_chat_that_was_never_anybodys_is_that_chat_alone(store: SqliteStore) -> None:
    assert await known(store, conversation()) == DataFacts(NOTICE, Subject((CHAT,)))


async def test_what_is_typed_is_a_press_like_any_other(store: SqliteStore) -> None:
    asked = await known(store, conversation(), CustomerWrote("/privacy"), "privacy")
    assert asked == DataFacts(NOTICE, Subject((CHAT,)))


async def test_the_other_chats_of_the_account_belong_to_it(store: SqliteStore) -> None:
    here = await signed_in(store, conversation(), INES)
    await signed_in(store, replace(conversation(), id=OTHER_CHAT), INES)
    facts = await known(store, here)
    assert facts is not None
    assert facts.subject == Subject((CHAT, OTHER_CHAT), INES.id)


async def test_somebody_elses_chat_does_not(store: SqliteStore) -> None:
    here = await signed_in(store, conversation(), INES)
    await signed_in(store, replace(conversation(), id=OTHER_CHAT), PAUL)
    facts = await known(store, here)
    assert facts is not None
    assert facts.subject == Subject((CHAT,), INES.id)


async def test_another_chat_that_was_somebody_elses_too_is_known(store: SqliteStore) -> None:
    here = await signed_in(store, conversation(), INES)
    there = await signed_in(store, replace(conversation(), id=OTHER_CHAT), INES)
    both = replace(there, accounts=(INES.id, PAUL.id))
    await store.transact(lambda tx: tx.conversations.save(both, NOON))
    facts = await known(store, here)
    assert facts is not None
    assert facts.shared


async def test_what_a_legal_hold_keeps_is_said(store: SqliteStore) -> None:
    await keep(store, DISPUTE)
    facts = await known(store, await signed_in(store, conversation(), INES))
    assert facts is not None
    assert facts.kept == (Kept(DISPUTE.case, "legal_hold"),)


async def test_who_signs_in_for_it_is_who_it_is_about(store: SqliteStore) -> None:
    waits = replace(conversation(), wish=DataWish("export", NOON, "sign_in"))
    facts = await known(store, waits, SignedIn(INES, "a-hash"))
    assert facts is not None
    assert facts.subject.person == INES.id


async def test_who_signs_in_for_something_else_is_not_looked_up(store: SqliteStore) -> None:
    assert await known(store, conversation(), SignedIn(INES, "a-hash")) is None


async def test_an_erasure_that_is_under_way_is_known(store: SqliteStore) -> None:
    by, language = Requester("customer"), Language("en")
    await store.transact(lambda tx: tx.erasures.ask(Subject((CHAT,)), by, None, language, NOON))
    facts = await known(store, conversation())
    assert facts is not None
    assert facts.erasing
