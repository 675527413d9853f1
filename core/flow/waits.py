"""The place in the queue and the wait, told together: at the start, when they change much, and before a promise is broken."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from core.flow.decision import wake
from core.model.conversation import Conversation, Queued
from core.model.effects import Wake
from core.model.facts import Facts
from core.model.view import Line, text
from core.model.wait import Wait

LOOKS = 60  # seconds between two looks at the queue: nobody is told more often
LONGEST_PAUSE = timedelta(hours=1)  # between two reminders where no time can be said


def told(stage: Queued, facts: Facts) -> Queued:
    """With what the customer is told now; nothing where no time can be said."""
    known = facts.wait if facts.wait and facts.wait.eta else None
    return replace(stage, told=known, told_at=facts.now if known else None)


def lines(wait: Wait | None) -> tuple[Line, ...]:
    if wait is None or wait.eta is None:
        return ()
    low, high = wait.eta.low_minutes, wait.eta.high_minutes
    if low == high:
        return (Line(text("queued.wait_at_most", position=wait.position, high=high)),)
    return (Line(text("queued.wait", position=wait.position, low=low, high=high)),)


def timers(conversation: Conversation, facts: Facts) -> tuple[Wake, ...]:
    """Until when the customer hears again at the latest, when the queue is looked at next, and how long agents may take."""
    stage = conversation.stage
    assert isinstance(stage, Queued)
    timers = (_unclaimed(conversation, stage, facts), wake(conversation, "place", LOOKS, facts))
    if stage.offered_at is None:
        return timers
    until = stage.offered_at + timedelta(seconds=facts.patience.take)
    return (*timers, Wake("untaken", max(until, facts.now), conversation.turn))


def _unclaimed(conversation: Conversation, stage: Queued, facts: Facts) -> Wake:
    due = promised(stage)
    if due is None:
        pause = min(facts.patience.claim * 2**stage.reminders, int(LONGEST_PAUSE.total_seconds()))
        return wake(conversation, "unclaimed", pause, facts)
    return Wake("unclaimed", max(due, facts.now), conversation.turn)


def promised(stage: Queued) -> datetime | None:
    if stage.told is None or stage.told.eta is None or stage.told_at is None:
        return None
    return stage.told_at + timedelta(minutes=stage.told.eta.high_minutes)
