"""A dispute as a dialogue: one line for what happens, and what each side then reads.

hearing = Hearing()
hearing.filed().reads("buyer", "dispute.received", "dispute.stage.open")
hearing.card().asks_other().reads("seller", ...)
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TypeVar

from msgspec.structs import replace

from core.model.dispute import Decision, Evidence, Measure, Reason, Stage, Wish
from core.model.dispute_events import (
    CardShown,
    DisputeFiled,
    DisputeNews,
    FormKind,
    FormWanted,
    MeasureDone,
    OtherFound,
    PartySpoke,
    StaffAsked,
    StaffConfirmed,
    StaffDecided,
    StaffMoved,
    StaffRetried,
)
from core.model.dispute_facts import Chat, DisputeFacts
from core.model.dispute_file import DisputeFile, Draft, PartyStep
from core.model.effects import Effect, Note, Pass, Post, Say, ShowDispute, Wake
from core.model.events import DisputeEvent, EffectFailed, Woke
from core.model.ids import Address, AgentId, CaseCode, ConversationId, EffectId, Language
from core.model.people import Agent
from core.model.posts import Relay, Remark, Whisper
from core.model.shop import About, CustomerId, OtherParty, Outcome, Person, Role
from core.model.view import Block, Line, Listing, Text, Words
from handoff import dispute_flow
from handoff.disputes import working_days_later
from tests.handoff.quarrel import MONDAY, order

CASE = CaseCode("FD-7K2M9")
THREAD = Address("slack", "C1/100.1")
TOM, EVA = Agent(AgentId("UTOM"), "Tom"), Agent(AgentId("UEVA"), "Eva")
ANNA = Person(CustomerId("c-1"), "Anna", "PL", "anna@example.com")
SAM = Person(CustomerId("c-2"), "Sam", "NL", "sam@example.com", Language("nl"))
PEOPLE: dict[Role, Person] = {"buyer": ANNA, "seller": SAM}
CHATS: dict[Role, Chat] = {
    "buyer": Chat(ConversationId("telegram:1001"), Language("pl")),
    "seller": Chat(ConversationId("telegram:1002"), Language("nl")),
}
ELSEWHERE: dict[Role, tuple[Text, ...]] = {
    "buyer": (Text("remedy.kind.any_court"),),
    "seller": (Text("remedy.kind.any_court"),),
}
PHOTO = Evidence("telegram:p1", "photo", "vase.jpg", MONDAY)
BROKEN = "It is broken."

CANCEL, REMOVE, POLICE = Measure("cancel_order"), Measure("remove_item"), Measure("referred_to_police")
RESTRICT, SUSPEND = Measure("restrict_account", account="seller"), Measure("suspend_account", account="seller")

T = TypeVar("T", bound=Effect)


class Hearing:
    """Both parties are signed in, unless it is said otherwise; time goes on by an hour with each thing that happens."""

    def __init__(self, role: Role = "buyer", signed_in: tuple[Role, ...] = ("buyer", "seller")) -> None:
        self.opener = role
        self.other: Role = "seller" if role == "buyer" else "buyer"
        self.signed_in = signed_in
        self.people = dict(PEOPLE)
        self.now = MONDAY
        self.maybe: DisputeFile | None = None
        self.effects: tuple[Effect, ...] = ()

    @property
    def file(self) -> DisputeFile:
        assert self.maybe is not None
        return self.maybe

    @property
    def stage(self) -> Stage:
        return self.file.dispute.stage

    def happens(self, event: DisputeEvent, at: datetime | None = None) -> "Hearing":
        self.now = at or self.now + timedelta(hours=1)
        chats = {self.people[role].id: CHATS[role] for role in self.signed_in}
        facts = DisputeFacts(self.now, "Europe/Paris", chats, ELSEWHERE)
        self.maybe, self.effects = dispute_flow.decide(CASE, self.maybe, event, facts)
        return self

    # --- what happens

    def filed(self, reason: Reason = "damaged", wish: Wish = Wish("full_refund"), **order_facts: object) -> "Hearing":  # noqa: B008
        person, chat = self.people[self.opener], CHATS[self.opener]
        draft = self.draft(reason, wish, **order_facts)
        return self.happens(DisputeFiled(CASE, draft, person, chat.conversation, chat.language))

    def draft(self, reason: Reason = "damaged", wish: Wish = Wish("full_refund"), **order_facts: object) -> Draft:  # noqa: B008
        """As it was filled in, down to the last question."""
        facts = order("returned" if self.opener == "seller" else "delivered", **order_facts)  # type: ignore[arg-type]
        about = About("order", facts.id, facts.title, self.opener, OtherParty("them"))
        return Draft(self.people[self.opener].id, about, facts, reason, "failed", BROKEN, wish, (PHOTO,), True)

    def opened(self) -> "Hearing":
        """Filed, on the card, and the other party is known."""
        return self.filed().card().other_found()

    def card(self, thread: Address = THREAD) -> "Hearing":
        return self.happens(CardShown(thread))

    def other_found(self) -> "Hearing":
        return self.happens(OtherFound(self.people[self.other]))

    def nobody_found(self) -> "Hearing":
        return self.happens(OtherFound(None))

    def moves(self, to: Stage, agent: Agent = TOM) -> "Hearing":
        return self.happens(StaffMoved(agent, THREAD, to))

    def asks_other(self) -> "Hearing":
        return self.moves("waiting_other_party")

    def reviews(self) -> "Hearing":
        return self.moves("under_review")

    def decides(self, *measures: Measure, agent: Agent = TOM) -> "Hearing":
        return self.happens(StaffDecided(agent, THREAD, Decision(measures, "The photos show it.", ("4.2",))))

    def decides_as_eva(self, *measures: Measure) -> "Hearing":
        """An appeal is decided by somebody else."""
        return self.decides(*measures, agent=EVA)

    def confirms(self, key: str = "", agent: Agent = EVA) -> "Hearing":
        return self.happens(StaffConfirmed(agent, THREAD, key or self.key))

    def confirms_as_tom(self) -> "Hearing":
        return self.confirms(agent=TOM)

    def confirms_all(self) -> "Hearing":
        for deed in self.file.dispute.deeds:
            self.confirms(deed.proposal.key)
        return self

    def tries_again(self, key: str = "") -> "Hearing":
        return self.happens(StaffRetried(TOM, THREAD, key or self.key))

    def writes(self, role: Role, words: str) -> "Hearing":
        return self.happens(StaffAsked(TOM, THREAD, role, words))

    def wants(self, form: FormKind) -> "Hearing":
        return self.happens(FormWanted(TOM, THREAD, form, "trigger-1"))

    def shop_does(self, reference: str = "r-1", key: str = "") -> "Hearing":
        return self.happens(MeasureDone(key or self.key, Outcome(reference)))

    def shop_does_all(self) -> "Hearing":
        for deed in self.file.dispute.deeds:
            self.shop_does(key=deed.proposal.key)
        return self

    def shop_refuses(self, why: str = "The bank is closed.") -> "Hearing":
        return self.happens(MeasureDone(self.key, Outcome(refused=why)))

    def says(self, role: Role, step: PartyStep, words: str = "", *evidence: Evidence) -> "Hearing":
        return self.happens(PartySpoke(role, step, words, evidence))

    def deadline(self, turn: int | None = None) -> "Hearing":
        """The last timer fires, at its time or, where that is in the past, now."""
        due = self.file.dispute.due or self.now
        return self.happens(Woke("dispute_due", self.file.turn if turn is None else turn), max(due, self.now))

    def next_day(self) -> "Hearing":
        return self.happens(Woke("dispute_due", self.file.turn), working_days_later(self.now, 1))

    def fails(self, effect: Effect, reason: str = "no way", certain: bool = True) -> "Hearing":
        return self.happens(EffectFailed(EffectId("1.0"), effect, self.file.turn, reason, "exhausted", certain))

    # --- who they are

    def without_mail(self, role: Role) -> "Hearing":
        self.people[role] = replace(self.people[role], email="")
        return self

    def news_chat(self, role: Role) -> ConversationId:
        return CHATS[role].conversation

    def chat_language(self, role: Role) -> Language:
        return CHATS[role].language

    @property
    def key(self) -> str:
        """Of the last proposal."""
        return self.file.dispute.deeds[-1].proposal.key

    # --- what came of it

    def of(self, kind: type[T]) -> list[T]:
        return [effect for effect in self.effects if isinstance(effect, kind)]

    def news(self, role: Role) -> DisputeNews:
        [news] = [event for event in map(_news, self.of(Pass)) if event.person == self.people[role].id]
        return news

    def mail(self, role: Role) -> Say:
        [mail] = [say for say in self.of(Say) if say.to == Address("email", self.people[role].email)]
        return mail

    def read(self, role: Role) -> list[str]:
        """The keys of our texts and the words of others that this party reads now, in their chat or by mail."""
        return [said for blocks in self._to(role) for block in blocks for said in said_in(block)]

    def _to(self, role: Role) -> Iterator[tuple[Block, ...]]:
        person = self.people[role]
        yield from (event.blocks for event in map(_news, self.of(Pass)) if event.person == person.id)
        yield from (say.view.blocks for say in self.of(Say) if say.to == Address("email", person.email))

    @property
    def staff_read(self) -> list[str]:
        """Keys of remarks, and a party's words with their role."""
        said = (post.body for post in self.of(Post))
        return [
            body.text.key if isinstance(body, Remark) else f"{body.author}: {body.text}"
            for body in said
            if isinstance(body, Remark | Relay)
        ]

    @property
    def whispered(self) -> list[str]:
        return [post.body.text.key for post in self.of(Post) if isinstance(post.body, Whisper)]

    @property
    def notes(self) -> dict[str, str]:
        return {note.kind: note.detail for note in self.of(Note)}

    # --- in one line

    def reads(self, role: Role, *expected: str) -> "Hearing":
        assert self.read(role) == list(expected)
        return self

    def staff(self, *expected: str) -> "Hearing":
        """What staff read in the thread; whenever it is something, the card is shown as well."""
        assert self.staff_read == list(expected)
        return self

    def card_again(self) -> "Hearing":
        assert [shown.file for shown in self.of(ShowDispute)] == [self.file]
        return self

    def is_at(self, stage: Stage) -> "Hearing":
        assert self.stage == stage
        return self

    def may(self, role: Role, *steps: PartyStep) -> "Hearing":
        assert self.news(role).steps == steps
        return self

    def wakes(self) -> Wake | None:
        return next(iter(self.of(Wake)), None)


def said_in(block: Block) -> list[str]:
    """The keys of our texts, or somebody's words."""
    match block:
        case Line(text):
            return [text.key]
        case Listing(texts):
            return [each.key for each in texts]
        case Words(words):
            return [words]
        case _:
            return []


def _news(effect: Pass) -> DisputeNews:
    assert isinstance(effect.event, DisputeNews)
    return effect.event
