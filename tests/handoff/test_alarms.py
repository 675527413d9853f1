"""Of what troubles the desk those who look after it are told: each once, once when it is over, together on a bad day."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from core.engine.alarms import Seen
from core.engine.vitals import Vital
from core.language.catalog import read_catalog
from core.model.alarms import ToldAlarms
from core.model.alerts import Alert
from core.model.figures import LaneRow
from core.model.restored import Restored
from core.model.rows import DeadLetter
from handoff.alarm_texts import KNOWN, connection, lanes, over
from handoff.alarms import Alarming
from handoff.board.upkeep.health import LANE_KINDS

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
RULES = Alarming(10 * MINUTE, MINUTE, "UTC", "https://board.example")
WELL = Seen((), 0, None, (), ())


class Operator:
    """Reads what is told as time passes."""

    def __init__(self) -> None:
        self.now = NOON
        self.told = ToldAlarms()

    def after(self, time: timedelta, seen: Seen = WELL) -> list[str]:
        """The keys of what is told at the next look."""
        self.now += time
        alert, self.told = RULES.look(seen, self.told, self.now)
        return said(alert)


def said(alert: Alert | None) -> list[str]:
    return [line.text.key for line in alert.lines] if alert else []


@pytest.fixture
def operator() -> Operator:
    return Operator()


def ill(name: str = "slack", since: datetime = NOON, why: str = "invalid_auth", process: str = "") -> Vital:
    return Vital(name, False, since, since, why, process)


def well(name: str = "slack", process: str = "") -> Vital:
    return Vital(name, True, NOON, NOON, process=process)


def seen(*vitals: Vital) -> Seen:
    return WELL._replace(vitals=vitals)


def waits(lane: str, since: datetime = NOON, reason: str = "HTTP 502") -> LaneRow:
    return LaneRow(lane, 3, since, 5, since, reason)


def dead(id: str, conversation: str = "telegram:1") -> DeadLetter:
    return DeadLetter("outbox", id, conversation, '{"is":"Say"}', "chat not found", NOON)


# --- connections


def test_a_connection_that_is_away_for_a_moment_is_no_alarm(operator: Operator) -> None:
    assert operator.after(59 * SECOND, seen(ill())) == []


def test_one_that_stays_away_is_told_of_once_with_what_to_do_and_once_when_it_is_back(operator: Operator) -> None:
    assert operator.after(60 * SECOND, seen(ill())) == ["alarms.slack", "alarms.slack.do"]
    assert operator.after(5 * MINUTE, seen(ill())) == []
    assert operator.after(40 * SECOND, seen(well())) == []
    assert operator.after(MINUTE, seen(well())) == ["alarms.over.slack"]
    assert operator.after(MINUTE, seen(well())) == []


def test_what_is_not_used_since_a_new_start_is_not_said_to_be_over(operator: Operator) -> None:
    operator.after(60 * SECOND, seen(ill("smtp")))
    assert operator.after(60 * SECOND) == []
    assert operator.after(120 * MINUTE) == []
    assert operator.after(MINUTE, seen(well("smtp"))) == ["alarms.over.smtp"]


def test_what_left_the_settings_is_forgotten_after_a_day_and_would_ring_anew(operator: Operator) -> None:
    operator.after(60 * SECOND, seen(ill("model")))
    assert operator.after(MINUTE) == []
    assert operator.after(1440 * MINUTE) == []
    assert operator.after(MINUTE, seen(ill("model"))) == ["alarms.model", "alarms.model.do"]


def test_while_a_process_is_not_heard_of_nothing_is_over(operator: Operator) -> None:
    operator.after(60 * SECOND, seen(ill(process="a"), well(process="b")))
    unheard = seen(well(process="b"))._replace(unheard=True)
    assert operator.after(60 * SECOND, unheard) == []
    assert operator.after(60 * SECOND, unheard) == []
    assert operator.after(60 * SECOND, seen(well(process="a"), well(process="b"))) == ["alarms.over.slack"]


def test_one_that_flutters_is_one(operator: Operator) -> None:
    operator.after(60 * SECOND, seen(ill()))
    assert operator.after(40 * SECOND, seen(well())) == []
    assert operator.after(40 * SECOND, seen(ill(since=operator.now))) == []
    assert operator.after(40 * SECOND, seen(well())) == []
    assert operator.after(40 * SECOND, seen(well())) == []


def test_of_several_processes_the_first_that_lost_it_counts(operator: Operator) -> None:
    both = seen(ill(process="a"), ill(since=NOON + 50 * SECOND, process="b"))
    assert operator.after(60 * SECOND, both) == ["alarms.slack", "alarms.slack.do"]


def test_while_one_process_has_not_got_it_back_it_is_not_over(operator: Operator) -> None:
    operator.after(60 * SECOND, seen(ill(process="a"), ill(process="b")))
    half = seen(ill(process="a"), Vital("slack", True, NOON, NOON, process="b"))
    assert operator.after(10 * MINUTE, half) == []


def test_that_the_database_is_away_is_told_past_it(operator: Operator) -> None:
    assert operator.after(5 * MINUTE, seen(ill("database"))) == []


def test_what_is_no_connection_of_ours_rings_for_nobody(operator: Operator) -> None:
    assert operator.after(5 * MINUTE, seen(ill("a-later-release-has-it"))) == []


# --- lanes, and what comes in


def test_lanes_that_wait_too_long_are_told_of_together_by_where_they_lead(operator: Operator) -> None:
    late = WELL._replace(lanes=[waits(f"telegram:{number}") for number in range(500)] + [waits("staff:telegram:1")])
    assert operator.after(10 * MINUTE, late) == []
    told = operator.after(MINUTE, late)
    assert told == ["alarms.lanes.telegram", "alarms.lanes.do", "alarms.lanes.slack", "alarms.lanes.do"]


def test_mails_may_wait_longer(operator: Operator) -> None:
    late = WELL._replace(lanes=[waits("mail:x:anna@shop.example")])
    assert operator.after(50 * MINUTE, late) == []
    assert operator.after(11 * MINUTE, late) == ["alarms.lanes.email", "alarms.lanes.do"]


def test_what_came_in_and_nobody_decides(operator: Operator) -> None:
    assert operator.after(11 * MINUTE, WELL._replace(undone=7, undone_since=NOON)) == [
        "alarms.inbox",
        "alarms.inbox.do",
    ]


# --- dead letters


def test_new_dead_letters_are_told_of_once_and_the_next_one_again(operator: Operator) -> None:
    assert operator.after(MINUTE, WELL._replace(letters=[dead("1.0")])) == ["alarms.letters", "alarms.letters.do"]
    assert operator.after(MINUTE, WELL._replace(letters=[dead("1.0")])) == []
    both = WELL._replace(letters=[dead("2.0"), dead("1.0")])
    assert operator.after(MINUTE, both) == ["alarms.letters", "alarms.letters.do"]


def test_one_that_is_answered_while_another_comes_does_not_hide_it(operator: Operator) -> None:
    operator.after(MINUTE, WELL._replace(letters=[dead("1.0")]))
    assert operator.after(MINUTE, WELL._replace(letters=[dead("2.0")])) == ["alarms.letters", "alarms.letters.do"]


def test_of_a_mistake_of_ours_only_its_kind_is_said() -> None:
    letter = replace(dead("1.0"), reason="KeyError: 'Anna, Main Street 1'")
    alert, _ = RULES.look(WELL._replace(letters=[letter]), ToldAlarms(), NOON)
    assert alert
    assert alert.lines[0].text.params["why"] == "KeyError"


def test_when_all_are_answered_it_is_over(operator: Operator) -> None:
    operator.after(MINUTE, WELL._replace(letters=[dead("1.0")]))
    assert operator.after(MINUTE) == ["alarms.over.letters"]


def test_an_alarm_that_did_not_arrive_rings_no_alarm(operator: Operator) -> None:
    assert operator.after(MINUTE, WELL._replace(letters=[dead("alarms.1.0", "alerts")])) == []


# --- a backup


def test_that_the_desk_goes_on_from_a_backup_is_told_once(operator: Operator) -> None:
    restored = WELL._replace(restored=Restored(NOON - 60 * MINUTE, NOON, 3, 1, 1_000_000))
    assert operator.after(SECOND, restored) == ["alarms.restored", "alarms.restored.do"]
    assert operator.after(60 * MINUTE, restored) == []
    again = WELL._replace(restored=Restored(NOON, operator.now, 0, 0, 1_000_000))
    assert operator.after(60 * MINUTE, again) == ["alarms.restored", "alarms.restored.do"]


# --- a bad day


def test_what_comes_together_is_one_post_and_the_next_comes_half_a_minute_later(operator: Operator) -> None:
    assert len(operator.after(MINUTE, seen(ill(), ill("telegram")))) == 4
    three = seen(ill(), ill("telegram"), ill("smtp"))
    assert operator.after(10 * SECOND, three) == []
    assert operator.after(20 * SECOND, three) == ["alarms.smtp", "alarms.smtp.do"]


def test_a_post_has_ten_troubles_at_most_and_says_how_many_more_there_are(operator: Operator) -> None:
    names = ("telegram", "slack", "alerts", "smtp", "imap", "model", "shop", "redis", "clock")
    day = WELL._replace(
        vitals=[ill(name) for name in names], lanes=[waits("telegram:1")], letters=[dead("1.0")], undone_since=NOON
    )
    told = operator.after(11 * MINUTE, day)
    assert (len(told), told[-1]) == (21, "alarms.more"), "of eleven"
    assert operator.after(11 * MINUTE, day) == []


def test_a_restart_tells_nothing_again(operator: Operator) -> None:
    operator.after(MINUTE, seen(ill()))
    again = Operator()
    again.now, again.told = operator.now, replace(operator.told)
    assert again.after(5 * MINUTE, seen(ill())) == []


def test_the_post_leads_to_the_page_of_health() -> None:
    alert, _ = RULES.look(seen(ill()), ToldAlarms(), NOON + MINUTE)
    assert alert
    assert alert.link == "https://board.example/health"
    assert alert.title.params == {"new": 1, "over": 0}


# --- the words


@pytest.mark.parametrize("name", KNOWN)
def test_each_trouble_has_words_for_its_end(name: str) -> None:
    alert, _ = RULES.look(seen(ill()), ToldAlarms(), NOON + MINUTE)
    assert alert
    lasted = alert.lines[0].text.params["lasted"]
    ended = over(name, lasted)  # type: ignore[arg-type]
    assert ended
    words = read_catalog().say(ended.key, ended.params, "en")  # type: ignore[arg-type]
    assert words.startswith("Over: ")


@pytest.mark.parametrize("name", KNOWN)
def test_each_trouble_has_words_and_something_to_do_that_fit_into_a_line(name: str) -> None:
    alert, _ = RULES.look(seen(ill()), ToldAlarms(), NOON + MINUTE)
    assert alert
    lasted, why = alert.lines[0].text.params["lasted"], "HTTP 502 Bad Gateway"
    kind = name.removeprefix("lanes/")
    if name == "inbox":
        return
    told = lanes(kind, 3, lasted, why) if kind in LANE_KINDS and "/" in name else connection(name, lasted, why)  # type: ignore[arg-type]
    assert told
    for each in told:
        words = read_catalog().say(each.key, each.params, "en")  # type: ignore[arg-type]
        assert words != each.key
        assert len(words) <= 250, words
