"""When an e-mail is answered, from what the desk has written down: how many wait, and how long it took before. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from core.model.ids import Language
from core.model.rows import AnsweredMail
from core.model.wait import MailWait
from handoff.backlog import expected, stated, took_of, work_until_answer
from handoff.calibration import Outcome, Range, calibrated
from handoff.hours import Hours

MOST_OUTCOMES = 200

STATED = (0.0, 0.0)  # `MailWait.said` where the model said nothing, and the time is the operator's


class MailQueue(msgspec.Struct, frozen=True):
    """`hours`: when mails in each language are answered; `stated`: the working time within which, says the operator, they are."""

    hours: Mapping[Language, Hours]
    stated: timedelta

    def __call__(
        self, language: Language, ahead: int, answered: Sequence[AnsweredMail], now: datetime
    ) -> MailWait | None:
        """The operator's stated time until a mail was answered. As `core.ports.MailQueue`.

        Only mails that are answered in the same hours tell how long the next one takes; how earlier promises held is asked
        of the same language alone.
        """
        hours = self.hours[language]
        recent = [mail for mail in answered if self.hours.get(mail.language) == hours]
        if not recent:
            return as_stated(hours, now, self.stated)
        said = work_until_answer(ahead, recent, hours, now, self.stated)
        right = _put_right(said, _outcomes(recent, language, hours))
        moments = expected(right, hours, now)
        return MailWait(moments.latest, moments.eta(now), (said.low_minutes, said.high_minutes)) if moments else None


def as_stated(hours: Hours, now: datetime, work: timedelta) -> MailWait | None:
    """By the operator's word alone; none where the calendar has not so much work within a year."""
    moments = stated(hours, now, work)
    return MailWait(moments.latest, moments.eta(now), STATED) if moments else None


def _put_right(said: Range, history: Sequence[Outcome]) -> Range:
    """Promises that held too seldom move the upper end out; none moves it in: mails of one bad day are late together."""
    right = calibrated(said, history)
    return Range(min(right.low_minutes, said.high_minutes), max(right.high_minutes, said.high_minutes))


def _outcomes(recent: Sequence[AnsweredMail], language: Language, hours: Hours) -> list[Outcome]:
    """How earlier promises of the model held, in working minutes."""
    kept = [
        Outcome(Range(*mail.told.said), mail.told.eta, took_of(mail, hours))
        for mail in recent
        if mail.language == language and mail.told and mail.told.said != STATED
    ]
    return kept[-MOST_OUTCOMES:]
