"""What customers read about each way to a person, and what holds at any hour, for any request and any staff."""

from datetime import UTC, date, datetime, time, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bots.settings import Settings
from bots.ways import desk_of
from core.language.catalog import read_catalog
from core.language.spec import LANGUAGES
from core.model.figures import Closure
from core.model.ids import AgentId, Language
from core.model.need import Need, Topic
from core.model.offer import Eta, Offer
from core.model.people import Agent, Duty
from handoff.hours import ALWAYS, Hours, Slot
from handoff.offer_rules import METHODS, RULES, Rule, first_fitting
from handoff.routing import Desk, offers, spoken_instead

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SAMPLE = desk_of(Settings())
NEVER_CLOSES = replace(SAMPLE, hours=dict.fromkeys(SAMPLE.hours, ALWAYS))
BUT_FOR_CHRISTMAS = replace(
    SAMPLE, hours=dict.fromkeys(SAMPLE.hours, replace(ALWAYS, closed=frozenset({date(2026, 12, 25)})))
)
CATALOG = read_catalog()
EN, PL, SV = Language("en"), Language("pl"), Language("sv")
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=AMSTERDAM).astimezone(UTC)
MONDAY_NIGHT = MONDAY + timedelta(hours=12)


def duty(name: str, *languages: str, on: bool = True) -> Duty:
    return Duty(Agent(AgentId(f"U{name}"), name), on, languages)


def find(method: str, *staff: Duty, at: datetime = MONDAY, need: Need = Need(EN), desk: Desk = SAMPLE) -> Offer:  # noqa: B008
    return next(offer for offer in offers(need, staff, at, desk) if offer.method == method)


def read(offer: Offer, language: Language = EN) -> str:
    return CATALOG.say(offer.reason.key, offer.reason.params, language)


@pytest.mark.parametrize(
    ("at", "staff", "reason"),
    [
        (MONDAY, [duty("Ola", "en")], "open now in English. It closes today at 21:00."),
        (MONDAY, [], "nobody is on duty right now. The next chat hours start tomorrow at 9:00."),
        (MONDAY, [duty("Tom", on=False)], "nobody is on duty right now. The next chat hours start tomorrow at 9:00."),
        (
            MONDAY,
            [duty("Ola", "nl", "pl")],
            "nobody on duty right now speaks your language. (Languages right now: Dutch and Polish.)"
            " The next chat hours start tomorrow at 9:00.",
        ),
        (MONDAY_NIGHT, [duty("Tom")], "closed at the moment. It opens tomorrow at 9:00."),
    ],
)
def test_live_chat_says_until_when_or_when_again(at: datetime, staff: list[Duty], reason: str):
    assert read(find("live_chat", *staff, at=at)) == f"Live chat: {reason}"


@pytest.mark.parametrize(
    ("staff", "reason"),
    [
        ([duty("Tom")], "a colleague is on duty now."),
        ([], "nobody is on duty right now."),
        ([duty("Ola", "pl")], "nobody on duty right now speaks your language. (Languages right now: Polish.)"),
    ],
)
def test_a_chat_that_never_closes_names_no_time(staff: list[Duty], reason: str):
    chat = find("live_chat", *staff, desk=NEVER_CLOSES)
    assert (read(chat), chat.opens_at) == (f"Live chat: {reason}", None)


def test_hours_after_a_holiday_weeks_ahead_are_no_news_to_who_waits_now():
    chat = find("live_chat", desk=BUT_FOR_CHRISTMAS)
    assert (read(chat), chat.opens_at) == ("Live chat: nobody is on duty right now.", None)
    on_its_eve = find("live_chat", desk=BUT_FOR_CHRISTMAS, at=datetime(2026, 12, 24, 20, 0, tzinfo=UTC))
    assert on_its_eve.opens_at == datetime(2026, 12, 26, tzinfo=UTC)


def test_a_desk_without_chat_hours_has_no_time_at_which_it_opens():
    closed = replace(SAMPLE, hours={**SAMPLE.hours, ("live_chat", EN): Hours("UTC", ((),) * 7)})
    assert read(find("live_chat", duty("Tom"), desk=closed)) == "Live chat: closed until further notice."


@pytest.mark.parametrize(
    ("at", "staff", "need", "reason"),
    [
        (MONDAY, [duty("Tom")], Need(EN), "we can call you back now. Phone hours end today at 17:00."),
        (MONDAY_NIGHT, [duty("Tom")], Need(EN), "closed at the moment. Phone hours start tomorrow at 9:00."),
        (
            MONDAY,
            [duty("Ola", "pl")],
            Need(EN),
            "nobody who speaks your language is available right now. The next phone hours start tomorrow at 9:00.",
        ),
        (
            MONDAY,
            [duty("Tom")],
            Need(EN, "order", 4),
            "one call can be about up to 3 items or orders. For more than that, e-mail works better.",
        ),
        (
            MONDAY,
            [duty("Tom")],
            Need(SV),
            "not in your language yet. Our team makes calls in these languages:"
            " English, Spanish, Italian, French, Dutch and German.",
        ),
    ],
)
def test_the_phone_says_why(at: datetime, staff: list[Duty], need: Need, reason: str):
    assert read(find("callback", *staff, at=at, need=need)) == f"Phone: {reason}"


@pytest.mark.parametrize(
    ("need", "reason"),
    [
        (Need(EN), "our team usually answers by tomorrow at 9:30."),
        (Need(EN, "order", 3), "the best way for several items at once. Our team usually answers by tomorrow at 9:30."),
        (
            Need(EN, "report", 1, evidence=True),
            "the best way for a report with photos or files. Our team usually answers by tomorrow at 9:30.",
        ),
        (
            Need(EN, "dispute", 1),
            "the best way in a dispute, because everything is in writing."
            " Our team usually answers by tomorrow at 9:30.",
        ),
    ],
)
def test_email_says_by_when_and_why_it_is_best(need: Need, reason: str):
    assert read(find("email", need=need)) == f"E-mail: {reason}"


def test_readers_of_swedish_are_told_in_swedish_which_languages_people_write():
    email = find("email", need=Need(SV), desk=replace(SAMPLE, languages={**SAMPLE.languages, "email": (EN, PL)}))
    assert (
        read(email, SV)
        == "E-post: vårt team svarar oftast senast i morgon kl. 9.30, på något av de här språken: engelska och polska."
    )


def test_a_pole_reads_polish():
    chat = find("live_chat", duty("Ola", "pl"), need=Need(PL))
    assert read(chat, PL) == "Czat na żywo: teraz otwarty (język: polski). Zamykamy dziś o 21:00."


def test_times_are_the_customers_own_where_they_are_known():
    here = Need(EN, zone="Europe/Lisbon")
    chat, email = find("live_chat", duty("Tom"), need=here), find("email", need=here)
    assert read(chat) == "Live chat: open now in English. It closes today at 20:00."
    assert read(email) == "E-mail: our team usually answers by tomorrow at 8:30."
    assert CATALOG.say(email.promise.key, email.promise.params, EN).endswith("by Tue 24 Nov, 08:30.")


@pytest.mark.parametrize(
    ("hour", "eta", "by"),
    [
        ("2026-11-23 10:00", Eta(0, 1410), "tomorrow at 9:30"),  # seven and a half hours are left of the day
        ("2026-11-23 09:00", Eta(0, 480), "today at 17:00"),
        ("2026-11-23 09:20", Eta(0, 490), "today at 17:30"),  # 17:20, rounded up
        ("2026-11-22 21:00", Eta(720, 1200), "tomorrow at 17:00"),
        ("2026-12-24 16:30", Eta(0, 5730), "Monday at 16:00"),  # Christmas and a weekend lie between
    ],
)
def test_a_mail_is_answered_within_so_many_working_hours(hour: str, eta: Eta, by: str):
    at = datetime.fromisoformat(hour).replace(tzinfo=AMSTERDAM).astimezone(UTC)
    email = find("email", at=at)
    assert (email.eta, read(email)) == (eta, f"E-mail: our team usually answers by {by}.")


def test_what_the_mail_will_say_has_a_date():
    promise = find("email").promise
    assert CATALOG.say(promise.key, promise.params, EN) == "You’ll usually have our answer by Tue 24 Nov, 09:30."


def test_where_the_calendar_has_no_end_the_working_hours_are_said():
    one_hour_a_week = Hours("UTC", ((Slot(time(9), time(10)),), *((),) * 6))
    slow = replace(SAMPLE, hours={**SAMPLE.hours, ("email", EN): one_hour_a_week}, answered=90)
    email = find("email", desk=slow)
    assert (email.eta, read(email)) == (None, "E-mail: our team usually answers within 90 working hours.")


def test_who_waits_in_a_chat_gives_no_address_and_who_writes_a_mail_does():
    chat, email = find("live_chat", duty("Tom")), find("email")
    assert (chat.live, chat.needs) == (True, ())
    assert (email.live, email.needs) == (False, ("message", "email"))


def test_a_method_that_customers_cannot_reach_is_not_shown():
    ways = offers(Need(EN), [duty("Tom")], MONDAY, replace(SAMPLE, methods=("live_chat",)))
    assert [offer.method for offer in ways] == ["live_chat", "email"]


def test_rules_of_ones_own_come_first():
    phone_first = Rule("question", ("callback",), about=("item",))
    ways = offers(Need(EN, "item", 1), [duty("Tom")], MONDAY, replace(SAMPLE, rules=(phone_first, *RULES)))
    assert [offer.method for offer in ways] == ["callback", "live_chat", "email"]


# --- what always holds
duties = st.builds(
    Duty,
    st.builds(Agent, st.text(max_size=3).map(AgentId), st.text(max_size=3)),
    st.booleans(),
    st.lists(st.sampled_from(["en", "nl", "pl", "de", "sv"]), max_size=3).map(tuple),
    st.booleans(),
)
needs = st.builds(
    Need,
    st.sampled_from([row.code for row in LANGUAGES]),
    st.sampled_from(get_args(Topic)),
    st.integers(0, 9),
    st.booleans(),
    st.booleans(),
)
staffs = st.lists(duties, max_size=4)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
desks = st.sampled_from((SAMPLE, NEVER_CLOSES, replace(SAMPLE, methods=("live_chat",), rules=())))


@given(needs, staffs, moments, desks)
def test_email_is_always_to_be_had(need: Need, staff: list[Duty], now: datetime, desk: Desk):
    assert any(offer.method == "email" and offer.available for offer in offers(need, staff, now, desk))


@given(needs, staffs, moments, desks)
def test_what_is_closed_never_stands_before_what_is_open(need: Need, staff: list[Duty], now: datetime, desk: Desk):
    available = [offer.available for offer in offers(need, staff, now, desk)]
    assert available == sorted(available, reverse=True)


@given(needs, staffs, moments, desks)
def test_no_time_is_past_and_no_range_is_upside_down(need: Need, staff: list[Duty], now: datetime, desk: Desk):
    for offer in offers(need, staff, now, desk):
        assert offer.opens_at is None or (offer.opens_at > now and not offer.available)
        assert offer.eta is None or 0 <= offer.eta.low_minutes <= offer.eta.high_minutes


@given(needs, staffs, moments, desks)
def test_nobody_is_sent_to_people_who_do_not_speak_the_language(
    need: Need, staff: list[Duty], now: datetime, desk: Desk
):
    spoken = {code for duty in staff if duty.there for code in duty.languages or desk.languages["live_chat"]}
    people = [offer for offer in offers(need, staff, now, desk) if offer.method != "email"]
    assert not any(offer.available for offer in people if need.language not in spoken)


@given(needs, staffs, moments, desks)
def test_every_reason_and_promise_can_be_said(need: Need, staff: list[Duty], now: datetime, desk: Desk):
    for offer in offers(need, staff, now, desk):
        for text in (offer.reason, offer.promise):
            assert "{" not in CATALOG.say(text.key, text.params, need.language)


@given(needs)
def test_each_rule_has_a_place_for_each_method(need: Need):
    assert sorted(first_fitting(RULES, need).ranked(METHODS)) == sorted(METHODS)


# --- languages to choose from, where people do not speak the customer's own


@pytest.mark.parametrize(
    ("language", "staff", "at", "chosen_from"),
    [
        ("sv", [duty("Ola", "pl", "en")], MONDAY, ["en", "pl", "es", "it", "fr", "nl", "de", "zh", "pt"]),
        ("sv", [duty("Ola", "pl", on=False)], MONDAY, list(SAMPLE.languages["live_chat"])),
        ("da", [duty("Ola", "pl")], MONDAY_NIGHT, list(SAMPLE.languages["live_chat"])),
        ("zh", [duty("Ola", "pl"), duty("Tom", "nl")], MONDAY, ["nl", "pl"]),
        ("zh", [duty("Ola", "pl")], MONDAY_NIGHT, []),
        ("zh", [duty("Li", "zh"), duty("Ola", "pl")], MONDAY, []),
        ("zh", [duty("Tom")], MONDAY, []),
        ("en", [], MONDAY, []),
    ],
)
def test_who_nobody_speaks_with_chooses_from_what_people_speak(
    language: str, staff: list[Duty], at: datetime, chosen_from: list[str]
):
    assert list(spoken_instead(Language(language), staff, at, SAMPLE)) == chosen_from


@pytest.mark.parametrize(("language", "chosen_from"), [("zh", []), ("sv", list(SAMPLE.languages["live_chat"]))])
def test_while_live_chat_is_closed_nobody_counts_as_there(language: str, chosen_from: list[str]):
    closed = Closure("live_chat", "meeting", "Eva", MONDAY)
    found = spoken_instead(Language(language), [duty("Ola", "pl")], MONDAY, SAMPLE, closures=(closed,))
    assert list(found) == chosen_from


@given(needs, staffs, moments, desks)
def test_a_language_that_can_be_chosen_is_spoken(need: Need, staff: list[Duty], now: datetime, desk: Desk):
    found = spoken_instead(need.language, staff, now, desk)
    assert need.language not in found
    assert set(found) <= set(desk.languages["live_chat"])


def test_who_is_away_is_not_there() -> None:
    away = replace(duty("Tom"), away=True)
    assert find("live_chat", away).code == "nobody_on_duty"
    assert find("live_chat", away, duty("Ola", "pl")).code == "no_agent_of_language"
