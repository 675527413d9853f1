"""Decides what happens to disputes, each in its own stream: loads what is known, and writes down what follows."""

from core.engine.audited import who_did
from core.engine.history_cases import join_disputes, keep_dispute
from core.engine.record import Recorder
from core.model.dispute_events import DisputeFiled, DisputeNews, OtherFound, PartySpoke
from core.model.dispute_facts import Chat, DisputeFacts
from core.model.dispute_file import DisputeFile, stream_of
from core.model.effects import Note, Pass
from core.model.events import DisputeEvent
from core.model.ids import CaseCode
from core.model.rows import DisputeDecided, OutboxRow
from core.model.shop import Person, Role
from core.model.view import Line, text
from core.ports import Clock, Disputing, Transaction

ROLES: tuple[Role, Role] = ("buyer", "seller")


class DisputeDesk:
    """`zone` (IANA): in which deadlines are read."""

    def __init__(self, clock: Clock, rules: Disputing, recorder: Recorder, zone: str) -> None:
        self._clock = clock
        self._rules = rules
        self._recorder = recorder
        self._zone = zone

    async def decide(self, tx: Transaction, inbox_id: int, case: CaseCode, event: DisputeEvent) -> list[OutboxRow]:
        """The effects that go out, as they stand in the outbox."""
        if isinstance(event, DisputeFiled) and (known := await tx.disputes.open(order=event.draft.order.id)):
            return await self._join(tx, inbox_id, known[0], event)
        before = await tx.disputes.load(case)
        facts = await self._facts(tx, before, event)
        after, effects = self._rules.decide(case, before, event, facts)
        decided = DisputeDecided(inbox_id, case, event, facts, before, after, effects)
        await tx.dispute_decisions.add(decided)
        await keep_dispute(tx, decided)
        if after is not None:
            await tx.disputes.save(after, facts.now)
            await _follow(tx, before, after, facts)
        turn = after.turn if after else 0
        return await self._recorder.carry(tx, stream_of(case), turn, inbox_id, effects, facts.now, who=who_did(event))

    async def _join(self, tx: Transaction, inbox_id: int, known: DisputeFile, filed: DisputeFiled) -> list[OutboxRow]:
        """The other party's came first: an order has one dispute, and what this one says is added to it."""
        now, draft = self._clock.now(), filed.draft
        if known.case == filed.case:  # heard before
            return []
        told = DisputeNews(known.case, filed.person.id, (Line(text("dispute.exists", case=known.case)),), ("add",))
        more = PartySpoke(draft.role, "add", draft.account, draft.evidence)
        effects = (
            Note("dispute joined", f"{filed.case} -> {known.case}"),
            Pass(filed.conversation, told),
            Pass(stream_of(known.case), more),
        )
        await tx.cases.close(filed.case, now)
        await join_disputes(tx, filed, now)
        return await self._recorder.carry(tx, stream_of(filed.case), 0, inbox_id, effects, now)

    async def _facts(self, tx: Transaction, before: DisputeFile | None, event: DisputeEvent) -> DisputeFacts:
        now = self._clock.now()
        people = [person for person in _people(before, event) if person]
        chats = {person.id: chat for person in people if (chat := await _chat(tx, person))}
        elsewhere = {role: self._rules.elsewhere(_country(before, role), role, now) for role in ROLES}
        return DisputeFacts(now, self._zone, chats, elsewhere)


def _people(file: DisputeFile | None, event: DisputeEvent) -> tuple[Person | None, ...]:
    found = event.person if isinstance(event, OtherFound) else None
    return (found, file.buyer.person, file.seller.person) if file else (found,)


def _country(file: DisputeFile | None, role: Role) -> str:
    person = file.contact(role).person if file else None
    return person.country if person else ""


async def _chat(tx: Transaction, person: Person) -> Chat | None:
    """Where they are signed in; a chat whose customer has signed out since is none of theirs."""
    id = await tx.sign_ins.of(person.id)
    conversation = await tx.conversations.load(id) if id else None
    if conversation is None or conversation.person is None or conversation.person.id != person.id:
        return None
    return Chat(conversation.id, conversation.language)


async def _follow(tx: Transaction, before: DisputeFile | None, after: DisputeFile, facts: DisputeFacts) -> None:
    """The thread leads to the dispute, and its case ends with it."""
    if after.thread and (before is None or before.thread != after.thread):
        await tx.conversations.link(after.thread, stream_of(after.case))
    if after.dispute.stage == "closed" and (before is None or before.dispute.stage != "closed"):
        await tx.cases.close(after.case, facts.now)
