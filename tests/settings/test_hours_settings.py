"""The hours that an operator writes, what comes of them, and what is said about mistakes: tables."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bots.hours_settings import DAYS, read_hours
from bots.read_settings import SettingsError, load
from bots.settings_people import HoursSettings
from core.model.ids import Language
from handoff.hours import Hours, is_open

NL, PL = Language("nl"), Language("pl")


@pytest.fixture(autouse=True)
def nobodys_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder, and no hours of ours."""
    monkeypatch.chdir(tmp_path)
    for name in HoursSettings.model_fields:
        monkeypatch.delenv(f"HOURS_{name}".upper(), raising=False)


def said(hours: Hours) -> str:
    """ "Mo 09:00-17:00", and so on for each day that has hours."""
    days = ((DAYS[at], slots) for at, slots in enumerate(hours.week) if slots)
    return "; ".join(
        f"{day} {', '.join(f'{slot.opens:%H:%M}-{slot.closes:%H:%M}' for slot in slots)}" for day, slots in days
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", ""),
        ("Mo 9:00-17:00", "Mo 09:00-17:00"),
        ("Mo-We 09:00-17:00", "Mo 09:00-17:00; Tu 09:00-17:00; We 09:00-17:00"),
        ("Mo, We 9:00-17:00", "Mo 09:00-17:00; We 09:00-17:00"),
        ("Sa-Mo 9:00-17:00", "Mo 09:00-17:00; Sa 09:00-17:00; Su 09:00-17:00"),
        ("Mo 9:00-12:00, 13:00-17:00", "Mo 09:00-12:00, 13:00-17:00"),
        ("Mo 13:00-17:00,9:00-12:00", "Mo 09:00-12:00, 13:00-17:00"),
        ("Sa 10:00-17:00; Mo-Tu 9:00-21:00;", "Mo 09:00-21:00; Tu 09:00-21:00; Sa 10:00-17:00"),
        ("mo – tu 9:00 – 17:00", "Mo 09:00-17:00; Tu 09:00-17:00"),
        ("Su 0:00-24:00", "Su 00:00-00:00"),
        ("Su 22:00-0:00", "Su 22:00-00:00"),
    ],
)
def test_hours_are_read(written: str, read: str):
    assert said(read_hours(written)) == read


@pytest.mark.parametrize(
    ("written", "mistake"),
    [
        ("9:00-17:00", "“9:00-17:00” is not days and times; write such as Mo-Fr 9:00-12:00, 13:00-17:00"),
        ("Mo-Fr", "“Mo-Fr” is not days and times; write such as Mo-Fr"),
        ("always", "“always” is not days and times"),
        ("Mo-Fr 9-17", "“9-17” is no span of time; write such as"),
        ("Mo-Fr 9:00-17:60", "“9:00-17:60” is no span of time"),
        ("Mo-Fr 9:00-25:00", "“9:00-25:00” is no span of time"),
        ("Mo-Fr 24:00-9:00", "“24:00-9:00” is no span of time"),
        ("Mo-Fr 9:00-24:30", "a day has 24 hours, not 24:30"),
        ("Mo-Fr 9:00-12:00,", "“” is no span of time"),
        ("Di 9:00-17:00", "there is no day Di; write Mo, Tu, We, Th, Fr, Sa, Su"),
        ("Mo-We-Fr 9:00-17:00", "“Mo-We-Fr” is no range of days"),
        ("Mo-Fr 9:00-17:00; We 9:00-12:00", "We stands there twice; write all hours of a day together"),
        ("Fr 22:00-2:00", "22:00-02:00 ends before it begins; what goes over midnight is written 22:00-24:00, and"),
        ("Fr 9:00-9:00", "09:00-09:00 ends before it begins"),
        ("Fr 9:00-12:00, 11:00-13:00", "from 11:00 begins before 12:00, when another ends"),
    ],
)
def test_what_is_wrong_with_hours_is_said(written: str, mistake: str):
    with pytest.raises(ValueError) as raised:
        read_hours(written)
    assert mistake in str(raised.value)


@pytest.mark.parametrize(
    ("method", "moment", "open_then"),
    [
        ("live_chat", "2026-11-23T20:59", True),
        ("live_chat", "2026-11-23T21:00", False),
        ("live_chat", "2026-11-28T16:59", True),
        ("live_chat", "2026-11-29T12:00", False),
        ("live_chat", "2026-12-25T12:00", False),  # a Friday, and Christmas
        ("callback", "2026-11-23T16:59", True),
        ("callback", "2026-11-23T17:00", False),
        ("email", "2026-11-23T17:29", True),
        ("email", "2026-11-28T12:00", False),
    ],
)
def test_with_nothing_set_the_hours_are_the_samples(method, moment: str, open_then: bool):
    now = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Europe/Amsterdam"))
    assert is_open(load().hours.of(method, NL), now) == open_then


def test_hours_may_differ_by_language(tmp_path: Path):
    (tmp_path / "frontdesk.toml").write_text('[hours.languages]\nlive_chat.pl = "Mo 9:00-17:00"\nphone.pl = ""\n')
    hours = load().hours
    assert said(hours.of("live_chat", PL)) == "Mo 09:00-17:00"
    assert said(hours.of("callback", PL)) == ""
    assert hours.of("email", PL) == hours.of("email", NL)
    assert hours.of("live_chat", NL) == HoursSettings().of("live_chat", NL)


def test_the_environment_says_all_of_it_too(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOURS_ZONE", "Europe/Warsaw")
    monkeypatch.setenv("HOURS_COUNTRY", "PL")
    monkeypatch.setenv("HOURS_LIVE_CHAT", "Mo-Su 8:00-22:00")
    monkeypatch.setenv("HOURS_LANGUAGES", '{"live_chat": {"nl": "Mo 8:00-12:00"}}')
    monkeypatch.setenv("HOURS_CLOSED_ON", '["2026-11-12"]')
    polish = load().hours.of("live_chat", PL)
    assert (polish.zone, len(said(polish).split("; "))) == ("Europe/Warsaw", 7)
    assert {date(2026, 11, 11), date(2026, 11, 12)} <= polish.closed
    assert said(load().hours.of("live_chat", NL)) == "Mo 08:00-12:00"


def test_days_are_taken_off_and_holidays_worked_on(tmp_path: Path):
    (tmp_path / "frontdesk.toml").write_text("[hours]\nclosed_on = [2026-12-24]\nopen_on = [2026-04-03]\n")
    closed = load().hours.of("email", NL).closed
    assert [date(2026, 12, 24) in closed, date(2026, 12, 25) in closed, date(2026, 4, 3) in closed] == [
        True,
        True,
        False,
    ]


def test_without_a_country_no_holiday_is_a_day_off(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOURS_COUNTRY", "")
    assert load().hours.of("email", NL).closed == frozenset()


def test_holidays_are_known_for_years():
    assert date(datetime.now(UTC).year + 5, 12, 25) in HoursSettings().of("email", NL).closed


@pytest.mark.parametrize(
    ("name", "value", "mistake"),
    [
        ("HOURS_ZONE", "Amsterdam", "write a name of the IANA time zones, such as Europe/Amsterdam"),
        ("HOURS_ZONE", "Europe", "write a name of the IANA time zones"),
        ("HOURS_ZONE", "../zone", "write a name of the IANA time zones"),
        ("HOURS_ZONE", "", "write a name of the IANA time zones"),
        ("HOURS_COUNTRY", "XX", "no holidays are known of XX"),
        ("HOURS_LIVE_CHAT", "Mo-Fr 9-17", "“9-17” is no span of time; write such as"),
        ("HOURS_PHONE", "never", "“never” is not days and times"),
        ("HOURS_EMAIL", "Fr 9:00-12:00, 11:00-13:00", "from 11:00 begins before 12:00"),
        ("HOURS_LANGUAGES", '{"email": {"xx": ""}}', "there is no language xx; write some of en,"),
        ("HOURS_LANGUAGES", '{"email": {"pl": "Mo"}}', "email.pl: “Mo” is not days and times"),
        ("HOURS_LANGUAGES", '{"fax": {"pl": ""}}', "Input should be 'live_chat', 'phone' or 'email'"),
        ("HOURS_LANGUAGES", '{"email": {"pl": "Mo", "xx": ""}}', "; and email.xx: there is no language xx"),
        ("HOURS_LANGUAGES", "pl", 'write names with their values in braces, such as {"live_chat": {"pl":'),
        (
            "HOURS_CLOSED_ON",
            '["24.12.2026"]',
            "HOURS_CLOSED_ON (hours.closed_on.0) is '24.12.2026': write a day such as",
        ),
        ("HOURS_CLOSED_ON", "2026-12-24", "write a list in brackets"),
    ],
)
def test_a_mistake_is_named_with_what_to_write(name: str, value: str, mistake: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as raised:
        load()
    assert len(raised.value.mistakes) == 1
    assert mistake in raised.value.mistakes[0]


def test_a_day_is_not_both_off_and_worked_on(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOURS_CLOSED_ON", '["2026-12-25"]')
    monkeypatch.setenv("HOURS_OPEN_ON", '["2026-12-25"]')
    with pytest.raises(SettingsError, match=r"2026-12-25 is in closed_on too; write it in one of them"):
        load()
