"""Whatever becomes of translations, and whenever: each word arrives, once, in the order in which its side wrote it."""

import re
from collections.abc import Callable, Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from core.flow.decide import decide
from core.model.conversation import Conversation, Filling, Queued, WithAgent
from core.model.effects import Effect, Post, Say, Translate
from core.model.events import (
    AgentClaimed,
    AgentClosed,
    AgentWrote,
    CustomerChose,
    CustomerEdited,
    CustomerSentFile,
    CustomerWrote,
    EffectFailed,
    Event,
    HandoffOpened,
    Translated,
)
from core.model.facts import TranslationFacts
from core.model.ids import CaseCode, ConversationId, EffectId, Language
from core.model.posts import Relay
from core.model.view import Words
from tests.flow.cast import CHAT, LIVE, NOON, ON_DUTY, THREAD, TOM, facts

CASE = CaseCode("FD-1")
WORD = re.compile(r"\b[ca]\d+\b")  # of the customer, of the agent
OUTCOMES = ("translated", "doubtful", "same", "failed", "lane")


class Chat:
    """A Swedish customer and an English agent, who both write; translations end in any order, or never."""

    def __init__(self) -> None:
        self.conversation = Conversation(
            ConversationId(str(CHAT)), CHAT, "Anna", Language("sv"), stage=Queued(LIVE, CASE, NOON), greeted=True
        )
        self.reads = TranslationFacts(machine=True, reads=(Language("en"),))
        self.orders: list[Translate] = []
        self.written: list[str] = []
        self.shown: list[Effect] = []

    def hear(self, event: Event, **known: object) -> None:
        given_facts = facts(offers=ON_DUTY, language=Language("sv"), translation=self.reads, **known)
        self.conversation, effects = decide(self.conversation, event, given_facts)
        self.orders += [effect for effect in effects if isinstance(effect, Translate)]
        self.shown += effects

    def word(self, side: str) -> str:
        self.written.append(f"{side}{len(self.written)}")
        return self.written[-1]

    @property
    def live(self) -> bool:
        stage = self.conversation.stage
        return isinstance(stage, Queued | WithAgent)

    # --- what can happen

    def customer_writes(self, n: int) -> None:
        if self.live:
            words = self.word("c")
            events = (CustomerWrote(words), CustomerEdited(words), CustomerSentFile("photo", words))
            self.hear(events[n % 3], writes=("", "en", "sv")[n // 3 % 3])

    def agent_writes(self, n: int) -> None:
        stage = self.conversation.stage
        owner = stage.meanwhile if isinstance(stage, Filling) else stage
        if isinstance(owner, WithAgent):
            self.hear(AgentWrote(TOM, THREAD, self.word("a")))

    def is_translated(self, n: int) -> None:
        if self.orders:
            order = self.orders.pop(n % len(self.orders))
            outcome = OUTCOMES[n // 7 % len(OUTCOMES)]
            if outcome == "lane":
                self.hear(EffectFailed(EffectId("1.0"), order, 0, "the reason", "exhausted", False))
            else:
                self.hear(Translated(order.number, outcome, f"[{order.text}]"))  # type: ignore[arg-type]

    def is_told_twice(self, n: int) -> None:
        if self.conversation.translations:
            self.hear(Translated(1 + n % self.conversation.translations, "failed"))

    def is_claimed(self, n: int) -> None:
        self.hear(AgentClaimed(TOM, THREAD, CASE))

    def prefers_mail(self, n: int) -> None:
        self.hear(CustomerChose("offer.email", self.conversation.turn))

    def goes_back(self, n: int) -> None:
        self.hear(CustomerChose("cancel", self.conversation.turn))

    def gives_an_address(self, n: int) -> None:
        if isinstance(self.conversation.stage, Filling) and n % 4 == 0:
            self.hear(CustomerWrote("mail"), email="anna@example.com")

    def closes(self, n: int) -> None:
        if n % 4 == 0:
            self.hear(AgentClosed(TOM, THREAD, CASE))

    def machine_changes(self, n: int) -> None:
        self.reads = TranslationFacts(machine=n % 3 > 0, reads=(Language("en"),))


DEEDS: tuple[Callable[[Chat, int], None], ...] = (
    Chat.customer_writes,
    Chat.customer_writes,
    Chat.agent_writes,
    Chat.agent_writes,
    Chat.agent_writes,
    Chat.is_translated,
    Chat.is_translated,
    Chat.is_translated,
    Chat.is_told_twice,
    Chat.is_claimed,
    Chat.is_claimed,
    Chat.prefers_mail,
    Chat.goes_back,
    Chat.gives_an_address,
    Chat.closes,
    Chat.machine_changes,
)
histories = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 2**10)), min_size=1, max_size=60)


def seen(effects: Iterable[Effect], side: str) -> list[str]:
    """The words that reached the other side; an original beneath its translation is the same word."""
    words: list[str] = []
    for effect in effects:
        match effect:
            case Post(body=Relay(mark="earlier")):
                continue
            case Post(body=Relay(text=text)) if side == "c":
                words += dict.fromkeys(WORD.findall(text))
            case Say(speaker=agent) if agent and side == "a":
                texts = (block.text for block in effect.view.blocks if isinstance(block, Words))
                words += dict.fromkeys(WORD.findall(" ".join(texts)))
            case _:
                pass
    return words


def after(history: list[tuple[Callable[[Chat, int], None], int]], *, claimed: bool) -> Chat:
    """The thread is open: what is held until then is another test's."""
    chat = Chat()
    chat.hear(HandoffOpened(0, "live_chat", CASE, THREAD))
    if claimed:
        chat.is_claimed(0)
    for deed, n in history:
        deed(chat, n)
    return chat


@given(histories, st.booleans())
@settings(max_examples=400, deadline=None)
def test_what_has_arrived_is_what_was_written_first(history: list, claimed: bool) -> None:  # type: ignore[type-arg]
    chat = after(history, claimed=claimed)
    for side in "ac":
        arrived = seen(chat.shown, side)
        assert arrived == [word for word in chat.written if word.startswith(side)][: len(arrived)]


@given(histories, st.booleans(), st.booleans())
@settings(max_examples=400, deadline=None)
def test_nothing_is_lost_once_all_is_translated_or_the_chat_is_over(
    history: list,  # type: ignore[type-arg]
    claimed: bool,
    closes: bool,
) -> None:
    chat = after(history, claimed=claimed)
    if closes:
        chat.closes(0)
    while chat.orders:
        chat.is_translated(len(chat.orders))
    assert not chat.conversation.awaited
    for side in "ac":
        assert seen(chat.shown, side) == [word for word in chat.written if word.startswith(side)]


@given(histories)
@settings(max_examples=200, deadline=None)
def test_words_are_awaited_only_in_a_chat(history: list) -> None:  # type: ignore[type-arg]
    stage = (chat := after(history, claimed=True)).conversation.stage
    live = stage.meanwhile if isinstance(stage, Filling) else stage
    assert not chat.conversation.awaited or isinstance(live, WithAgent)
