"""An erasure that is broken off at any of its steps, that has to wait, or that runs twice, ends as one that went through."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from core.engine.privacy import erasing
from core.engine.privacy.erasing import Eraser
from core.engine.privacy.wiping import wipe
from core.engine.routes import Routes
from core.model.alerts import ALERTS, Alert, AlertLine
from core.model.conversation import Conversation
from core.model.dispute import Evidence
from core.model.dispute_file import Contact, DisputeFile
from core.model.effects import Say
from core.model.errors import Limited, Transient
from core.model.ids import Address, CaseCode, ConversationId, EffectId
from core.model.privacy import Requester, Subject
from core.model.rows import GapRow, Message, NewEffect, OutboxRow, Received
from core.model.shop import CustomerId, Person
from core.model.view import Line, View, text
from core.ports import Store, Transaction
from core.store.errors import RowOver
from core.store.sqlite import SqliteStore
from tests.contract.conftest import database
from tests.engine.fakes import ANNA, ENGLISH, NOON, Clock, Lane, words_of
from tests.handoff.quarrel import quarrel

CHAT = ConversationId("telegram:1001")
BERTS = ConversationId("telegram:1002")
THREAD, DISPUTE_THREAD = Address("slack", "C1/100.000001"), Address("slack", "C2/200.000001")
CASE = CaseCode("FD-7K2M9C")
PERSON = "c-1"
MINE = Subject((CHAT,), PERSON)
BY_ANNA = Requester("customer")


class Killed(BaseException):
    """The process ends here."""


@dataclass
class Outside:
    """Slack and the disk: `fails` says what comes of the next calls."""

    fails: list[BaseException | None] = field(default_factory=list)
    taken_away: list[str] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    meanwhile: Callable[[], Awaitable[object]] | None = None  # what happens while posts are taken away

    async def take_away(self, thread: Address) -> None:
        self._may_fail()
        if self.meanwhile:
            await self.meanwhile()
        self.taken_away.append(str(thread))

    async def take_alerts_back(self, receipts: Sequence[str]) -> None:
        self.taken_away += receipts

    async def redraw_pages(self) -> None:
        self._may_fail()

    async def forget_evidence(self, case: CaseCode, evidence: Sequence[Evidence]) -> None:
        self._may_fail()
        self.forgotten.append(case)

    async def forget_mails(self, stored: Sequence[str]) -> None:
        self._may_fail()

    def _may_fail(self) -> None:
        if self.fails and (error := self.fails.pop(0)):
            raise error


@dataclass
class Office:
    """A desk whose data Anna wants to have erased; `told` is what goes out."""

    store: Store
    clock: Clock = field(default_factory=Clock)
    outside: Outside = field(default_factory=Outside)
    told: list[OutboxRow] = field(default_factory=list)

    def eraser(self) -> Eraser:
        lane = Lane()
        routes = Routes({"telegram": lane, "slack": lane}, {}, lane)
        return Eraser(
            self.store, self.clock, routes, self.outside, self.outside, self.told.extend, may_go=0.05, may_end=0.2
        )

    async def asks(self, subject: Subject = MINE, to: Address | None = ANNA) -> int:
        now = self.clock.now()
        return await self.store.transact(lambda tx: tx.erasures.ask(subject, BY_ANNA, to, ENGLISH, now))

    async def is_killed(self) -> None:
        with pytest.raises(Killed):
            await self.eraser().look()

    async def state(self, id: int = 1) -> str:
        found = await self.store.transact(lambda tx: tx.erasures.get(id))
        assert found
        return found.state

    async def lines(self, chat: ConversationId = CHAT) -> int:
        return len(await self.store.transact(lambda tx: tx.transcript.read(chat)))


@pytest.fixture(params=["sqlite memory", "postgresql"])
async def office(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Office]:
    monkeypatch.setattr(erasing, "PAUSES", (0.0,))
    store = await (await database(request.param, tmp_path))()
    for chat in (CHAT, BERTS):
        await store.transact(lambda tx, chat=chat: talked(tx, chat))
    await store.transact(lambda tx: tx.conversations.link(THREAD, CHAT))
    yield Office(store)
    await store.close()


async def talked(tx: Transaction, chat: ConversationId) -> None:
    await tx.conversations.save(Conversation(chat, Address(*chat.split(":"))), NOON)
    await tx.transcript.add([Message(chat, 1, "customer", "Anna", "my words", NOON)])


def dispute(stage: str = "closed", *, hold: bool = False) -> DisputeFile:
    """Of Anna with a seller whom the desk does not know."""
    about = replace(quarrel(seller=None), case=CASE, stage=stage, legal_hold=hold)
    return DisputeFile(about, Contact(Person(CustomerId(PERSON), "Anna", "NL", ""), CHAT), Contact(), DISPUTE_THREAD)


async def saves(office: Office, file: DisputeFile) -> None:
    await office.store.transact(lambda tx: tx.disputes.save(file, NOON))


async def disputes(office: Office) -> int:
    return len(await office.store.transact(lambda tx: tx.disputes.newest(9)))


# --- through


async def test_all_of_it_is_gone_and_the_customer_is_told_at_last(office: Office) -> None:
    await office.asks()
    assert await office.eraser().look() == 1
    assert await office.state() == "done"
    assert (await office.lines(), await office.lines(BERTS)) == (0, 1)
    assert office.outside.taken_away == [str(THREAD)]
    assert [words_of(row.effect) for row in office.told] == ["privacy.done"]


async def test_done_it_names_nobody(office: Office) -> None:
    id = await office.asks()
    await office.eraser().look()
    found = await office.store.transact(lambda tx: tx.erasures.get(id))
    assert found
    assert (found.subject, found.to, found.left) == (Subject(()), None, None)


async def test_who_asked_at_the_board_is_remembered_and_nobody_is_told(office: Office) -> None:
    ida = Requester("supervisor", "U1", "Ida")
    await office.store.transact(lambda tx: tx.erasures.ask(MINE, ida, None, ENGLISH, NOON))
    await office.eraser().look()
    (found,) = await office.store.transact(lambda tx: tx.erasures.newest(9))
    assert (found.by, office.told) == (ida, [])
    noted = await office.store.transact(lambda tx: tx.audit.noted("data erased", NOON))
    assert noted == [("erased:1", "by the supervisor U1 Ida", NOON)]


# --- broken off


@pytest.mark.parametrize("calls", range(3), ids=["evidence", "mails", "threads"])
async def test_killed_at_each_call_outside_it_goes_on(office: Office, calls: int) -> None:
    """`calls`: how many went well before."""
    await saves(office, dispute())
    await office.asks()
    office.outside.fails = [*[None] * calls, Killed()]
    await office.is_killed()
    office.outside = Outside()
    assert await office.lines() == 0
    assert await office.eraser().look() == 1
    assert office.outside.taken_away == [str(THREAD), str(DISPUTE_THREAD)]
    assert office.outside.forgotten == [CASE]
    assert len(office.told) == 1


async def test_killed_before_the_database_nothing_is_gone_and_it_begins_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.asks()
    with monkeypatch.context() as patch:
        patch.setattr(erasing, "wipe", _killed_wiping)
        await office.is_killed()
    assert await office.lines() == 1
    await office.eraser().look()
    assert await office.lines() == 0


async def _killed_wiping(*_: object) -> None:
    raise Killed


async def test_a_limit_of_slack_is_waited_for(office: Office) -> None:
    await office.asks()
    office.outside.fails = [Limited("429", 0.0), Limited("429", 0.0)]
    eraser = office.eraser()
    assert [await eraser.look() for _ in range(3)] == [0, 0, 1]
    assert office.outside.taken_away == [str(THREAD)]


async def test_one_that_has_to_wait_delays_no_other(office: Office) -> None:
    await office.asks()
    await office.asks(Subject((BERTS,)), None)
    office.outside.fails = [Limited("429", 60.0)]
    eraser = office.eraser()
    await eraser.look()
    assert [await office.state(1), await office.state(2)] == ["asked", "done"]


async def test_two_processes_at_once_lose_no_thread(office: Office) -> None:
    await office.asks()
    (seen,) = await office.store.transact(lambda tx: tx.erasures.undone())
    office.outside.fails = [Transient("away")]
    await office.eraser().look()
    await office.eraser().erase(seen)  # by what another process had read before
    assert office.outside.taken_away == [str(THREAD)]
    assert len(office.told) == 1


async def test_asked_twice_it_is_one(office: Office) -> None:
    assert await office.asks() == await office.asks()
    await office.eraser().look()
    assert len(office.told) == 1


# --- meanwhile


async def test_what_waits_to_be_sent_may_go_first(office: Office) -> None:
    await office.asks()
    said = NewEffect(EffectId("9.0"), CHAT, str(ANNA), Say(ANNA, View((Line(text("begun")),)), ENGLISH), 1)
    (row,) = await office.store.transact(lambda tx: tx.outbox.add([said], NOON))
    eraser = office.eraser()
    found = await office.store.transact(lambda tx: tx.wiping.waiting(CHAT, NOON))
    assert found == (1, 0)
    await office.store.transact(lambda tx: tx.outbox.settle(row.seq, "done"))
    assert await eraser.look() == 1


async def test_what_is_never_sent_is_dropped(office: Office) -> None:
    await office.asks()
    said = NewEffect(EffectId("9.0"), CHAT, str(ANNA), Say(ANNA, View((Line(text("late")),)), ENGLISH), 1)
    await office.store.transact(lambda tx: tx.outbox.add([said], NOON))
    await office.eraser().look()
    assert [words_of(row.effect) for row in await office.store.transact(lambda tx: tx.outbox.waiting())] == [
        "privacy.done"
    ]


async def test_what_comes_of_a_send_that_outlived_the_erasure_is_not_written_down(office: Office) -> None:
    said = NewEffect(EffectId("9.0"), CHAT, str(ANNA), Say(ANNA, View((Line(text("late")),)), ENGLISH), 1)
    (row,) = await office.store.transact(lambda tx: tx.outbox.add([said], NOON))
    await office.store.transact(lambda tx: tx.outbox.begin(row.seq))
    await office.asks()
    await office.eraser().look()

    async def failed(tx: Transaction) -> None:
        await tx.outbox.settle(row.seq, "failed", reason="chat not found")
        await tx.inbox.add([Received("9.0/0", "core", CHAT, "what was said")], NOON)

    with pytest.raises(RowOver):
        await office.store.transact(failed)
    assert await office.store.transact(lambda tx: tx.inbox.next(9, NOON)) == []


async def test_what_the_customer_writes_meanwhile_begins_anew(office: Office) -> None:
    await office.asks()
    await office.store.transact(lambda tx: tx.inbox.add([Received("k", "telegram", CHAT, "Hello?")], NOON))
    await office.eraser().look()
    assert [row.payload for row in await office.store.transact(lambda tx: tx.inbox.next(9, NOON))] == ["Hello?"]


async def test_what_an_agent_writes_in_the_thread_meanwhile_goes_too(office: Office) -> None:
    said = Received("s", "slack", str(THREAD), "About Anna's camera")
    office.outside.meanwhile = lambda: office.store.transact(lambda tx: tx.inbox.add([said], NOON))
    await office.asks()
    assert await office.eraser().look() == 1
    assert await office.store.transact(lambda tx: tx.inbox.next(9, NOON)) == []


async def test_a_chat_of_somebody_else_in_which_the_account_signs_in_meanwhile_stays(office: Office) -> None:
    await office.asks()
    both = Conversation(BERTS, Address("telegram", "1002"), accounts=(CustomerId("c-2"), CustomerId(PERSON)))
    await office.store.transact(lambda tx: tx.conversations.save(both, NOON))
    await office.store.transact(lambda tx: tx.sign_ins.put(BERTS, CustomerId(PERSON), NOON))
    await office.eraser().look()
    assert (await office.lines(), await office.lines(BERTS)) == (0, 1)


async def test_asked_in_two_chats_of_the_account_at_once_both_are_told(office: Office) -> None:
    await office.asks(Subject((CHAT, BERTS), PERSON))
    await office.asks(Subject((BERTS, CHAT), PERSON), Address("telegram", "1002"))
    assert await office.eraser().look() == 2
    assert (await office.lines(), await office.lines(BERTS)) == (0, 0)
    told = [row.effect.to.key for row in office.told if isinstance(row.effect, Say)]
    assert told == ["1001", "1002"]


async def test_a_legal_hold_of_that_moment_is_put_on_before_or_after_but_never_in_vain(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    if isinstance(office.store, SqliteStore):
        pytest.skip("there one transaction follows the other")
    await saves(office, dispute())
    await office.asks()
    puts_on: list[asyncio.Task[bool]] = []

    async def hold(tx: Transaction) -> bool:
        file = await tx.disputes.load(CASE)
        if file:
            await tx.disputes.save(replace(file, dispute=replace(file.dispute, legal_hold=True)), NOON)
        return file is not None

    async def wipe_meanwhile(tx: Transaction, *of: Any) -> Counter[str]:
        puts_on.append(asyncio.create_task(office.store.transact(hold)))
        await asyncio.sleep(0.1)
        return await wipe(tx, *of)

    monkeypatch.setattr(erasing, "wipe", wipe_meanwhile)
    await office.eraser().look()
    assert await puts_on[0] == (await disputes(office) == 1)


async def test_the_keys_of_what_came_in_are_forgotten_a_day_later(office: Office) -> None:
    async def key_is_known() -> bool:
        return not await office.store.transact(lambda tx: tx.inbox.add([Received("k", "telegram", "other", "")], NOON))

    await office.store.transact(lambda tx: tx.inbox.add([Received("k", "telegram", CHAT, "Hello")], NOON))
    (row,) = await office.store.transact(lambda tx: tx.inbox.next(1, NOON))
    await office.store.transact(lambda tx: tx.inbox.settle(row.id, "done"))
    await office.asks()
    await office.eraser().look()
    assert await key_is_known()
    office.clock.time += timedelta(hours=25)
    await office.eraser().look_later()
    assert not await key_is_known()


# --- what staff were told of it


async def test_a_digest_that_repeats_a_question_of_theirs_is_taken_back(office: Office) -> None:
    async def digest(tx: Transaction, number: int, question: str) -> None:
        alert = Alert(text("alerts.digest"), (AlertLine(text("alerts.digest.open", question=question)),))
        (row,) = await tx.outbox.add([NewEffect(EffectId(f"alerts.{number}"), ALERTS, "slack:alerts", alert, 0)], NOON)
        await tx.outbox.settle(row.seq, "done", receipt=f"{number}.000001")

    async def asked(tx: Transaction) -> None:
        await tx.gaps.add(GapRow(NOON, "unanswered", "en", "Do you buy old stamps?", conversation=CHAT))
        await tx.gaps.add(GapRow(NOON, "unanswered", "en", "Do you sell coins?", conversation=BERTS))
        await digest(tx, 1, "Do you buy old…")
        await digest(tx, 2, "Do you sell coins?")

    await office.store.transact(asked)
    await office.asks()
    await office.eraser().look()
    assert office.outside.taken_away == [str(THREAD), "1.000001"]
    left = await office.store.transact(lambda tx: tx.traces.sent(ALERTS))
    assert [receipt for _, _, receipt in left] == ["2.000001"]


# --- what is kept


@pytest.mark.parametrize(("stage", "hold"), [("open", False), ("closed", True)], ids=["open", "under legal hold"])
async def test_a_dispute_is_kept_and_goes_once_nothing_keeps_it(office: Office, stage: str, hold: bool) -> None:
    await saves(office, dispute(stage, hold=hold))
    await office.asks()
    await office.eraser().look()
    assert (await office.state(), await disputes(office)) == ("done", 1)
    assert str(DISPUTE_THREAD) not in office.outside.taken_away
    await saves(office, dispute())
    eraser = office.eraser()
    await eraser.look_later()
    await eraser.look()
    assert (await office.state(), await disputes(office)) == ("done", 0)
    assert office.outside.taken_away[-1] == str(DISPUTE_THREAD)
    assert office.outside.forgotten == [CASE]
    assert len(office.told) == 1


async def test_what_somebody_writes_who_came_back_is_not_erased_with_what_was_kept(office: Office) -> None:
    await saves(office, dispute("open"))
    await office.asks()
    await office.eraser().look()
    await office.store.transact(lambda tx: talked(tx, CHAT))
    await office.store.transact(lambda tx: tx.sign_ins.put(CHAT, CustomerId(PERSON), NOON))
    await saves(office, dispute())
    eraser = office.eraser()
    await eraser.look_later()
    await eraser.look()
    assert (await office.lines(), await disputes(office)) == (1, 0)


async def test_a_dispute_with_another_customer_stays_theirs(office: Office) -> None:
    file = dispute()
    seller = replace(file.dispute.seller, person=CustomerId("c-2"), account="I sent it whole.")
    known = replace(file, dispute=replace(file.dispute, seller=seller), seller=Contact(conversation=BERTS))
    await saves(office, known)
    await office.asks()
    await office.eraser().look()
    left = await office.store.transact(lambda tx: tx.disputes.load(CASE))
    assert left
    assert left.dispute.seller == seller
    assert (left.dispute.buyer.account, left.dispute.buyer.person, left.buyer.conversation) == ("", None, None)
