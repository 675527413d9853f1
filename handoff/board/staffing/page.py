"""The page of how many agents each hour of the week needs, "/staffing", and its tables to take along."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple

from aiohttp import web

from core.language.names import name_of
from core.model.figures import HandoffRow, SpellRow
from core.model.view import text
from core.ports import Transaction
from handoff.board.export import Table, export_routes, period_or_refusal
from handoff.board.figures.reading import counted_since
from handoff.board.pages import page
from handoff.board.period import PRESETS, Period
from handoff.board.room import Room
from handoff.board.routes import Route, Visit
from handoff.board.staffing.mix import SHARE
from handoff.board.staffing.plan import ENOUGH_CHATS, HARDLY, HourPlan, plans_of
from handoff.board.staffing.tables import hours_table, languages_table
from handoff.board.staffing.week import SOON, Hour, Week, stays_of, week_of

PATH = "/staffing"
MOST_AT_ONCE = 10

_DAYS = (
    text("board.staffing.day.monday"),
    text("board.staffing.day.tuesday"),
    text("board.staffing.day.wednesday"),
    text("board.staffing.day.thursday"),
    text("board.staffing.day.friday"),
    text("board.staffing.day.saturday"),
    text("board.staffing.day.sunday"),
)


class _Reckoned(NamedTuple):
    week: Week
    plans: list[HourPlan]


def routes(room: Room) -> list[Route]:
    return [
        Route("GET", PATH, "viewer", partial(_page, room)),
        *export_routes(room, f"{PATH}/hours", "viewer", partial(_hours, room)),
        *export_routes(room, f"{PATH}/languages", "viewer", partial(_languages, room)),
    ]


async def _page(room: Room, visit: Visit) -> web.StreamResponse:
    period = period_or_refusal(visit, room)
    reckoned = await _reckoned(room, visit, period)
    plans = {plan.hour: plan for plan in reckoned.plans}
    chosen = plans.get(_hour(visit))
    return page(
        room.catalog,
        visit.visitor,
        "staffing.html",
        here=PATH,
        week=reckoned.week,
        plans=plans,
        hours=_shown(reckoned.plans),
        days=_DAYS,
        chosen=chosen,
        day_of_chosen=_DAYS[chosen.hour.weekday] if chosen else None,
        marks=Counter(plan.mark for plan in reckoned.plans),
        at_once=_at_once(room, visit),
        most_at_once=max(MOST_AT_ONCE, room.rules.capacity),
        share=round(100 * SHARE),
        seconds=int(SOON.total_seconds()),
        enough=ENOUGH_CHATS,
        hardly=HARDLY,
        zone=room.rules.zone,
        began=await counted_since(room.store),
        period=period,
        presets=PRESETS,
        query=period.query() | {"at_once": str(_at_once(room, visit))},
        named=partial(_named, visit=visit),
    )


def _shown(plans: Sequence[HourPlan]) -> range:
    """From the first hour of a day in which there is anything to see to the last."""
    worth = [plan.hour.hour for plan in plans if not plan.empty]
    return range(min(worth), max(worth) + 1) if worth else range(0)


def _named(languages: Sequence[str], visit: Visit) -> str:
    return ", ".join(sorted(name_of(code, visit.visitor.language) for code in languages))


# --- what is asked for
def _at_once(room: Room, visit: Visit) -> int:
    """Chats that an agent has at the same time: another number may be tried out."""
    said = visit.request.query.get("at_once", "")
    return int(said) if said in map(str, range(1, MOST_AT_ONCE + 1)) else room.rules.capacity


def _hour(visit: Visit) -> Hour:
    """The hour whose details are shown; one that there is none of shows none."""
    day, _, hour = visit.request.query.get("hour", "").partition("-")
    known = day in map(str, range(7)) and hour in map(str, range(24))
    return Hour(int(day), int(hour)) if known else Hour(-1, -1)


# --- reckoning
async def _reckoned(room: Room, visit: Visit, period: Period) -> _Reckoned:
    now = room.clock.now()
    since, until = max(period.since, await counted_since(room.store) or period.since), min(period.until, now)
    chats, spells = await room.store.transact(partial(_read, since=since, until=until))
    return await asyncio.to_thread(_reckon, room, chats, spells, since, until, _at_once(room, visit))


async def _read(tx: Transaction, since: datetime, until: datetime) -> tuple[list[HandoffRow], list[SpellRow]]:
    return await tx.handoffs.since(since, until), await tx.spells.since(since)


def _reckon(
    room: Room, chats: list[HandoffRow], spells: list[SpellRow], since: datetime, until: datetime, at_once: int
) -> _Reckoned:
    stays = stays_of(spells, room.rules.languages, until)
    week = week_of(chats, stays, since, until, room.rules.zone)
    return _Reckoned(week, plans_of(week, at_once))


async def _hours(room: Room, visit: Visit, period: Period) -> Table:
    return hours_table((await _reckoned(room, visit, period)).plans)


async def _languages(room: Room, visit: Visit, period: Period) -> Table:
    return languages_table((await _reckoned(room, visit, period)).plans)
