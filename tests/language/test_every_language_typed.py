"""Every button can be typed in every language, and so can the words that people use instead of it."""

import unicodedata
from collections.abc import Callable

import pytest

from core.flow.choices import choices
from core.language.catalog import read_catalog
from core.language.check import LONGEST_BUTTON
from core.language.spec import LANGUAGES
from core.language.typed import typed, wants_person
from core.model.conversation import Choosing, Conversation, Filling, Idle, Queued, Stage, WithAgent
from core.model.ids import CaseCode, ConversationId, Language
from core.model.view import Button
from tests.flow.cast import CHAT, EMAIL, LIVE, NOON, THREAD, TOM

CATALOG = read_catalog()
CODES = [row.code for row in LANGUAGES]
QUEUED = Queued(LIVE, CaseCode("FD-1"), NOON)
STAGES: dict[str, Stage] = {
    "idle": Idle(),
    "choosing": Choosing((LIVE, EMAIL)),
    "asked for an address": Filling(EMAIL, ("email",)),
    "asked for an address in the queue": Filling(EMAIL, ("email",), CaseCode("FD-1"), QUEUED),
    "queued": QUEUED,
    "with an agent": WithAgent(TOM, CaseCode("FD-1"), THREAD),
}
each_language = pytest.mark.parametrize("code", CODES)


def buttons(stage: Stage) -> tuple[Button, ...]:
    return choices(Conversation(ConversationId(str(CHAT)), CHAT, stage=stage, email="anna@example.com"))


def label(button: Button, code: Language) -> str:
    return CATALOG.say(button.label.key, button.label.params, code)


def without_accents(words: str) -> str:
    apart = unicodedata.normalize("NFD", words.translate({ord("ł"): "l", ord("ø"): "o"}))
    return "".join(each for each in apart if not unicodedata.combining(each))


HANDS: tuple[Callable[[str], str], ...] = (
    str,
    str.upper,
    str.lower,
    without_accents,
    lambda words: f"{words} !",
    lambda words: f"“{words}”",
)


@each_language
def test_a_buttons_label_is_as_good_as_a_press(code: Language) -> None:
    for name, stage in STAGES.items():
        shown = buttons(stage)
        written = [(hand(label(button, code)), button.action) for button in shown for hand in HANDS]
        understood = [(words, typed(words, shown, code, CATALOG, digits=False)) for words, _ in written]
        assert understood == written, name


@each_language
def test_no_two_buttons_of_one_message_have_the_same_name(code: Language) -> None:
    for name, stage in STAGES.items():
        names = [label(button, code).casefold() for button in buttons(stage)]
        assert len(set(names)) == len(names), name
        assert max(map(len, names)) <= LONGEST_BUTTON, name


COMMANDS = {
    "/support": "talk",
    "/cancel": "cancel",
    "/language": "languages",
    "/privacy": "privacy",
    "/start": "start",
    "/start from_the_shop": "start",
    "/SUPPORT": "talk",
    "/cancel@hamerslag_bot": "cancel",
}


@each_language
def test_the_commands_of_the_list_work_in_every_language(code: Language) -> None:
    shown = buttons(Idle())
    assert {words: typed(words, shown, code, CATALOG, digits=False) for words in COMMANDS} == COMMANDS


@pytest.mark.parametrize(
    ("code", "chat", "mail"),
    [
        ("en", ("chat", "live chat"), ("e-mail", "email", "by mail")),
        ("es", ("chat", "por chat"), ("correo", "por correo electrónico")),
        ("it", ("chat", "in chat"), ("e-mail", "via e-mail")),
        ("fr", ("tchat", "par chat"), ("courriel", "par e-mail")),
        ("nl", ("chat", "livechat"), ("mail", "per e-mail")),
        ("de", ("Chat", "Livechat"), ("E-Mail", "per Mail")),
        ("zh", ("聊天", "在线聊天"), ("邮件", "电子邮件")),
        ("pt", ("chat", "por chat"), ("e-mail", "por e-mail")),
        ("pl", ("czat", "na czacie"), ("mail", "mailem", "e-mailem")),
        ("sv", ("chatt", "livechatt"), ("mejl", "e-post")),
        ("da", ("chat", "livechat"), ("mail", "på e-mail")),
    ],
)
def test_a_way_to_the_team_can_be_named(code: str, chat: tuple[str, ...], mail: tuple[str, ...]) -> None:
    shown = buttons(STAGES["choosing"])
    for words, action in [(chat, "offer.live_chat"), (mail, "offer.email")]:
        for word in words:
            assert typed(word, shown, Language(code), CATALOG, digits=False) == action, word


@pytest.mark.parametrize(
    ("code", "wishes", "questions"),
    [
        ("en", ("I want to talk to a person", "human please", "agent"), ("Who is the seller?",)),
        ("es", ("Quiero hablar con una persona", "agente", "atención al cliente"), ("¿Quién es el vendedor?",)),
        ("it", ("Vorrei parlare con una persona", "operatore", "servizio clienti"), ("Chi è il venditore?",)),
        ("fr", ("Je voudrais parler à une personne", "conseiller", "service client"), ("Qui est le vendeur ?",)),
        ("nl", ("Ik wil een medewerker spreken", "medewerker", "klantenservice"), ("Wie is de verkoper?",)),
        ("de", ("Ich möchte mit einem Menschen sprechen", "Mitarbeiter", "Kundenservice"), ("Wer ist der Verkäufer?",)),
        ("zh", ("我要转人工", "人工客服", "人工"), ("卖家是谁？",)),
        ("pt", ("Quero falar com uma pessoa", "operador", "apoio ao cliente"), ("Quem é o vendedor?",)),
        ("pl", ("Chcę porozmawiać z człowiekiem", "konsultant", "obsługa klienta"), ("Kto jest sprzedawcą?",)),
        ("sv", ("Jag vill prata med en människa", "handläggare", "kundtjänst"), ("Vem är säljaren?",)),
        ("da", ("Jeg vil gerne tale med et menneske", "medarbejder", "kundeservice"), ("Hvem er sælgeren?",)),
    ],
)
def test_a_wish_for_a_person(code: str, wishes: tuple[str, ...], questions: tuple[str, ...]) -> None:
    for words in wishes:
        assert wants_person(words, Language(code)), words
    for words in questions:
        assert not wants_person(words, Language(code)), words


def test_a_wish_is_understood_from_a_customer_of_any_other_language() -> None:
    assert all(wants_person("Ik wil een medewerker spreken", code) for code in CODES)
