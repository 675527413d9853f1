"""What a callback promises its customer: when somebody calls, until when at the latest, and what they may still do. Pure."""

from datetime import datetime, timedelta
from typing import assert_never

from msgspec.structs import replace

from core.model.callback import CallbackFacts, CallbackFile, CallbackLine, State, Step

GRACE = timedelta(minutes=15)  # after the beginning of a slot, and for who has just claimed a call
RETRY = timedelta(hours=1)  # at least, until somebody who did not answer is called again


def plan(file: CallbackFile, slot: datetime | None, facts: CallbackFacts) -> CallbackFile:
    """A call that anybody may claim, at a slot or as soon as possible."""
    due = slot + GRACE if slot else facts.soon
    return replace(file, slot=slot, due=due, state="open", owner=None, turn=file.turn + 1)


def free_from(wanted: datetime | None, facts: CallbackFacts) -> datetime | None:
    """The slot that was wanted, or the next free one; none: as soon as possible."""
    return next((slot for slot in facts.free if slot >= wanted), None) if wanted else None


def again(facts: CallbackFacts) -> datetime | None:
    """When somebody who did not answer is called again."""
    return free_from(facts.now + RETRY, facts)


def over(file: CallbackFile, state: State) -> CallbackFile:
    """Nothing is promised any more."""
    return replace(file, state=state, due=None, turn=file.turn + 1)


def is_over(file: CallbackFile) -> bool:
    return file.state in ("done", "failed", "cancelled")


def is_near(file: CallbackFile, now: datetime) -> bool:
    """Who claims it now calls now."""
    return file.slot is None or now >= file.slot - GRACE


def steps(file: CallbackFile) -> tuple[Step, ...]:
    """What the customer may do now."""
    match file.state:
        case "open" | "claimed":
            return ("move", "cancel")
        case "failed":
            return ("email",)
        case "reached" | "done" | "cancelled":
            return ()
        case other:
            assert_never(other)


def line(file: CallbackFile) -> CallbackLine:
    """The callback as its customer sees it."""
    return CallbackLine(file.case, file.state, file.slot, file.due, steps(file), file.zone)
