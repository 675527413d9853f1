"""`frontdesk eta`: how often the times held that customers were told, and how wide they were, by method and language."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import NamedTuple

from bots.cli.desk_store import desk_store
from bots.settings import Settings
from core.model.ids import Language
from core.model.wait import MailWait, Wait
from core.ports import Transaction
from handoff.calibration import Outcome, Range, held
from handoff.offer_rules import Method

MOST = 5000  # of the latest chats and mails each

_HEAD = ("method", "language", "promises", "upper end held", "median width")
_MINUTE = timedelta(minutes=1)

Kind = tuple[Method, Language]
Outcomes = Mapping[Kind, Sequence[Outcome]]


class Kept(NamedTuple):
    """How the promises of a method in a language held: the share of upper ends, 0 to 1; the median width in minutes of the clock."""

    method: Method
    language: Language
    promises: int
    held: float
    width: float


def eta(settings: Settings, *, as_json: bool) -> int:
    """Of customers who stayed and were answered. Raises DeskError where the store cannot be read."""
    kept = [_kept(kind, outcomes) for kind, outcomes in sorted(asyncio.run(_read(settings)).items(), key=_most_first)]
    print(_json(kept) if as_json else "\n".join(_words(kept)))
    return 0


async def _read(settings: Settings) -> Outcomes:
    async with desk_store(settings) as store:
        return await store.transact(_outcomes)


async def _outcomes(tx: Transaction) -> Outcomes:
    found = defaultdict[Kind, list[Outcome]](list)
    for chat in await tx.chats.ended(MOST):
        if chat.claimed_at and (outcome := _outcome(chat.told, chat.queued_at, chat.claimed_at)):
            found["live_chat", chat.language].append(outcome)
    for mail in await tx.ticket_pace.answered(MOST):
        if outcome := _outcome(mail.told, mail.asked_at, mail.answered_at):
            found["email", mail.language].append(outcome)
    return found


def _outcome(told: Wait | MailWait | None, asked: datetime, answered: datetime) -> Outcome | None:
    """In minutes of the clock, as it was told; none where nothing was."""
    if told is None or told.eta is None:
        return None
    return Outcome(Range(*told.said), told.eta, (answered - asked) / _MINUTE)


def _most_first(found: tuple[Kind, Sequence[Outcome]]) -> tuple[bool, int, Language]:
    (method, language), outcomes = found
    return method != "live_chat", -len(outcomes), language


def _kept(kind: Kind, outcomes: Sequence[Outcome]) -> Kept:
    share = held(outcomes)
    assert share is not None
    widths = [outcome.told.high_minutes - outcome.told.low_minutes for outcome in outcomes]
    return Kept(*kind, len(outcomes), share, median(widths))


def _words(kept: Sequence[Kept]) -> Iterator[str]:
    if not kept:
        yield "No customer who was told a time has been answered yet: there is nothing to measure."
        return
    rows = [_HEAD, *(_row(each) for each in kept)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _row(kept: Kept) -> tuple[str, ...]:
    return kept.method, kept.language, f"{kept.promises:,}", f"{kept.held:.1%}", _lasting(kept.width)


def _lasting(minutes: float) -> str:
    """ "12 min", "5 h 30 min", "2 d 3 h"."""
    whole = round(minutes)
    days, hours = whole // 1440, whole // 60 % 24
    if days:
        return f"{days} d {hours} h"
    return f"{hours} h {whole % 60} min" if hours else f"{whole} min"


def _json(kept: Sequence[Kept]) -> str:
    """For the board; `held` is a share of 0 to 1."""
    return json.dumps([_fields(each) for each in kept], indent=2)


def _fields(kept: Kept) -> dict[str, object]:
    return {
        "method": kept.method,
        "language": kept.language,
        "promises": kept.promises,
        "held": round(kept.held, 4),
        "median_width_minutes": kept.width,
    }
