"""Numbers, amounts, dates and times are the same in whichever language they are written."""

from collections import Counter

import pytest

from core.answers.figures import figures


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "A fee of €1,000.50, or 9.5%, within 24 hours"),
        ("en", "EUR 1,000.50 at 9.5 per cent, 24 hours"),
        ("da", "Et gebyr på 1.000,50 €, eller 9,5 %, inden for 24 timer"),
        ("de", "Eine Gebühr von 1.000,50 Euro oder 9,5 Prozent innerhalb von 24 Stunden"),
        ("es", "Una comisión de 1.000,50 euros, o el 9,5 por ciento, en 24 horas"),
        ("fr", "Des frais de 1\u202f000,50\u00a0€, soit 9,5\u00a0%, sous 24\u00a0heures"),
        ("it", "Una commissione di 1.000,50 €, cioè il 9,5 per cento, entro 24 ore"),
        ("nl", "Kosten van € 1.000,50, of 9,5 procent, binnen 24 uur"),
        ("pl", "Opłata 1\u00a0000,50 euro, czyli 9,5%, w ciągu 24 godzin"),
        ("pt", "Uma taxa de 1000,50 €, ou 9,5 por cento, em 24 horas"),
        ("sv", "En avgift på 1 000,50 €, eller 9,5 procent, inom 24 timmar"),
        ("zh", "费用为 1,000.50 欧元，即９.５％，２４小时内"),
    ],
)
def test_amounts_percentages_and_numbers(language: str, text: str) -> None:
    assert figures(text, language) == {"€1000.5": 1, "9.5%": 1, "24": 1}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "14 September 2026 at 18:30"),
        ("en", "September 14, 2026, 18:30"),
        ("da", "14. september 2026 kl. 18.30"),
        ("de", "14. September 2026 um 18.30 Uhr"),
        ("es", "14 de septiembre de 2026, 18:30"),
        ("fr", "14 septembre 2026 à 18 h 30"),
        ("it", "14 settembre 2026, ore 18.30"),
        ("nl", "14-09-2026 om 18.30 uur"),
        ("pl", "14 września 2026 o 18:30"),
        ("pt", "14/09/2026 às 18h30"),
        ("sv", "2026-09-14 klockan 18.30"),
        ("zh", "2026年9月14日18:30，"),
    ],
)
def test_dates_and_times(language: str, text: str) -> None:
    assert figures(text, language) == {"2026-09-14": 1, "18:30": 1}


@pytest.mark.parametrize(
    ("language", "text", "read"),
    [
        ("en", "14th September, or 3 May", {"09-14": 1, "05-03": 1}),
        ("fr", "le 1er août", {"08-01": 1}),
        ("zh", "９月１４日", {"09-14": 1}),
        ("zh", "1.5万欧元", {"€15000": 1}),
        ("zh", "3 千克，5，100", {"3": 1, "5": 1, "100": 1}),
        ("pl", "500 zł, 5 kroków", {"zł500": 1, "5": 1}),
        ("sv", "10 000 kronor", {"kr10000": 1}),
        ("en", "3 or 3 photos", {"3": 2}),
        ("de", "2.50 €", {"02:50": 1}),  # an English amount in German is not the amount
        ("en", "1.000 items", {"1": 1}),
        ("en", "nothing", {}),
    ],
)
def test_forms_of_their_own(language: str, text: str, read: dict[str, int]) -> None:
    assert figures(text, language) == Counter(read)
