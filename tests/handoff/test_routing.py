"""Which ways a customer is offered, by who is on duty."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.language.catalog import read_catalog
from core.language.spec import LANGUAGES
from core.model.ids import AgentId, Language
from core.model.offer import Offer
from core.model.people import Agent, Duty
from handoff.routing import offers

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
PL = Language("pl")
NOT_YOURS = "Live chat: nobody on duty right now speaks your language."
SPOKEN = tuple(row.code for row in LANGUAGES if row.chat)


def duty(name: str, *languages: str, on: bool = True) -> Duty:
    return Duty(Agent(AgentId(f"U{name}"), name), on, languages)


def read(offer: Offer) -> str:
    return read_catalog().say(offer.reason.key, offer.reason.params, Language("en"))


@pytest.mark.parametrize(
    ("staff", "methods", "first"),
    [
        ([], ["email", "live_chat"], "E-mail: our team usually answers within 8 working hours."),
        ([duty("Tom")], ["live_chat", "email"], "Live chat: a colleague is on duty now."),
        ([duty("Ola", "pl")], ["live_chat", "email"], "Live chat: a colleague is on duty now."),
        (
            [duty("Tom", "en"), duty("Ola", "pl", "en")],
            ["live_chat", "email"],
            "Live chat: a colleague is on duty now.",
        ),
        (
            [duty("Ola", "pl", on=False)],
            ["email", "live_chat"],
            "E-mail: our team usually answers within 8 working hours.",
        ),
    ],
)
def test_the_best_way_comes_first(staff: list[Duty], methods: list[str], first: str):
    ways = offers(PL, staff, NOW, email_hours=8, chat_languages=SPOKEN)
    assert [offer.method for offer in ways] == methods
    assert read(ways[0]) == first


@pytest.mark.parametrize(
    ("staff", "reason"),
    [
        ([], "Live chat: nobody is on duty right now."),
        ([duty("Tom", on=False)], "Live chat: nobody is on duty right now."),
        (
            [duty("Tom", "en", "nl")],
            f"{NOT_YOURS} (Languages right now: English and Dutch.)",
        ),
        (
            [duty("Tom", "en"), duty("Ola", "pl", on=False)],
            f"{NOT_YOURS} (Languages right now: English.)",
        ),
    ],
)
def test_a_closed_chat_says_why(staff: list[Duty], reason: str):
    ways = offers(PL, staff, NOW, email_hours=8, chat_languages=SPOKEN)
    chat = next(offer for offer in ways if offer.method == "live_chat")
    assert not chat.available
    assert read(chat) == reason


def test_readers_of_swedish_are_told_which_languages_people_speak():
    ways = offers(Language("sv"), [duty("Tom")], NOW, email_hours=8, chat_languages=SPOKEN[:3])
    assert read(ways[-1]) == f"{NOT_YOURS} (Languages right now: English, Spanish and Italian.)"


def test_who_waits_in_a_chat_gives_no_address_and_who_writes_a_mail_does():
    chat, email = offers(PL, [duty("Tom")], NOW, email_hours=8, chat_languages=SPOKEN)
    assert (chat.live, chat.needs) == (True, ())
    assert (email.live, email.needs) == (False, ("message", "email"))


duties = st.builds(
    Duty,
    st.builds(Agent, st.text().map(AgentId), st.text()),
    st.booleans(),
    st.lists(st.sampled_from(["en", "nl", "pl", "de"]), max_size=3).map(tuple),
)


@given(st.sampled_from([row.code for row in LANGUAGES]), st.lists(duties, max_size=5), st.integers(1, 99))
def test_email_is_always_to_be_had(language: Language, staff: list[Duty], hours: int):
    assert any(offer.method == "email" and offer.available for offer in offers(language, staff, NOW, hours, SPOKEN))


@given(st.sampled_from([row.code for row in LANGUAGES]), st.lists(duties, max_size=5))
def test_what_is_closed_never_stands_before_what_is_open(language: Language, staff: list[Duty]):
    available = [offer.available for offer in offers(language, staff, NOW, email_hours=8, chat_languages=SPOKEN)]
    assert available == sorted(available, reverse=True)
