"""How a case went, line by line: read from what each decision changed. Pure."""

from collections.abc import Iterable, Iterator

from core.model.callback import CallbackAsked
from core.model.controls import CloseReason
from core.model.conversation import Conversation, Filling, Queued, Stage, WithAgent
from core.model.dispute_events import DisputeFiled
from core.model.effects import OpenHandoff, Pass
from core.model.events import AgentClosed, AgentDeleted, HandoffOpened
from core.model.rows import Decided
from core.model.ticket_events import TicketAsked
from core.model.view import Text, text
from handoff.board.cases.transcript import Line

METHODS: dict[str, Text] = {
    "live_chat": text("board.method.live_chat"),
    "callback": text("board.method.callback"),
    "email": text("board.method.email"),
    "dispute": text("board.method.dispute"),
}
ENDS: dict[str, Text] = {
    "solved": text("board.end.solved"),
    "closed": text("board.end.closed"),
    "abandoned": text("board.end.abandoned"),
    "moved": text("board.end.moved"),
    "cancelled": text("board.end.cancelled"),
    "failed": text("board.end.failed"),
}
CLOSED: dict[CloseReason, Text] = {
    "solved": text("board.case.closed.solved"),
    "no_answer": text("board.case.closed.no_answer"),
    "duplicate": text("board.case.closed.duplicate"),
    "not_ours": text("board.case.closed.not_ours"),
    "spam": text("board.case.closed.spam"),
    "other": text("board.case.closed.other"),
}


def live(stage: Stage) -> Queued | WithAgent | None:
    """The chat with a person, also where something is filled in meanwhile."""
    if isinstance(stage, Filling):
        return stage.meanwhile
    return stage if isinstance(stage, Queued | WithAgent) else None


def course(decided: Iterable[Decided]) -> Iterator[Line]:
    for each in decided:
        for told, name in _told(each):
            yield Line(each.facts.now, "course", name, told=told)


def _told(decided: Decided) -> Iterator[tuple[Text, str]]:
    """Each with whom it names."""
    asked = list(_asked(decided))
    for index, way in enumerate(asked):
        if way not in asked[:index]:  # a ticket is asked for, and its first mail sent
            yield way, ""
    shown = isinstance(decided.event, HandoffOpened) and decided.event.thread
    if shown and isinstance(live(decided.after.stage), Queued):  # else somebody was quicker than the word of it
        yield text("board.case.shown"), ""
    yield from _hands(decided)
    if isinstance(decided.event, AgentDeleted):
        yield text("board.case.took_back"), decided.event.agent.name
    yield from _blocking(decided.before, decided.after)


def _asked(decided: Decided) -> Iterator[Text]:
    """For which ways to a person."""
    for effect in decided.effects:
        match effect:
            case OpenHandoff(method="live_chat", case=case):
                yield text("board.case.asked.live_chat", case=case)
            case Pass(event=CallbackAsked(case=case)):
                yield text("board.case.asked.callback", case=case)
            case OpenHandoff(method="email", case=case) | Pass(event=TicketAsked(case=case)):
                yield text("board.case.asked.email", case=case)
            case Pass(event=DisputeFiled(case=case)):
                yield text("board.case.asked.dispute", case=case)
            case _:
                pass


def _hands(decided: Decided) -> Iterator[tuple[Text, str]]:
    """In whose hands the chat was, and in whose it is."""
    before, after = live(decided.before.stage), live(decided.after.stage)
    match before, after:
        case Queued() | None, WithAgent(agent=agent):
            yield text("board.case.claimed"), agent.name
        case WithAgent(agent=former), WithAgent(agent=agent) if former.id != agent.id:
            yield text("board.case.passed", before=former.name), agent.name
        case WithAgent(snoozed=False), WithAgent(snoozed=True, agent=agent):
            yield text("board.case.snoozed"), agent.name
        case WithAgent(agent=agent), Queued():
            yield text("board.case.released"), agent.name
        case WithAgent(agent=agent), None:
            yield from _ended(decided, agent.name)
        case Queued(), None:
            yield text("board.case.left_queue"), ""
        case _:
            pass


def _ended(decided: Decided, agent: str) -> Iterator[tuple[Text, str]]:
    event = decided.event
    if isinstance(event, AgentClosed):
        yield CLOSED[event.reason], event.agent.name
    else:
        yield text("board.case.ended"), agent


def _blocking(before: Conversation, after: Conversation) -> Iterator[tuple[Text, str]]:
    if after.blocked and after.blocked != before.blocked:
        yield text("board.case.blocked"), ""
    elif before.blocked and not after.blocked:
        yield text("board.case.unblocked"), ""
