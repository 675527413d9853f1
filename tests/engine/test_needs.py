"""What is known of a request, without asking, when the ways to a person are chosen for it."""

import pytest
from msgspec.structs import replace

from core.engine.needs import need_of
from core.model.conversation import Adding, Conversation
from core.model.dispute_file import DisputeLine
from core.model.ids import CaseCode
from core.model.need import Need
from core.model.shop import OrderId
from core.store.sqlite import SqliteStore
from tests.engine.fakes import NOON
from tests.engine.own_cases import ENGLISH, HOUR, INES, LAMP, PAUL, TICKET, VASE, conversation, keep
from tests.flow.golden_dispute import DRAFT

LINE = DisputeLine(CaseCode("FD-9"), OrderId("H-104233"), "Delft vase", "buyer", "open")
BEGUN = replace(DRAFT, person=INES.id, evidence=())


async def need(store: SqliteStore, at: Conversation, *disputes: DisputeLine) -> Need:
    return await store.transact(lambda tx: need_of(tx, at, disputes, ENGLISH, NOON + HOUR))


async def test_of_a_quick_question_nothing_is_known(store: SqliteStore) -> None:
    assert await need(store, conversation(question="How do I pay?")) == Need(ENGLISH)


async def test_an_order_that_is_picked_is_one_item(store: SqliteStore) -> None:
    found = await need(store, conversation(question="Where is it?", about=VASE, person=PAUL))
    assert found == Need(ENGLISH, "order", items=1, zone="Europe/Warsaw")


@pytest.mark.parametrize(
    ("question", "asked", "items"),
    [
        ("Where are H-104233 and H-104244?", (), 2),
        ("Where are H-104233, h-104233 and 104244?", (), 2),
        ("And H-104266?", ("Where is H-104233?", "And H-104244?"), 3),
        ("Call +31612345678 about FD-234567", (), 0),
        ("In 2026?", (), 0),
    ],
)
async def test_each_number_that_is_named_is_one(
    store: SqliteStore, question: str, asked: tuple[str, ...], items: int
) -> None:
    assert (await need(store, conversation(question=question, asked=asked))).items == items


async def test_the_order_that_is_picked_is_not_counted_twice(store: SqliteStore) -> None:
    found = await need(store, conversation(question="Where are H-104233 and H-104244?", about=VASE))
    assert found.items == 2


async def test_a_file_is_evidence(store: SqliteStore) -> None:
    assert (await need(store, conversation(question="It is broken", evidence=True))).evidence


async def test_a_report_that_was_begun_is_one_for_who_began_it(store: SqliteStore) -> None:
    assert (await need(store, conversation(person=INES, about=VASE, drafts=(BEGUN,)))).about == "report"
    assert (await need(store, conversation(person=INES, about=LAMP, drafts=(BEGUN,)))).about == "order"
    assert (await need(store, conversation(person=PAUL, about=VASE, drafts=(BEGUN,)))).about == "order"


async def test_its_files_are_evidence(store: SqliteStore) -> None:
    with_photo = replace(BEGUN, evidence=DRAFT.evidence)
    found = await need(store, conversation(person=INES, about=VASE, drafts=(with_photo,)))
    assert (found.about, found.evidence) == ("report", True)


async def test_an_order_with_a_dispute_is_about_it(store: SqliteStore) -> None:
    assert (await need(store, conversation(person=INES, about=VASE), LINE)).about == "dispute"
    assert (await need(store, conversation(person=INES, about=LAMP), LINE)).about == "order"
    adding = Adding(LINE.case, "buyer", "add")
    assert (await need(store, conversation(adding, person=INES))).about == "dispute"


async def test_what_was_asked_lately_is_followed_up(store: SqliteStore) -> None:
    await keep(store, replace(TICKET, state="closed"))
    assert (await need(store, conversation(question="When will I get my refund?"))).follow_up
    assert not (await need(store, conversation(question="How do I pay?"))).follow_up
