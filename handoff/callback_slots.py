"""When a customer can be called: free half hours within the phone hours, and as soon as possible. Pure: the time is given.

All moments are aware; answers are UTC, or Moments to be read in the customer's zone.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from core.model.callback import CallbackFacts
from core.model.view import Moment
from handoff.hours import Hours, after, closes_at, opens_at

SLOT = timedelta(minutes=30)
LEAD = timedelta(minutes=15)  # between now and the first slot: somebody has to claim the call
DAYS = 5  # on which slots are offered
SOON = timedelta(hours=4)  # of phone hours, for a call as soon as possible
SUGGESTED = 6  # slots in one message
_HORIZON = timedelta(days=60)  # closing days may lie between
_NOON = 12


def facts_at(
    now: datetime, hours: Hours, booked: Iterable[datetime] = (), capacity: int = 1, most_items: int = 3
) -> CallbackFacts:
    """What is to be known for deciding about a callback. `booked`: the slots of all others that are not over.

    `hours`: of the phone in the language of the call; `capacity`: how many people make calls at a time.
    """
    return CallbackFacts(
        now=now,
        zone=hours.zone,
        free=tuple(_free(hours, list(booked), now, capacity)),
        soon=after(hours, now, SOON),
        most_items=most_items,
    )


def free_slots(
    hours: Hours, booked: Iterable[datetime], now: datetime, capacity: int = 1, zone: str = ""
) -> tuple[Moment, ...]:
    """The free slots of the next five days with phone hours, soonest first; `zone` is the customer's, if it is known."""
    return moments(_free(hours, list(booked), now, capacity), zone or hours.zone)


def soonest(hours: Hours, now: datetime, zone: str = "") -> Moment | None:
    """The next moment within the hours: `now` itself, if somebody is there. None if nobody ever is."""
    at = opens_at(hours, now)
    return Moment(at, zone or hours.zone) if at else None


def suggested(free: Iterable[datetime], zone: str, most: int = SUGGESTED) -> tuple[Moment, ...]:
    """A few of the free slots that differ: each day's first one, and its first one after noon, in the customer's zone."""
    there = ZoneInfo(zone)

    def half_day(slot: datetime) -> tuple[date, bool]:
        local = slot.astimezone(there)
        return local.date(), local.hour >= _NOON

    return moments([next(slots) for _, slots in groupby(free, half_day)][:most], zone)


def moments(slots: Iterable[datetime], zone: str) -> tuple[Moment, ...]:
    return tuple(Moment(slot, zone) for slot in slots)


def _free(hours: Hours, booked: Sequence[datetime], now: datetime, capacity: int) -> Iterator[datetime]:
    return (slot for slot in _slots(hours, now) if _taken(slot, booked) < capacity)


def _taken(slot: datetime, booked: Sequence[datetime]) -> int:
    """Calls that overlap: once the hours have been changed, slots may begin at other times than before."""
    return sum(abs(other - slot) < SLOT for other in booked)


def _slots(hours: Hours, now: datetime) -> Iterator[datetime]:
    """All slots of the days, free or not: a day that is fully booked is one of the five."""
    there = ZoneInfo(hours.zone)
    days = set[date]()
    for opens, closes in _spans(hours, now.astimezone(UTC)):
        slot = _aligned(opens, there)
        while slot + SLOT <= closes:
            days.add(slot.astimezone(there).date())
            if len(days) > DAYS:
                return
            yield slot
            slot += SLOT


def _spans(hours: Hours, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """From the lead time on, for as long as the next opening is known."""
    horizon = now + _HORIZON
    opens = opens_at(hours, now + LEAD)
    while opens and opens < horizon:
        closes = closes_at(hours, opens) or horizon
        yield opens, closes
        opens = opens_at(hours, closes)


def _aligned(moment: datetime, there: ZoneInfo) -> datetime:
    """The next time at which a clock there shows a full or half hour."""
    local = moment.astimezone(there)
    past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    return moment + -past % SLOT
