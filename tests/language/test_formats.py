"""Times, money, lengths of time and lists, as each language writes them."""

from datetime import UTC, datetime

import pytest

from core.language.formats import shown
from core.model.ids import Language
from core.model.view import LanguageNames, Lasting, Moment, Money

TUESDAY = Moment(datetime(2026, 11, 24, 8, 0, tzinfo=UTC), "Europe/Amsterdam")


@pytest.mark.parametrize(
    ("language", "moment", "money", "lasting", "names"),
    [
        ("en", "Tue 24 Nov, 09:00", "€1,000.50", "2 hours", "English and Dutch"),
        ("es", "mar, 24 nov, 9:00", "1.000,50 €", "2 horas", "inglés y neerlandés"),
        ("it", "mar 24 nov, 09:00", "1.000,50 €", "2 ore", "inglese e olandese"),
        ("fr", "mar. 24 nov., 09:00", "1 000,50 €", "2 heures", "anglais et néerlandais"),
        ("nl", "di 24 nov, 09:00", "€ 1.000,50", "2 uur", "Engels en Nederlands"),
        ("de", "Di., 24. Nov., 09:00", "1.000,50 €", "2 Stunden", "Englisch und Niederländisch"),
        ("zh", "11月24日周二, 09:00", "€1,000.50", "2小时", "英语和荷兰语"),
        ("pt", "terça, 24/11, 09:00", "1 000,50 €", "2 horas", "inglês e neerlandês"),
        ("pl", "wt., 24 lis, 09:00", "1 000,50 €", "2 godziny", "angielski i niderlandzki"),
        ("sv", "tis 24 nov., 09:00", "1 000,50 €", "2 timmar", "engelska och nederländska"),
        ("da", "tirs. 24. nov., 09.00", "1.000,50 €", "2 timer", "engelsk og nederlandsk"),
    ],
)
def test_each_language_writes_them_in_its_own_way(language: str, moment: str, money: str, lasting: str, names: str):
    values = (TUESDAY, Money("1000.50", "EUR"), Lasting(7200), LanguageNames(("en", "nl")))
    assert [plain_spaces(shown(value, Language(language))) for value in values] == [moment, money, lasting, names]


def test_the_time_of_day_is_that_of_the_zone_in_summer_too():
    july = Moment(datetime(2026, 7, 1, 8, 0, tzinfo=UTC), "Europe/Amsterdam")
    assert "10:00" in str(shown(july, Language("nl")))


def plain_spaces(text: object) -> str:
    return str(text).replace("\u00a0", " ").replace("\u202f", " ")
