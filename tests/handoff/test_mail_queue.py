"""When an e-mail is answered, from what the desk has written down of its tickets."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from core.model.ids import Language
from core.model.rows import AnsweredMail
from core.model.wait import MailWait
from handoff.hours import Hours, Slot, worked
from handoff.mail_queue import STATED, MailQueue, as_stated

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAY = (Slot(time(9), time(17, 30)),)
OFFICE = Hours("Europe/Amsterdam", (DAY,) * 5 + ((), ()), frozenset({date(2026, 4, 3), date(2026, 4, 6)}))
MONDAYS = Hours("Europe/Amsterdam", (DAY, *((),) * 6))
NEVER = Hours("Europe/Amsterdam", ((),) * 7)
NL, DE, PL, ZH = map(Language, ("nl", "de", "pl", "zh"))
EIGHT = timedelta(hours=8)
QUEUE = MailQueue({NL: OFFICE, DE: OFFICE, PL: MONDAYS, ZH: NEVER}, EIGHT)
NOW = datetime(2026, 3, 18, 10, 0, tzinfo=AMSTERDAM)  # a Wednesday


def answered(hours: float, ahead: int = 5, language: Language = NL, told: MailWait | None = None) -> AnsweredMail:
    """A mail that came yesterday at nine."""
    asked = NOW.replace(hour=9) - timedelta(days=1)
    return AnsweredMail(language, ahead, asked, asked + timedelta(hours=hours), told)


def promise(high: float, said: tuple[float, float] | None = None) -> MailWait:
    """Of so many working hours, by the model."""
    wait = as_stated(OFFICE, NOW.replace(hour=9) - timedelta(days=1), timedelta(hours=high))
    assert wait is not None
    return MailWait(wait.by, wait.eta, said or (10.0, high * 60))


def wait_of(*history: AnsweredMail, ahead: int = 5, language: Language = NL) -> MailWait:
    wait = QUEUE(language, ahead, history, NOW)
    assert wait is not None
    return wait


def test_without_history_it_is_the_operators_word_to_half_an_hour() -> None:
    wait = wait_of()
    assert wait == as_stated(OFFICE, NOW, EIGHT)
    assert (wait.by.astimezone(AMSTERDAM), wait.said) == (datetime(2026, 3, 19, 9, 30, tzinfo=AMSTERDAM), STATED)


def test_with_history_it_is_what_such_mails_took() -> None:
    wait = wait_of(*[answered(2)] * 100)
    assert wait.by == NOW.replace(hour=12)
    assert wait.said == (120.0, 120.0)


def test_more_ahead_take_longer() -> None:
    history = [answered(1), answered(2)] * 50
    assert wait_of(*history, ahead=20).by > wait_of(*history, ahead=5).by


def test_what_is_told_is_in_minutes_of_the_clock_and_what_the_model_said_in_minutes_of_work() -> None:
    friday = NOW + timedelta(days=2, hours=6)
    wait = QUEUE(NL, 5, [answered(2)] * 100, friday)
    assert wait is not None
    assert wait.said[1] == 120
    assert timedelta(minutes=wait.eta.high_minutes) == wait.by - friday == timedelta(days=2, hours=20)  # until noon


def test_mails_that_are_answered_in_other_hours_say_nothing() -> None:
    assert wait_of(*[answered(2)] * 100, language=PL) == as_stated(MONDAYS, NOW, EIGHT)


def test_mails_in_other_languages_that_the_team_answers_in_the_same_hours_count() -> None:
    assert wait_of(*[answered(2)] * 100, language=DE).by == wait_of(*[answered(2)] * 100).by


def test_a_language_whose_promises_held_too_seldom_is_promised_more_and_the_other_is_not() -> None:
    short = promise(1.5)
    kept = [answered(1, language=NL, told=short)] * 100
    late = [answered(3, language=DE, told=short)] * 25  # few enough that a tenth of all mails is no later
    slow, quick = wait_of(*kept, *late, language=DE), wait_of(*kept, *late)
    assert slow.said == quick.said
    assert slow.by > quick.by


def test_promises_that_always_held_make_the_next_ones_no_shorter() -> None:
    history = [answered(hours) for hours in (1, 2, 3, 4)] * 25
    kept = [answered(hours, told=promise(8)) for hours in (1, 2, 3, 4)] * 25
    assert wait_of(*kept).by == wait_of(*history).by


def test_how_the_operators_own_word_held_is_not_held_against_the_model() -> None:
    stated = [answered(6, told=promise(2, STATED))] * 60
    assert wait_of(*stated).by == wait_of(*[answered(6)] * 60).by


def test_nothing_is_promised_where_nobody_ever_answers() -> None:
    assert QUEUE(ZH, 0, [], NOW) is None
    assert QUEUE(ZH, 0, [answered(2, language=ZH)], NOW) is None


histories = st.lists(
    st.builds(
        answered,
        st.floats(-1, 8),  # clocks may be set back
        st.integers(0, 90),
        st.sampled_from([NL, DE]),
        st.none() | st.builds(promise, st.floats(0.1, 30)),
    ),
    max_size=40,
)


@given(histories, st.integers(0, 200), st.integers(0, 10 * 24 * 60))
def test_what_is_promised_is_in_the_future_and_in_order(history: list[AnsweredMail], ahead: int, later: int) -> None:
    now = NOW + timedelta(minutes=later)
    wait = QUEUE(NL, ahead, history, now)
    assert wait is not None
    assert now < wait.by
    assert 0 <= wait.eta.low_minutes <= wait.eta.high_minutes
    assert 0 <= wait.said[0] <= wait.said[1]


@given(histories, st.integers(0, 200))
def test_no_promise_is_shorter_than_the_model_says(history: list[AnsweredMail], ahead: int) -> None:
    wait = wait_of(*history, ahead=ahead)
    if wait.said != STATED:
        assert worked(OFFICE, NOW, wait.by) >= timedelta(minutes=int(wait.said[1]))
