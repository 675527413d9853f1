"""A message that goes on from the last one, one that asks two things, and one that says the same again."""

import pytest

from core.language.follow_up import continues, parts, same, with_what_it_continues
from core.model.ids import Language

GOES_ON = {
    "da": ("og til Spanien?", "hvad med sælgere"),
    "de": ("und nach Spanien?", "was ist mit Verkäufern"),
    "en": ("and for Spain?", "what about sellers"),
    "es": ("¿y para España?", "qué pasa con los vendedores"),
    "fr": ("et pour l'Espagne ?", "et pour les vendeurs"),
    "it": ("e per la Spagna?", "e i venditori?"),
    "nl": ("en naar Spanje?", "hoe zit het met verkopers"),
    "pl": ("a do Hiszpanii?", "a co ze sprzedawcami"),
    "pt": ("e para Espanha?", "e quanto a vendedores"),
    "sv": ("och till Spanien?", "hur är det med säljare"),
    "zh": ("那西班牙呢？", "如果是卖家呢"),
}
STANDS_ALONE = {
    "da": "Hvordan sletter jeg min konto?",
    "de": "Wie lösche ich mein Konto?",
    "en": "How do I delete my account?",
    "es": "¿Cómo borro mi cuenta?",
    "fr": "Comment supprimer mon compte ?",
    "it": "Come cancello il mio account?",
    "nl": "Hoe verwijder ik mijn account?",
    "pl": "Jak usunąć konto?",
    "pt": "Como elimino a minha conta?",
    "sv": "Hur tar jag bort mitt konto?",
    "zh": "怎样删除我的账户？",
}


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, texts in GOES_ON.items() for text in texts])
def test_what_goes_on_is_searched_with_what_it_goes_on_from(language: str, text: str) -> None:
    earlier = STANDS_ALONE[language]
    assert continues(text, Language(language))
    assert with_what_it_continues(text, [earlier], Language(language)) == f"{earlier}\n{text}"


@pytest.mark.parametrize(("language", "text"), STANDS_ALONE.items())
def test_what_stands_alone_is_searched_alone(language: str, text: str) -> None:
    assert with_what_it_continues(text, ["something else"], Language(language)) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("da", "Med hvad kan jeg betale?"),
        ("de", "In welche Länder wird versendet?"),
        ("de", "Wenn meine Zahlung fehlschlägt?"),
        ("en", "In which countries do you ship?"),
        ("en", "For how long can I return it?"),
        ("en", "If my payment fails, what do I do?"),
        ("es", "¿A qué países envían?"),
        ("fr", "À qui appartient le site ?"),
        ("it", "A quanto ammontano le spese di spedizione?"),
        ("nl", "In welke landen leveren jullie?"),
        ("pl", "Do jakich krajów wysyłacie?"),
        ("pt", "Com que posso pagar?"),
        ("sv", "Om min betalning misslyckas?"),
        ("zh", "如果付款失败怎么办？"),
    ],
)
def test_a_question_of_its_own_may_begin_with_a_preposition(language: str, text: str) -> None:
    assert not continues(text, Language(language))


def test_a_scrap_that_begins_with_a_preposition_goes_on() -> None:
    assert all(continues(text, Language("en")) for text in ("to Spain?", "with a card?", "if I lose?"))


def test_a_chain_of_follow_ups_goes_back_to_the_question_that_began_it() -> None:
    before = ["Where is my parcel?", "What does shipping cost?", "and for Spain?"]
    said = with_what_it_continues("and with insurance?", before, Language("en"))
    assert said == "What does shipping cost?\nand for Spain?\nand with insurance?"


def test_nothing_before_is_nothing_to_go_on_from() -> None:
    assert with_what_it_continues("and for Spain?", [], Language("en")) == "and for Spain?"


@pytest.mark.parametrize(
    ("language", "text", "asked"),
    [
        ("en", "How do I cancel a bid? What does shipping cost?", ("How do I cancel a bid?", "What does shipping cost?")),
        ("en", "How do I cancel a bid and what does shipping cost?", ("How do I cancel a bid", "what does shipping cost?")),
        ("nl", "Hoe trek ik een bod in en wat kost verzending?", ("Hoe trek ik een bod in", "wat kost verzending?")),
        ("de", "Wie lösche ich mein Konto und wann bekomme ich mein Geld?",
         ("Wie lösche ich mein Konto", "wann bekomme ich mein Geld?")),
        ("zh", "怎样取消出价？运费是多少？", ("怎样取消出价？", "运费是多少？")),
        ("en", "I bought a vase and it arrived broken", None),
        ("en", "Hi! What does shipping cost?", None),
        ("en", "a? b? c?", None),
        ("en", "", None),
        ("en", "\n" * 50_000, None),
    ],
)  # fmt: skip
def test_two_questions_in_one_message(language: str, text: str, asked: tuple[str, ...] | None) -> None:
    assert parts(text, Language(language)) == (asked or (text,))


@pytest.mark.parametrize(
    ("text", "other", "alike"),
    [
        ("Where is my refund?", "where is my REFUND", True),
        ("where is my refund", "where is my refund please", True),
        ("怎样取消出价", "怎样取消出价？", True),
        ("how do I verify my identity", "how do I verifiy my identity", True),
        ("where is my refund", "where is my parcel", False),
        (
            "can you send my parcel to my brother in France please",
            "can you send my parcel to my brother in Spain please",
            False,
        ),
        ("can you send my parcel to my brother please", "can you send my parcel to my brother in France please", False),
        ("how long does it take until a seller gets paid", "how long does it take until a buyer gets paid", False),
        ("你们可以把我的包裹寄到法国的新地址吗", "你们可以把我的包裹寄到德国的新地址吗", False),
        ("where is my parcel", "where is my parcel 3SABCD123", False),
        ("where is H-104202", "where is H-104201", False),
        ("H-104202", "H-104201", False),
        ("refund", "", False),
        ("", "", False),
        ("🙂", "🙂", False),
    ],
)
def test_the_same_question_again(text: str, other: str, alike: bool) -> None:
    assert same(text, other) is alike
    assert same(other, text) is alike
