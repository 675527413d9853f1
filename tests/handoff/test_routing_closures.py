"""What a supervisor has closed is closed to everybody, with its reason, until its end, and only in its hours; e-mail never is."""

from datetime import datetime, timedelta

import pytest

from core.language.catalog import read_catalog
from core.language.spec import LANGUAGES
from core.model.board_acts import ClosedReason
from core.model.figures import Closure
from core.model.ids import Language
from core.model.need import Need
from core.model.offer import Offer
from core.model.wait import Wait
from handoff.routing import offers
from tests.handoff.test_routing import EN, MONDAY, MONDAY_NIGHT, NEVER_CLOSES, SAMPLE, duty, read

CATALOG = read_catalog()
TOM = duty("Tom")
SOON = MONDAY + timedelta(hours=1)  # 11:00 in the desk's zone
TUESDAY_NOON = MONDAY + timedelta(hours=26)


def closed(until: datetime | None, method: str = "live_chat", reason: str = "meeting") -> Closure:
    return Closure(method, reason, "Eva", MONDAY, until)  # type: ignore[arg-type]


def find(method: str, *closures: Closure, at: datetime = MONDAY, need: Need = Need(EN)) -> Offer:  # noqa: B008
    ways = offers(need, [TOM], at, SAMPLE, Wait(2), closures=closures)
    return next(offer for offer in ways if offer.method == method)


@pytest.mark.parametrize(
    ("at", "until", "code", "reason", "opens_at"),
    [
        (MONDAY, SOON, "closed_now", "closed for now. It opens again today at 11:00. Our team is in a meeting.", SOON),
        (MONDAY, None, "closed_now", "closed until further notice. Our team is in a meeting.", None),
        (MONDAY, MONDAY, "open", "open now in English. It closes today at 21:00.", None),
        (
            MONDAY,  # until after the day's hours: it opens when the next ones begin
            MONDAY_NIGHT,
            "closed_now",
            "closed for now. It opens again tomorrow at 9:00. Our team is in a meeting.",
            MONDAY + timedelta(hours=23),
        ),
        (MONDAY_NIGHT, MONDAY_NIGHT + timedelta(hours=1), "closed", "closed at the moment. It opens tomorrow at 9:00.", None),
        (
            MONDAY_NIGHT,
            TUESDAY_NOON,
            "closed_now",
            "closed for now. It opens again tomorrow at 12:00. Our team is in a meeting.",
            TUESDAY_NOON,
        ),
        (MONDAY_NIGHT, None, "closed_now", "closed until further notice. Our team is in a meeting.", None),
    ],
)  # fmt: skip
def test_live_chat_that_is_closed_for_now(
    at: datetime, until: datetime | None, code: str, reason: str, opens_at: datetime | None
):
    chat = find("live_chat", closed(until), at=at)
    assert (chat.code, read(chat)) == (code, f"Live chat: {reason}")
    if code == "closed_now":
        assert (chat.available, chat.eta, chat.wait, chat.opens_at) == (False, None, None, opens_at)


def test_calls_are_closed_by_themselves():
    shut = closed(SOON, "callback")
    assert find("live_chat", shut).available
    assert read(find("callback", shut)) == (
        "Phone: no calls for now. Calls are possible again today at 11:00. Our team is in a meeting."
    )


def test_email_is_to_be_had_whatever_is_closed():
    ways = offers(Need(EN), [TOM], MONDAY, SAMPLE, closures=(closed(None), closed(None, "callback")))
    assert [(offer.method, offer.available) for offer in ways] == [
        ("email", True),
        ("live_chat", False),
        ("callback", False),
    ]


def test_a_language_that_nobody_speaks_is_what_matters_more():
    chat = find("live_chat", closed(None), need=Need(Language("sv")))
    assert chat.code == "language_not_spoken"


def test_where_the_hours_never_end():
    ways = offers(Need(EN), [TOM], MONDAY, NEVER_CLOSES, closures=[closed(SOON)])
    chat = next(offer for offer in ways if offer.method == "live_chat")
    assert (chat.code, chat.opens_at) == ("closed_now", SOON)


@pytest.mark.parametrize("language", [row.code for row in LANGUAGES if row.catalog])
@pytest.mark.parametrize("method", ["live_chat", "callback"])
def test_each_reason_has_its_words_in_every_language(method: str, language: Language):
    reasons: tuple[ClosedReason, ...] = ("busy", "trouble", "meeting", "holiday")
    both = [find(method, closed(until, method, reason)) for reason in reasons for until in (SOON, None)]
    words = [read(offer, language) for offer in both]
    assert len(set(words)) == len(words)
    if language != EN:
        assert not {read(offer) for offer in both} & set(words)


def test_a_reason_of_another_time_says_no_more_than_that_it_is_closed():
    assert (
        read(find("live_chat", closed(SOON, reason="stocktaking")))
        == "Live chat: closed at the moment. It opens today at 11:00."
    )
    assert read(find("callback", closed(None, "callback", "stocktaking"))) == "Phone: closed until further notice."
