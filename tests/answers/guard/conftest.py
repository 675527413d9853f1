"""One short article in eleven languages, which all say the same, and the rules that an answer breaks against it."""

from collections.abc import Callable

import pytest

from core.answers.guard import Source, check

TEXTS = {
    "en": (
        "Your refund takes 5 to 10 working days and costs €1,000.50 or 9%. "
        "You can cancel a bid until 17:00 on 14 September 2026 in **My bids**. "
        "You cannot return used items."
    ),
    "da": (
        "Din refusion tager 5 til 10 hverdage og koster 1.000,50 € eller 9 %. "
        "Du kan annullere et bud indtil kl. 17.00 den 14. september 2026 under **Mine bud**. "
        "Du kan ikke returnere brugte varer."
    ),
    "de": (
        "Ihre Erstattung dauert 5 bis 10 Werktage und kostet 1.000,50 € oder 9 %. "
        "Sie können ein Gebot bis 17 Uhr am 14. September 2026 unter **Meine Gebote** stornieren. "
        "Sie können benutzte Artikel nicht zurückgeben."
    ),
    "es": (
        "Su reembolso tarda de 5 a 10 días laborables y cuesta 1.000,50 € o el 9 %. "
        "Puede cancelar una puja hasta las 17:00 del 14 de septiembre de 2026 en **Mis pujas**. "
        "No puede devolver artículos usados."
    ),
    "fr": (
        "Votre remboursement prend 5 à 10 jours ouvrés et coûte 1 000,50 € ou 9 %. "
        "Vous pouvez annuler une enchère jusqu’à 17 h le 14 septembre 2026 dans **Mes enchères**. "
        "Vous ne pouvez pas retourner des articles utilisés."
    ),
    "it": (
        "Il rimborso richiede da 5 a 10 giorni lavorativi e costa 1.000,50 € o il 9%. "
        "Puoi annullare un’offerta fino alle 17:00 del 14 settembre 2026 in **Le mie offerte**. "
        "Non puoi restituire articoli usati."
    ),
    "nl": (
        "Je terugbetaling duurt 5 tot 10 werkdagen en kost € 1.000,50 of 9%. "
        "Je kunt een bod annuleren tot 17.00 uur op 14 september 2026 in **Mijn biedingen**. "
        "Je kunt gebruikte artikelen niet retourneren."
    ),
    "pl": (
        "Zwrot pieniędzy trwa od 5 do 10 dni roboczych i kosztuje 1000,50 € lub 9%. "
        "Możesz anulować ofertę do godz. 17:00 14 września 2026 w sekcji **Moje oferty**. "
        "Nie możesz zwrócić używanych przedmiotów."
    ),
    "pt": (
        "O reembolso demora 5 a 10 dias úteis e custa 1.000,50 € ou 9 %. "
        "Pode cancelar uma licitação até às 17h00 de 14 de setembro de 2026 em **As minhas licitações**. "
        "Não pode devolver artigos usados."
    ),
    "sv": (
        "Återbetalningen tar 5 till 10 arbetsdagar och kostar 1 000,50 € eller 9 %. "
        "Du kan avbryta ett bud till kl. 17.00 den 14 september 2026 under **Mina bud**. "
        "Du kan inte returnera begagnade varor."
    ),
    "zh": (
        "退款需要 5 至 10 个工作日，费用为 1,000.50 欧元或 9%。"
        "您可以在 2026年9月14日17:00 之前在**我的出价**中取消出价。"
        "您不能退回用过的物品。"
        ""
    ),
}

Breaks = Callable[..., set[str]]


@pytest.fixture
def article() -> Callable[[str], Source]:
    return lambda language: Source("Help", TEXTS[language], f"https://help.example/{language}/help", language)


@pytest.fixture
def breaks(article: Callable[[str], Source]) -> Breaks:
    """The names of the rules that a text breaks; without another source, against the article in its language."""

    def broken(
        text: str, language: str = "en", source: str | Source = "", question: str = "", told: str = ""
    ) -> set[str]:
        cited = Source("Help", source, "https://help.example/a", language) if isinstance(source, str) else source
        sources = [cited if source else article(language)]
        return {failure.rule for failure in check(text, sources, language, question, instructions=told)}

    return broken
