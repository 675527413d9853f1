"""Which open case a request is about already, and what of it is read from the store."""

import pytest
from msgspec.structs import replace

from core.engine.joins import Joins, JoinsLoader, follows_up
from core.model.answer import Answer
from core.model.conversation import Choosing, Closed, Conversation, Filling, Idle, Queued, Stage
from core.model.events import AnswerReady, CustomerChose, CustomerSentFile, CustomerWrote, Event
from core.model.ids import CaseCode
from core.model.shop import About, Person
from core.store.sqlite import SqliteStore
from handoff.callback_flow import line
from tests.engine.desk import EMAIL, LIVE
from tests.engine.fakes import NOON
from tests.engine.own_cases import (
    CALL,
    DAY,
    HOUR,
    INES,
    LAMP,
    OTHER_CHAT,
    PAUL,
    REFUND,
    TICKET,
    VASE,
    conversation,
    keep,
)

CHOOSING = Choosing((LIVE, EMAIL))
BY_MAIL = CustomerChose("offer.email", 3)
WRITING = Filling(EMAIL, ("message", "email"))


async def joins(
    store: SqliteStore, at: Conversation, event: Event = BY_MAIL, words: str = "", typed: str = "", days: int = 0
) -> Joins:
    now = NOON + days * DAY + HOUR
    return await store.transact(lambda tx: JoinsLoader(line).load(tx, at, event, typed, words, now))


def asking(question: str = REFUND, stage: Stage = CHOOSING, about: About | None = None, person: Person | None = None):
    return conversation(stage, person=person, question=question, about=about)


async def test_the_same_words_join_the_open_ticket(store: SqliteStore) -> None:
    await keep(store, TICKET)
    assert await joins(store, asking("When will I get my refund?")) == Joins(TICKET.case)


async def test_other_words_join_nothing(store: SqliteStore) -> None:
    await keep(store, TICKET)
    assert await joins(store, asking("How do I pay?")) == Joins()


async def test_the_same_order_joins_whatever_is_asked(store: SqliteStore) -> None:
    await keep(store, replace(TICKET, about=VASE))
    assert await joins(store, asking("It is broken", about=VASE)) == Joins(TICKET.case)
    assert await joins(store, asking("What about h-104233?")) == Joins(TICKET.case)


async def test_another_order_is_another_case_whatever_the_words(store: SqliteStore) -> None:
    await keep(store, replace(TICKET, about=VASE))
    assert await joins(store, asking(REFUND, about=LAMP)) == Joins()


async def test_after_a_week_it_is_a_new_case(store: SqliteStore) -> None:
    await keep(store, TICKET)
    assert await joins(store, asking(), days=6) == Joins(TICKET.case)
    assert await joins(store, asking(), days=7) == Joins()


@pytest.mark.parametrize("state", ["closed", "moved"])
async def test_what_is_over_is_not_joined(store: SqliteStore, state: str) -> None:
    await keep(store, replace(TICKET, state=state))
    assert await joins(store, asking()) == Joins()


async def test_nobody_joins_what_was_asked_as_somebody_else(store: SqliteStore) -> None:
    await keep(store, replace(TICKET, person=INES.id), replace(CALL, question=REFUND, person=INES.id))
    assert await joins(store, asking()) == Joins()
    assert await joins(store, asking(person=PAUL)) == Joins()
    assert (await joins(store, asking(person=INES))).ticket == TICKET.case


async def test_nobody_joins_a_case_of_another_chat(store: SqliteStore) -> None:
    await keep(store, replace(TICKET, conversation=OTHER_CHAT), replace(CALL, question=REFUND, conversation=OTHER_CHAT))
    assert await joins(store, asking()) == Joins()


async def test_the_newest_of_two_that_fit_is_joined(store: SqliteStore) -> None:
    newer = replace(TICKET, case=CaseCode("FD-9C9C9C"), tokens=replace(TICKET.tokens, team="u", customer="v"))
    await keep(store, TICKET, replace(newer, opened_at=NOON + HOUR))
    assert (await joins(store, asking())).ticket == newer.case


async def test_a_call_that_is_owed_is_joined(store: SqliteStore) -> None:
    await keep(store, replace(CALL, question=REFUND))
    assert (await joins(store, asking())).call == line(replace(CALL, question=REFUND))


async def test_a_call_is_about_its_items_too(store: SqliteStore) -> None:
    await keep(store, replace(CALL, items=("H-104233 Delft vase",)))
    assert (await joins(store, asking("Is it sent?", about=VASE))).call is not None
    assert (await joins(store, asking("How do I pay?", about=LAMP))).call is None


@pytest.mark.parametrize("state", ["reached", "done", "failed", "cancelled"])
async def test_a_call_that_nobody_owes_any_more_is_not_joined(store: SqliteStore, state: str) -> None:
    await keep(store, replace(CALL, question=REFUND, state=state))
    assert await joins(store, asking()) == Joins()


async def test_a_call_of_the_tickets_own_case_comes_with_the_ticket(store: SqliteStore) -> None:
    call = replace(CALL, case=TICKET.case)
    await keep(store, TICKET, call)
    assert await joins(store, asking()) == Joins(TICKET.case, line(call))


@pytest.mark.parametrize(
    ("stage", "event", "words", "typed"),
    [
        (CHOOSING, CustomerChose("cancel", 3), "", ""),
        (CHOOSING, CustomerWrote(REFUND), REFUND, ""),
        (Idle(), CustomerChose("call.email.FD-5J6K7M", 3), "", ""),
        (Filling(EMAIL, ("email",)), CustomerWrote("a@b.example"), "a@b.example", ""),
        (WRITING, CustomerWrote("/cancel"), "/cancel", "cancel"),
        (Queued(LIVE, CaseCode("FD-1"), NOON), BY_MAIL, "", ""),
        (CHOOSING, AnswerReady(3, Answer("unknown", "", (), 0.0)), "", ""),
    ],
)
async def test_where_no_way_is_chosen_nothing_is_compared(
    store: SqliteStore, stage: Stage, event: Event, words: str, typed: str
) -> None:
    await keep(store, TICKET)
    assert await joins(store, asking(stage=stage), event, words, typed) == Joins()


@pytest.mark.parametrize("event", [CustomerWrote(REFUND), CustomerSentFile("photo", REFUND)])
async def test_what_is_written_for_the_form_is_compared(store: SqliteStore, event: Event) -> None:
    await keep(store, TICKET)
    assert await joins(store, asking("", WRITING), event, REFUND) == Joins(TICKET.case)


async def test_a_typed_choice_is_a_choice(store: SqliteStore) -> None:
    await keep(store, TICKET)
    assert await joins(store, asking(), CustomerWrote("2"), "2", "offer.email") == Joins(TICKET.case)


# --- whether a request follows up another


async def follows(store: SqliteStore, at: Conversation, days: int = 0) -> bool:
    return await store.transact(lambda tx: follows_up(tx, at, NOON + days * DAY))


async def test_a_question_about_a_closed_case_follows_it_up(store: SqliteStore) -> None:
    await keep(store, replace(TICKET, state="closed"))
    assert await follows(store, asking(stage=Closed(TICKET.case, "email")), days=6)
    assert not await follows(store, asking("How do I pay?"))
    assert not await follows(store, asking(""))
    assert not await follows(store, asking(), days=8)


async def test_a_call_is_followed_up_too_and_nobody_elses_case(store: SqliteStore) -> None:
    await keep(store, replace(CALL, state="done", person=INES.id))
    assert await follows(store, asking("How do I pay?", person=INES))
    assert not await follows(store, asking("How do I pay?"))
