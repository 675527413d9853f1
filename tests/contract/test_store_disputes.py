"""What every store promises of disputes: who is signed in where, how each dispute stands, and how it came to it."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from core.model.dispute import Dispute, Measure, Stage
from core.model.dispute_file import Contact, DisputeFile
from core.model.ids import Address, AgentId, CaseCode, ConversationId, Language
from core.model.people import Agent
from core.model.shop import CustomerId, OrderId, Person
from core.ports import Store, Transaction
from core.store.errors import DisputedAlready
from tests.handoff.quarrel import decided, order, quarrel

NOON = datetime(2026, 3, 2, 12, 0, 0, 123457, tzinfo=UTC)
ANNA, BERT, CARLA = CustomerId("c-1"), CustomerId("c-2"), CustomerId("c-3")
PHONE, LAPTOP, BERTS_CHAT = ConversationId("telegram:1"), ConversationId("web:7"), ConversationId("telegram:2")
FIRST, SECOND, THIRD = CaseCode("FD-7K2M9C"), CaseCode("FD-8M4Q2T"), CaseCode("FD-9P6R3W")
VASE, CLOCK = OrderId("H-104233"), OrderId("H-104299")
THREAD = Address("slack", "C1/100.1")
TOM = Agent(AgentId("UTOM"), "Tom")


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


# --- who is signed in where ---


async def signs_in(store: Store, chat: ConversationId, person: CustomerId | None, at: float = 0) -> None:
    await store.transact(lambda tx: tx.sign_ins.put(chat, person, after(at)))


async def chat_of(store: Store, person: CustomerId) -> ConversationId | None:
    return await store.transact(lambda tx: tx.sign_ins.of(person))


async def test_each_person_is_found_in_their_own_chat(store):
    await signs_in(store, PHONE, ANNA)
    await signs_in(store, BERTS_CHAT, BERT)
    assert [await chat_of(store, each) for each in (ANNA, BERT, CARLA)] == [PHONE, BERTS_CHAT, None]


async def test_the_chat_of_the_last_sign_in_counts_whatever_was_written_first(store):
    await signs_in(store, LAPTOP, ANNA, at=9)
    await signs_in(store, PHONE, ANNA, at=5)
    assert await chat_of(store, ANNA) == LAPTOP
    await signs_in(store, PHONE, ANNA, at=10)
    assert await chat_of(store, ANNA) == PHONE


async def test_who_signs_out_is_found_where_they_still_are(store):
    await signs_in(store, PHONE, ANNA, at=1)
    await signs_in(store, LAPTOP, ANNA, at=2)
    await signs_in(store, LAPTOP, None, at=3)
    assert await chat_of(store, ANNA) == PHONE
    await signs_in(store, PHONE, None, at=4)
    assert await chat_of(store, ANNA) is None


async def test_of_two_people_in_one_chat_the_later_one_is_there(store):
    await signs_in(store, PHONE, ANNA, at=1)
    await signs_in(store, PHONE, BERT, at=2)
    assert [await chat_of(store, each) for each in (ANNA, BERT)] == [None, PHONE]


async def test_signing_out_where_nobody_is_changes_nothing(store):
    await signs_in(store, BERTS_CHAT, BERT)
    await signs_in(store, PHONE, None)
    assert await chat_of(store, BERT) == BERTS_CHAT


# --- how a dispute stands ---


def file(
    case: CaseCode = FIRST,
    order_id: OrderId = VASE,
    buyer: CustomerId | None = ANNA,
    seller: CustomerId | None = BERT,
    dispute: Dispute | None = None,
    opened: float = 0,
) -> DisputeFile:
    dispute = dispute or quarrel()
    facts = replace(dispute.order, id=order_id)
    parties = {"buyer": replace(dispute.buyer, person=buyer), "seller": replace(dispute.seller, person=seller)}
    about = replace(dispute, case=case, order=facts, opened_at=after(opened), due=after(opened + 99), **parties)
    return DisputeFile(about, Contact(conversation=PHONE), Contact())


def at_stage(file: DisputeFile, stage: Stage, due: float | None = None) -> DisputeFile:
    dispute = replace(file.dispute, stage=stage, due=None if due is None else after(due))
    return replace(file, dispute=dispute)


def closed(file: DisputeFile) -> DisputeFile:
    return at_stage(file, "closed")


async def save(store: Store, *files: DisputeFile) -> None:
    for one in files:
        await store.transact(lambda tx, one=one: tx.disputes.save(one, NOON))


async def load(store: Store, case: CaseCode) -> DisputeFile | None:
    return await store.transact(lambda tx: tx.disputes.load(case))


async def cases(store: Store, ask: Callable) -> list[CaseCode]:
    return [each.case for each in await store.transact(ask)]


async def of_person(store: Store, person: CustomerId) -> list[CaseCode]:
    return await cases(store, lambda tx: tx.disputes.open(person=person))


async def open_ones(store: Store) -> list[CaseCode]:
    return await cases(store, lambda tx: tx.disputes.open())


@pytest.mark.parametrize(
    "dispute",
    [
        quarrel(),
        quarrel("not_paid", "seller", order("awaiting_payment", "awaited"), reachable=False),
        decided(Measure("full_refund")),
        decided(Measure("restrict_account", account="seller"), Measure("referred_to_police")),
    ],
    ids=["a buyer's", "a seller's", "decided", "under legal hold"],
)
async def test_a_dispute_comes_back_as_it_was_saved(store, dispute):
    buyer = Contact(Person(ANNA, "Zażółć 🐸", "PL", "anna@example.com"), PHONE, Language("pl"))
    kept = DisputeFile(dispute, buyer, Contact(), THREAD, told=1, turn=4)
    await save(store, kept)
    assert await load(store, dispute.case) == kept
    assert await load(store, SECOND) is None


async def test_the_last_saved_state_of_a_dispute_counts(store):
    await save(store, file(), file(SECOND, CLOCK), at_stage(file(), "under_review", due=7))
    assert await load(store, FIRST) == at_stage(file(), "under_review", due=7)
    assert await load(store, SECOND) == file(SECOND, CLOCK)


async def test_a_person_sees_their_disputes_in_either_role_and_nobody_else_s(store):
    await save(store, file(THIRD, OrderId("H-3"), buyer=BERT, seller=CARLA, opened=3))
    await save(store, file(SECOND, CLOCK, buyer=CARLA, seller=ANNA, opened=2), file(FIRST, VASE, opened=1))
    assert await of_person(store, ANNA) == [FIRST, SECOND]
    assert await of_person(store, BERT) == [FIRST, THIRD]
    assert await of_person(store, CARLA) == [SECOND, THIRD]
    assert await of_person(store, CustomerId("c-4")) == []


async def test_a_closed_dispute_is_kept_and_is_no_longer_among_a_person_s(store):
    await save(store, file(), file(SECOND, CLOCK), closed(file()))
    assert await of_person(store, ANNA) == [SECOND]
    assert await open_ones(store) == [SECOND]
    assert await load(store, FIRST) == closed(file())


async def test_the_other_party_sees_it_once_it_is_known_who_they_are(store):
    await save(store, file(seller=None))
    assert [await of_person(store, each) for each in (ANNA, BERT)] == [[FIRST], []]
    await save(store, file())
    assert await of_person(store, BERT) == [FIRST]


async def test_somebody_without_an_id_is_nobody_else_without_one(store):
    await save(store, file(buyer=None, seller=None))
    assert await of_person(store, CustomerId("")) == []


@pytest.mark.parametrize("stage", ["open", "waiting_other_party", "under_review", "decided", "appealed"])
async def test_every_stage_but_the_last_is_open(store, stage):
    await save(store, at_stage(file(), stage, due=5))
    assert await open_ones(store) == [FIRST]
    assert await of_person(store, ANNA) == [FIRST]


async def test_what_is_due_first_comes_first(store):
    late, early, middle = file(FIRST, VASE, opened=30), file(SECOND, CLOCK, opened=10), file(THIRD, OrderId("H-3"))
    await save(store, late, early, at_stage(middle, "appealed", due=120))
    assert await open_ones(store) == [SECOND, THIRD, FIRST]


async def test_nothing_is_in_dispute_at_first(store):
    assert await open_ones(store) == []
    assert await of_person(store, ANNA) == []


async def test_the_newest_disputes_hold_the_closed_ones_too(store):
    await save(store, file(SECOND, CLOCK, opened=2), file(FIRST, VASE, opened=1), closed(file(THIRD, VASE, opened=3)))
    assert await cases(store, lambda tx: tx.disputes.newest(10)) == [THIRD, SECOND, FIRST]
    assert await cases(store, lambda tx: tx.disputes.newest(2)) == [THIRD, SECOND]


# --- one open dispute for each order ---


async def test_a_second_dispute_about_an_order_is_refused_with_the_first_one_s_code(store):
    await save(store, file())
    with pytest.raises(DisputedAlready, match="order H-104233 has an open dispute, FD-7K2M9C: FD-8M4Q2T") as refused:
        await save(store, file(SECOND, VASE, buyer=CARLA))
    assert refused.value.case == FIRST
    assert await load(store, SECOND) is None
    assert await load(store, FIRST) == file()


async def test_an_order_may_be_disputed_again_once_the_first_dispute_is_closed(store):
    await save(store, file(), closed(file()), file(SECOND, VASE))
    assert await open_ones(store) == [SECOND]
    with pytest.raises(DisputedAlready):
        await save(store, file(THIRD, VASE))


async def test_of_many_disputes_about_an_order_at_once_one_is_kept(store):
    codes = [CaseCode(f"FD-{number}") for number in range(20)]
    told = await asyncio.gather(*(save(store, file(code)) for code in codes), return_exceptions=True)
    assert [type(each) for each in told].count(DisputedAlready) == 19
    assert len(await open_ones(store)) == 1


async def test_a_transaction_may_go_on_after_it_was_told_of_the_other_dispute(store):
    await save(store, file())

    async def work(tx: Transaction) -> None:
        try:
            await tx.disputes.save(file(SECOND, VASE), NOON)
        except DisputedAlready as known:
            await tx.keep.put("added to", known.case)

    await store.transact(work)
    assert await store.transact(lambda tx: tx.keep.get("added to")) == FIRST


# --- a restart ---


async def test_a_restart_changes_nothing(opens):
    store = await opens()
    await save(store, file(), closed(file(SECOND, CLOCK)))
    await signs_in(store, PHONE, ANNA)
    await store.close()

    again = await opens()
    assert await load(again, FIRST) == file()
    assert await load(again, SECOND) == closed(file(SECOND, CLOCK))
    assert await open_ones(again) == [FIRST]
    assert await chat_of(again, ANNA) == PHONE
    with pytest.raises(DisputedAlready):
        await save(again, file(THIRD, VASE))
    await again.close()
