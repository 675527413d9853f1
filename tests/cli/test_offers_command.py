"""`frontdesk offers`: what a customer would be shown, by hour, request and staff."""

import json
from pathlib import Path
from typing import Any

import pytest

from core.engine.clock import SystemClock
from core.model.figures import Closure
from core.model.ids import AgentId
from core.model.people import Agent, Duty
from core.store.sqlite import SqliteStore
from tests.cli.conftest import Frontdesk

MONDAY = ("--at", "2026-11-23T10:00")


@pytest.fixture(autouse=True)
def _no_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "data"))


async def offered(frontdesk: Frontdesk, *arguments: str) -> list[dict[str, Any]]:
    printed = await frontdesk("offers", *arguments, "--json")
    assert (printed.code, printed.err) == (0, "")
    offers: list[dict[str, Any]] = json.loads(printed.out)["offers"]
    return offers


async def methods(frontdesk: Frontdesk, *arguments: str) -> list[str]:
    """Those that are available, best first."""
    return [offer["method"] for offer in await offered(frontdesk, *arguments) if offer["available"]]


async def test_three_orders_on_a_sunday_night_go_to_email_and_the_opening_of_chat_is_said(frontdesk: Frontdesk) -> None:
    request = ("--language", "pl", "--at", "2026-11-22T21:00", "--items", "3", "--about", "order")
    assert await offered(frontdesk, *request, "--on-duty", "2:pl,en") == [
        {
            "method": "email",
            "available": True,
            "reason": "several_items",
            "text": "E-mail: najlepszy przy kilku przedmiotach naraz."
            " Nasz zespół zwykle odpowiada najpóźniej jutro o 17:00.",
            "opens_at": None,
            "eta": {"low_minutes": 720, "high_minutes": 1200},
        },
        {
            "method": "live_chat",
            "available": False,
            "reason": "closed",
            "text": "Czat na żywo: teraz zamknięty. Otwieramy jutro o 9:00.",
            "opens_at": "2026-11-23T09:00:00+01:00",
            "eta": None,
        },
        {
            "method": "callback",
            "available": False,
            "reason": "language_not_spoken",
            "text": "Telefon: jeszcze nie w Twoim języku. Nasz zespół dzwoni w tych językach:"
            " angielski, hiszpański, włoski, francuski, niderlandzki i niemiecki.",
            "opens_at": None,
            "eta": None,
        },
    ]


@pytest.mark.parametrize(
    ("arguments", "available"),
    [
        (("--on-duty", "1"), ["live_chat", "callback", "email"]),
        (("--on-duty", "1:pl", "--on-duty", "2:nl,en"), ["live_chat", "callback", "email"]),
        (("--on-duty", "1:pl"), ["email"]),
        (("--on-duty", "0:en"), ["email"]),
        (("--on-duty", "1", "--about", "dispute"), ["email", "live_chat", "callback"]),
        (("--on-duty", "1", "--about", "report", "--evidence"), ["email", "live_chat", "callback"]),
        (("--on-duty", "1", "--about", "dispute", "--follow-up"), ["live_chat", "callback", "email"]),
        (("--on-duty", "1", "--about", "order", "--items", "4"), ["email", "live_chat"]),
        (("--on-duty", "1", "--about", "question", "--language", "sv"), ["email"]),
    ],
)
async def test_the_request_and_the_staff_decide(
    frontdesk: Frontdesk, arguments: tuple[str, ...], available: list[str]
) -> None:
    assert await methods(frontdesk, *MONDAY, *arguments) == available


@pytest.mark.parametrize(
    ("at", "available"),
    [
        ("2026-11-23T20:30", ["live_chat", "email"]),  # in Amsterdam
        ("2026-11-23T20:30+00:00", ["email"]),  # half past nine there
        ("2026-12-25T11:00", ["email"]),
    ],
)
async def test_a_time_is_by_the_desks_clock_if_it_has_no_zone(
    frontdesk: Frontdesk, at: str, available: list[str]
) -> None:
    assert await methods(frontdesk, "--at", at, "--on-duty", "1") == available


async def test_the_desks_own_hours_count(frontdesk: Frontdesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOURS_LIVE_CHAT", "Su 20:00-22:00")
    assert await methods(frontdesk, "--at", "2026-11-22T21:00", "--on-duty", "1") == ["live_chat", "email"]


@pytest.mark.parametrize(
    ("name", "value", "arguments", "available"),
    [
        ("OFFERS_QUESTION", '["email"]', (), ["email", "live_chat", "callback"]),
        ("OFFERS_DISPUTE", '["callback", "email"]', ("--about", "dispute"), ["callback", "email", "live_chat"]),
        ("OFFERS_EMAIL_ABOVE", "1", ("--items", "2"), ["email", "live_chat", "callback"]),
        ("OFFERS_PHONE_ITEMS", "1", ("--items", "2"), ["live_chat", "email"]),
    ],
)
async def test_the_desks_own_rules_count(
    frontdesk: Frontdesk,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    value: str,
    arguments: tuple[str, ...],
    available: list[str],
) -> None:
    monkeypatch.setenv(name, value)
    assert await methods(frontdesk, *MONDAY, "--on-duty", "1", *arguments) == available


async def test_without_a_word_about_staff_those_count_who_are_on_duty_now(frontdesk: Frontdesk, tmp_path: Path) -> None:
    assert await methods(frontdesk, *MONDAY) == ["email"]
    (tmp_path / "data").mkdir()
    store = SqliteStore.open(tmp_path / "data" / "desk.db")
    tom = Duty(Agent(AgentId("U0TOM"), "Tom"), on_duty=True)
    await store.transact(lambda tx: tx.staff.put(tom, SystemClock().now()))
    assert await methods(frontdesk, *MONDAY) == ["live_chat", "callback", "email"]
    await store.close()


async def test_what_a_supervisor_has_closed_is_closed_now_and_not_at_a_time_that_is_imagined(
    frontdesk: Frontdesk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOURS_LIVE_CHAT", "Mo-Su 0:00-24:00")
    monkeypatch.setenv("HOURS_COUNTRY", "")
    (tmp_path / "data").mkdir()
    store = SqliteStore.open(tmp_path / "data" / "desk.db")
    closure = Closure("live_chat", "meeting", "Eva", SystemClock().now())
    await store.transact(lambda tx: tx.closures.put(closure))
    chat = {offer["method"]: offer for offer in await offered(frontdesk, "--on-duty", "1")}["live_chat"]
    assert (chat["reason"], chat["text"]) == (
        "closed_now",
        "Live chat: closed until further notice. Our team is in a meeting.",
    )
    chat = {offer["method"]: offer for offer in await offered(frontdesk, *MONDAY, "--on-duty", "1")}["live_chat"]
    assert chat["reason"] == "open"
    await store.close()


async def test_of_now_the_wait_is_said_as_customers_are_told_it(
    frontdesk: Frontdesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOURS_LIVE_CHAT", "Mo-Su 0:00-24:00")
    monkeypatch.setenv("HOURS_COUNTRY", "")
    chat = (await offered(frontdesk, "--on-duty", "1"))[0]
    assert (chat["method"], chat["eta"]["low_minutes"] <= chat["eta"]["high_minutes"]) == ("live_chat", True)
    assert "next" in chat["text"]


async def test_whoever_runs_the_desk_reads_why_in_english_and_in_the_customers_words(frontdesk: Frontdesk) -> None:
    printed = await frontdesk("offers", *MONDAY, "--language", "nl", "--about", "order", "--on-duty", "1:pl")
    assert printed.out.splitlines()[:6] == [
        "Monday 23 November 2026, 10:00 (Europe/Amsterdam)",
        "language  Dutch",
        "request   order, items: 0",
        "on duty   agent 1.1 (pl)",
        "",
        "1. email: offered, always, answered in 0 to 1410 minutes",
    ]
    for line in (
        "2. live_chat: not offered, no_agent_of_language, hours begin Tuesday 24 November 2026, 09:00",
        "   Live chat: nobody on duty right now speaks your language. (Languages right now: Polish.)"
        " The next chat hours start tomorrow at 9:00.",
        "   Livechat: er is op dit moment niemand beschikbaar die jouw taal spreekt. (Talen op dit moment: Pools.)"
        " De volgende chattijden beginnen morgen om 9:00 uur.",
    ):
        assert line in printed.out.splitlines()


@pytest.mark.parametrize(
    ("arguments", "mistake"),
    [
        (("--language", "ru"), "there is no language ru; write one of en, es,"),
        (("--at", "tomorrow"), "tomorrow is no time that there is; write such as 2026-11-22T21:00"),
        (("--at", "2026-02-29T10:00"), "2026-02-29T10:00 is no time that there is"),
        (("--at", "9999-12-31T23:00"), "the holidays of 9999 are not known; write a year from 2020 to "),
        (("--at", "2019-12-25"), "the holidays of 2019 are not known"),
        (("--items", "-1"), "-1 is no number from 0 on"),
        (("--on-duty", "Tom"), "Tom does not begin with a number of agents; write such as 2:pl,en"),
        (("--on-duty", "2:pl,xx"), "there is no language xx"),
        (("--about", "weather"), "invalid choice"),
    ],
)
async def test_a_mistake_on_the_command_line_is_said(
    frontdesk: Frontdesk, arguments: tuple[str, ...], mistake: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        await frontdesk("offers", *arguments)
    assert mistake in capsys.readouterr().err
