"""What a day came to, line by line."""

from datetime import UTC, date, datetime, timedelta

from core.language.catalog import read_catalog
from core.model.alert_facts import Day, DayRows, OpenQuestion
from core.model.effects import Rate
from core.model.figures import AskedRow, HandoffRow
from core.model.ids import CaseCode, ConversationId, Language
from core.model.rows import RatingRow
from handoff.digest import digest_of

CATALOG = read_catalog()
MORNING = datetime(2026, 11, 22, 9, tzinfo=UTC)
DAY = Day(date(2026, 11, 22), datetime(2026, 11, 21, 23, tzinfo=UTC), datetime(2026, 11, 22, 23, tzinfo=UTC))
ANNA, NL = ConversationId("telegram:1001"), Language("nl")
MINUTE = timedelta(minutes=1)


def asked(told: str, number: int) -> AskedRow:
    return AskedRow(str(number), ANNA, MORNING, NL, "payment", "Waar is mijn geld?", told)


def handoff(method: str, number: int = 1, **more) -> HandoffRow:
    return HandoffRow(CaseCode(f"FD-{number}"), ANNA, method, NL, "payment", "wished", MORNING, **more)


def said(rows: DayRows, board: str = "") -> list[str]:
    alert = digest_of(DAY, rows, "Europe/Amsterdam", board)
    every = [alert.title, *(line.text for line in alert.lines)]
    return [CATALOG.say(each.key, each.params, Language("en")) for each in every]


def test_a_day_in_figures():
    rows = DayRows(
        asked=[asked(told, number) for number, told in enumerate(("answered", "careful", "abstained", "order"))],
        handoffs=[
            handoff(
                "live_chat",
                1,
                due=MORNING + 5 * MINUTE,
                claimed_at=MORNING + 2 * MINUTE,
                answered_at=MORNING + 3 * MINUTE,
            ),
            handoff(
                "live_chat",
                2,
                due=MORNING + 5 * MINUTE,
                claimed_at=MORNING + 9 * MINUTE,
                answered_at=MORNING + 9 * MINUTE,
            ),
            handoff("live_chat", 3, due=MORNING + 5 * MINUTE, ended_at=MORNING + 4 * MINUTE, end="abandoned"),
            handoff("email", 5, due=MORNING + 6000 * MINUTE),  # it is too early to say
            handoff("email", 4, due=MORNING + 600 * MINUTE, answered_at=MORNING + 100 * MINUTE),
        ],
        ratings=[
            RatingRow("FD-1", ANNA, MORNING, Rate("agent", "FD-1", solved=True, stars=5)),
            RatingRow("FD-2", ANNA, MORNING, Rate("agent", "FD-2", solved=False, stars=2)),
        ],
        open=[OpenQuestion("Mag ik ruilen?", NL, 4)],
    )
    assert said(rows) == [
        "The day in figures: Sunday, 22 November",
        "Questions to the assistant: 4, answered: 3",
        "People were asked for: 5 (chat 3, call 0, e-mail 2, dispute 0)",
        "Left before anybody came: 1",
        "First word of a person, median of 3: 9 minutes",
        "Promised times that were kept: 2 of 3",
        "Customers who say that it is solved: 1 of 2",
        "Stars: 3.5 of 5 on average, given by 2",
        "Not in the help centre (Dutch, 4×): Mag ik ruilen?",
    ]


def test_a_quiet_day_has_counts_and_no_rates_of_nothing():
    assert said(DayRows([], [], [], [])) == [
        "The day in figures: Sunday, 22 November",
        "Questions to the assistant: 0, answered: 0",
        "People were asked for: 0 (chat 0, call 0, e-mail 0, dispute 0)",
        "Left before anybody came: 0",
    ]


def test_three_open_questions_at_most_and_none_at_length():
    rows = DayRows([], [], [], [OpenQuestion("x" * 1000, NL, 9 - number) for number in range(5)])
    questions = said(rows)[4:]
    assert len(questions) == 3
    assert all(len(question) < 220 for question in questions)


def test_the_link_is_to_the_figures_of_the_day():
    alert = digest_of(DAY, DayRows([], [], [], []), "UTC", "https://board.example")
    assert alert.link == "https://board.example/figures?since=2026-11-22&until=2026-11-22"
