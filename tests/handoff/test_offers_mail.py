"""When an e-mail is answered, as customers read it: by the day and its part, in their zone and language."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from bots.settings import Settings
from bots.ways import desk_of, mail_queue_of
from core.language.catalog import read_catalog
from core.language.spec import LANGUAGES
from core.model.ids import Language
from core.model.need import Need
from core.model.offer import Eta, Offer
from core.model.rows import AnsweredMail
from core.model.view import Text
from core.model.wait import MailWait
from handoff.routing import offers

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DESK = desk_of(Settings())
QUEUE = mail_queue_of(Settings())
CATALOG = read_catalog()
EN = Language("en")
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=AMSTERDAM).astimezone(UTC)
WEEK = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "Mo+", "Tu+")  # from 23 November 2026 on

# Asked at | in the zone of | promised by, in Amsterdam | what English customers read
TIMES = """
Mo 10:00 | Europe/Amsterdam    | Mo 12:00  | today at 12:00
Mo 10:00 | Europe/Amsterdam    | Mo 17:30  | today at 17:30
Mo 16:00 | Europe/Amsterdam    | Tu 10:00  | tomorrow morning
Mo 16:00 | Europe/Amsterdam    | Tu 17:30  | tomorrow afternoon
Mo 10:00 | Europe/Amsterdam    | We 12:00  | Wednesday morning
Fr 16:00 | Europe/Amsterdam    | Mo+ 12:00 | Monday morning
Fr 16:00 | Europe/Amsterdam    | Mo+ 17:30 | Monday afternoon
Su 21:00 | Europe/Amsterdam    | Mo+ 17:30 | tomorrow afternoon
Mo 10:00 | Europe/Amsterdam    | Mo+ 17:30 | Monday 30 November at 17:30
Mo 10:00 | Europe/Amsterdam    | Tu+ 12:00 | Tuesday 1 December at 12:00
Mo 10:00 | Europe/Lisbon       | Mo 17:30  | today at 16:30
Mo 10:00 | Europe/Lisbon       | We 12:00  | Wednesday morning
Mo 10:00 | Asia/Shanghai       | Mo 17:30  | tomorrow morning
Mo 10:00 | Asia/Shanghai       | Tu 12:00  | tomorrow evening
Mo 10:00 | Asia/Shanghai       | Tu 17:30  | Wednesday morning
Mo 10:00 | America/Los_Angeles | Mo 17:30  | today at 8:30
Mo 10:00 | America/Los_Angeles | We 17:30  | Wednesday morning
Mo 8:30  | America/Los_Angeles | Mo 17:30  | tomorrow morning
"""


class Row(NamedTuple):
    asked: str
    zone: str
    by: str
    read: str


ROWS = [Row(*(column.strip() for column in line.split("|"))) for line in filter(None, TIMES.splitlines())]


def moment(words: str) -> datetime:
    day, hour = words.split()
    date = datetime(2026, 11, 23, tzinfo=AMSTERDAM) + timedelta(days=WEEK.index(day))
    hours, minutes = map(int, hour.split(":"))
    return date.replace(hour=hours, minute=minutes).astimezone(UTC)


def promised(by: datetime, now: datetime) -> MailWait:
    """By the model, which says about what is told."""
    return MailWait(by, Eta(0, (by - now) // timedelta(minutes=1)), (30.0, 400.0))


def email(need: Need, now: datetime, mail: MailWait | None) -> Offer:
    return next(offer for offer in offers(need, (), now, DESK, mail=mail) if offer.method == "email")


def say(text: Text, language: Language = EN) -> str:
    return CATALOG.say(text.key, text.params, language).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("row", ROWS, ids=" ".join)
def test_a_mail_is_answered_by(row: Row) -> None:
    now, by = moment(row.asked), moment(row.by)
    offer = email(Need(EN, zone=row.zone), now, promised(by, now))
    assert say(offer.reason) == f"E-mail: our team usually answers by {row.read}."
    assert offer.eta == Eta(0, (by - now) // timedelta(minutes=1))


@pytest.mark.parametrize(
    ("need", "read"),
    [
        (Need(EN), "our team usually answers by Wednesday afternoon."),
        (
            Need(EN, "order", 3),
            "the best way for several items at once. Our team usually answers by Wednesday afternoon.",
        ),
        (
            Need(EN, "report", 1, evidence=True),
            "the best way for a report with photos or files. Our team usually answers by Wednesday afternoon.",
        ),
        (
            Need(EN, "dispute", 1),
            "the best way in a dispute, because everything is in writing."
            " Our team usually answers by Wednesday afternoon.",
        ),
    ],
)
def test_it_stands_beside_every_reason(need: Need, read: str) -> None:
    assert say(email(need, MONDAY, promised(moment("We 17:30"), MONDAY)).reason) == f"E-mail: {read}"


@pytest.mark.parametrize(
    ("language", "read"),
    [
        ("en", "E-mail: our team usually answers by Wednesday afternoon."),
        ("es", "Correo electrónico: nuestro equipo suele responder a más tardar el miércoles por la tarde."),
        ("it", "E-mail: di solito il nostro team risponde al più tardi mercoledì pomeriggio."),
        ("fr", "E-mail : notre équipe répond en général au plus tard mercredi après-midi."),
        ("nl", "E-mail: ons team antwoordt meestal uiterlijk woensdagmiddag."),
        ("de", "E-Mail: Unser Team antwortet meist spätestens am Mittwochnachmittag."),
        ("zh", "电子邮件：我们团队的答复通常不晚于周三下午。"),
        ("pl", "E-mail: nasz zespół zwykle odpowiada najpóźniej w środę po południu."),
        ("pt", "E-mail: a nossa equipa costuma responder o mais tardar na quarta-feira à tarde."),
    ],
)
def test_readers_of_every_language_that_people_write_read_it_in_theirs(language: str, read: str) -> None:
    offer = email(Need(Language(language)), MONDAY, promised(moment("We 17:30"), MONDAY))
    assert say(offer.reason, Language(language)) == read


@pytest.mark.parametrize(
    ("language", "read"), [("sv", "senast onsdag eftermiddag"), ("da", "senest onsdag eftermiddag")]
)
def test_readers_of_others_read_it_beside_the_languages_that_people_write(language: str, read: str) -> None:
    offer = email(Need(Language(language)), MONDAY, promised(moment("We 17:30"), MONDAY))
    assert read in say(offer.reason, Language(language))


def test_the_promise_is_the_same_moment_with_its_date() -> None:
    offer = email(Need(EN), MONDAY, promised(moment("We 17:30"), MONDAY))
    assert say(offer.promise) == "You’ll usually have our answer by Wed 25 Nov, 17:30."


@pytest.mark.parametrize("language", [row.code for row in LANGUAGES])
def test_a_desk_without_history_shows_the_same_with_and_without_its_queue(language: Language) -> None:
    need = Need(language)
    assert email(need, MONDAY, QUEUE(language, 7, (), MONDAY)) == email(need, MONDAY, None)


@pytest.mark.parametrize("language", [row.code for row in LANGUAGES])
def test_what_the_queue_reckons_can_be_said_in_every_language(language: Language) -> None:
    history = [AnsweredMail(language, 4, MONDAY - timedelta(days=3), MONDAY - timedelta(days=3, hours=-5))] * 30
    for ahead in (0, 5, 40):
        wait = QUEUE(language, ahead, history, MONDAY)
        offer = email(Need(language), MONDAY, wait)
        assert wait is not None
        assert offer.eta == wait.eta
        assert "{" not in say(offer.reason, language) + say(offer.promise, language)
