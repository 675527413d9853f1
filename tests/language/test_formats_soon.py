"""A moment as each language says it on the day itself: it answers "when?", in any sentence."""

from datetime import UTC, datetime, timedelta

import pytest

from core.language.catalog import Catalog, read_catalog
from core.language.spec import ENGLISH
from core.language.texts import Entry, Texts
from core.model.ids import Language
from core.model.view import Soon

CATALOG = read_catalog()
NINE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # a Monday in Amsterdam
SIX_DAYS, A_WEEK, A_DAY = timedelta(days=6), timedelta(days=7), timedelta(days=1)


def said(language: str, at: datetime, now: datetime, zone: str = "Europe/Amsterdam", *, roughly: bool = False) -> str:
    """By way of a text that is nothing but the variable."""
    with_when = {
        code: Texts({**texts.entries, "when": Entry(("{when}",))}, texts.plural)
        for code, texts in CATALOG.texts.items()
    }
    when = Catalog(with_when).say("when", {"when": Soon(at, now, zone, roughly)}, Language(language))
    return when.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("language", "today", "tomorrow", "weekday", "date"),
    [
        ("en", "today at 9:00", "tomorrow at 9:00", "Monday at 9:00", "Monday 23 November at 9:00"),
        ("es", "hoy a las 9:00", "mañana a las 9:00", "el lunes a las 9:00", "el lunes 23 de noviembre a las 9:00"),
        ("it", "oggi alle 9:00", "domani alle 9:00", "lunedì alle 9:00", "lunedì 23 novembre alle 9:00"),
        ("fr", "aujourd’hui à 9 h 00", "demain à 9 h 00", "lundi à 9 h 00", "lundi 23 novembre à 9 h 00"),
        ("nl", "vandaag om 9:00 uur", "morgen om 9:00 uur", "maandag om 9:00 uur", "maandag 23 november om 9:00 uur"),
        (
            "de",
            "heute um 9:00 Uhr",
            "morgen um 9:00 Uhr",
            "am Montag um 9:00 Uhr",
            "am Montag, dem 23. November, um 9:00 Uhr",
        ),
        ("zh", "今天 9:00", "明天 9:00", "周一 9:00", "11月23日周一 9:00"),
        (
            "pt",
            "hoje às 9:00",
            "amanhã às 9:00",
            "na segunda-feira às 9:00",
            "na segunda-feira, 23 de novembro, às 9:00",
        ),
        ("pl", "dziś o 9:00", "jutro o 9:00", "w poniedziałek o 9:00", "w poniedziałek 23 listopada o 9:00"),
        ("sv", "i dag kl. 9.00", "i morgon kl. 9.00", "måndag kl. 9.00", "måndag den 23 november kl. 9.00"),
        ("da", "i dag kl. 9.00", "i morgen kl. 9.00", "mandag kl. 9.00", "mandag den 23. november kl. 9.00"),
    ],
)
def test_each_language_says_when_in_its_own_way(language: str, today: str, tomorrow: str, weekday: str, date: str):
    aways = (timedelta(hours=1), A_DAY, SIX_DAYS, A_WEEK)
    assert [said(language, NINE, NINE - away) for away in aways] == [today, tomorrow, weekday, date]


@pytest.mark.parametrize(
    ("language", "tuesday"),
    [
        ("en", "Tuesday at 9:00"),
        ("es", "el martes a las 9:00"),
        ("pl", "we wtorek o 9:00"),
        ("de", "am Dienstag um 9:00 Uhr"),
        ("zh", "周二 9:00"),
    ],
)
def test_every_day_of_the_week_has_its_name(language: str, tuesday: str):
    assert said(language, NINE + A_DAY, NINE - A_DAY) == tuesday
    assert len({said(language, NINE + day * A_DAY, NINE + (day - 3) * A_DAY) for day in range(7)}) == 7


@pytest.mark.parametrize(
    ("language", "at_one", "at_thirteen"),
    [
        ("es", "hoy a la 1:05", "hoy a las 13:05"),
        ("it", "oggi all’1:05", "oggi alle 13:05"),
        ("pt", "hoje à 1:05", "hoje às 13:05"),
        ("fr", "aujourd’hui à 1 h 05", "aujourd’hui à 13 h 05"),
        ("pl", "dziś o 1:05", "dziś o 13:05"),
    ],
)
def test_one_o_clock_is_one_where_the_language_counts_it(language: str, at_one: str, at_thirteen: str):
    one = datetime(2026, 11, 23, 0, 5, tzinfo=UTC)
    assert [said(language, at, one) for at in (one, one + timedelta(hours=12))] == [at_one, at_thirteen]


@pytest.mark.parametrize(
    ("zone", "when"),
    [
        ("Europe/Amsterdam", "today at 23:30"),
        ("Europe/London", "today at 22:30"),
        ("Asia/Shanghai", "tomorrow at 6:30"),
        ("Australia/Lord_Howe", "tomorrow at 9:30"),
    ],
)
def test_the_day_is_that_of_the_zone(zone: str, when: str):
    night = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
    assert said("en", night, night - timedelta(hours=10), zone) == when


def test_tomorrow_begins_at_midnight():
    midnight = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
    assert said("en", midnight, midnight - timedelta(minutes=1)) == "tomorrow at 0:00"


def test_the_day_of_a_change_of_clock_is_a_day_like_any_other():
    sunday = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 2:30 for the first time
    assert [said("en", sunday + timedelta(hours=hour), sunday - A_DAY) for hour in (0, 1, 23)] == [
        "tomorrow at 2:30",
        "tomorrow at 2:30",
        "Monday at 0:30",
    ]


def test_what_is_past_has_its_date():
    assert said("en", NINE, NINE + timedelta(hours=2)) == "today at 9:00"
    assert said("en", NINE, NINE + A_DAY) == "Monday 23 November at 9:00"


def test_a_language_without_the_texts_says_it_in_english():
    english_only = Catalog({ENGLISH: CATALOG.texts[ENGLISH], Language("nl"): Texts({}, lambda _: 0)})
    sentence = Texts({**english_only.texts[ENGLISH].entries, "opens": Entry(("opens {when}",))}, lambda _: 0)
    catalog = Catalog({**english_only.texts, ENGLISH: sentence})
    assert catalog.say("opens", {"when": Soon(NINE, NINE, "UTC")}, Language("nl")) == "opens today at 8:00"


@pytest.mark.parametrize(
    ("language", "tomorrow", "days"),
    [
        (
            "en",
            ("tomorrow morning", "tomorrow afternoon", "tomorrow evening"),
            ("Tuesday morning", "Tuesday afternoon", "Tuesday evening"),
        ),
        (
            "es",
            ("mañana por la mañana", "mañana por la tarde", "mañana por la noche"),
            ("el martes por la mañana", "el martes por la tarde", "el martes por la noche"),
        ),
        (
            "it",
            ("domani mattina", "domani pomeriggio", "domani sera"),
            ("martedì mattina", "martedì pomeriggio", "martedì sera"),
        ),
        ("fr", ("demain matin", "demain après-midi", "demain soir"), ("mardi matin", "mardi après-midi", "mardi soir")),
        ("nl", ("morgenochtend", "morgenmiddag", "morgenavond"), ("dinsdagochtend", "dinsdagmiddag", "dinsdagavond")),
        (
            "de",
            ("morgen Vormittag", "morgen Nachmittag", "morgen Abend"),
            ("am Dienstagvormittag", "am Dienstagnachmittag", "am Dienstagabend"),
        ),
        ("zh", ("明天上午", "明天下午", "明天晚上"), ("周二上午", "周二下午", "周二晚上")),
        (
            "pt",
            ("amanhã de manhã", "amanhã à tarde", "amanhã à noite"),
            ("na terça-feira de manhã", "na terça-feira à tarde", "na terça-feira à noite"),
        ),
        (
            "pl",
            ("jutro przed południem", "jutro po południu", "jutro wieczorem"),
            ("we wtorek przed południem", "we wtorek po południu", "we wtorek wieczorem"),
        ),
        (
            "sv",
            ("i morgon förmiddag", "i morgon eftermiddag", "i morgon kväll"),
            ("tisdag förmiddag", "tisdag eftermiddag", "tisdag kväll"),
        ),
        (
            "da",
            ("i morgen formiddag", "i morgen eftermiddag", "i morgen aften"),
            ("tirsdag formiddag", "tirsdag eftermiddag", "tirsdag aften"),
        ),
    ],
)
def test_roughly_each_language_names_the_part_of_the_day(
    language: str, tomorrow: tuple[str, ...], days: tuple[str, ...]
):
    tuesday = NINE + A_DAY
    parts = [tuesday + timedelta(hours=hours) for hours in (0, 8, 12)]
    for ahead, expected in ((A_DAY, tomorrow), (3 * A_DAY, days)):
        assert tuple(said(language, at, tuesday - ahead, roughly=True) for at in parts) == expected


@pytest.mark.parametrize(
    ("hour", "part"),
    [
        ("10:00", "tomorrow morning"),
        ("12:00", "tomorrow morning"),  # by then it is over
        ("12:30", "tomorrow afternoon"),
        ("18:00", "tomorrow afternoon"),
        ("18:30", "tomorrow evening"),
    ],
)
def test_a_part_of_the_day_ends_no_sooner_than_the_moment(hour: str, part: str):
    at = datetime.fromisoformat(f"2026-11-24T{hour}+01:00")
    assert said("en", at, NINE, roughly=True) == part


@pytest.mark.parametrize(
    ("after", "when"),
    [
        (timedelta(hours=8), "today at 17:00"),
        (timedelta(hours=15), "tomorrow at 0:00"),  # today's last moment
        (A_WEEK - timedelta(hours=9), "Sunday evening"),  # ends at midnight
        (A_WEEK + timedelta(hours=8), "Monday 30 November at 17:00"),
    ],
)
def test_today_and_beyond_a_week_the_time_of_day_is_said(after: timedelta, when: str):
    assert said("en", NINE + after, NINE, roughly=True) == when


def test_the_part_of_the_day_is_that_of_the_zone():
    closing = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)
    zones = ("America/Los_Angeles", "Europe/Amsterdam", "Asia/Tokyo")
    assert [said("en", closing, NINE - A_DAY, zone, roughly=True) for zone in zones] == [
        "Tuesday morning",
        "Tuesday afternoon",
        "Wednesday morning",
    ]
