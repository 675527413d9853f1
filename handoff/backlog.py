"""When an e-mail is usually answered: by the mails before it, what such mails took lately, and the calendar. Pure."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from statistics import NormalDist
from zoneinfo import ZoneInfo

import msgspec
import numpy as np

from core.model.offer import Eta
from core.model.rows import AnsweredMail
from handoff.calibration import LOW, Range, alike, weighted_quantile
from handoff.hours import Hours, after, closes_at, is_open, opens_at, worked
from handoff.lengths import Array

UPPER = 0.93  # aimed at, for nine in ten: the mails of a day are late together, so that weeks of them say less than they seem to
LIKENESS = 0.8  # by how much, as a logarithm, the mails ahead differ of two mails that still say much about each other
FADES = timedelta(days=3)  # what is so much older counts half: the team of these days answers this mail
WORTH = 10  # answered mails that weigh as much as the stated time
NOON = time(12)
STATED_STEP = timedelta(minutes=30)  # what is only stated is nothing that is known to the minute

_MINUTE = timedelta(minutes=1)
_AT_HAND = 2  # mails that take their time though nobody was before them
_STATED_SPREAD = 0.8  # of the logarithms of what is behind a stated time


class Expected(msgspec.Struct, frozen=True):
    """Moments (UTC): one in five mails is answered before `earliest`, nine in ten are by `latest`, which is told."""

    earliest: datetime
    latest: datetime

    def eta(self, now: datetime) -> Eta:
        """Minutes of the clock, not of work."""
        low, high = ((moment - now) // -_MINUTE for moment in (self.earliest, self.latest))
        return Eta(-low, -high)


def work_until_answer(
    ahead: int, recent: Sequence[AnsweredMail], hours: Hours, now: datetime, stated: timedelta
) -> Range:
    """The working minutes until a mail is answered that has so many open ones before it.

    Every mail of `recent` (some weeks, four hundred mails at most) is asked: if this took so long behind so many, how long
    does it take behind `ahead`? Who was behind about as many, and lately, counts most. Without any: the `stated` time.
    """
    values, weights = _behind(stated / _MINUTE), np.ones(WORTH)
    if recent:
        before = np.array([each.ahead for each in recent], float) + _AT_HAND
        took = np.array([took_of(each, hours) for each in recent]) * (ahead + _AT_HAND) / before
        age = np.array([(now - each.answered_at) / FADES for each in recent])
        told = (alike(before, ahead + _AT_HAND, LIKENESS) + 0.01) * 0.5 ** (age - age.min())
        values, weights = np.concatenate((took, values)), np.concatenate((told, weights * told.mean()))
    return Range(weighted_quantile(values, weights, LOW), weighted_quantile(values, weights, UPPER))


def expected(work: Range, hours: Hours, now: datetime) -> Expected | None:
    """The moments after so many working minutes, one at least; none where the calendar has not so many within a year.

    The later one is rounded up: to the full hour within a day, to noon or closing time beyond.
    """
    earliest, latest = (after(hours, now, max(minutes, 1) * _MINUTE) for minutes in work)
    if earliest is None or latest is None:
        return None
    return Expected(earliest, _rounded_up(latest, hours, now))


def stated(hours: Hours, now: datetime, work: timedelta) -> Expected | None:
    """The moments by the operator's word alone: after so much work, rounded up to half an hour, and no sooner than anybody works.

    None where the calendar has not so much work within a year.
    """
    earliest, latest = opens_at(hours, now), after(hours, now, work)
    if earliest is None or latest is None:
        return None
    over = timedelta(minutes=latest.minute, seconds=latest.second, microseconds=latest.microsecond)
    return Expected(earliest, latest + -over % STATED_STEP)


def took_of(mail: AnsweredMail, hours: Hours) -> float:
    """Working minutes until its first answer."""
    return _worked(hours, mail.asked_at, mail.answered_at)


@lru_cache(maxsize=4096)
def _worked(hours: Hours, asked: datetime, answered: datetime) -> float:
    return worked(hours, asked, answered) / _MINUTE


def _behind(stated: float) -> Array:
    """What a stated time lets expect, as if `WORTH` mails had been answered so: the longest of them took that time."""
    normals = [NormalDist().inv_cdf((each + 0.5) / WORTH) for each in range(WORTH)]
    return stated * np.exp(_STATED_SPREAD * (np.array(normals) - normals[-1]))


def _rounded_up(moment: datetime, hours: Hours, now: datetime) -> datetime:
    if not is_open(hours, moment):
        return moment  # closing time itself
    there, closes = moment.astimezone(ZoneInfo(hours.zone)), closes_at(hours, moment)
    over = timedelta(minutes=there.minute, seconds=there.second, microseconds=there.microsecond)
    full = moment + (timedelta(hours=1) - over if over else timedelta())
    if closes is None:
        return full
    noon = datetime.combine(there.date(), NOON, there.tzinfo).astimezone(UTC)
    if moment - now < timedelta(days=1):
        return min(full, closes)
    return noon if moment <= noon < closes else closes
