"""A desk at six on a Monday evening, for the tests of the live page."""

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from core.model.callback import Attempt, CallbackFile, Phone
from core.model.dispute import Dispute, Stage
from core.model.dispute_file import Contact, DisputeFile
from core.model.figures import Closure
from core.model.ids import Address, AgentId, CaseCode, ConversationId, Language
from core.model.offer import Eta
from core.model.people import Agent, Duty
from core.model.rows import ChatRow
from core.model.ticket import TicketFile, Tokens
from core.model.wait import Wait
from core.ports import Store, Transaction
from handoff.board.live.scene import Desk
from tests.handoff.quarrel import quarrel

NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
TOM, EVA, KASIA = (Agent(AgentId(id), name) for id, name in (("U0TOM", "Tom"), ("U0EVA", "Eva"), ("U0KASIA", "Kasia")))
PHONE = Phone("+31612345678", "NL", "06 12345678", "+31 6 12345678")


def queued(code: str, language: str = "nl", ago: timedelta = MINUTE, name: str = "Anna", **more: object) -> ChatRow:
    """They have waited for so long and were told nothing."""
    chat = ChatRow(CaseCode(code), ConversationId(f"telegram:{code}"), Language(language), NOW - ago, name=name)
    return replace(chat, **more)


def told(chat: ChatRow, low: int, high: int, ago: timedelta, position: int = 1) -> ChatRow:
    return replace(chat, shown=Wait(position, Eta(low, high)), shown_at=NOW - ago)


def talking(code: str, agent: Agent, waits: timedelta | None = None, **more: object) -> ChatRow:
    """The customer has waited for a word for so long; none: the last word is the agent's."""
    since = None if waits is None else NOW - waits
    return queued(code, ago=HOUR, agent=agent.id, claimed_at=NOW - 30 * MINUTE, waiting_since=since, **more)


def call(code: str, due: timedelta, slot: timedelta | None = None, **more: object) -> CallbackFile:
    """It is due in so long."""
    when = None if slot is None else NOW + slot
    chat, spoken = ConversationId(f"telegram:{code}"), Language("pl")
    return CallbackFile(
        CaseCode(code), chat, Language("en"), spoken, PHONE, "UTC", "Piotr", slot=when, due=NOW + due, **more
    )


def mail(code: str, ago: timedelta, due: timedelta | None = HOUR, **more: object) -> TicketFile:
    """Asked so long ago, and promised in so long."""
    file = TicketFile(
        CaseCode(code),
        ConversationId(f"telegram:{code}"),
        Address("telegram", code),
        Language("en"),
        Tokens(f"t{code}", f"c{code}"),
        NOW - ago,
        "UTC",
        "Emma",
        asked_at=NOW - ago,
        due=None if due is None else NOW + due,
    )
    return replace(file, **more)


def dispute(code: str, stage: Stage, due: timedelta) -> DisputeFile:
    held: Dispute = replace(quarrel(), case=CaseCode(code), stage=stage, due=NOW + due)
    held = replace(held, order=replace(held.order, id=f"H-{code}"))
    return DisputeFile(held, Contact(conversation=ConversationId("telegram:1"), language=Language("en")), Contact())


MONDAY = Desk(
    chats=(
        told(
            queued("FD-1A", "nl", 9 * MINUTE, "Anna de Vries", topic="order", offered_at=NOW - MINUTE), 2, 5, 8 * MINUTE
        ),
        told(queued("FD-1B", "nl", 4 * MINUTE, "Bram", offered_at=NOW - 4 * MINUTE), 5, 10, 3 * MINUTE, 2),
        queued("FD-1C", "nl", 20 * SECOND, "Cor", urgent=True),
        told(queued("FD-2A", "pl", 150 * SECOND, "Zofia", offered_at=NOW - MINUTE), 1, 3, 150 * SECOND),
        talking("FD-3A", TOM, 12 * MINUTE, name="Daan"),
        talking("FD-3B", TOM, 8 * MINUTE, name="Els"),
        talking("FD-3C", TOM, name="Fleur"),
        talking("FD-3D", EVA, snoozed=True, name="Guus"),
    ),
    staff=(
        Duty(TOM, on_duty=True, languages=("nl", "en"), since=NOW - HOUR),
        Duty(EVA, on_duty=True, languages=("nl",), away=True, since=NOW - HOUR),
        Duty(KASIA, on_duty=False, languages=("pl",)),
        Duty(Agent(AgentId("U0LEO"), "Leo"), on_duty=True, capacity=5),
    ),
    callbacks=(
        call("FD-4A", 5 * MINUTE, -10 * MINUTE, owner=TOM, state="claimed"),
        call("FD-4B", 3 * HOUR, attempts=(Attempt(NOW - HOUR, TOM, "not_reached"),)),
    ),
    tickets=(mail("FD-5A", 26 * HOUR, -2 * HOUR), mail("FD-5B", HOUR, 7 * HOUR), mail("FD-5C", MINUTE, None)),
    disputes=(dispute("FD-6A", "under_review", -HOUR), dispute("FD-6B", "waiting_other_party", 50 * HOUR)),
)
SHUT = Closure("callback", "busy", "Eva", NOW - HOUR, NOW + HOUR)


async def put(store: Store, desk: Desk) -> None:
    async def work(tx: Transaction) -> None:
        for chat in desk.chats:
            await tx.chats.put(chat)
        for duty in desk.staff:
            await tx.staff.put(duty, NOW)
        for callback in desk.callbacks:
            await tx.callbacks.save(callback, NOW)
        for ticket in desk.tickets:
            await tx.tickets.save(ticket, NOW)
        for file in desk.disputes:
            await tx.disputes.save(file, NOW)
        for closure in desk.closures:
            await tx.closures.put(closure)

    await store.transact(work)
