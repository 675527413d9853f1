"""Questions to begin with, in the customer's language."""

_QUESTIONS = {
    "en": ("When do I get my money back?", "What does shipping cost?", "My parcel has not arrived"),
    "nl": ("Wanneer krijg ik mijn geld terug?", "Wat kost verzending?", "Mijn pakket is niet aangekomen"),
    "pl": ("Kiedy dostanę zwrot pieniędzy?", "Ile kosztuje wysyłka?", "Moja paczka nie dotarła"),
    "de": ("Wann bekomme ich mein Geld zurück?", "Was kostet der Versand?", "Mein Paket ist nicht angekommen"),
    "fr": ("Quand serai-je remboursé ?", "Combien coûte la livraison ?", "Mon colis n'est pas arrivé"),
    "es": ("¿Cuándo recibiré mi reembolso?", "¿Cuánto cuesta el envío?", "Mi paquete no ha llegado"),
    "it": ("Quando ricevo il rimborso?", "Quanto costa la spedizione?", "Il mio pacco non è arrivato"),
    "sv": ("När får jag pengarna tillbaka?", "Vad kostar frakten?", "Mitt paket har inte kommit fram"),
    "da": ("Hvornår får jeg pengene tilbage?", "Hvad koster fragten?", "Min pakke er ikke kommet"),
    "zh": ("我什么时候能收到退款？", "运费是多少？", "我的包裹还没到"),
    "pt": ("Quando recebo o meu dinheiro de volta?", "Quanto custa o envio?", "A minha encomenda não chegou"),
}


def suggestions(language: str) -> tuple[str, ...]:
    """English ones for a language that has none."""
    return _QUESTIONS.get(language, _QUESTIONS["en"])
