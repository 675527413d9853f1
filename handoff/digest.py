"""What a day came to, in the few figures that staff read in the morning. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from core.model.alert_facts import Day, DayRows, OpenQuestion
from core.model.alerts import Alert, AlertLine
from core.model.figures import AskedRow, HandoffRow
from core.model.rows import RatingRow
from core.model.view import LanguageNames, Lasting, Moment, Text, text
from handoff.board.figures.promises import promises
from handoff.board.figures.response import course
from handoff.board.figures.solved import answered

MOST_OPEN = 3  # questions that the help centre left open
LONGEST_QUESTION = 150  # characters


def digest_of(day: Day, rows: DayRows, zone: str, board: str) -> Alert:
    """`zone` (IANA): in which the day is one; `board`: where its figures are, empty where nobody knows."""
    title = text("alerts.digest", day=Moment(day.until - timedelta(minutes=1), zone))
    said = (
        *_of_questions(rows.asked),
        *_of_handoffs(rows.handoffs, day.until),
        *_of_ratings(rows.ratings),
        *_left(rows.open),
    )
    link = f"{board}/figures?since={day.date}&until={day.date}" if board else ""
    return Alert(title, tuple(map(AlertLine, said)), link)


def _of_questions(asked: Sequence[AskedRow]) -> Iterable[Text]:
    yield text("alerts.digest.asked", asked=len(asked), answered=len(list(answered(asked))))


def _of_handoffs(handoffs: Sequence[HandoffRow], until: datetime) -> Iterable[Text]:
    by = Counter(row.method for row in handoffs)
    yield text(
        "alerts.digest.handed",
        count=len(handoffs),
        chats=by["live_chat"],
        calls=by["callback"],
        mails=by["email"],
        disputes=by["dispute"],
    )
    ways = course(handoffs)
    yield text("alerts.digest.abandoned", count=ways.abandoned)
    response = ways.first_response
    if response.median is not None:
        yield text("alerts.digest.response", median=Lasting(round(response.median * 60)), count=response.n)
    told = promises(handoffs, until)
    if told.kept + told.broken:
        yield text("alerts.digest.kept", kept=told.kept, promised=told.kept + told.broken)


def _of_ratings(ratings: Sequence[RatingRow]) -> Iterable[Text]:
    said = [row.rate.solved for row in ratings if row.rate.solved is not None]
    if said:
        yield text("alerts.digest.rated", solved=sum(said), rated=len(said))
    stars = [row.rate.stars for row in ratings if row.rate.stars]
    if stars:
        yield text("alerts.digest.stars", stars=f"{sum(stars) / len(stars):.1f}", count=len(stars))


def _left(open_: Sequence[OpenQuestion]) -> Iterable[Text]:
    for question in open_[:MOST_OPEN]:
        language = LanguageNames((question.language,))
        said = question.text if len(question.text) <= LONGEST_QUESTION else question.text[:LONGEST_QUESTION] + "…"
        yield text("alerts.digest.open", count=question.times, question=said, language=language)
