"""When staff are warned and told of a day, as tables: before a promise breaks and when it has, each once, and never in quiet hours."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from core.language.catalog import read_catalog
from core.model.alert_facts import Day, Owed
from core.model.alerts import Alert, Told, Warned
from core.model.ids import AgentId, CaseCode, ConversationId, Language
from core.model.people import Agent, Duty
from core.model.rows import ChatRow
from handoff.alerts import MOST_LINES, NEVER, Alerting, Quiet

CATALOG = read_catalog()
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)  # 13:00 in Amsterdam
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
NIGHT = Quiet(time(22), time(7))
RULES = Alerting("Europe/Amsterdam", 3 * MINUTE, 10 * MINUTE, ("claim", "reply", "callback", "email", "dispute"))
AT_HALF_PAST_EIGHT = Alerting("Europe/Amsterdam", 3 * MINUTE, 10 * MINUTE, ("claim",), NIGHT, time(8, 30))
TOM = Duty(Agent(AgentId("U0TOM"), "Tom"), on_duty=True)


def chat(number: int = 1, queued: datetime = NOW) -> ChatRow:
    return ChatRow(CaseCode(f"FD-{number}"), ConversationId(f"telegram:{number}"), Language("nl"), queued)


def owed(*chats: ChatRow) -> Owed:
    return Owed(list(chats), [], [], [], [TOM])


def said(alert: Alert | None) -> list[str]:
    """As Slack would show it, in English."""
    if alert is None:
        return []
    lines = [f"{line.case} {CATALOG.say(line.text.key, line.text.params, Language('en'))}" for line in alert.lines]
    return [CATALOG.say(alert.title.key, alert.title.params, Language("en")), *lines]


class Staff:
    """Whoever reads the channel, as time passes. `reads` are the posts."""

    def __init__(self, rules: Alerting = RULES) -> None:
        self.rules = rules
        self.told = Told()

    def at(self, now: datetime, *chats: ChatRow) -> list[str]:
        alert, self.told = self.rules.warn(owed(*chats), self.told, now)
        return said(alert)


# --- before the breach and at it


def test_staff_are_warned_before_a_promise_breaks_and_when_it_has_and_never_again():
    staff, waits = Staff(), chat()
    assert staff.at(NOW + MINUTE, waits) == []
    assert staff.at(NOW + 135 * SECOND, waits) == [
        "Customers are waiting: 0 late, 1 about to be late",
        "FD-1 Chat (Dutch): nobody has taken it yet. Time left: 45 seconds",
    ]
    assert staff.at(NOW + 140 * SECOND, waits) == []
    assert staff.at(NOW + 3 * MINUTE, waits) == [
        "Customers are waiting: 1 late, 0 about to be late",
        "FD-1 Chat (Dutch): nobody has taken it. Waiting: 3 minutes",
    ]
    assert [staff.at(NOW + minutes * MINUTE, waits) for minutes in (4, 60, 6000)] == [[], [], []]


def test_the_agent_whose_word_is_awaited_is_named():
    staff = Staff()
    talking = replace(chat(), agent="U0TOM", claimed_at=NOW, waiting_since=NOW)
    assert staff.at(NOW + 8 * MINUTE, talking)[1] == (
        "FD-1 Chat (Dutch): the customer is waiting for Tom. Time left: 2 minutes"
    )


def test_several_at_one_time_are_one_post_the_first_to_break_first():
    staff = Staff()
    posts = staff.at(NOW, chat(1, NOW - 140 * SECOND), chat(2, NOW - 10 * MINUTE))
    assert posts[0] == "Customers are waiting: 1 late, 1 about to be late"
    assert [line.partition(" ")[0] for line in posts[1:]] == ["FD-2", "FD-1"]


def test_on_a_busy_evening_there_is_a_post_each_half_minute_and_nothing_is_left_out():
    staff = Staff()
    crowd = [chat(number, NOW + number * SECOND) for number in range(100)]
    posts = [staff.at(NOW + second * SECOND, *crowd) for second in range(0, 400, 5)]
    told = [post for post in posts if post]
    assert len(told) <= 400 / 30 + 1
    assert sum(each.standing == "broken" for each in staff.told.warned.values()) == 100


def test_a_long_list_is_cut_and_says_so():
    posts = Staff().at(NOW, *(chat(number, NOW - HOUR) for number in range(30)))
    assert len(posts) == 1 + MOST_LINES + 1
    assert posts[-1].endswith("and 20 more")


def test_a_place_in_the_queue_whose_time_is_reckoned_anew_is_told_of_once():
    staff, waits = Staff(), chat()
    assert staff.at(NOW + 170 * SECOND, waits)
    later = replace(waits, shown_at=NOW + 170 * SECOND, shown=None)
    assert staff.at(NOW + 175 * SECOND, later) == []


def test_the_next_word_that_is_awaited_is_another_promise():
    staff = Staff()
    first = replace(chat(), agent="U0TOM", claimed_at=NOW, waiting_since=NOW)
    assert staff.at(NOW + 11 * MINUTE, first)
    assert staff.at(NOW + 40 * MINUTE, replace(first, waiting_since=NOW + 20 * MINUTE))


def test_what_was_gone_for_a_moment_is_not_told_of_again():
    staff, waits = Staff(), chat()
    assert staff.at(NOW + 4 * MINUTE, waits)
    assert staff.at(NOW + 5 * MINUTE) == []
    assert staff.at(NOW + 6 * MINUTE, waits) == []


def test_what_is_over_for_long_is_forgotten():
    staff = Staff()
    staff.at(NOW + 4 * MINUTE, chat())
    staff.at(NOW + timedelta(days=3))
    assert staff.told.warned == {}


def test_only_of_the_wanted_kinds():
    rules = Alerting("Europe/Amsterdam", 3 * MINUTE, 10 * MINUTE, ("email",))
    assert Staff(rules).at(NOW + HOUR, chat()) == []


def test_with_a_board_each_case_has_its_link():
    rules = Alerting("UTC", 3 * MINUTE, 10 * MINUTE, ("claim",), board="https://board.example")
    alert, _ = rules.warn(owed(chat()), Told(), NOW + HOUR)
    assert alert is not None
    assert (alert.link, alert.lines[0].link) == ("https://board.example", "https://board.example/cases/FD-1")


# --- quiet hours


def local(day: int, clock: str, month: int = 11) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo("Europe/Amsterdam"))


@pytest.mark.parametrize(
    ("quiet", "clock", "holds"),
    [
        (NIGHT, "21:59", False),
        (NIGHT, "22:00", True),
        (NIGHT, "23:59", True),
        (NIGHT, "00:00", True),
        (NIGHT, "06:59", True),
        (NIGHT, "07:00", False),
        (Quiet(time(12), time(13)), "11:59", False),
        (Quiet(time(12), time(13)), "12:00", True),
        (Quiet(time(12), time(13)), "13:00", False),
        (NEVER, "00:00", False),
        (NEVER, "12:00", False),
    ],
)
def test_quiet_hours_may_go_over_midnight(quiet: Quiet, clock: str, holds: bool):
    assert quiet.holds(time.fromisoformat(clock)) is holds


def test_what_is_still_true_after_the_quiet_hours_is_told_once_at_their_end():
    staff = Staff(AT_HALF_PAST_EIGHT)
    waits, left = chat(1, local(23, "21:58")), chat(2, local(23, "22:30"))
    assert staff.at(local(23, "22:01"), waits) == []
    assert staff.at(local(24, "03:00"), waits, left) == []
    assert (
        staff.at(local(24, "07:00"), waits)[1:]
        == [
            "FD-1 Chat (Dutch): nobody has taken it. Waiting: 9 hours"  # and of being about to break nothing is said any more
        ]
    )
    assert staff.at(local(24, "07:01"), waits) == []


@pytest.mark.parametrize("day", [(29, 3), (25, 10)], ids=["the clocks go forward", "the clocks go back"])
def test_quiet_hours_are_those_of_the_wall_clock_when_the_clocks_change(day: tuple[int, int]):
    number, month = day
    staff, waits = Staff(AT_HALF_PAST_EIGHT), chat(1, local(number - 1, "21:00", month))
    staff.told = Told()
    assert staff.at(local(number, "06:59", month), waits) == []
    assert staff.at(local(number, "07:00", month), waits)


# --- the digest


def digested(told: Told, now: datetime, rules: Alerting = AT_HALF_PAST_EIGHT) -> tuple[date | None, Told]:
    day, after = rules.day(told, now)
    return day.date if day else None, after


def test_yesterday_is_summed_up_once_when_its_time_has_come():
    told = Told(day=date(2026, 11, 21))
    assert digested(told, local(23, "08:29"))[0] is None
    day, told = digested(told, local(23, "08:30"))
    assert day == date(2026, 11, 22)
    assert [digested(told, local(23, clock))[0] for clock in ("08:31", "21:00")] == [None, None]
    assert digested(told, local(24, "08:30"))[0] == date(2026, 11, 23)


def test_a_desk_that_has_just_begun_tells_of_no_day_before_it():
    nothing, told = digested(Told(), local(23, "15:00"))
    assert nothing is None
    assert digested(told, local(23, "16:00"))[0] is None
    assert digested(told, local(24, "08:30"))[0] == date(2026, 11, 23)


def test_one_that_was_off_at_the_time_tells_of_yesterday_when_it_is_back_and_of_no_day_before():
    day, _ = digested(Told(day=date(2026, 11, 12)), local(23, "11:00"))
    assert day == date(2026, 11, 22)


def test_a_digest_in_the_quiet_hours_comes_at_their_end():
    early = Alerting("Europe/Amsterdam", MINUTE, MINUTE, (), NIGHT, time(6))
    told = Told(day=date(2026, 11, 21))
    assert digested(told, local(23, "06:30"), early)[0] is None
    assert digested(told, local(23, "07:00"), early)[0] == date(2026, 11, 22)


def test_without_a_time_there_is_no_digest():
    assert digested(Told(day=date(2026, 1, 1)), local(23, "12:00"), RULES)[0] is None


@pytest.mark.parametrize(
    ("now", "hours"),
    [(local(24, "09:00"), 24), (local(30, "09:00", 3), 23), (local(26, "09:00", 10), 25)],
    ids=["an ordinary day", "the clocks went forward", "the clocks went back"],
)
def test_a_day_is_from_midnight_to_midnight(now: datetime, hours: int):
    day, _ = AT_HALF_PAST_EIGHT.day(Told(day=date(2026, 1, 1)), now)
    assert isinstance(day, Day)
    assert day.until - day.since == timedelta(hours=hours)


# --- whatever happens


@st.composite
def looks(draw) -> list[tuple[datetime, list[ChatRow]]]:
    """A few chats that come and go, looked at again and again over two days and nights."""
    chats = [chat(number, NOW + timedelta(minutes=draw(st.integers(0, 2000)))) for number in range(4)]
    moments = sorted(draw(st.lists(st.integers(0, 2880), min_size=1, max_size=40, unique=True)))
    seen = []
    for minute in moments:
        now = NOW + timedelta(minutes=minute)
        seen.append((now, [each for each in chats if each.queued_at <= now and draw(st.booleans())]))
    return seen


@given(looks())
def test_each_promise_is_told_of_at_most_once_for_each_standing_and_never_at_night(seen):
    told, lines = Told(), list[tuple[str, str]]()
    for now, chats in seen:
        alert, told = AT_HALF_PAST_EIGHT.warn(owed(*chats), told, now)
        assert not (alert and NIGHT.holds(now.astimezone(ZoneInfo("Europe/Amsterdam")).time()))
        lines += [(line.case, line.text.key) for line in (alert.lines if alert else ())]
    assert len(lines) == len(set(lines))


@given(looks())
def test_nothing_that_is_late_in_the_day_stays_untold(seen):
    told = Told()
    for now, chats in seen:
        _, told = AT_HALF_PAST_EIGHT.warn(owed(*chats), told, now)
        if not NIGHT.holds(now.astimezone(ZoneInfo("Europe/Amsterdam")).time()):
            late = {
                f"claim/{each.case}/{each.queued_at.isoformat()}"
                for each in chats
                if now >= each.queued_at + 3 * MINUTE
            }
            assert late <= {name for name, each in told.warned.items() if each.standing == "broken"}


def test_who_was_told_that_it_is_broken_need_not_hear_that_it_is_about_to_be():
    """As where a clock is set back."""
    told = Told({"claim/FD-1/" + NOW.isoformat(): Warned("broken", NOW + 3 * MINUTE)})
    alert, _ = RULES.warn(owed(chat()), told, NOW + 140 * SECOND)
    assert alert is None
