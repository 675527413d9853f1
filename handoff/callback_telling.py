"""What becomes of a decision about a callback: words for the customer, the card and lines for staff, and the timer. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from core.model.callback import CallbackFacts, CallbackFile, CallbackNews, ShowTask, StaffCallback, Step
from core.model.effects import Note, Pass, Post, Wake
from core.model.people import Agent
from core.model.posts import Remark, Whisper
from core.model.view import Line, Moment, Text
from handoff.callback_slots import suggested

REMIND = timedelta(minutes=5)  # before a slot

CallbackEffect = Post | Wake | Note | Pass | ShowTask
Effects = tuple[CallbackEffect, ...]


class CallbackDecision(NamedTuple):
    file: CallbackFile | None
    effects: Effects = ()


def tell(
    file: CallbackFile,
    said: Iterable[Text],
    steps: tuple[Step, ...] = (),
    facts: CallbackFacts | None = None,
    called_by: Agent | None = None,
) -> Effects:
    """To the customer, in their chat. With `facts` they are offered other free times than the one they have."""
    free = [slot for slot in facts.free if slot != file.slot] if facts else []
    slots = suggested(free, file.zone)
    news = CallbackNews(file.case, file.person, tuple(map(Line, said)), steps, slots, called_by)
    return (Pass(file.conversation, news),)


def at(file: CallbackFile, moment: datetime) -> Moment:
    """As the customer reads it."""
    return Moment(moment, file.zone)


def show(file: CallbackFile) -> Effects:
    """The card as it is now. While the first one is on its way a second would stand beside it."""
    return (ShowTask(file),) if file.thread else ()


def remark(file: CallbackFile, said: Text) -> Effects:
    return (Post(file.thread, Remark(said)),) if file.thread else ()


def whisper(event: StaffCallback, said: Text) -> Effects:
    """To nobody but who did it, in the thread where they did it."""
    return (Post(event.thread, Whisper(event.agent, said)),)


def wake(file: CallbackFile, now: datetime) -> Effects:
    """Shortly before the slot, then when the promise ends."""
    if file.due is None:
        return ()
    reminder = file.slot - REMIND if file.slot and file.waits else now
    return wake_at(file, reminder if now < reminder else file.due)


def wake_at(file: CallbackFile, when: datetime) -> Effects:
    return (Wake("callback_due", when, file.turn),)
