"""Loads what a decision may know: cheap, local, and stored with the decision."""

from collections.abc import Callable

from core.flow.choices import choices
from core.language import detect, typed
from core.model.conversation import Choosing, Conversation, Queued, WithAgent
from core.model.events import CustomerWrote, Event
from core.model.facts import Facts, Patience
from core.model.ids import CaseCode, Language
from core.ports import Catalog, Clock, Offers, Transaction


class FactsLoader:
    def __init__(
        self,
        clock: Clock,
        catalog: Catalog,
        offers: Offers,
        patience: Patience,
        new_code: Callable[[], CaseCode],
    ) -> None:
        self._clock = clock
        self._catalog = catalog
        self._offers = offers
        self._patience = patience
        self._new_code = new_code

    async def load(self, tx: Transaction, conversation: Conversation, event: Event) -> Facts:
        now = self._clock.now()
        language = self._language(conversation, event)
        words = event.text if isinstance(event, CustomerWrote) else ""
        return Facts(
            now=now,
            language=language,
            offers=self._offers(language, await tx.staff.all(), now),
            fresh_case=await self._fresh_case(tx),
            typed=self._typed(conversation, words, language),
            wants_person=bool(words) and typed.wants_person(words, language),
            email=typed.email_in(words) if words else "",
            patience=self._patience,
        )

    def _language(self, conversation: Conversation, event: Event) -> Language:
        if not isinstance(event, CustomerWrote):
            return conversation.language
        spoken = conversation.language if conversation.greeted else None
        return detect.detect(event.text, spoken, event.sender.language_code)

    def _typed(self, conversation: Conversation, words: str, language: Language) -> str:
        """To a person one writes freely: "1" or "e-mail" is then a word and not a choice."""
        if not words:
            return ""
        person = isinstance(conversation.stage, Queued | WithAgent)
        buttons = () if person else choices(conversation)
        digits = isinstance(conversation.stage, Choosing)
        return typed.typed(words, buttons, language, self._catalog, digits)

    async def _fresh_case(self, tx: Transaction) -> CaseCode:
        while await tx.cases.conversation(code := self._new_code()):
            pass
        return code
