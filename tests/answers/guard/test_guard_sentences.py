"""What the sources do not say, or say the other way round, is refused; the right language is asked for."""

import pytest

from core.answers.guard import Source, check

TURNED = [
    ("en", "You cannot cancel a bid in **My bids**."),
    ("da", "Du kan ikke annullere et bud under **Mine bud**."),
    ("de", "Sie können benutzte Artikel zurückgeben."),
    ("es", "Puede devolver artículos usados."),
    ("fr", "Vous pouvez retourner des articles utilisés."),
    ("it", "Puoi restituire articoli usati."),
    ("nl", "Je kunt gebruikte artikelen retourneren."),
    ("pl", "Możesz zwrócić używane przedmioty."),
    ("pt", "Pode devolver artigos usados."),
    ("sv", "Du kan returnera begagnade varor."),
    ("zh", "您能退回用过的物品。"),
    ("en", "You can cancel a bid after 17:00 on 14 September 2026 in **My bids**."),
]


@pytest.mark.parametrize(("language", "text"), TURNED)
def test_the_opposite_of_what_the_source_says_is_refused(breaks, language: str, text: str) -> None:
    assert "sentence" in breaks(text, language)


def test_before_is_not_after(breaks) -> None:
    source = "You can change your bid before the auction ends."
    assert breaks("You can change the bid after the auction ends.", "en", source) == {"sentence"}
    assert breaks("You can change the bid before the auction ends.", "en", source) == set()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Our office in the old harbour sells tickets for concerts."),
        ("da", "Vores kontor ved den gamle havn sælger billetter til koncerter."),
        ("de", "Unser Büro am alten Hafen verkauft Karten für Konzerte."),
        ("es", "Nuestra oficina en el puerto antiguo vende entradas para conciertos."),
        ("fr", "Notre bureau du vieux port vend des billets pour des concerts."),
        ("it", "Il nostro ufficio nel vecchio porto vende biglietti per concerti."),
        ("nl", "Ons kantoor in de oude haven verkoopt kaartjes voor concerten."),
        ("pl", "Nasze biuro w starym porcie sprzedaje bilety na koncerty."),
        ("pt", "O nosso escritório no porto antigo vende bilhetes para concertos."),
        ("sv", "Vårt kontor i den gamla hamnen säljer biljetter till konserter."),
        ("zh", "我们位于旧港口的办公室出售音乐会门票。"),
    ],
)
def test_what_no_source_says_is_refused(breaks, language: str, text: str) -> None:
    assert breaks(text, language) == {"sentence"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "A refund takes 5 to 10 business days. I hope this helps!"),
        ("da", "En refusion tager 5-10 hverdage. Jeg håber, det hjælper!"),
        ("de", "Die Erstattung dauert 5-10 Werktage. Ich hoffe, das hilft Ihnen weiter."),
        ("es", "El reembolso tarda 5-10 días laborables. Espero que le ayude."),
        ("fr", "Le remboursement prend de 5 à 10 jours ouvrés. Bonne journée !"),
        ("it", "Il rimborso richiede 5-10 giorni lavorativi. Spero che ti sia utile."),
        ("nl", "De terugbetaling duurt 5-10 werkdagen. Ik hoop dat dit helpt."),
        ("pl", "Zwrot pieniędzy trwa 5-10 dni roboczych. Mam nadzieję, że to pomoże."),
        ("pt", "O reembolso demora de 5 a 10 dias úteis. Espero que isto ajude."),
        ("sv", "En återbetalning tar 5–10 arbetsdagar. Jag hoppas att det hjälper."),
        ("zh", "退款需要5到10个工作日。希望对您有帮助！"),
    ],
)
def test_other_words_for_the_same_and_courtesies_pass(breaks, language: str, text: str) -> None:
    assert breaks(text, language) == set()


OTHERS = {
    "en": "You will find the bids on the page of the auction, at the top.",
    "da": "Du finder buddene øverst på auktionens side, hvis du er logget ind.",
    "de": "Sie finden die Gebote oben auf der Seite der Auktion.",
    "es": "Encontrarás las pujas en la parte superior de la página de la subasta.",
    "fr": "Vous trouverez les enchères en haut de la page de la vente.",
    "it": "Troverai le offerte nella parte superiore della pagina dell'asta.",
    "nl": "Je vindt de biedingen bovenaan de pagina van de veiling.",
    "pl": "Oferty znajdziesz na górze strony aukcji, gdy jesteś zalogowany.",
    "pt": "Encontra as licitações na parte superior da página do leilão.",
    "sv": "Du hittar buden högst upp på auktionens sida när du är inloggad.",
    "zh": "您可以在拍卖页面的顶部找到所有的出价。",
}


@pytest.mark.parametrize("language", OTHERS)
def test_an_answer_is_in_the_language_that_was_asked_for(breaks, language: str) -> None:
    assert [written for written in OTHERS if "language" not in breaks(OTHERS[written], language)] == [language]


def test_a_sentence_in_another_language_is_found_among_others(breaks, article) -> None:
    text = f"{article('nl').markdown} You can find all of the bids at the top of the page."
    assert "language" in breaks(text, "nl")


@pytest.mark.parametrize("text", ["**Hamerslag**", "Visa, Mastercard, iDEAL", "OK."])
def test_names_and_single_words_have_no_language(breaks, text: str) -> None:
    assert "language" not in breaks(text, "pl", text + " a")


def test_a_quotation_is_in_the_language_of_its_source(breaks, article) -> None:
    assert breaks(article("en").markdown, "pl", article("en")) == set()


def test_in_another_language_a_name_that_no_source_has_is_refused() -> None:
    source = Source("Paying", "You can pay with iDEAL and BLIK.", "", "en")
    assert check("Je kunt betalen met iDEAL en BLIK.", [source], "nl") == ()
    assert {failure.rule for failure in check("Je kunt betalen met PayPal.", [source], "nl")} == {"sentence"}
    assert {failure.rule for failure in check("您可以使用Klarna付款。", [source], "zh")} == {"sentence"}


def test_what_two_sources_say_together_is_supported() -> None:
    sources = [Source("A", "Pay by card.", "", "en"), Source("B", "Collect at the warehouse.", "", "en")]
    assert check("Pay by card and collect at the warehouse.", sources, "en") == ()


def test_without_a_source_nothing_may_be_said() -> None:
    assert {failure.rule for failure in check("You can pay by card.", [], "en")} == {"sentence"}


PAYS = (
    "The seller pays for the return if the item is not as described. You can return an item in its original packaging."
)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("If the item isn't as described, the seller pays for the return.", True),
        ("If the item is not as described, the buyer pays for the return.", False),
        ("The seller does not pay for the return if the item is not as described.", False),
        ("You cannot return an item in its original packaging.", False),
        ("Yes, you can return the item in its original packaging.", True),
    ],
)
def test_clauses_are_compared_each_with_its_own(breaks, text: str, *, right: bool) -> None:
    assert breaks(text, "en", PAYS) == (set() if right else {"sentence"})
