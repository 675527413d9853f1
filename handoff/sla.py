"""Promises to customers, and how each of them stands: kept so far, about to break, broken. Pure."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from core.model.callback import CallbackFile
from core.model.dispute import Stage
from core.model.dispute_file import Contact, DisputeFile
from core.model.ids import CaseCode, ConversationId, Language
from core.model.rows import ChatRow
from core.model.ticket import TicketFile

Kind = Literal["claim", "reply", "callback", "email", "dispute"]
"""That somebody takes a waiting chat, that an agent writes, that somebody calls, that a mail is answered, that a dispute moves."""

Standing = Literal["fine", "soon", "broken"]

WARNED = 0.25  # of the time that was promised, so much is left when it is about to break
CALLED = timedelta(hours=1)  # before a call as soon as possible is due; when it was asked for is not kept
OURS: tuple[Stage, ...] = ("open", "under_review", "appealed")  # the stages of a dispute in which it is staff's turn


class Promise(NamedTuple):
    """Something is owed to a customer since `since`, until `due` (UTC both). `agent`: who owes it, if it is somebody's."""

    kind: Kind
    case: CaseCode
    conversation: ConversationId
    language: Language
    since: datetime
    due: datetime
    agent: str = ""


def promises(
    chats: Iterable[ChatRow],
    callbacks: Iterable[CallbackFile] = (),
    tickets: Iterable[TicketFile] = (),
    disputes: Iterable[DisputeFile] = (),
    *,
    claim: timedelta,
    reply: timedelta,
) -> list[Promise]:
    """All that is owed now, the first to break first. `claim` and `reply`: how long a customer waits at most for an agent, and
    for the agent's next word."""
    every = (
        *(made for chat in chats for made in _of_chat(chat, claim, reply)),
        *(made for file in callbacks for made in _of_callback(file)),
        *(made for file in tickets for made in _of_ticket(file)),
        *(made for file in disputes for made in _of_dispute(file)),
    )
    return first_to_break(every)


def _of_chat(chat: ChatRow, claim: timedelta, reply: timedelta) -> Iterator[Promise]:
    """Being put before other agents buys no time: it is the customer who waits. Who is put off by an agent waits for nothing."""
    if chat.ended_at:
        return
    whose = chat.case, chat.conversation, chat.language
    if chat.claimed_at is None:
        yield Promise("claim", *whose, chat.queued_at, _taken_by(chat, claim))
    elif chat.waiting_since and not chat.snoozed:
        yield Promise("reply", *whose, chat.waiting_since, chat.waiting_since + reply, chat.agent)


def _taken_by(chat: ChatRow, claim: timedelta) -> datetime:
    """Who was told a longer wait than `claim` has been promised that one."""
    allowed = chat.queued_at + claim
    told = told_until(chat)
    return max(allowed, told) if told else allowed


def told_until(chat: ChatRow) -> datetime | None:
    """The end of the wait that the customer was told last."""
    if chat.shown is None or chat.shown.eta is None or chat.shown_at is None:
        return None
    return chat.shown_at + timedelta(minutes=chat.shown.eta.high_minutes)


def _of_callback(file: CallbackFile) -> Iterator[Promise]:
    if file.waits and file.due:
        since = min(file.slot or file.due - CALLED, file.due)
        owner = file.owner.id if file.owner else ""
        yield Promise("callback", file.case, file.conversation, file.spoken, since, file.due, owner)


def _of_ticket(file: TicketFile) -> Iterator[Promise]:
    if file.state == "waiting" and file.due:
        since = min(file.asked_at or file.opened_at, file.due)
        yield Promise("email", file.case, file.conversation, file.staff_language, since, file.due)


def _of_dispute(file: DisputeFile) -> Iterator[Promise]:
    """Only where staff move next: a party that lets its own time pass breaks no promise of the desk."""
    dispute = file.dispute
    if dispute.stage in OURS and dispute.due:
        since = min(dispute.steps[-1].at if dispute.steps else dispute.opened_at, dispute.due)
        opener = file.contact(dispute.role)
        yield Promise("dispute", file.case, _chat_of(opener), opener.language, since, dispute.due)


def _chat_of(party: Contact) -> ConversationId:
    """Empty for somebody who is reached by mail."""
    return party.conversation or ConversationId("")


def standing(promise: Promise, now: datetime) -> Standing:
    if now >= promise.due:
        return "broken"
    return "soon" if now >= warned_at(promise) else "fine"


def first_to_break(promises: Iterable[Promise]) -> list[Promise]:
    return sorted(promises, key=lambda promise: (promise.due, promise.case))


def warned_at(promise: Promise) -> datetime:
    """When it begins to be about to break."""
    return promise.due - (promise.due - promise.since) * WARNED
