"""Carries out `Suggesting`: what the assistant would answer, made into words that an agent can send as their own."""

import asyncio
import re
from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec

from core.flow.order_facts import item_facts, order_facts
from core.flow.suggesting import awaits
from core.language.detect import hear
from core.language.prose import prose
from core.model.answer import Answer
from core.model.conversation import Conversation
from core.model.effects import Effect
from core.model.effects import Suggesting as Order
from core.model.errors import Refused
from core.model.events import Suggested
from core.model.ids import ConversationId, Language
from core.model.question import Question
from core.model.rows import Done, Limit, Message, OutboxRow
from core.model.translation import Wording
from core.ports import AnswerSource, Catalog, Clock, Store, Transaction, Translator

DEADLINE = 20.0  # seconds for a draft: the agent waits for it, and so does the customer
TRANSLATING = 6.0  # of them, at most, for the customer's words
LONGEST = 3_000  # characters of a draft, as many as its form takes
MOST_WORDS = 5  # messages of the customer's that are answered together

_FILE = re.compile(r"\A\[\w+\] ?")  # how the transcript begins a file's caption


class _Asked(msgspec.Struct, frozen=True):
    """What is to be answered, and the language that the customer speaks with the assistant."""

    words: str
    language: Language
    before: tuple[str, ...]


class Suggesting:
    """Performs `Suggesting`. Nobody but the agent sees what comes of it; the source is the one that answers customers.

    `translator`: for a customer's words in a language that the draft is not to be in.
    """

    def __init__(
        self,
        source: AnswerSource,
        store: Store,
        clock: Clock,
        catalog: Catalog,
        translator: Translator | None = None,
    ) -> None:
        self._source = source
        self._store = store
        self._clock = clock
        self._catalog = catalog
        self._translator = translator

    def lane(self, effect: Effect, conversation: ConversationId) -> str:
        return f"suggest:{conversation}"

    def limits(self, effect: Effect) -> tuple[Limit, ...]:
        return ()

    def parts(self, effect: Effect) -> int:
        return 1

    async def perform(self, row: OutboxRow) -> Done:
        """Raises Refused where there is none in time: an agent who still wants one asks again."""
        order = row.effect
        assert isinstance(order, Order)
        asked = await self._asked(row.conversation, order)
        if asked is None:
            return Done()
        try:
            async with asyncio.timeout(DEADLINE):
                answer = await self._answer(row.conversation, order, asked)
        except TimeoutError as error:
            raise Refused(f"no draft within {DEADLINE:.0f} s") from error
        return Done(event=self._suggested(order, answer))

    async def _asked(self, id: ConversationId, order: Order) -> _Asked | None:
        """None for a draft that nobody waits for any more."""

        async def load(tx: Transaction) -> tuple[Conversation | None, list[Message]]:
            return await tx.conversations.load(id), await tx.transcript.read(id)

        talk, transcript = await self._store.transact(load)
        if talk is None or not awaits(talk, order.number):
            return None
        words = last_words(transcript) or order.question
        before = tuple(each for each in (*order.before, order.question) if each and each not in words)
        return _Asked(words, talk.language, before)

    async def _answer(self, id: ConversationId, order: Order, asked: _Asked) -> Answer:
        about = order.about
        question = Question(
            asked.words,
            asked.language,
            asked.before,
            str(order.customer),
            id,
            person=order.person,
            about=about,
            audience=about.role if about else "",  # who sold does not read what buyers do
        )
        return await self._source.answer(await self._in_the_drafts(question, order.language), _shown_to_nobody)

    async def _in_the_drafts(self, question: Question, language: Language) -> Question:
        """In the language of the draft where it is written in that already, or can be translated; else as it is."""
        if question.language == language or hear(question.text, question.language).writes == language:
            return msgspec.structs.replace(question, language=language)
        if self._translator is None:
            return question
        wording = Wording(question.text, question.language, language, question.customer, question.conversation)
        try:
            async with asyncio.timeout(TRANSLATING):
                rendering = await self._translator.translate(wording)
        except TimeoutError:
            return question
        if rendering.failure:
            return question
        return msgspec.structs.replace(question, text=rendering.text or question.text, language=language, before=())

    def _suggested(self, order: Order, answer: Answer) -> Suggested:
        text = _fitting("\n\n".join(filter(None, self._paragraphs(answer, order.language, self._clock.now()))))
        return Suggested(order.number, text, _sources(answer) if text else ())

    def _paragraphs(self, answer: Answer, language: Language, now: datetime) -> Iterator[str]:
        """How the customer's order stands, what the help centre says, and where it says so."""
        own = order_facts(answer.order, now) if answer.order else ()
        own += item_facts(answer.item, now) if answer.item else ()
        yield "\n".join(self._catalog.say(fact.key, fact.params, language) for fact in own)
        if answer.kind == "answered" and answer.citations and answer.verdict not in ("person", "urgent"):
            passages = [each.markdown for each in answer.quotes] or [answer.markdown]
            yield from map(prose, passages)
            yield "\n".join(dict.fromkeys(each.address for each in answer.citations if each.address))


def last_words(transcript: Sequence[Message]) -> str:
    """What the customer has written since they were last answered, else what they wrote last; empty where they only pressed."""
    words: list[str] = []
    for message in reversed(transcript):
        if message.author in ("agent", "assistant") and words:
            break
        if message.author == "customer" and message.ref and (said := _FILE.sub("", message.text).strip()):
            words.insert(0, said)
    return "\n".join(words[-MOST_WORDS:])


def _sources(answer: Answer) -> tuple[str, ...]:
    own = [f"{each.id} {each.title}" for each in (answer.order, answer.item) if each]
    return (*own, *dict.fromkeys(citation.title for citation in answer.citations))


def _fitting(text: str) -> str:
    """Whole paragraphs, as many as there is room for."""
    if len(text) <= LONGEST:
        return text
    cut = text[:LONGEST]
    return cut[: cut.rfind("\n\n")] if "\n\n" in cut else cut.rpartition(" ")[0]


async def _shown_to_nobody(markdown: str) -> None:
    """A draft is read when it is whole."""
