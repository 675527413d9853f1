"""Conversations as dialogues: what people do, what comes back, and what each of them sees. Driven by `decide` alone.

Every deed is followed by what it leads to. What a deed leads to and the test does not say is an error, so that a
dialogue is the whole truth; only timers, the clock on the staff's card, and the question under an answer whether it
helped, need not be mentioned.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal, Self, TypeVar

from core.flow.decide import decide
from core.model.answer import Answer, Citation, Verdict
from core.model.controls import CloseReason
from core.model.conversation import Conversation, Stage
from core.model.dispute import facts_of
from core.model.dispute_events import DisputeFiled, DisputeNews, NewsLost, PartySpoke
from core.model.dispute_file import PartyStep, stream_of
from core.model.effects import (
    Ask,
    CloseHandoff,
    Effect,
    Gap,
    Invite,
    Look,
    Note,
    OpenHandoff,
    Pass,
    Post,
    PutOffDuty,
    Rate,
    Say,
    ShowFile,
    Translate,
    Wake,
    WakeReason,
)
from core.model.errors import Fault
from core.model.events import (
    AgentClaimed,
    AgentClosed,
    AgentDeleted,
    AgentEdited,
    AgentWrote,
    AnswerReady,
    CustomerChose,
    CustomerEdited,
    CustomerSentFile,
    CustomerWrote,
    EffectFailed,
    Event,
    HandoffOpened,
    OneFound,
    OrdersFound,
    SignedIn,
    Translated,
    Woke,
)
from core.model.facts import MailFacts
from core.model.ids import Address, CaseCode, ConversationId, EffectId
from core.model.offer import Offer
from core.model.people import Agent, Sender
from core.model.posts import Card, Relay, Remark, Whisper
from core.model.shop import About, ItemLine, Order, Person
from core.model.ticket import Step
from core.model.ticket import stream_of as ticket_stream
from core.model.ticket_events import CustomerTicket, TicketNews, TicketNewsLost
from core.model.view import Block, Line, Listing, Quote, Text, Words, Written
from tests.flow.cast import ANNA, CHAT, NOON, OFF_DUTY, ON_DUTY, THREAD, facts
from tests.flow.team import IDA

E = TypeVar("E", bound=Effect)
Kind = Literal["answer", "word", "bounced", "closed"]


class Dialogue:
    """One customer's conversation. The newest effects wait in order to be told by the test."""

    def __init__(self) -> None:
        self.conversation = Conversation(ConversationId(str(CHAT)), CHAT, "Anna")
        self.now = NOON
        self.offers: tuple[Offer, ...] = ON_DUTY
        self.mails = MailFacts()
        self.known: dict[str, object] = {}  # facts that hold until the test says others
        self.untold: list[Effect] = []
        self._done: list[tuple[Effect, int]] = []
        self._timers: dict[WakeReason, Wake] = {}
        self._card = Card(CaseCode(""), "waiting")

    @property
    def stage(self) -> Stage:
        return self.conversation.stage

    @property
    def turn(self) -> int:
        return self.conversation.turn

    @property
    def case(self) -> CaseCode:
        """The newest case that was handed over."""
        return self._last(OpenHandoff).case

    # --- the customer ---

    def customer(self, words: str, *, ref: str = "", **known: object) -> Self:
        """Writes; `known` are facts about the words: typed, wants_person, email, language."""
        return self._happens(CustomerWrote(words, Sender("Anna"), ref), **known)

    def presses(self, action: str, turn: int | None = None, **known: object) -> Self:
        """A button of the newest message that has any, or of an older one by its turn; `known` are facts besides."""
        shown = [effect.view.turn for effect, _ in self._done if isinstance(effect, Say) and effect.view.buttons]
        return self._happens(CustomerChose(action, turn if turn is not None else shown[-1], Sender("Anna")), **known)

    def sends(
        self, kind: str, caption: str = "", *, file: str = "", name: str = "", size: int = 0, **known: object
    ) -> Self:
        return self._happens(CustomerSentFile(kind, caption, Sender("Anna"), "", file, name, size), **known)

    def edits(self, words: str, ref: str = "") -> Self:
        return self._happens(CustomerEdited(words, Sender("Anna"), ref))

    # --- the agents ---

    def claims(self, agent: Agent, thread: Address = THREAD, case: str | None = None, **known: object) -> Self:
        return self._happens(AgentClaimed(agent, thread, CaseCode(case or self.case)), **known)

    def replies(self, agent: Agent, words: str, thread: Address = THREAD) -> Self:
        return self._happens(AgentWrote(agent, thread, words))

    def rewrites(self, agent: Agent, words: str, thread: Address = THREAD) -> Self:
        return self._happens(AgentEdited(agent, thread, words))

    def deletes(self, agent: Agent, thread: Address = THREAD) -> Self:
        return self._happens(AgentDeleted(agent, thread))

    def closes(
        self, agent: Agent, thread: Address = THREAD, case: str | None = None, reason: CloseReason = "solved"
    ) -> Self:
        """And why it was closed is in the audit, which dialogues about other things need not mention."""
        self._happens(AgentClosed(agent, thread, CaseCode(case or self.case), reason))
        self.untold = [effect for effect in self.untold if not isinstance(effect, Note) or effect.kind != "closed"]
        return self

    # --- what comes back ---

    def answer(self, passage: str, title: str = "An article", *, turn: int | None = None) -> Self:
        found = Answer("answered", passage, (Citation("a", title, "https://help.example/a", "en"),), 0.9)
        return self._happens(AnswerReady(self._last(Ask).turn if turn is None else turn, found))

    def finds_nothing(self) -> Self:
        """And that it does is noted as a gap, which dialogues about other things need not mention."""
        question = self._last(Ask).question
        self._happens(AnswerReady(self._last(Ask).turn, Answer("unknown", "", (), 0.1, "abstain")))
        gap = next(effect for effect in self.untold if isinstance(effect, Gap))
        assert (gap.kind, gap.question) == ("unanswered", question)
        self.untold.remove(gap)
        return self

    def decides(self, verdict: Verdict, passage: str = "", title: str = "An article") -> Self:
        """The answer source decided on something else than a plain answer."""
        cited = (Citation("a", title, "https://help.example/a", "en"),) if passage else ()
        found = Answer("answered" if passage else "unknown", passage, cited, 0.5, verdict)
        return self._happens(AnswerReady(self._last(Ask).turn, found))

    def signs_in(self, person: Person = ANNA, **known: object) -> Self:
        """At the shop, by the link."""
        return self._happens(SignedIn(person, "a-hash"), shop=True, **known)

    def shop_lists(self, *orders: Order, items: tuple[ItemLine, ...] = (), more: str = "") -> Self:
        lines = tuple(order.line for order in orders)
        return self._happens(OrdersFound(self._last(Look).turn, lines, items, more), shop=True)

    def shop_finds(self, about: About | None, order: Order | None = None) -> Self:
        look = self._last(Look)
        stands = facts_of(order, self.now) if order else None
        return self._happens(OneFound(look.turn, look.number, about, stands), shop=True)

    def dispute_tells(self, *lines: str, steps: tuple[PartyStep, ...] = (), person: Person = ANNA) -> Self:
        """News of a dispute, as its texts' keys."""
        blocks = tuple(Line(Text(line)) for line in lines)
        return self._happens(DisputeNews(CaseCode("FD-9"), person.id, blocks, steps), shop=True)

    def team_tells(self, *said: str, kind: Kind = "word", steps: tuple[Step, ...] = (), **more: object) -> Self:
        """News of an e-mail ticket: an answer in a person's own words, all else as its texts' keys."""
        case, person = CaseCode(str(more.get("case", "FD-1"))), more.get("person")
        own = kind == "answer"
        blocks = tuple(Words(each) if own else Line(Text(each)) for each in said)
        into = CaseCode(str(more["into"])) if "into" in more else None
        news = TicketNews(case, person, blocks, kind, steps, IDA if own else None, into)  # type: ignore[arg-type]
        return self._happens(news, shop=self.conversation.shop)

    def shop_tells(self, order: Order, passage: str = "") -> Self:
        """The order as it stands, and what the help centre says besides."""
        cited = (Citation("a", "An article", "https://help.example/a", "en"),) if passage else ()
        found = Answer("answered" if passage else "unknown", passage, cited, 0.9, "order", order=order, read_at=NOON)
        return self._happens(AnswerReady(self._last(Ask).turn, found), shop=True)

    def translates(self, words: str, into: str = "", outcome: str = "") -> Self:
        """What becomes of the translation of these words: the translation, or why there is none."""
        number = next(e.number for e, _ in reversed(self._done) if isinstance(e, Translate) and e.text == words)
        return self._happens(Translated(number, outcome or "translated", into))  # type: ignore[arg-type]

    def thread_opens(self, thread: Address | None = THREAD, case: str | None = None) -> Self:
        opening = self._last(OpenHandoff)
        return self._happens(HandoffOpened(opening.turn, "live_chat", CaseCode(case or opening.case), thread))

    def fails(self, kind: type[Effect] | Callable[[Effect], bool], fault: Fault = "gone") -> Self:
        """The newest effect of a kind was given up by its lane."""
        fits = (lambda effect: isinstance(effect, kind)) if isinstance(kind, type) else kind
        effect, turn = next(pair for pair in reversed(self._done) if fits(pair[0]))
        return self._happens(EffectFailed(EffectId("1.0"), effect, turn, "the reason", fault))

    def wakes(self, reason: WakeReason, turn: int, **known: object) -> Self:
        return self._happens(Woke(reason, turn), **known)

    def passes(self, **time: float) -> Self:
        """Time goes by; the timers that become due fire, each at its time."""
        self._all_told()
        until = self.now + timedelta(**time)
        while due := [timer for timer in self._timers.values() if timer.at <= until]:
            first = min(due, key=lambda timer: timer.at)
            del self._timers[first.reason]
            self.now = max(self.now, first.at)
            self._decide(Woke(first.reason, first.turn))
        self.now = until
        return self

    def nobody_on_duty(self) -> Self:
        self.offers = OFF_DUTY
        return self

    # --- what is seen ---

    def sees(self, *lines: str, buttons: list[str] | None = None) -> Self:
        """The customer's next message in the chat: texts by their keys, quoted and free words as they are."""
        said = self._next(Say)
        assert said.to == CHAT
        assert said.speaker is None
        shown = tuple(_shown(block) for block in said.view.blocks)
        assert shown == lines or shown == (*lines, "rating.ask")
        if buttons is not None:
            assert [button.action for button in said.view.buttons] == buttons
            assert said.view.turn == self.turn, "the buttons must be pressable"
        return self

    def hears(self, agent: Agent, words: str, buttons: list[str] | None = None) -> Self:
        said = self._next(Say)
        assert (said.to, said.speaker, said.view.blocks) == (CHAT, agent, (Words(words),))
        assert buttons is None or [button.action for button in said.view.buttons] == buttons
        return self

    def reads(self, agent: Agent, *shown: str, buttons: list[str]) -> Self:
        """An agent's words with what the desk says about them."""
        said = self._next(Say)
        assert (said.to, said.speaker, tuple(map(_shown, said.view.blocks))) == (CHAT, agent, shown)
        assert [button.action for button in said.view.buttons] == buttons
        return self

    def is_mailed(self, address: str, *lines: str) -> Self:
        said = self._next(Say)
        assert said.to == Address("email", address)
        assert tuple(_shown(block) for block in said.view.blocks) == lines
        return self

    @property
    def letter(self) -> Say:
        """The newest mail."""
        return next(
            effect for effect, _ in reversed(self._done) if isinstance(effect, Say) and effect.to.channel == "email"
        )

    def rates(self, *, above: bool) -> Self:
        """The message seen last asks whether it helped; the two buttons stand above or below the others."""
        view = self._last(Say).view
        assert ([button.action for button in view.grid], view.above) == (["helped", "not_helped"], above)
        return self

    def is_rated(self, of: str, *, solved: bool | None = None, stars: int = 0, words: str = "") -> Self:
        rate = self._next(Rate)
        assert (rate.of, rate.solved, rate.stars, rate.words) == (of, solved, stars, words)
        return self

    def notes_gap(self, kind: str, question: str) -> Self:
        gap = self._next(Gap)
        assert (gap.kind, gap.question) == (kind, question)
        return self

    def looks_up(self, question: str, language: str = "en") -> Self:
        ask = self._next(Ask)
        assert (ask.question, ask.language, ask.turn, ask.customer) == (question, language, self.turn, CHAT)
        return self

    def asks_shop(self, number: str = "", after: str = "", kind: str = "") -> Self:
        look = self._next(Look)
        assert self.conversation.person
        assert (look.person, look.turn, look.customer) == (self.conversation.person.id, self.turn, CHAT)
        assert (look.number, look.after, look.kind) == (number, after, kind)
        return self

    def looks_into(self, question: str, about: About) -> Self:
        """A question about an order, asked in the name of who is signed in."""
        ask = self._next(Ask)
        assert self.conversation.person
        assert (ask.question, ask.person, ask.about) == (question, self.conversation.person.id, about)
        return self

    def invites(self) -> Self:
        assert self._next(Invite) == Invite("a-token", "Anna", NOON + timedelta(minutes=10))
        return self

    def audits(self, kind: str) -> Self:
        assert self._next(Note).kind == kind
        return self

    def hands_over(self, method: str, **details: object) -> Self:
        opening = self._next(OpenHandoff)
        assert (opening.method, opening.turn) == (method, self.turn)
        assert {name: getattr(opening, name) for name in details} == details
        return self

    def files(self) -> DisputeFiled:
        """The report goes to the staff."""
        passed = self._next(Pass)
        assert isinstance(passed.event, DisputeFiled)
        assert passed.to == stream_of(passed.event.case)
        return passed.event

    def party_says(self, step: PartyStep, words: str = "", case: str = "FD-9", files: int = 0) -> Self:
        passed = self._next(Pass)
        assert passed.to == stream_of(CaseCode(case))
        assert isinstance(passed.event, PartySpoke)
        assert (passed.event.step, passed.event.words, len(passed.event.evidence)) == (step, words, files)
        return self

    def ticket_hears(self, event: CustomerTicket | TicketNewsLost, case: str = "FD-1") -> Self:
        """The e-mail ticket is told."""
        assert self._next(Pass) == Pass(ticket_stream(CaseCode(case)), event)
        return self

    def news_lost(self, reason: str, case: str = "FD-9") -> Self:
        """The dispute hears that what it told was not read in this chat."""
        passed = self._next(Pass)
        assert isinstance(passed.event, NewsLost)
        assert (passed.to, passed.event.conversation) == (stream_of(CaseCode(case)), self.conversation.id)
        assert passed.event.reason == reason
        return self

    def puts_off_duty(self, *agents: Agent) -> Self:
        """They are told in the thread, by name."""
        assert self._next(PutOffDuty) == PutOffDuty(agents)
        post = self._next(Post)
        assert (post.to, post.body) == (THREAD, Remark(Text("staff.put_off"), agents))
        return self

    def thread_shows(self, words: str, mark: str = "", thread: Address = THREAD) -> Self:
        post = self._next(Post)
        assert (post.to, post.body) == (thread, Relay("Anna", words, mark))  # type: ignore[arg-type]
        return self

    def thread_gets(self, kind: str, caption: str = "", *, file: str, thread: Address = THREAD) -> Self:
        """The customer's file itself, by its reference in her messenger."""
        shown = self._next(ShowFile)
        assert (shown.thread, shown.author, shown.file.kind, shown.caption) == (thread, "Anna", kind, caption)
        assert shown.file.reference == f"telegram:{file}"
        return self

    def thread_reads(self, translation: str, original: str, how: str = "machine", mark: str = "") -> Self:
        """The customer's words in the agent's language, above what they wrote."""
        post = self._next(Post)
        assert (post.to, post.body) == (THREAD, Relay("Anna", translation, mark, original, how))  # type: ignore[arg-type]
        return self

    def asks_for_translation(self, words: str, languages: str, purpose: str = "words") -> Self:
        """`languages`: "sv>en"."""
        order = self._next(Translate)
        assert (order.text, f"{order.source}>{order.target}", order.purpose) == (words, languages, purpose)
        assert (order.customer, order.reader) == (CHAT, "customer" if order.target == "sv" else "agent")
        return self

    def thread_remarks(self, key: str, *called: Agent, **params: str | int) -> Self:
        post = self._next(Post)
        assert isinstance(post.body, Remark)
        assert (post.to, post.body.text.key) == (THREAD, key)
        assert set(called) <= set(post.body.to)
        assert params.items() <= post.body.text.params.items()
        return self

    def card(self, state: str, owner: str) -> Self:
        post = self._next(Post)
        assert isinstance(post.body, Card)
        assert (post.to, post.body.state, post.body.owner) == (THREAD, state, owner)
        return self

    def clock(self, owner: str, since: datetime | None, *, can_wait: bool = True) -> Self:
        """On the card that was shown last: who has it, since when the customer waits, and whether a moment later will do."""
        shown = self._card
        assert (shown.owner, shown.since, shown.can_wait) == (owner, since, can_wait)
        return self

    def whispers(self, agent: Agent, key: str, thread: Address = THREAD) -> Self:
        post = self._next(Post)
        assert isinstance(post.body, Whisper)
        assert (post.to, post.body.agent, post.body.text.key) == (thread, agent, key)
        return self

    def ends_thread(self, reason: str, thread: Address = THREAD) -> Self:
        close = self._next(CloseHandoff)
        assert (close.thread, close.reason.key) == (thread, reason)
        return self

    def silence(self) -> Self:
        self._all_told()
        return self

    def is_in(self, stage: type[Stage]) -> Self:
        assert isinstance(self.stage, stage), self.stage
        return self

    def is_due(self, reason: WakeReason, **after: float) -> Self:
        timer = self._timers[reason]
        assert (timer.at - self.now, timer.turn) == (timedelta(**after), self.turn)
        return self

    # --- how it works ---

    def _happens(self, event: Event, **known: object) -> Self:
        self._all_told()
        self._decide(event, **known)
        return self

    def _decide(self, event: Event, **known: object) -> None:
        opened = sum(isinstance(effect, OpenHandoff) for effect, _ in self._done)
        known = self.known | known
        known.setdefault("language", self.conversation.language)
        known.setdefault("shop", self.conversation.shop)
        known.setdefault("mails", self.mails)
        self.conversation, effects = decide(
            self.conversation, event, facts(self.now, self.offers, f"FD-{opened + 1}", **known)
        )
        self._done += [(effect, self.turn) for effect in effects]
        self._timers |= {effect.reason: effect for effect in effects if isinstance(effect, Wake)}
        self.untold += [effect for effect in effects if not isinstance(effect, Wake) and not self._is_clock(effect)]

    def _is_clock(self, effect: Effect) -> bool:
        """The card as it was, but for how long the customer waits."""
        if isinstance(effect, OpenHandoff | CloseHandoff):
            self._card = Card(CaseCode(""), "waiting")
        if not isinstance(effect, Post) or not isinstance(effect.body, Card):
            return False
        before, self._card = self._card, effect.body
        same = (before.state, before.owner) == (effect.body.state, effect.body.owner)
        assert same or not effect.body.can_wait, "who has a case, and how it stands, is shown at once"
        return same

    def _all_told(self) -> None:
        assert not self.untold, f"not told in the dialogue: {self.untold}"

    def _next(self, kind: type[E]) -> E:
        assert self.untold, f"no {kind.__name__}: nothing more follows"
        effect = self.untold.pop(0)
        assert isinstance(effect, kind), f"{effect} comes before any {kind.__name__}"
        return effect

    def _last(self, kind: type[E]) -> E:
        return next(effect for effect, _ in reversed(self._done) if isinstance(effect, kind))


def _shown(block: Block) -> str:
    match block:
        case Line(text):
            return text.key
        case Listing(texts):
            return " ".join(each.key for each in texts)
        case Words(text):
            return text
        case Quote(markdown) | Written(markdown):
            return markdown


def speaks_for_customer(effect: Effect) -> bool:
    """For `fails`: the customer's words on their way to the thread."""
    return isinstance(effect, Post) and isinstance(effect.body, Relay)


def to_chat(effect: Effect) -> bool:
    return isinstance(effect, Say) and effect.to == CHAT


def to_mailbox(effect: Effect) -> bool:
    return isinstance(effect, Say) and effect.to.channel == "email"
