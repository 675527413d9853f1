"""Mails and tickets pass through the worker: each mail once, in its ticket, or on to the team."""

import pytest
from msgspec.structs import replace

from core.model import codec
from core.model.effects import Pass, Say
from core.model.events import EffectFailed
from core.model.heard import FromMail
from core.model.ids import CaseCode, EffectId
from core.model.letter import Letter
from core.model.rows import Received
from core.model.ticket import TicketFile, Tokens, stream_of
from core.model.ticket_events import CustomerAdded, TicketAsked
from core.store.sqlite import SqliteStore
from tests.engine.desk import Desk
from tests.engine.fakes import ANNA, dead
from tests.engine.ticketing import FIRST, asked, letter

TEAM = "team@desk.example"
TOKENS = Tokens("a-token-of-the-team", "a-token-of-anna")


@pytest.fixture
def desk(store: SqliteStore) -> Desk:
    return Desk(store)


def opened() -> TicketAsked:
    return replace(asked(), tokens=TOKENS, opening="fd-7k2m9c.team.1", confirmation="fd-7k2m9c.customer.1")


async def opens(desk: Desk) -> None:
    await desk.gets(codec.encode(opened()), stream_of(FIRST), "core")
    await desk.works()


async def mails(desk: Desk, *letters: Letter) -> None:
    for each in letters:
        await desk.gets_heard(FromMail(each), f"mail:{each.token or each.sender}", "telegram")
    await desk.works()


async def file(desk: Desk, case: CaseCode = FIRST) -> TicketFile | None:
    return await desk.store.transact(lambda tx: tx.tickets.load(case))


def mailed(desk: Desk) -> list[str]:
    return [row.effect.to.key for row in desk.sent if isinstance(row.effect, Say) and row.effect.to.channel == "email"]


async def test_what_an_earlier_decision_led_to_is_decided_in_the_ticket_s_stream(desk: Desk) -> None:
    await opens(desk)
    await desk.gets(codec.encode(CustomerAdded("And the lid?")), stream_of(FIRST), "core")
    await desk.works()
    found = await file(desk)
    assert found
    assert (found.case, found.words) == (FIRST, "And the lid?")
    assert mailed(desk) == [TEAM]
    assert await desk.undone() == []


async def test_a_mail_with_a_ticket_s_secret_is_the_ticket_s(desk: Desk) -> None:
    await opens(desk)
    await mails(desk, letter("anna@mail.example", TOKENS.customer, "Where is it?"))
    found = await file(desk)
    assert found
    assert (found.words, found.proven) == ("Where is it?", True)
    assert mailed(desk) == [TEAM]


async def test_a_mail_without_one_is_passed_on_and_lands_in_no_conversation(desk: Desk) -> None:
    await mails(desk, letter("zoe@mail.example", text="Do you buy vases?"))
    assert mailed(desk) == [TEAM]
    assert await desk.undone() == []


async def test_a_stray_mail_that_the_team_s_server_refuses_stays_among_the_dead_letters(desk: Desk) -> None:
    await mails(desk, letter("zoe@mail.example"))
    [row] = desk.sent
    failed = EffectFailed(EffectId("1.0"), row.effect, 0, "550 no such mailbox", "refused")

    async def give_up(tx):  # type: ignore[no-untyped-def]
        await tx.outbox.settle(row.seq, "failed", reason="550 no such mailbox")
        await tx.inbox.add([Received("1.0/0", "core", row.conversation, codec.encode(failed))], desk.clock.now())

    await desk.store.transact(give_up)
    await desk.works()
    assert await desk.undone() == []
    assert [(each.kind, each.reason) for each in await dead(desk.store)] == [("outbox", "550 no such mailbox")]
    assert len(desk.sent) == 1


async def test_what_became_of_a_ticket_s_mail_comes_back_to_the_ticket(desk: Desk) -> None:
    await opens(desk)
    await mails(desk, letter(TEAM, TOKENS.team, "It is in Delft."))
    [row] = [row for row in desk.sent if row.conversation == stream_of(FIRST)]
    failed = EffectFailed(row.id, row.effect, row.turn, "550 no such mailbox", "refused")
    await desk.gets(codec.encode(failed), row.conversation, "core")
    await desk.works()
    found = await file(desk)
    assert found
    assert found.email == ""


async def test_a_case_that_a_conversation_opens_by_mail_is_a_case(desk: Desk) -> None:
    """Until its ticket is there nobody else is given the code."""
    await desk.hears("hello")
    await desk.works()
    [decided] = await desk.decisions()
    recorded = replace(decided, inbox_id=900, effects=(Pass(stream_of(FIRST), opened()),))
    await desk.store.transact(lambda tx: desk.recorder.record(tx, recorded))
    assert await desk.store.transact(lambda tx: tx.cases.conversation(FIRST)) == str(ANNA)
    assert [row.stream for row in await desk.undone()] == [stream_of(FIRST)]
