"""The tables of a transaction on SQLite. Awaiting them never suspends: each call is answered at once."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from core import ports
from core.model.answer import Usage
from core.model.codec import decode, encode
from core.model.conversation import Conversation
from core.model.effects import Effect
from core.model.ids import Address, AgentId, CaseCode, ConversationId
from core.model.people import Agent, Duty
from core.model.rows import DeadLetter, Decided, InboxRow, Message, NewEffect, OutboxRow, Received, Timer
from core.store.session import Row, Session

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLION = 1_000_000


def seconds(at: datetime) -> float:
    """Seconds since 1970; exact to the microsecond for the next two centuries. A naive time is a TypeError."""
    return (at - _EPOCH).total_seconds()


def moment(stored: float) -> datetime:
    """The time, in UTC, that `seconds` wrote."""
    return _EPOCH + timedelta(seconds=stored)


class InboxTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def add(self, items: Sequence[Received], now: datetime) -> int:
        return sum(self._add(item, seconds(now)) for item in items)

    def _add(self, item: Received, now: float) -> int:
        return self._session.write(
            "inbox.add", key=item.key, source=item.source, stream=item.stream, payload=item.payload, now=now
        )

    async def next(self, limit: int, now: datetime) -> list[InboxRow]:
        return [_inbox_row(row) for row in self._session.rows("inbox.next", limit=limit, now=seconds(now))]

    async def settle(self, row_id: int, state: str, reason: str = "") -> None:
        self._session.change("inbox.settle", id=row_id, state=state, reason=reason)

    async def park(self, row_id: int, until: datetime, reason: str) -> None:
        self._session.change("inbox.park", id=row_id, until=seconds(until), reason=reason)


def _inbox_row(row: Row) -> InboxRow:
    id, key, source, stream, payload, received_at, attempts = row
    return InboxRow(id, key, source, stream, payload, moment(received_at), attempts)


class OutboxTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def add(self, rows: Sequence[NewEffect], now: datetime) -> list[OutboxRow]:
        return [added for row in rows if (added := self._add(row, now)) is not None]

    def _add(self, new: NewEffect, now: datetime) -> OutboxRow | None:
        added = self._session.row(
            "outbox.add",
            id=new.id,
            part=new.part,
            conversation=new.conversation,
            lane=new.lane,
            effect=encode(new.effect),
            turn=new.turn,
            now=seconds(now),
        )
        if added is None:
            return None
        return OutboxRow(added[0], new.id, new.conversation, new.lane, new.effect, new.turn, new.part, 0, now, now)

    async def waiting(self) -> list[OutboxRow]:
        return [_outbox_row(row) for row in self._session.rows("outbox.waiting")]

    async def begin(self, seq: int) -> None:
        self._session.change("outbox.begin", seq=seq)

    async def settle(
        self, seq: int, state: str, receipt: str = "", reason: str = "", until: datetime | None = None
    ) -> None:
        not_before = None if until is None else seconds(until)
        self._session.change("outbox.settle", seq=seq, state=state, receipt=receipt, reason=reason, until=not_before)


def _outbox_row(row: Row) -> OutboxRow:
    seq, id, conversation, lane, stored, turn, part, attempts, created_at, not_before = row
    effect: Effect = decode(stored, Effect)  # type: ignore[arg-type]  # mypy has no type for a union as a value
    created, waits_until = moment(created_at), moment(not_before)
    return OutboxRow(seq, id, conversation, lane, effect, turn, part, attempts, created, waits_until)


class ConversationsTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def load(self, id: ConversationId) -> Conversation | None:
        row = self._session.row("conversations.load", id=id)
        return None if row is None else decode(row[0], Conversation)

    async def save(self, conversation: Conversation, now: datetime) -> None:
        self._session.write(
            "conversations.save",
            id=conversation.id,
            state=encode(conversation),
            stage=type(conversation.stage).__name__,
            case_code=getattr(conversation.stage, "case", None),
            language=conversation.language,
            now=seconds(now),
        )

    async def link(self, thread: Address, conversation: ConversationId) -> None:
        self._session.write("conversations.link", address=str(thread), conversation=conversation)

    async def of_thread(self, thread: Address) -> ConversationId | None:
        row = self._session.row("conversations.of_thread", address=str(thread))
        return None if row is None else ConversationId(row[0])


class DecisionsTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def add(self, decided: Decided) -> None:
        self._session.write(
            "decisions.add", inbox_id=decided.inbox_id, conversation=decided.after.id, decided=encode(decided)
        )

    async def of(self, conversation: ConversationId) -> list[Decided]:
        return [decode(row[0], Decided) for row in self._session.rows("decisions.of", conversation=conversation)]

    async def page(self, after: int, limit: int) -> list[tuple[int, Decided]]:
        rows = self._session.rows("decisions.page", after=after, limit=limit)
        return [(seq, decode(decided, Decided)) for seq, decided in rows]

    async def behind(self, conversation: ConversationId, receipt: str) -> Decided | None:
        sent = self._session.row("outbox.sent", conversation=conversation, receipt=receipt)
        if sent is None:
            return None
        row = self._session.row("decisions.at", inbox_id=int(sent[0].partition(".")[0]))
        return None if row is None else decode(row[0], Decided)


class MessagesTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def add(self, messages: Sequence[Message]) -> None:
        for message in messages:
            self._session.write(
                "messages.add",
                conversation=message.conversation,
                inbox_id=message.inbox_id,
                author=message.author,
                name=message.name,
                text=message.text,
                at=seconds(message.at),
                effect=message.effect,
                ref=message.ref,
            )

    async def read(self, conversation: ConversationId, up_to: int | None = None) -> list[Message]:
        return [_message(row) for row in self._session.rows("messages.read", conversation=conversation, up_to=up_to)]


def _message(row: Row) -> Message:
    conversation, inbox_id, author, name, text, at, effect, ref = row
    return Message(conversation, inbox_id, author, name, text, moment(at), effect, ref)


class TimersTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def set(self, timer: Timer) -> None:
        self._session.write(
            "timers.set",
            conversation=timer.conversation,
            reason=timer.reason,
            turn=timer.turn,
            due=seconds(timer.due),
        )

    async def take_due(self, now: datetime, limit: int) -> list[Timer]:
        due = [_timer(row) for row in self._session.rows("timers.take_due", now=seconds(now), limit=limit)]
        return sorted(due, key=lambda timer: timer.due)  # RETURNING keeps no order

    async def next_due(self) -> datetime | None:
        row = self._session.row("timers.next_due")
        return None if row is None else moment(row[0])


def _timer(row: Row) -> Timer:
    conversation, reason, turn, due = row
    return Timer(conversation, reason, turn, moment(due))


class AgentsTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def put(self, duty: Duty, now: datetime) -> None:
        self._session.write(
            "agents.put",
            id=duty.agent.id,
            name=duty.agent.name,
            on_duty=duty.on_duty,
            languages=encode(duty.languages),
            now=seconds(now),
        )

    async def all(self) -> list[Duty]:
        return [_duty(row) for row in self._session.rows("agents.all")]

    async def get(self, agent: AgentId) -> Duty | None:
        row = self._session.row("agents.get", id=agent)
        return None if row is None else _duty(row)


def _duty(row: Row) -> Duty:
    id, name, on_duty, languages = row
    return Duty(Agent(id, name), bool(on_duty), decode(languages, tuple[str, ...]))


class CasesTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def open(self, code: CaseCode, conversation: ConversationId, method: str, now: datetime) -> None:
        self._session.write("cases.open", code=code, conversation=conversation, method=method, now=seconds(now))

    async def close(self, code: CaseCode, now: datetime) -> None:
        self._session.write("cases.close", code=code, now=seconds(now))

    async def conversation(self, code: CaseCode) -> ConversationId | None:
        row = self._session.row("cases.conversation", code=code)
        return ConversationId(row[0]) if row else None


class AuditTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def note(self, kind: str, conversation: str, detail: str, now: datetime) -> None:
        self._session.write("audit.note", kind=kind, conversation=conversation, detail=detail, now=seconds(now))

    async def dead_letters(self, limit: int) -> list[DeadLetter]:
        """For an incoming item the conversation is its stream and `what` its payload; for an effect `what` is its JSON.

        `at` is when it came in or was decided, not when it was given up.
        """
        return [_dead_letter(row) for row in self._session.rows("audit.dead_letters", limit=limit)]


def _dead_letter(row: Row) -> DeadLetter:
    kind, id, conversation, what, reason, at = row
    return DeadLetter(kind, id, conversation, what, reason, moment(at))


class KeepTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def get(self, name: str) -> str | None:
        row = self._session.row("keep.get", name=name)
        return None if row is None else str(row[0])

    async def put(self, name: str, value: str) -> None:
        self._session.write("keep.put", name=name, value=value)


class SpendingTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def add(self, day: date, customer: str, conversation: str, usage: Usage) -> None:
        self._session.write(
            "spending.add",
            day=day.isoformat(),
            customer=customer,
            conversation=conversation,
            model=usage.model,
            prompt_tokens=usage.prompt_tokens,
            completion_tokens=usage.completion_tokens,
            cost=round(usage.cost * _MILLION),
        )

    async def spent(self, day: date, customer: str | None = None) -> ports.Spent:
        if customer is None:
            return _spent(self._session.row("spending.on_day", day=day.isoformat()))
        return _spent(self._session.row("spending.on_day_by", day=day.isoformat(), customer=customer))

    async def of(self, conversation: str) -> ports.Spent:
        return _spent(self._session.row("spending.of", conversation=conversation))

    async def by_day(self, since: date) -> dict[date, ports.Spent]:
        rows = self._session.rows("spending.by_day", since=since.isoformat())
        return {date.fromisoformat(day): _spent(sums) for day, *sums in rows}


def _spent(sums: Sequence[int | None] | None) -> ports.Spent:
    """Sums over no row at all are NULL."""
    answers, prompt_tokens, completion_tokens, millionths = (int(each or 0) for each in sums or (0, 0, 0, 0))
    return ports.Spent(answers, prompt_tokens, completion_tokens, millionths / _MILLION)


class AnswerCacheTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def get(self, key: str, since: datetime) -> str | None:
        row = self._session.row("answer_cache.get", key=key, since=seconds(since))
        return None if row is None else str(row[0])

    async def put(self, key: str, draft: str, now: datetime, most: int) -> None:
        self._session.write("answer_cache.put", key=key, draft=draft, now=seconds(now))
        self._session.write("answer_cache.keep_newest", most=most)

    async def forget(self, before: datetime) -> int:
        return self._session.write("answer_cache.forget", before=seconds(before))


class GapsTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def add(self, gap: ports.GapRow) -> None:
        self._session.write(
            "gaps.add",
            at=seconds(gap.at),
            kind=gap.kind,
            language=gap.language,
            text=gap.text,
            article=gap.article,
            probability=gap.probability,
            conversation=gap.conversation,
        )

    async def since(self, when: datetime, limit: int, language: str = "") -> list[ports.GapRow]:
        if not language:
            rows = self._session.rows("gaps.since", when=seconds(when), limit=limit)
        else:
            rows = self._session.rows("gaps.since_in", when=seconds(when), limit=limit, language=language)
        return [ports.GapRow(moment(at), *rest) for at, *rest in rows]

    async def erase(self, conversation: str) -> int:
        return self._session.write("gaps.erase", conversation=conversation)

    async def forget(self, before: datetime) -> int:
        return self._session.write("gaps.forget", before=seconds(before))


class LinksTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def make(self, link: ports.LinkRow) -> None:
        if await self.get(link.token_hash) is not None:
            return
        self._session.write("links.void", conversation=link.conversation)
        self._session.write(
            "links.make",
            token_hash=link.token_hash,
            conversation=link.conversation,
            channel=link.channel,
            name=link.name,
            made_at=seconds(link.made_at),
            expires_at=seconds(link.expires_at),
        )

    async def get(self, token_hash: str) -> ports.LinkRow | None:
        row = self._session.row("links.get", token_hash=token_hash)
        return None if row is None else _link(row)

    async def confirm(self, token_hash: str, now: datetime) -> bool:
        return self._session.write("links.confirm", token_hash=token_hash, now=seconds(now)) == 1

    async def forget(self, before: datetime) -> int:
        return self._session.write("links.forget", before=seconds(before))


def _link(row: Row) -> ports.LinkRow:
    token_hash, conversation, channel, name, state, made_at, expires_at = row
    return ports.LinkRow(token_hash, conversation, channel, name, moment(made_at), moment(expires_at), state)


class Tables:
    """All tables over one session: the Transaction of core.ports."""

    def __init__(self, session: Session) -> None:
        self.inbox: ports.Inbox = InboxTable(session)
        self.outbox: ports.Outbox = OutboxTable(session)
        self.conversations: ports.Conversations = ConversationsTable(session)
        self.decisions: ports.Decisions = DecisionsTable(session)
        self.transcript: ports.Transcript = MessagesTable(session)
        self.timers: ports.Timers = TimersTable(session)
        self.staff: ports.Staff = AgentsTable(session)
        self.cases: ports.Cases = CasesTable(session)
        self.audit: ports.Audit = AuditTable(session)
        self.keep: ports.Keep = KeepTable(session)
        self.spending: ports.Spending = SpendingTable(session)
        self.cached_answers: ports.CachedAnswers = AnswerCacheTable(session)
        self.gaps: ports.Gaps = GapsTable(session)
        self.links: ports.Links = LinksTable(session)
