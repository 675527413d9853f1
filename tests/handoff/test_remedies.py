"""Where somebody who disagrees is sent: their country's bodies, while the data are fresh, and never to a closed platform."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path

import msgspec
import pytest

from core.model.dispute import Remedy
from core.model.shop import Role
from handoff.remedies import COURT, DATA, Remedies, findings, read_remedies, remedies, select, words

ROOT = Path(__file__).parents[2]
REAL = read_remedies()
CHECKED = max(row.checked_on for row in REAL.body)
NOW = datetime(CHECKED.year, CHECKED.month, CHECKED.day, tzinfo=UTC)
BOTH: tuple[Role, ...] = ("buyer", "seller")
COUNTRIES = ["NL", "BE", "DE", "AT", "LU", "FR", "ES", "IT", "PT", "PL", "SE", "DK", "IE", "GB", "CH"]


def body(country: str, kind: str = "adr", until: date = date(2027, 1, 10), **changes: object) -> Remedy:
    checked_on = date(2026, 11, 21)
    row = Remedy(country, "adr", f"{country} body", "https://b.example", ("nl",), BOTH, (), "live", checked_on, until)
    return msgspec.structs.replace(row, kind=kind, **changes)


def shown(data: Remedies, country: str, role: Role = "buyer", today: date = date(2027, 1, 10)) -> list[str]:
    return [f"{row.country} {row.kind}" for row in select(data, country, role, today)]


DATED = Remedies(
    ("NL", "FI"),
    (
        body("NL", "report"),
        body("NL", "adr", roles=("buyer",)),
        body("GB", "adr", date(2027, 1, 9)),
        body("EU", "out_of_court"),
        body("EU", "cross_border"),
        body("*", "cross_border"),
    ),
)


@pytest.mark.parametrize(
    ("country", "role", "rows"),
    [
        ("NL", "buyer", ["EU out_of_court", "NL adr", "EU cross_border", "NL report", "* court"]),
        ("NL", "seller", ["EU out_of_court", "EU cross_border", "NL report", "* court"]),
        ("FI", "buyer", ["EU out_of_court", "EU cross_border", "* court"]),
        ("US", "buyer", ["* cross_border", "* court"]),
        ("", "buyer", ["* cross_border", "* court"]),
    ],
)
def test_who_is_sent_where(country: str, role: Role, rows: list[str]):
    assert shown(DATED, country, role) == rows


@pytest.mark.parametrize(("day", "rows"), [(9, ["GB adr", "* court"]), (10, ["* court"])])
def test_a_row_is_shown_on_its_last_day_and_never_after(day: int, rows: list[str]):
    assert shown(DATED, "GB", today=date(2027, 1, day)) == rows


def test_a_country_s_own_centre_stands_in_for_the_network():
    data = Remedies(("NL",), (body("NL", "cross_border"), body("EU", "cross_border")))
    assert shown(data, "NL") == ["NL cross_border", "* court"]
    old = Remedies(("NL",), (body("NL", "cross_border", date(2027, 1, 9)), body("EU", "cross_border")))
    assert shown(old, "NL") == ["EU cross_border", "* court"]


@pytest.mark.parametrize(("checked", "rows"), [("live", 2), ("copy", 2), ("memory", 1)])
def test_nobody_is_sent_where_somebody_only_remembers(checked: str, rows: int):
    data = Remedies(("NL",), (body("NL", checked=checked),))
    assert len(select(data, "NL", "buyer", date(2027, 1, 10))) == rows


def test_a_centre_that_is_only_remembered_does_not_stand_in_for_the_network():
    data = Remedies(("NL",), (body("NL", "cross_border", checked="memory"), body("EU", "cross_border")))
    assert shown(data, "NL") == ["EU cross_border", "* court"]


CUSTOMERS = tuple(product((*COUNTRIES, "FI", "US", ""), BOTH))


def test_no_customer_of_ours_is_sent_to_a_remembered_address():
    sent = [row for country, role in CUSTOMERS for row in remedies(country, role, NOW) if row != COURT]
    assert [row for row in sent if row.checked not in ("live", "copy")] == []


def test_every_country_of_ours_has_a_body_of_its_own():
    own = {country: {row.country for row in remedies(country, "buyer", NOW)} for country in COUNTRIES}
    assert [country for country in COUNTRIES if country not in own[country]] == []


def test_a_court_is_always_the_last_word():
    assert [who for who in CUSTOMERS if remedies(*who, NOW)[-1] != COURT] == []
    assert [who for who in CUSTOMERS if remedies(*who, NOW + timedelta(days=9999)) != (COURT,)] == []


def test_small_letters_name_the_same_country():
    assert remedies("nl", "buyer", NOW) == remedies("NL", "buyer", NOW)


def test_the_dutch_authority_takes_reports_and_settles_nothing():
    acm = [row for row in REAL.body if "ACM" in row.body]
    assert [(row.kind, "no_single_cases" in row.conditions) for row in acm] == [("report", True)]


def test_no_body_that_only_takes_reports_is_said_to_settle_cases():
    reports = [row for row in REAL.body if row.kind == "report"]
    assert [row.body for row in reports if "no_single_cases" not in row.conditions] == []


def test_certified_bodies_judge_the_platform_s_decisions_only():
    bodies = [row for row in REAL.body if row.kind == "out_of_court"]
    assert [row.body for row in bodies if "account_decisions" not in row.conditions] == []


def test_outside_the_union_nobody_is_sent_to_its_bodies():
    for country in ("GB", "CH"):
        assert {row.country for row in remedies(country, "buyer", NOW)} == {country, "*"}
        assert [row for row in remedies(country, "buyer", NOW) if row.kind == "cross_border"] == []


def test_no_address_leads_to_the_closed_platform():
    closed = ("ec.europa.eu/consumers/odr", "ec.europa.eu/odr")
    assert [row for row in REAL.body if any(address in row.address for address in closed)] == []


def test_on_the_day_they_were_checked_the_data_only_lack_what_nobody_has_opened():
    remembered = [row for row in REAL.body if row.checked == "memory"]
    assert [(finding.remedy, finding.fatal) for finding in findings(REAL, CHECKED)] == [
        (row, False) for row in remembered
    ]


@pytest.mark.parametrize(
    ("row", "today", "message", "fatal"),
    [
        (body("NL"), date(2027, 1, 11), "past its date since 2027-01-10: no customer is shown it", True),
        (body("NL"), date(2027, 1, 10), "to be checked again by 2027-01-10", False),
        (body("NL"), date(2026, 12, 11), "to be checked again by 2027-01-10", False),
        (body("NL"), date(2026, 11, 20), "checked on 2026-11-21, a day that has not come", True),
        (
            body("NL", until=date(2027, 11, 23)),
            date(2026, 12, 1),
            "valid from 2026-11-21 until 2027-11-23: at most a year",
            True,
        ),
        (
            body("NL", checked="memory"),
            date(2026, 12, 1),
            "open https://b.example and set checked = “live”: no customer is shown it",
            False,
        ),
        (body("NL", address="http://b.example"), date(2026, 12, 1), "“http://b.example” is no https address", True),
        (
            body("NL", address="https://ec.europa.eu/consumers/odr/main"),
            date(2026, 12, 1),
            "leads to the EU’s platform for online disputes, which is closed",
            True,
        ),
        (
            body("NL", languages=()),
            date(2026, 12, 1),
            "a body needs its name, a language and somebody who may go there",
            True,
        ),
    ],
)
def test_what_is_to_be_done_about_a_row(row: Remedy, today: date, message: str, fatal: bool):
    found = list(findings(Remedies((), (row,)), today))
    assert [(finding.message, finding.fatal) for finding in found] == [(message, fatal)]


def test_a_fresh_row_needs_nothing():
    assert list(findings(Remedies((), (body("NL"),)), date(2026, 12, 10))) == []


def test_what_a_customer_reads_of_a_body():
    row = body("NL", conditions=("trader_member", "contact_first"))
    assert [text.key for text in words(row)] == [
        "remedy.kind.adr",
        "remedy.condition.trader_member",
        "remedy.condition.contact_first",
        "remedy.languages",
    ]
    assert words(row)[0].params == {"body": "NL body", "address": "https://b.example"}
    assert [text.key for text in words(COURT)] == ["remedy.kind.any_court"]


def test_a_word_that_is_no_kind_is_found_when_it_is_read(tmp_path: Path):
    path = tmp_path / "remedies.toml"
    path.write_text(DATA.read_text("utf-8").replace('kind = "adr"', 'kind = "mediator"', 1), "utf-8")
    with pytest.raises(msgspec.ValidationError, match="mediator"):
        read_remedies(path)


@pytest.mark.parametrize(
    ("days", "code", "said"),
    [(0, 0, ""), (160, 0, "warning: EU ADROIT: to be checked again by"), (400, 1, "error: EU ADROIT: past its date")],
)
def test_the_check_fails_when_a_row_is_past_its_date(days: int, code: int, said: str):
    today = (CHECKED + timedelta(days=days)).isoformat()
    command = [sys.executable, str(ROOT / "scripts" / "remedies.py"), "--check", "--today", today]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (code, "")
    assert said in run.stderr


def test_without_check_it_prints_when_each_is_due():
    command = [sys.executable, str(ROOT / "scripts" / "remedies.py"), "--today", CHECKED.isoformat()]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(lines) == len(REAL.body)
    assert lines == sorted(lines, key=lambda line: line[:10])
