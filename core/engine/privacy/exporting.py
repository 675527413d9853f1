"""Puts all of one customer's data together, for them: what they said and got, and what is kept beside it.

Left out, and why: what colleagues wrote among themselves (their own words, and what they suspect); of a dispute what the other
party said, gave and is called, and decisions that wait for a second person; what was written by mail from an address that was
never shown to be theirs, for it may be a stranger's; codes and tokens that open something; who of the team looked at it (that
somebody did is there, with the time); how the desk came to each of its decisions, which says nothing new.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TypeGuard

import msgspec

from core.engine.privacy.subject import disputes_of, roles_in, tickets_of, whole
from core.language.plain import plain
from core.model.callback import CallbackFile
from core.model.dispute_file import DisputeFile
from core.model.effects import Say
from core.model.events import TicketEvent
from core.model.ids import CaseCode, ConversationId
from core.model.privacy import Subject
from core.model.rows import Message, TicketDecided
from core.model.shop import Role
from core.model.ticket import TicketFile
from core.model.ticket_events import MailArrived
from core.ports import Catalog, Transaction

VERSION = 1
_AUDIT = 10_000  # lines of one stream
_EVER = datetime.fromisoformat("1970-01-01T00:00:00+00:00")

# The names of these fields are those of the JSON: docs/privacy.md explains them, and they stay as they are.


class ChatLine(msgspec.Struct, frozen=True):
    """`by`: "customer", "assistant", "agent" or "desk" (an automatic message); times are in UTC."""

    at: datetime
    by: str
    name: str
    text: str


class Rating(msgspec.Struct, frozen=True):
    at: datetime
    of: str
    case: str
    solved: bool | None
    stars: int
    words: str


class OpenQuestion(msgspec.Struct, frozen=True):
    """Which the help centre did not answer, without what tells who asked it."""

    at: datetime
    language: str
    text: str


class Chat(msgspec.Struct, frozen=True):
    id: ConversationId
    name: str
    language: str
    email: str
    account: str
    signed_in_at: datetime | None
    lines: tuple[ChatLine, ...]
    ratings: tuple[Rating, ...]
    open_questions: tuple[OpenQuestion, ...]


class Case(msgspec.Struct, frozen=True):
    code: CaseCode
    way: str
    opened_at: datetime
    closed_at: datetime | None


class MailCopy(msgspec.Struct, frozen=True):
    """`direction`: "in" is from the customer."""

    at: datetime | None
    direction: str
    address: str
    subject: str
    text: str
    files: tuple[str, ...] = ()


class Ticket(msgspec.Struct, frozen=True):
    case: CaseCode
    state: str
    name: str
    email: str
    question: str
    opened_at: datetime
    answered_at: datetime | None
    mails: tuple[MailCopy, ...]


class Call(msgspec.Struct, frozen=True):
    case: CaseCode
    state: str
    name: str
    phone: str
    question: str
    items: tuple[str, ...]
    wanted_at: datetime | None
    tried_at: tuple[datetime, ...]


class Ruling(msgspec.Struct, frozen=True):
    at: datetime
    measures: tuple[str, ...]
    reasons: str
    articles: tuple[str, ...]


class Dispute(msgspec.Struct, frozen=True):
    case: CaseCode
    role: Role
    order: str
    title: str
    reason: str
    stage: str
    opened_at: datetime
    account: str
    tried: str
    wish: str
    wish_words: str
    evidence: tuple[str, ...]
    decisions: tuple[Ruling, ...]


class Seen(msgspec.Struct, frozen=True):
    """What was noted of it."""

    at: datetime
    what: str


class Export(msgspec.Struct, frozen=True):
    version: int
    made_at: datetime
    account: str
    mails: tuple[str, ...]
    chats: tuple[Chat, ...]
    cases: tuple[Case, ...]
    tickets: tuple[Ticket, ...]
    calls: tuple[Call, ...]
    disputes: tuple[Dispute, ...]
    seen: tuple[Seen, ...]

    @property
    def is_empty(self) -> bool:
        return not (any(chat.lines for chat in self.chats) or self.cases or self.disputes)


async def export_of(tx: Transaction, subject: Subject, catalog: Catalog, now: datetime) -> Export:
    """As it stands in this transaction."""
    known = await whole(tx, subject)
    disputes = await disputes_of(tx, known)
    cases = [row for chat in known.conversations for row in await tx.cases.of(chat, _EVER)]
    files = [file for chat in known.conversations for file in await tickets_of(tx, chat)]
    calls = [file for row in cases if (file := await tx.callbacks.load(row.code))]
    streams = [*known.conversations, *(f"{kind}:{row.code}" for row in cases for kind in ("ticket", "callback"))]
    return Export(
        VERSION,
        now,
        known.person,
        known.mails,
        tuple([await _chat(tx, chat) for chat in known.conversations]),
        tuple(Case(row.code, row.method, row.opened_at, row.closed_at) for row in cases),
        tuple([_ticket(file, await tx.ticket_decisions.of(file.case), catalog) for file in files]),
        tuple(map(_call, calls)),
        tuple(_dispute(file, role) for file in disputes for role in roles_in(file, known.person)),
        tuple([seen for stream in streams for seen in await _seen(tx, stream)]),
    )


async def _chat(tx: Transaction, id: ConversationId) -> Chat:
    conversation, signed_in = await tx.conversations.load(id), await tx.traces.signed_in(id)
    lines = tuple(_line(each) for each in await tx.transcript.read(id) if each.author != "note")
    ratings = [(row.at, row.rate) for row in await tx.traces.ratings_of(id)]
    return Chat(
        id,
        conversation.name if conversation else "",
        conversation.language if conversation else "",
        conversation.email if conversation else "",
        signed_in[0] if signed_in else "",
        signed_in[1] if signed_in else None,
        lines,
        tuple(Rating(at, rate.of, rate.case, rate.solved, rate.stars, rate.words) for at, rate in ratings),
        tuple(OpenQuestion(gap.at, gap.language, gap.text) for gap in await tx.traces.gaps_of(id)),
    )


def _line(message: Message) -> ChatLine:
    return ChatLine(message.at, message.author, message.name, message.text)


def _ticket(file: TicketFile, decided: Iterable[TicketDecided], catalog: Catalog) -> Ticket:
    mails = tuple(_mails(file, decided, catalog))
    return Ticket(file.case, file.state, file.name, file.email, file.question, file.opened_at, file.answered_at, mails)


def is_theirs(event: TicketEvent, file: TicketFile) -> TypeGuard[MailArrived]:
    """Anybody may type any address: who answers from one that was not shown to be the customer's may be somebody else."""
    return isinstance(event, MailArrived) and event.side == "customer" and file.proven


def _mails(file: TicketFile, decided: Iterable[TicketDecided], catalog: Catalog) -> Iterator[MailCopy]:
    """What the customer wrote by mail, and what was written to them."""
    for each in decided:
        if is_theirs(each.event, file):
            letter = each.event.letter
            files = tuple(attached.name for attached in letter.attached)
            yield MailCopy(letter.received_at, "in", letter.sender, letter.subject, letter.text or letter.whole, files)
        for effect in each.effects:
            if isinstance(effect, Say) and effect.to.channel == "email" and effect.to.key == file.email:
                title = effect.view.title
                subject = catalog.say(title.key, title.params, effect.language) if title else ""
                said = plain(effect.view, effect.language, catalog)
                yield MailCopy(each.facts.now, "out", effect.to.key, subject, said)


def _call(file: CallbackFile) -> Call:
    tried = tuple(attempt.at for attempt in file.attempts)
    return Call(file.case, file.state, file.name, file.phone.number, file.question, file.items, file.slot, tried)


def _dispute(file: DisputeFile, role: Role) -> Dispute:
    """Decisions that the parties have not been told are none yet."""
    dispute, party = file.dispute, file.dispute.party(role)
    told = dispute.decisions[: file.told]
    rulings = [
        Ruling(
            each.at,
            tuple(measure.kind for measure in each.decision.measures if measure.account in (None, role)),
            each.decision.reasons,
            each.decision.articles,
        )
        for each in told
    ]
    return Dispute(
        file.case,
        role,
        dispute.order.id,
        dispute.order.title,
        dispute.reason,
        dispute.stage,
        dispute.opened_at,
        party.account,
        party.tried,
        party.wish.kind if party.wish else "",
        party.wish.words if party.wish else "",
        tuple(each.name or each.kind for each in party.evidence),
        tuple(rulings),
    )


async def _seen(tx: Transaction, stream: str) -> list[Seen]:
    return [Seen(row.at, row.kind) for row in await tx.looking.audit(stream, _AUDIT)]
