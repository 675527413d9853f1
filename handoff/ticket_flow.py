"""E-mail tickets: what follows from each thing that happens to one, in a stream of its own. Pure."""

from typing import assert_never

from msgspec.structs import replace

from core.model.effects import Note, Pass
from core.model.events import EffectFailed, TicketEvent, Woke
from core.model.ids import CaseCode
from core.model.ticket import TicketFacts, TicketFile, stream_of
from core.model.ticket_events import (
    AddressGiven,
    CustomerAdded,
    MailArrived,
    TicketAsked,
    TicketMerged,
    TicketMoved,
    TicketNewsLost,
    TicketSolved,
)
from handoff import ticket_customer as customer
from handoff.ticket_arrived import arrived
from handoff.ticket_commands import merges_into
from handoff.ticket_due import woke
from handoff.ticket_failed import failed, news_lost
from handoff.ticket_joined import merged
from handoff.ticket_plan import line, wake
from handoff.ticket_telling import Effects, TicketDecision

__all__ = ["decide", "line", "merges_into"]


def decide(
    case: CaseCode, before: TicketFile | None, event: TicketEvent, facts: TicketFacts
) -> tuple[TicketFile | None, Effects]:
    """What becomes of the ticket, and what shall happen. Nothing happens to one that was never asked for."""
    if before is not None:
        return _timed(before, _decide(before, event, facts), facts)
    if isinstance(event, TicketAsked):
        return _timed(None, customer.asked(case, event, facts), facts)
    return None, ()


def _timed(before: TicketFile | None, decided: TicketDecision, facts: TicketFacts) -> TicketDecision:
    """With a timer for each new promise, whatever led to it."""
    file, effects = decided
    if file == before:
        return decided
    timers = wake(file, facts) if before is None or file.turn != before.turn else ()
    return TicketDecision(replace(file, updated_at=facts.now), (*effects, *timers))


def _decide(file: TicketFile, event: TicketEvent, facts: TicketFacts) -> TicketDecision:
    if file.into:
        return _elsewhere(file, file.into, event)
    match event:
        case TicketAsked():
            return customer.asked_again(file, event, facts)
        case CustomerAdded():
            return customer.added(file, event, facts)
        case AddressGiven():
            return customer.address(file, event, facts)
        case TicketSolved():
            return customer.solved(file, facts)
        case TicketMoved():
            return customer.moved(file, event, facts)
        case MailArrived():
            return arrived(file, event, facts)
        case TicketMerged():
            return merged(file, event, facts)
        case TicketNewsLost():
            return news_lost(file, event, facts)
        case EffectFailed():
            return failed(file, event, facts)
        case Woke():
            return woke(file, event, facts)
        case unknown:
            assert_never(unknown)


def _elsewhere(file: TicketFile, into: CaseCode, event: TicketEvent) -> TicketDecision:
    """It goes on in the ticket that it was merged into. Mails find their way there by themselves."""
    match event:
        case CustomerAdded() | AddressGiven() | TicketMoved() | TicketMerged():
            return TicketDecision(file, (Pass(stream_of(into), event),))
        case TicketAsked() | TicketSolved() | MailArrived() | TicketNewsLost() | EffectFailed() | Woke():
            return TicketDecision(file, (Note("ticket merged already", type(event).__name__),))
        case unknown:
            assert_never(unknown)
