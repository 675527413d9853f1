"""Customers of all languages: what they write, and the whole ways through the desk that each of them takes."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bots.playground.slack import Person
from bots.playground.slack.state import Message as Post
from bots.playground.telegram import Customer
from bots.playground.telegram.state import Message
from bots.telegram.markup import to_styled
from bots.telegram.styled import plain
from core.language.catalog import Catalog
from core.language.spec import BY_CODE, LANGUAGES
from core.model.ids import Language
from core.model.view import Param
from tests.language.reading import pattern
from tests.scenarios.town import Town

ADDRESS = "anna@shop.example"
AGENT_SAYS = "8 + 8 = 16"  # an agent's own words, in no language
ARTICLES = ("refund-timing", "how-to-pay", "verify-identity")
SPOKEN = [row.name for row in LANGUAGES if row.chat]  # to choose from, for those whose own people do not speak


class Speaker(NamedTuple):
    """What customers of one language write: a question of the help centre's, one that it cannot answer, wishes and words."""

    code: str
    question: str
    riddle: str
    person: str
    mail: str
    chat: str
    language: str

    @property
    def words(self) -> tuple[str, ...]:
        return (*self[1:], "?!", AGENT_SAYS, ADDRESS)


SPEAKERS = (
    Speaker(
        *("en", "When do I get my money back?", "Which colour has the moon of Jupiter on Tuesdays?"),
        *("I want to talk to a person", "e-mail", "chat", "in English please"),
    ),
    Speaker(
        *("es", "¿Cuándo me devuelven el dinero?", "¿De qué color es la luna de Júpiter los martes?"),
        *("Quiero hablar con una persona", "correo", "chat", "en español por favor"),
    ),
    Speaker(
        *("it", "Quando riavrò i miei soldi?", "Di che colore è la luna di Giove il martedì?"),
        *("Vorrei parlare con una persona", "e-mail", "chat", "in italiano per favore"),
    ),
    Speaker(
        *("fr", "Quand vais-je récupérer mon argent ?", "De quelle couleur est la lune de Jupiter le mardi ?"),
        *("Je voudrais parler à une personne", "courriel", "tchat", "en français s’il vous plaît"),
    ),
    Speaker(
        *("nl", "Wanneer krijg ik mijn geld terug?", "Welke kleur heeft de maan van Jupiter op dinsdag?"),
        *("Ik wil een medewerker spreken", "mail", "chat", "in het Nederlands graag"),
    ),
    Speaker(
        *("de", "Wann bekomme ich mein Geld zurück?", "Welche Farbe hat der Jupitermond am Dienstag?"),
        *("Ich möchte mit einem Menschen sprechen", "per Mail", "Chat", "auf Deutsch bitte"),
    ),
    Speaker(
        *("zh", "什么时候能收到退款？", "木星的月亮星期二是什么颜色的？"),
        *("我要转人工", "邮件", "聊天", "请说中文"),
    ),
    Speaker(
        *("pt", "Quando recebo o meu dinheiro de volta?", "De que cor é a lua de Júpiter às terças-feiras?"),
        *("Quero falar com uma pessoa", "por e-mail", "chat", "em português por favor"),
    ),
    Speaker(
        *("pl", "Kiedy dostanę zwrot pieniędzy?", "Jakiego koloru jest księżyc Jowisza we wtorki?"),
        *("Chcę porozmawiać z człowiekiem", "mailem", "czat", "po polsku proszę"),
    ),
    Speaker(
        *("sv", "När får jag tillbaka mina pengar?", "Vilken färg har Jupiters måne på tisdagar?"),
        *("Jag vill prata med en människa", "mejl", "chatt", "på svenska tack"),
    ),
    Speaker(
        *("da", "Hvornår får jeg mine penge tilbage?", "Hvilken farve har Jupiters måne om tirsdagen?"),
        *("Jeg vil gerne tale med et menneske", "på mail", "chat", "på dansk tak"),
    ),
)
BY_SPEAKER = {speaker.code: speaker for speaker in SPEAKERS}
LIVE = [speaker for speaker in SPEAKERS if BY_CODE[Language(speaker.code)].chat]


class Phone:
    """A customer's phone, and the catalog whose texts are expected on it."""

    def __init__(self, customer: Customer, catalog: Catalog, speaker: Speaker) -> None:
        self.customer = customer
        self.speaker = speaker
        self._catalog = catalog

    def text(self, key: str, **params: Param) -> str:
        return self._catalog.say(key, params, Language(self.speaker.code))

    async def reads(self, *keys: str) -> Message:
        """The next message that says all these texts, whatever stands in the places of their variables."""
        texts = self._catalog.texts[Language(self.speaker.code)].entries
        wanted = [re.compile("|".join(map(pattern, texts[key].forms))) for key in keys]
        return await self.customer.reads(lambda message: all(each.search(message.text) for each in wanted))

    async def presses(self, key: str, message: Message | None = None) -> None:
        await self.customer.press(self.text(key), message_id=message.id if message else None)

    async def types(self, key: str) -> None:
        """A button's label, by hand."""
        await self.customer.write(self.text(key).lower())

    def labels(self, *keys: str) -> list[str]:
        return [self.text(key) for key in keys]

    def shows(self) -> Iterator[str]:
        """All that the desk has written there: messages, buttons, and the words that answer a press."""
        for message in self.customer.screen:
            if message.by_bot:
                yield from (message.text, *message.buttons)
        yield from (toast.text for toast in self.customer.toasts)


async def asks_and_leaves_an_address(town: Town, phone: Phone) -> list[str]:
    """Nobody is on duty: from the first word to the mail that confirms the case. What was read, on the phone and by mail."""
    anna, speaker = phone.customer, phone.speaker
    await anna.starts()
    first = await phone.reads("greeting", "idle.ask")
    await anna.write(speaker.question)
    await phone.reads("quote.source")
    await anna.write(speaker.riddle)
    await phone.reads("answer.unknown")
    await anna.sends_photo()
    await phone.reads("file.words_only")

    await phone.types("button.talk")
    chats = BY_CODE[Language(speaker.code)].chat
    by_mail, by_chat = ("by", "nobody") if chats else ("other_language", "languages")
    ways = await phone.reads("choosing.ways", f"offer.email.{by_mail}", f"offer.live_chat.{by_chat}")
    assert ways.buttons == [*phone.labels("button.email", "button.cancel"), *([] if chats else SPOKEN)]
    await phone.presses("button.cancel")
    await phone.reads("choosing.cancelled", "idle.ask")
    await phone.presses("button.email", ways)
    await phone.reads("choice.expired", "idle.ask")

    await phone.presses("button.talk", first)
    await phone.reads("choosing.ways")
    await phone.types("button.cancel")
    await phone.reads("choosing.cancelled")
    await anna.write(speaker.person)
    await phone.reads("choosing.ways")
    await anna.write(speaker.mail)
    await phone.reads("filling.email")
    await anna.write("?!")
    await phone.reads("filling.no_email")
    await anna.write("/cancel")
    await phone.reads("choosing.cancelled")
    await anna.write("/support")
    await phone.reads("choosing.ways")
    await phone.types("button.email")
    await phone.reads("filling.email")
    await anna.write(ADDRESS)
    await phone.reads("ticket.saved", "offer.email.promise_by")

    mail = await town.mail.mailbox(ADDRESS).gets()
    return [*phone.shows(), mail.subject, mail.text]


async def chats_to_the_end(town: Town, phone: Phone, agent: Person, labels: tuple[str, str]) -> list[str]:
    """A live chat, from an old screen's button to the goodbye; nobody claims in time. `labels`: those of Claim and Close."""
    anna = phone.customer
    await anna.write(phone.speaker.question)
    await phone.reads("greeting", "quote.source")
    await phone.presses("button.talk")
    ways = await phone.reads("choosing.ways", "offer.live_chat.on_duty", "offer.email.by")
    assert ways.buttons == phone.labels("button.live_chat", "button.email", "button.cancel")
    await anna.write(phone.speaker.chat)
    await phone.reads("queued.joined", "offer.live_chat.promise")
    await anna.sends_photo()
    await phone.reads("file.passed_on")
    await phone.presses("button.email", ways)
    await phone.reads("choice.expired", "queued.place")

    town.waits_too_long()
    late = await phone.reads("queued.unclaimed", "queued.place")
    assert late.buttons == phone.labels("button.email_instead", "button.keep_waiting", "button.stop_waiting")
    await phone.presses("button.email_instead", late)
    await phone.reads("filling.email")
    await phone.types("button.back_to_chat")
    back = await phone.reads("queued.place")
    await phone.presses("button.keep_waiting", back)
    await phone.reads("queued.place")

    card = await town.support.shows(lambda each: labels[0] in each.buttons and anna.chat.first_name in each.plain)
    await agent.clicks(labels[0], in_=card)
    await phone.reads("chat.joined")
    await agent.writes(town.support, AGENT_SAYS, card.ts)
    await anna.reads(AGENT_SAYS)
    await anna.write("/support")
    await phone.reads("chat.with")
    await agent.clicks(labels[1], in_=await _claimed(town, card, labels))
    await phone.reads("chat.closed")
    return list(phone.shows())


async def _claimed(town: Town, card: Post, labels: tuple[str, str]) -> Post:
    claim, close = labels
    return await town.support.shows(
        lambda message: message.ts == card.ts and close in message.buttons and claim not in message.buttons
    )


async def changes_the_language(phone: Phone, other: Phone) -> list[str]:
    """To another language by a word and back by a button. What was read in the first one's language."""
    anna = phone.customer
    await anna.write(phone.speaker.question)
    await phone.reads("greeting", "quote.source")
    await anna.write(other.speaker.language)
    await other.reads("language.set")
    elsewhere = len(anna.screen)
    await anna.write("/language")
    grid = await other.reads("language.choose")
    assert set(grid.buttons) == {row.name for row in LANGUAGES}
    await anna.press(BY_CODE[Language(phone.speaker.code)].name)
    await phone.reads("language.set", "idle.ask")
    return [line for message in anna.screen[elsewhere + 3 :] for line in (message.text, *message.buttons)]


def quoted(folder: Path, language: str) -> set[str]:
    """All lines of the articles as a phone shows them."""
    pages = [(folder / language / f"{article}.md").read_text("utf-8").split("---\n", 2)[2] for article in ARTICLES]
    return {line.strip() for page in pages for line in plain(to_styled(page)).splitlines()}
