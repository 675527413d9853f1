"""A conversation as the desk leads it, with the real words, the real detector and the real catalogs; only people are made up."""

from datetime import datetime
from typing import Self

from core.engine.facts import FactsLoader
from core.flow.decide import decide
from core.language.catalog import read_catalog
from core.language.spec import LANGUAGES
from core.model.answer import Answer, Citation
from core.model.conversation import Conversation
from core.model.effects import Ask, OpenHandoff, Say
from core.model.events import AnswerReady, CustomerChose, CustomerWrote, Event
from core.model.facts import Patience
from core.model.ids import Address, CaseCode, ConversationId, Language
from core.model.people import Duty, Sender
from core.model.rows import CaseRow
from core.model.tongue import Tongue
from core.model.view import Button, Text
from tests.engine.desk import EMAIL, LIVE
from tests.engine.fakes import Clock

CATALOG = read_catalog()
TONGUES = tuple(Tongue(row.code, row.name) for row in LANGUAGES)
CHAT = Address("telegram", "1001")
FOUND = Answer("answered", "42", (Citation("a", "42", "https://help.example/a", "en"),), 0.9)


class NobodyYet:
    """The tables of a desk without staff and without cases."""

    async def all(self) -> list[Duty]:
        return []

    async def of(self, conversation: ConversationId, since: datetime) -> list[CaseRow]:
        return []

    async def conversation(self, code: CaseCode) -> ConversationId | None:
        return None

    @property
    def staff(self) -> Self:
        return self

    @property
    def cases(self) -> Self:
        return self

    @property
    def closures(self) -> Self:
        return self


class Talk:
    """One customer and the assistant, which finds an answer to everything. `language` is that of the messenger."""

    def __init__(self, messenger: str = "") -> None:
        self.conversation = Conversation(ConversationId(str(CHAT)), CHAT, "Anna")
        self.said: list[Say] = []
        self.opened: list[OpenHandoff] = []
        self._sender = Sender("Anna", messenger)
        self._loader = FactsLoader(
            Clock(),
            CATALOG,
            lambda need, staff, now, wait=None, mail=None, closures=(): (LIVE, EMAIL),
            Patience(),
            lambda: CaseCode("FD-1"),
            TONGUES,
        )

    @property
    def language(self) -> Language:
        return self.conversation.language

    async def writes(self, words: str) -> Self:
        return await self._hears(CustomerWrote(words, self._sender))

    async def presses(self, action: str) -> Self:
        return await self._hears(CustomerChose(action, self.conversation.turn, self._sender))

    async def _hears(self, event: Event) -> Self:
        facts = await self._loader.load(NobodyYet(), self.conversation, event)  # type: ignore[arg-type]
        self.conversation, effects = decide(self.conversation, event, facts)
        self.said += [effect for effect in effects if isinstance(effect, Say)]
        self.opened += [effect for effect in effects if isinstance(effect, OpenHandoff)]
        for ask in (effect for effect in effects if isinstance(effect, Ask)):
            await self._hears(AnswerReady(ask.turn, FOUND))
        return self

    # --- what the last message shows
    @property
    def keys(self) -> list[str]:
        """The catalog's texts in it, but for the question under every answer."""
        texts = (getattr(block, "text", None) for block in self.said[-1].view.blocks)
        return [each.key for each in texts if isinstance(each, Text) and each.key != "rating.ask"]

    @property
    def choices(self) -> list[str]:
        """The languages that it offers, by the labels of their buttons."""
        view = self.said[-1].view
        return [self._label(button) for button in (*view.buttons, *view.grid) if button.action.startswith("language.")]

    def _label(self, button: Button) -> str:
        return CATALOG.say(button.label.key, button.label.params, self.said[-1].language)


async def speaking(code: str) -> Talk:
    """A conversation that is under way in a language, which nobody has chosen."""
    talk = await Talk(code).writes("/start")
    assert (talk.language, talk.conversation.chosen) == (code, False)
    return talk
