"""Whether a failed try is made again, and when: a value, decided without a clock."""

from datetime import datetime, timedelta
from typing import NamedTuple

from core.model.alerts import Alert
from core.model.callback import ShowTask
from core.model.effects import (
    Amend,
    Ask,
    CarryOut,
    CloseHandoff,
    Effect,
    Erase,
    FindOther,
    Gap,
    Invite,
    Look,
    Note,
    OpenHandoff,
    Pass,
    Post,
    PutOffDuty,
    Rate,
    Say,
    SendExport,
    SendFile,
    ShowDispute,
    ShowEvidence,
    ShowFile,
    ShowForm,
    Suggesting,
    Translate,
    Wake,
)
from core.model.errors import Limited, Transient
from core.model.rows import OutboxRow


class Policy(NamedTuple):
    """`give_up` counts from the row's creation; pauses double from `first` up to `longest`."""

    first: timedelta
    longest: timedelta
    give_up: timedelta


# Somebody waits for these, so the conversation hears soon that it needs another way.
OPENING = Policy(timedelta(seconds=1), timedelta(seconds=10), timedelta(minutes=2))
POSTING = Policy(timedelta(seconds=1), timedelta(seconds=30), timedelta(minutes=10))
ASKING = Policy(timedelta(seconds=1), timedelta(seconds=2), timedelta(seconds=20))
# These are still worth something later.
SAYING = Policy(timedelta(seconds=1), timedelta(minutes=2), timedelta(hours=24))
TRANSLATING = Policy(timedelta(seconds=1), timedelta(seconds=2), timedelta(seconds=6))  # then the original goes
LOOKING = Policy(timedelta(seconds=1), timedelta(seconds=3), timedelta(seconds=15))  # the customer waits
FORMS = Policy(timedelta(milliseconds=200), timedelta(seconds=1), timedelta(seconds=3))  # so long a press may show one
CARRYING = Policy(timedelta(seconds=1), timedelta(minutes=1), timedelta(minutes=10))  # then staff decide what to do
KEEPING = Policy(
    timedelta(seconds=2), timedelta(minutes=10), timedelta(days=2)
)  # nobody waits in the chat, and it must not be lost
CLOSING = Policy(timedelta(seconds=1), timedelta(minutes=5), timedelta(hours=24))
ALERTING = Policy(timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=2))  # later it is no news
MAILING = Policy(timedelta(seconds=5), timedelta(minutes=15), timedelta(days=5))  # RFC 5321 4.5.4.1: 4 to 5 days


def policy(effect: Effect) -> Policy:
    match effect:
        case Say(to=to):
            return MAILING if to.channel == "email" else SAYING
        case Amend() | SendFile() | SendExport():
            return SAYING
        case OpenHandoff(method=method):
            return MAILING if method == "email" else OPENING
        case Post() | ShowFile():
            return POSTING
        case Ask() | Suggesting():
            return ASKING
        case Translate():
            return TRANSLATING
        case Look():
            return LOOKING
        case ShowForm():
            return FORMS
        case CarryOut():
            return CARRYING
        case ShowTask() | ShowDispute() | ShowEvidence() | FindOther():
            return KEEPING
        case Alert():
            return ALERTING
        case CloseHandoff() | Wake() | Note() | Gap() | Invite() | Pass() | Rate() | PutOffDuty() | Erase():
            return CLOSING


def next_try(row: OutboxRow, error: Transient, now: datetime) -> datetime | None:
    """When to try again; None: give up. `row.attempts` counts the tries begun."""
    rule = policy(row.effect)
    if now - row.created_at >= rule.give_up:
        return None
    if isinstance(error, Limited):
        return now + timedelta(seconds=error.retry_after)
    pause: timedelta = rule.first * 2 ** min(row.attempts - 1, 20)
    return now + min(pause, rule.longest)
