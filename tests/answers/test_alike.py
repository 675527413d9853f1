"""Two requests that are one, and two that only look like it, as customers of each language write them."""

import pytest

from core.answers.alike import alike
from core.model.ids import Language

ALIKE = {
    "da": [
        ("Hvornår kommer min pakke?", "Hvornår kommer pakken?"),
        ("Pakken er ikke kommet", "Min pakke er stadig ikke kommet"),
    ],
    "de": [
        ("Wo bleibt meine Rückerstattung?", "Wann bleibt die Rückerstattung aus?"),
        ("Mein Paket ist beschädigt angekommen", "Das Paket ist beschädigt angekommen, bitte helfen Sie mir"),
        ("Rechnung herunterladen", "Wie kann ich die Rechnungen herunterladen?"),
    ],
    "en": [
        ("Where is my refund?", "When will I get my refund?"),
        ("Where is my refund?", "where is my refund??"),
        ("The seller has not sent my vase", "My vase: the seller still has not sent it"),
        ("My parcel arrived broken", "My parcel has arrived and it is broken, please help"),
        (
            "I paid for the vase by iDEAL on Monday and the order is still open",
            "I paid for my vase by iDEAL on Monday and the order still shows as open",
        ),
    ],
    "es": [
        ("¿Dónde está mi reembolso?", "¿Cuándo tengo el reembolso?"),
        ("El paquete llegó roto", "El paquete llegó roto, por favor ayuda"),
    ],
    "fr": [
        ("Où est mon remboursement ?", "Quand est mon remboursement ?"),
        ("Mon colis est arrivé cassé", "Bonjour, mon colis est arrivé cassé"),
    ],
    "it": [
        ("Dov'è il mio rimborso?", "Dove il rimborso?"),
        ("Il pacco è arrivato rotto", "Il mio pacco è arrivato rotto, per favore"),
    ],
    "nl": [
        ("Waar is mijn terugbetaling?", "Wanneer krijg ik mijn terugbetaling?"),
        ("Mijn pakket is niet aangekomen", "Het pakket is nog niet aangekomen"),
    ],
    "pl": [
        ("Gdzie jest mój zwrot?", "Kiedy będzie zwrot?"),
        ("Paczka przyszła uszkodzona", "Moja paczka przyszła uszkodzona, proszę o pomoc"),
        ("Nie dostałem faktury za wazon", "Nie dostałam faktury za wazon"),
    ],
    "pt": [
        ("Onde está o meu reembolso?", "Quando é o reembolso?"),
        ("A encomenda chegou partida", "A minha encomenda chegou partida, por favor"),
    ],
    "sv": [
        ("Var är min återbetalning?", "När har jag min återbetalning?"),
        ("Paketet kom trasigt", "Hej, mitt paket kom trasigt"),
    ],
    "zh": [
        ("退款在哪里？", "我的退款在哪里"),
        ("包裹坏了", "我的包裹坏了"),
    ],
}

APART = {
    "da": [("Hvor er min pakke?", "Hvor er min faktura?"), ("Pakken er kommet", "Pakken er ikke kommet")],
    "de": [
        ("Wo ist mein Paket?", "Wo ist meine Rechnung?"),
        ("Mein Paket ist angekommen", "Mein Paket ist nicht angekommen"),
        ("Versand nach Spanien", "Versand nach Portugal"),
    ],
    "en": [
        ("Where is my refund?", "How do I pay?"),
        ("How much is shipping to France for a chair", "How much is shipping to Spain for a chair"),
        ("My refund for H-104233 has not come", "My refund for H-104244 has not come"),
        ("My parcel has arrived", "My parcel has not arrived"),
        ("I can't log in", "I can't pay"),
        ("Cancel my order", "Where is my order?"),
        ("My vase is broken", "My lamp is broken"),
        ("Where is my refund?", "My parcel arrived broken and the seller does not answer, where is my refund?"),
        ("", "Where is my refund?"),
        ("Where is my refund?", ""),
        ("Hello", "How do I pay?"),
    ],
    "es": [("¿Dónde está mi paquete?", "¿Dónde está mi factura?"), ("Ha llegado roto", "No ha llegado")],
    "fr": [("Où est mon colis ?", "Où est ma facture ?"), ("Le colis est arrivé", "Le colis n’est pas arrivé")],
    "it": [("Dov'è il pacco?", "Dov'è la fattura?"), ("Il pacco è arrivato", "Il pacco non è arrivato")],
    "nl": [("Waar is mijn pakket?", "Waar is mijn factuur?"), ("Het is aangekomen", "Het is niet aangekomen")],
    "pl": [("Gdzie jest paczka?", "Gdzie jest faktura?"), ("Paczka przyszła", "Paczka nie przyszła")],
    "pt": [("Onde está a encomenda?", "Onde está a fatura?"), ("A encomenda chegou", "A encomenda não chegou")],
    "sv": [("Var är mitt paket?", "Var är min faktura?"), ("Paketet har kommit", "Paketet har inte kommit")],
    "zh": [("我的退款在哪里？", "我的包裹在哪里？"), ("包裹到了", "包裹没到")],
}

_SAME = [(language, *pair) for language, pairs in ALIKE.items() for pair in pairs]
_OTHER = [(language, *pair) for language, pairs in APART.items() for pair in pairs]


@pytest.mark.parametrize(("language", "text", "other"), _SAME)
def test_the_same_request_in_other_words(language: str, text: str, other: str) -> None:
    assert alike(text, other, Language(language))
    assert alike(other, text, Language(language))


@pytest.mark.parametrize(("language", "text", "other"), _OTHER)
def test_another_request_in_similar_words(language: str, text: str, other: str) -> None:
    assert not alike(text, other, Language(language))
    assert not alike(other, text, Language(language))
