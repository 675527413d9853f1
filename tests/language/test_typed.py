"""What typed words stand for: tables of texts at the screens where they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.language.catalog import read_catalog
from core.language.names import name_of
from core.language.normal import folded
from core.language.spec import BY_CODE, LanguageSpec
from core.language.typed import email_in, typed, wants_person
from core.model.ids import Language
from core.model.view import Button, text

CATALOG = read_catalog()

CHOOSING = (
    Button(text("button.live_chat"), "offer.live_chat"),
    Button(text("button.email"), "offer.email"),
    Button(text("button.cancel"), "cancel"),
)
ADDRESS = (
    Button(text("button.use_email", email="anna@example.com"), "use_email"),
    Button(text("button.cancel"), "cancel"),
)
IDLE = (Button(text("button.talk"), "talk"),)


def stands_for(words: str, buttons: tuple[Button, ...], language: str = "en", digits: bool = False) -> str:
    return typed(words, buttons, Language(language), CATALOG, digits)


COMMANDS = [
    ("/start", "start"),
    ("/start article-17", "start"),
    ("/START", "start"),
    ("/support", "talk"),
    (" /support ", "talk"),
    ("/support@hamerslag_bot", "talk"),
    ("/support@hamerslag_bot my parcel\nis lost", "talk"),
    ("/cancel", "cancel"),
    ("/klantenservice", "talk"),
    ("/soporte", "talk"),
    ("/abbrechen", "cancel"),
    ("/anuluj", "cancel"),
    ("/privacy", "privacy"),
    ("/datenschutz", "privacy"),
    ("/RODO", "privacy"),
    ("/language", "languages"),
    ("/LANGUAGE@hamerslag_bot", "languages"),
    ("/idioma", "languages"),
    ("/sprache", "languages"),
    ("/language polski", "language.pl"),
    ("/language@hamerslag_bot Chinese", "language.zh"),
    ("/taal duits", "language.de"),
    ("/language of my parcel", "languages"),
    ("/starting", ""),
    ("start", ""),
    ("go to /start", ""),
]


def test_commands():
    assert [(words, action) for words, action in COMMANDS if stands_for(words, IDLE) != action] == []


@pytest.mark.parametrize(
    ("words", "language", "action"),
    [
        ("Talk to customer support", "en", "talk"),
        ("talk to customer support!", "en", "talk"),
        ("👤 Talk to customer support", "nl", "talk"),
        ("praat met de klantenservice", "nl", "talk"),
        ("Porozmawiaj z obsługą klienta", "pl", "talk"),
        ("porozmawiaj z obsluga klienta", "pl", "talk"),
        ("Porozmawiaj z obsługą klienta", "nl", ""),
        ("I want to talk to customer support about my parcel", "en", ""),
        ("", "en", ""),
        ("!!!", "en", ""),
    ],
)
def test_a_buttons_label_in_the_customers_language_or_in_english(words: str, language: str, action: str):
    assert stands_for(words, IDLE, language) == action


@pytest.mark.parametrize("words", ["cancel", "Anuluj", "wróć do czatu", "Back to the chat"])
def test_a_form_before_a_chat_is_left_with_either_word(words: str):
    assert stands_for(words, (Button(text("button.back_to_chat"), "cancel"),), "pl") == "cancel"


def test_a_label_with_an_address_in_it():
    assert stands_for("use anna@example.com", ADDRESS) == "use_email"


@pytest.mark.parametrize(
    ("words", "action"),
    [
        ("1", "offer.live_chat"),
        ("2", "offer.email"),
        ("2.", "offer.email"),
        ("2️⃣", "offer.email"),
        ("3", "cancel"),
        ("4", ""),
        ("0", ""),
        ("12", ""),
        ("1 2", ""),
    ],
)
def test_numbers_where_ways_are_listed(words: str, action: str):
    assert stands_for(words, CHOOSING, digits=True) == action


def test_a_number_elsewhere_is_a_number():
    assert stands_for("1", CHOOSING, digits=False) == ""


SHORT_WORDS = [
    ("chat", CHOOSING, "offer.live_chat"),
    ("Live chat", CHOOSING, "offer.live_chat"),
    ("czat", CHOOSING, "offer.live_chat"),
    ("email", CHOOSING, "offer.email"),
    ("E-mail!", CHOOSING, "offer.email"),
    ("mail", CHOOSING, "offer.email"),
    ("per e-mail", CHOOSING, "offer.email"),
    ("e-mailem", CHOOSING, "offer.email"),
    ("par courriel", CHOOSING, "offer.email"),
    ("por correo electrónico", CHOOSING, "offer.email"),
    ("per Mail", CHOOSING, "offer.email"),
    ("pelo e-mail", CHOOSING, "offer.email"),
    ("via e-post", CHOOSING, "offer.email"),
    ("på mail", CHOOSING, "offer.email"),
    ("posta elettronica", CHOOSING, "offer.email"),
    ("邮件", CHOOSING, "offer.email"),
    ("in chat", CHOOSING, "offer.live_chat"),
    ("chatta", CHOOSING, "offer.live_chat"),
    ("在线聊天", CHOOSING, "offer.live_chat"),
    ("email", IDLE, ""),
    ("chat", ADDRESS, ""),
    ("what is your email?", CHOOSING, ""),
]


def test_short_words_for_ways_that_are_offered():
    assert [row for row in SHORT_WORDS if stands_for(row[0], row[1]) != row[2]] == []


ASK_FOR_A_PERSON = [
    ("talk to a human", "en"),
    ("I want to speak with a person", "en"),
    ("Real agent please!", "en"),
    ("can i talk to someone", "en"),
    ("Hi, I’d like to speak to someone from support", "en"),
    ("connect me to an agent", "en"),
    ("is there a real person here?", "en"),
    ("I need a human", "en"),
    ("customer service", "en"),
    ("HUMAN!!!", "nl"),
    ("medewerker", "nl"),
    ("mag ik een mens spreken?", "nl"),
    ("Kan ik met een medewerker praten?", "nl"),
    ("ik wil graag iemand van de klantenservice spreken", "nl"),
    ("ik wil een echt mens aub", "nl"),
    ("verbind me door met een collega", "nl"),
    ("geen robot", "nl"),
    ("chcę rozmawiać z człowiekiem", "pl"),
    ("Chciałabym porozmawiać z konsultantem", "pl"),
    ("konsultant", "pl"),
    ("proszę o kontakt z konsultantem", "pl"),
    ("poproszę konsultanta", "pl"),
    ("czy mogę z kimś porozmawiać?", "pl"),
    ("quiero hablar con una persona", "es"),
    ("Hola, ¿puedo hablar con alguien de atención al cliente, por favor?", "es"),
    ("pásame con un agente", "es"),
    ("¿hay alguien ahí?", "es"),
    ("vorrei parlare con un operatore", "it"),
    ("Posso parlare con una persona vera?", "it"),
    ("mi passi un operatore, per favore", "it"),
    ("c'è qualcuno?", "it"),
    ("je voudrais parler à un conseiller", "fr"),
    ("Bonjour, puis-je parler à quelqu’un, s’il vous plaît ?", "fr"),
    ("passez-moi un humain", "fr"),
    ("j'ai besoin d'un vrai humain", "fr"),
    ("Ich möchte mit einem Menschen sprechen", "de"),
    ("kann ich bitte mit einem Mitarbeiter reden", "de"),
    ("Verbinden Sie mich mit dem Kundendienst!", "de"),
    ("ich will endlich einen echten Menschen", "de"),
    ("转人工", "zh"),
    ("我要找人工客服", "zh"),
    ("请帮我转接真人客服，谢谢", "zh"),
    ("我不想跟机器人说话！", "zh"),
    ("有真人吗？", "zh"),
    ("quero falar com uma pessoa", "pt"),
    ("Boa tarde, posso falar com um atendente?", "pt"),
    ("me passa para um atendente", "pt"),
    ("não quero falar com um robô", "pt"),
    ("jag vill prata med en människa", "sv"),
    ("Kan jag få prata med någon på kundtjänst?", "sv"),
    ("koppla mig till en handläggare tack", "sv"),
    ("jeg vil gerne tale med et menneske", "da"),
    ("Må jeg få lov at tale med en fra kundeservice?", "da"),
    ("giv mig et rigtigt menneske", "da"),
    ("konsultant", "nl"),
    ("kundtjänst", "en"),
    ("人工客服", "de"),
    ("I want a damn human", "sv"),
    ("polacz mnie z obsluga klienta", "pl"),
    ("czy jest tu jakiś człowiek?", "pl"),
]


def test_who_asks_for_a_person():
    assert [(words, code) for words, code in ASK_FOR_A_PERSON if not wants_person(words, Language(code))] == []


ASK_FOR_SOMETHING_ELSE = [
    ("help", "en"),
    ("I need help", "en"),
    ("support", "en"),
    ("can you help me please", "en"),
    ("are you a human?", "en"),
    ("I need support with my parcel", "en"),
    ("the seller is not a real person", "en"),
    ("how do I contact the seller", "en"),
    ("what are the hours of customer service", "en"),
    ("someone bid on my item", "en"),
    ("please", "en"),
    ("hulp", "nl"),
    ("kun je me helpen", "nl"),
    ("iemand heeft mijn pakket", "nl"),
    ("hoe bereik ik de verkoper", "nl"),
    ("ik wil mijn geld terug", "nl"),
    ("ayuda", "es"),
    ("necesito ayuda", "es"),
    ("la persona que vende no contesta", "es"),
    ("quiero contactar con el vendedor", "es"),
    ("aiuto", "it"),
    ("la persona non risponde", "it"),
    ("come contatto il venditore", "it"),
    ("aidez-moi", "fr"),
    ("besoin d'aide", "fr"),
    ("je veux contacter le vendeur", "fr"),
    ("il y a quelqu'un qui a surenchéri", "fr"),
    ("Hilfe", "de"),
    ("ich brauche Hilfe", "de"),
    ("der Verkäufer ist kein Mensch", "de"),
    ("Gibt es hier einen Chat?", "de"),
    ("帮助", "zh"),
    ("我需要帮助", "zh"),
    ("卖家是真人吗", "zh"),
    ("有人出价比我高", "zh"),
    ("ajuda", "pt"),
    ("preciso de ajuda", "pt"),
    ("quero falar com o vendedor", "pt"),
    ("hjälp", "sv"),
    ("jag vill prata med säljaren", "sv"),
    ("hjælp", "da"),
    ("jeg vil tale med sælgeren", "da"),
    ("pomoc", "pl"),
    ("potrzebuję pomocy", "pl"),
    ("chcę zwrot pieniędzy", "pl"),
    ("osoba sprzedająca nie odpowiada", "pl"),
    ("jak skontaktować się ze sprzedawcą", "pl"),
    ("", "pl"),
]


def test_who_asks_for_something_else():
    assert [(words, code) for words, code in ASK_FOR_SOMETHING_ELSE if wants_person(words, Language(code))] == []


ASK_FOR_A_LANGUAGE = [
    ("po polsku", "pl"),
    ("polski", "pl"),
    ("Czy możemy po polsku?", "pl"),
    ("in English please", "en"),
    ("English?", "en"),
    ("do you speak english", "en"),
    ("can you write in Portuguese, please", "pt"),
    ("Polish please", "pl"),
    ("auf Deutsch bitte", "de"),
    ("Sprechen Sie Deutsch?", "de"),
    ("Deutsch!", "de"),
    ("en español", "es"),
    ("castellano por favor", "es"),
    ("¿hablas español?", "es"),
    ("parla italiano?", "it"),
    ("preferisco l'italiano", "it"),
    ("in italiano per favore", "it"),
    ("en français svp", "fr"),
    ("Parlez-vous français ?", "fr"),
    ("nederlands", "nl"),
    ("kan het in het Nederlands?", "nl"),
    ("ik spreek alleen nederlands", "nl"),
    ("vlaams", "nl"),
    ("中文", "zh"),
    ("用中文", "zh"),
    ("请说中文，谢谢", "zh"),
    ("可以用中文吗？", "zh"),
    ("chinois", "zh"),
    ("英文", "en"),
    ("請用英文", "en"),
    ("português por favor", "pt"),
    ("Português do Brasil", "pt"),
    ("pode falar em português?", "pt"),
    ("på svenska tack", "sv"),
    ("Kan vi ta det på svenska?", "sv"),
    ("tale dansk", "da"),
    ("taler du dansk?", "da"),
    ("dansk", "da"),
    ("polski please", "pl"),
    ("по-польски, пожалуйста", "pl"),
    ("англійською будь ласка", "en"),
    ("英語でお願いします", "en"),
    ("영어", "en"),
    ("بالإنجليزية", "en"),
    ("ingilizce lütfen", "en"),
]


def test_who_asks_for_a_language():
    assert [(words, code) for words, code in ASK_FOR_A_LANGUAGE if stands_for(words, IDLE) != f"language.{code}"] == []


@pytest.mark.parametrize("code", BY_CODE)
def test_each_language_is_known_by_its_name_in_each_of_ours(code: str):
    names = [name_of(code, reader) for reader in BY_CODE]
    assert [name for name in names if stands_for(name, IDLE) != f"language.{code}"] == []


@pytest.mark.parametrize("row", BY_CODE.values(), ids=BY_CODE)
def test_each_language_is_known_by_its_own_and_its_english_name(row: LanguageSpec):
    assert {stands_for(row.name, IDLE), stands_for(f"{row.english}!", IDLE)} == {f"language.{row.code}"}


@pytest.mark.parametrize(
    "words",
    [
        "I bought a Dutch clock",
        "Is the manual in English?",
        "I don't speak English",
        "the Polish seller does not answer",
        "een Duitse koper betaalt niet",
        "der spanische Verkäufer",
        "el vendedor es francés",
        "porcelaine chinoise",
        "dansk porcelæn",
        "中国花瓶",
        "我买了一个法国钟",
        "nl",
        "language",
    ],
)
def test_who_only_names_a_language(words: str):
    assert stands_for(words, IDLE) == ""


ADDRESSES = [
    ("anna@example.com", "anna@example.com"),
    ("  Anna.Kowalska@Example.COM. ", "Anna.Kowalska@example.com"),
    ("my address is anna@example.com, thanks", "anna@example.com"),
    ("mailto:anna@example.com", "anna@example.com"),
    ("<anna@example.com>", "anna@example.com"),
    ("“anna@example.com”!", "anna@example.com"),
    ("mailto:anna@example.com?subject=Parcel", "anna@example.com"),
    ("E-mail: anna+shop@mail.example.co.uk", "anna+shop@mail.example.co.uk"),
    ("anna@müller.de", "anna@müller.de"),
    ("that's o'brien@example.com", "o'brien@example.com"),
    ("'anna@example.com'", "anna@example.com"),
    ("*anna_k@example.com*", "anna_k@example.com"),
    ("żółw@przykład.pl", "żółw@przykład.pl"),
    ("anna@@example.com", ""),
    ("anna@localhost", ""),
    ("anna@example", ""),
    ("@anna", ""),
    ("anna at example.com", ""),
    ("ask @seller then write to anna@example.com", "anna@example.com"),
    ("one@example.com or two@example.com", "one@example.com"),
    ("", ""),
]


def test_an_address_in_a_text():
    assert [(words, address) for words, address in ADDRESSES if email_in(words) != address] == []


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading_of_words(words: str):
    actions = {"", "offer.live_chat", "offer.email", "cancel", "talk", "start", "languages"}
    action = stands_for(words, CHOOSING, digits=True)
    assert action in actions or action.removeprefix("language.") in BY_CODE
    assert wants_person(words, Language("pl")) in (True, False)
    assert email_in(words) == "" or "@" in words


@given(st.text(max_size=100))
def test_folded_words_stay_as_they_are(words: str):
    assert folded(folded(words)) == folded(words)
