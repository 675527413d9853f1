"""A small world around `decide`: what it asked for is carried out late, in any order, or not at all; every button that
was ever shown stays pressable; agents act in every thread there ever was. A history is a list of numbers, so that
hypothesis can shrink it."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

from hypothesis import strategies as st
from msgspec.structs import replace

from core.flow.choices import choices
from core.flow.decide import decide
from core.model.answer import Answer, Citation
from core.model.callback import CallbackAsked, CallbackCancelled, CallbackLine, CallbackNews, stream_of
from core.model.conversation import Choosing, Conversation, Filling, Queued, WithAgent
from core.model.dispute import facts_of
from core.model.dispute_events import DisputeFiled, DisputeNews
from core.model.dispute_file import DisputeLine, PartyStep
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
    PutOffDuty,
    Rate,
    Say,
    Translate,
    Wake,
    WakeReason,
)
from core.model.events import (
    AgentClaimed,
    AgentClosed,
    AgentDeleted,
    AgentEdited,
    AgentWrote,
    AnswerReady,
    CustomerChose,
    CustomerEdited,
    CustomerEvent,
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
from core.model.facts import CallFacts, Facts, MailFacts, RequestFacts, StaffFacts, Start, TranslationFacts
from core.model.ids import Address, CaseCode, ConversationId, EffectId, Language
from core.model.offer import Eta, Offer
from core.model.people import Sender
from core.model.request import RequestLine
from core.model.shop import CustomerId, Order, OrderId, Person
from core.model.ticket import case_in
from core.model.tongue import Tongue
from core.model.view import Line, Text
from core.model.wait import Wait
from tests.flow.cast import (
    ADDRESS_FIRST,
    ANNA,
    BERT,
    CHAT,
    CLOCK,
    CLOCK_LINE,
    EVA,
    LAMP,
    MESSAGE_FIRST,
    NOON,
    OFF_DUTY,
    ON_DUTY,
    PHONE,
    SIGN_IN,
    SLOTS,
    TOM,
    VASE,
    WITH_CALLS,
    facts,
)
from tests.flow.team import CODE, STEPS, WRONG_CODE, Team

T = TypeVar("T")
# A scene to begin with; then what is done, and to which of the things that it can be done to.
History = tuple[int, Sequence[tuple[int, int]]]

TONGUES = (Tongue(Language("nl"), "Nederlands"), Tongue(Language("pl"), "Polski"))
WORDS = ("Where is my refund?", "And now?", "", "Hello", "2", "\U0001f642 żółw")
EMAILS = ("anna@example.com", "b@example.com")
HARP = replace(VASE, id=OrderId("H-104255"), title="Harp", address="https://shop.example/orders/H-104255")
RUG = replace(HARP, id=OrderId("H-104266"), title="Rug")
ORDERS = {ANNA.id: (VASE, LAMP), BERT.id: (HARP, RUG)}
OUTCOMES = ("translated", "failed", "doubtful", "same")
FAULTS = ("blocked", "refused", "gone", "exhausted")


class Step(NamedTuple):
    """One decision, whole."""

    before: Conversation
    event: Event
    facts: Facts
    after: Conversation
    effects: tuple[Effect, ...]


class World:
    def __init__(self) -> None:
        self.conversation = Conversation(ConversationId(str(CHAT)), CHAT, "Anna")
        self.now: datetime = NOON
        self.offers: tuple[Offer, ...] = ON_DUTY
        self.steps: list[Step] = []
        self.pending: list[tuple[Effect, int]] = []  # effects that are still to be carried out, with their turn
        self.news: list[Event] = []  # what came of effects and timers, not yet heard
        self.timers: dict[WakeReason, Wake] = {}
        self.buttons: list[tuple[str, int]] = [("talk", 0)]
        self.threads: dict[Address, CaseCode] = {}
        self.open_threads: set[Address] = set()
        self.emails: set[str] = set()
        self.disputes: list[tuple[CustomerId, DisputeLine]] = []
        self.calls: list[CallbackLine] = []
        self.team = Team()
        self.translation = TranslationFacts()

    # --- what can be done; `n` chooses among the possibilities ---

    def writes(self, n: int) -> None:
        known = {"wants_person": n % 11 == 0, "urgent": n % 13 == 0, "again": n % 5 == 0, "order": n % 3 == 0}
        known["number"] = _pick(("H-104233", "H-104244", "H-104255", "", "", ""), n // 3)
        self.hear(CustomerWrote(_pick(WORDS, n), Sender("Anna"), str(n % 7)), **known)

    def types_a_choice(self, n: int) -> None:
        typed = [
            "start",
            "talk",
            "cancel",
            "orders",
            "sign_in",
            "sign_out",
            "dispute",
            *(button.action for button in choices(self.conversation)),
            "requests",
        ]
        self.hear(CustomerWrote("typed", Sender("Anna")), typed=_pick(typed, n))

    def writes_an_address(self, n: int) -> None:
        self.emails.add(_pick(EMAILS, n))
        self.hear(CustomerWrote(_pick(EMAILS, n), Sender("Anna")), email=_pick(EMAILS, n))

    def presses(self, n: int) -> None:
        action, turn = _pick(self.buttons, n)
        self.hear(CustomerChose(action, turn, Sender("Anna")))

    def presses_now(self, n: int) -> None:
        actions = [button.action for button in choices(self.conversation)]
        self.hear(CustomerChose(_pick(actions, n), self.conversation.turn, Sender("Anna")))

    def presses_nonsense(self, n: int) -> None:
        self.hear(CustomerChose(_pick(("offer.fax", "wait", "", "use_email"), n), n % 30 - 1))

    def signs_in(self, n: int) -> None:
        """By a link that was shown at any time, or by somebody else's."""
        self.hear(SignedIn((ANNA, BERT)[n % 2], "a-hash"))

    def comes_by_link(self, n: int) -> None:
        start = _pick(
            (
                Start("order", "H-104233"),
                Start("order", "H-104255"),
                Start("article", "refund-timing", "Refund timing"),
                None,
            ),
            n,
        )
        self.hear(CustomerWrote("/start x", Sender("Anna")), typed="start", start=start)

    def sends_a_file(self, n: int) -> None:
        caption, size = _pick(("", "  ", "my vase"), n), _pick((1000, 0, 30_000_000), n // 3)
        self.hear(
            CustomerSentFile("photo", caption, Sender("Anna"), str(n % 7), _pick(("a-file", ""), n // 9), "", size)
        )

    def acts_in_a_dispute(self, n: int) -> None:
        """By a button of any message about any dispute."""
        cases = [line.case for _, line in self.disputes] or [CaseCode("FD-foreign")]
        step = _pick(("add", "answer", "appeal", "withdraw"), n // 2)
        self.hear(CustomerChose(f"{step}.{_pick(cases, n)}", n % 30, Sender("Anna")))

    def changes_a_call(self, n: int) -> None:
        """By a button of any message about any call."""
        cases = [line.case for line in self.calls] or [CaseCode("FD-foreign")]
        what = _pick(("move", "cancel", "soon", "29540000", "email"), n // 2)
        self.hear(CustomerChose(f"call.{what}.{_pick(cases, n)}", n % 30, Sender("Anna")))

    def acts_on_a_ticket(self, n: int) -> None:
        """By a button of any message about any ticket."""
        case = _pick(self.team.cases, n // 4)
        action = (*(f"mail.{step}.{case}" for step in STEPS), "mail.code")[n % 4]
        self.hear(CustomerChose(action, n % 30, Sender("Anna")))

    def types_a_code(self, n: int) -> None:
        code = _pick((CODE, WRONG_CODE), n)
        self.hear(CustomerWrote(code, Sender("Anna")), mails=self._mails(self.conversation.person, code))

    def types_a_cases_code(self, n: int) -> None:
        """Of one of theirs, or of nobody's."""
        own = tuple(self._requests(self.conversation.person))[: n % 2]
        case = own[0].case if own else CaseCode("FD-foreign")
        self.hear(CustomerWrote(case, Sender("Anna")), requests=RequestFacts(own, case))

    def team_acts(self, n: int) -> None:
        self.hear(self.team.acts(n))

    def dispute_has_news(self, n: int) -> None:
        """Of one of theirs, or of one that is long over."""
        foreign = (BERT.id, CaseCode("FD-foreign"))
        person, case = _pick([foreign, *((whose, line.case) for whose, line in self.disputes)], n)
        steps: tuple[PartyStep, ...] = _pick((("add", "withdraw"), ("answer",), ("add", "appeal"), ()), n // 4)
        self.disputes = [
            (whose, replace(line, steps=steps) if line.case == case else line) for whose, line in self.disputes
        ]
        self.hear(DisputeNews(case, person, (Line(Text("dispute.stage.closed", {"case": case})),), steps))

    def edits(self, n: int) -> None:
        self.hear(CustomerEdited(_pick(WORDS, n), Sender("Anna"), str(n % 7)), order=n % 3 == 0)

    def agent_acts(self, n: int) -> None:
        agent = (TOM, EVA)[n % 2]
        thread = _pick([Address("slack", "C1/foreign"), *self.threads], n // 2)
        case = self.threads.get(thread, CaseCode("FD-foreign"))
        acts: list[Event] = [
            AgentClaimed(agent, thread, case),
            AgentWrote(agent, thread, "Hello"),
            AgentClosed(agent, thread, case),
            AgentEdited(agent, thread, "Hallo"),
            AgentDeleted(agent, thread),
        ]
        self.hear(_pick(acts, n // 16))

    def claims(self, n: int) -> None:
        """The newest card, by its button."""
        if self.threads:
            thread = list(self.threads)[-1]
            self.hear(AgentClaimed((TOM, EVA)[n % 2], thread, self.threads[thread]))

    def works(self, n: int) -> None:
        if self.pending:
            self.perform(self.pending.pop(n % len(self.pending)))

    def fails(self, n: int) -> None:
        """Threads are always closed in the end, or the property that they are would have nothing to hold on to."""
        at = n % max(1, len(self.pending))
        if self.pending and not isinstance(self.pending[at][0], CloseHandoff):
            self.fail(self.pending.pop(at), n // 8)

    def news_comes(self, n: int) -> None:
        if self.news:
            self.hear(self.news.pop(n % len(self.news)))

    def call_ends(self, n: int) -> None:
        """An agent has talked with the customer on the phone."""
        if self.calls:
            line = self.calls.pop(n % len(self.calls))
            words = (Line(Text("callback.done", {"case": line.case})),)
            self.hear(CallbackNews(line.case, None, words, called_by=TOM))

    def time_passes(self, n: int) -> None:
        """To the next timer, by a little, or back."""
        due = sorted(self.timers.values(), key=lambda timer: timer.at)
        if due and n % 4:
            self.now = max(self.now, due[0].at)
            del self.timers[due[0].reason]
            self.news.append(Woke(due[0].reason, due[0].turn))
        else:
            self.now += timedelta(seconds=_pick((1, 6, 60, 90_000, -3600), n // 4))

    def duty_changes(self, n: int) -> None:
        self.offers = _pick((ON_DUTY, OFF_DUTY, MESSAGE_FIRST, ADDRESS_FIRST, WITH_CALLS), n)

    def languages_change(self, n: int) -> None:
        """Whoever claims reads another language than before, or the machine comes or goes."""
        reads = (Language("pl"),), (), (Language("en"), Language("pl"))
        self.translation = TranslationFacts(n % 4 > 0, _pick(reads, n // 4))

    # --- how it goes on ---

    def hear(self, event: Event, **known: object) -> None:
        before, given = self.conversation, self._facts(event, **known)
        after, effects = decide(before, event, given)
        self.conversation = after
        self.steps.append(Step(before, event, given, after, effects))
        for effect in effects:
            self._take(effect)

    def _facts(self, event: Event, **known: object) -> Facts:
        known.setdefault("language", self.conversation.language)
        person = event.person if isinstance(event, SignedIn) else self.conversation.person
        known["disputes"] = tuple(line for whose, line in self.disputes if person and whose == person.id)
        known["calls"] = CallFacts(
            PHONE if len(self.steps) % 3 else None,
            slots=SLOTS,
            own=tuple(self.calls),
            question=_pick(WORDS, len(self.steps)) if self.calls else "",
            joins=self.calls[-1] if self.calls and self._joins(event, 3) else None,
            zone="Europe/Amsterdam",
        )
        known["wait"] = _pick(
            (None, Wait(1, Eta(1, 2)), Wait(4, Eta(5, 15), changed=True), Wait(2)), len(self.steps) // 3
        )
        known["staff"] = _pick(
            (StaffFacts(), StaffFacts(idle=(TOM, EVA)), StaffFacts(), StaffFacts(there=False)), len(self.steps) // 5
        )
        known["spoken"] = _pick(((), TONGUES), len(self.steps) // 7)
        known.setdefault("mails", self._mails(person, joins=self._joins(event, 2)))
        known.setdefault("requests", RequestFacts(tuple(self._requests(person))))
        known["translation"] = self.translation
        known["amount"] = _pick(("5.00", "", "99"), len(self.steps))
        known |= {"shop": True, "sign_in": replace(SIGN_IN, until=self.now + timedelta(minutes=10))}
        return facts(self.now, self.offers, f"FD-{len(self.steps)}", **known)

    def _mails(self, person: Person | None, typed: str = "", *, joins: bool = False) -> MailFacts:
        known = self.team.facts(person.id if person else None, len(self.steps), typed)
        return replace(known, joins=known.own[-1].case) if joins and known.own else known

    def _joins(self, event: Event, one_in: int) -> bool:
        """A way is chosen, and the request is about a case that is open already."""
        stage = self.conversation.stage
        chooses = isinstance(stage, Choosing) or (isinstance(stage, Filling) and stage.missing[:1] == ("message",))
        return chooses and isinstance(event, CustomerEvent) and len(self.steps) % one_in == 0

    def _requests(self, person: Person | None) -> Iterator[RequestLine]:
        for line in self.calls:
            yield RequestLine(
                line.case, "callback", "booked", NOON, "", line.slot, "Europe/Amsterdam", steps=line.steps
            )
        for ticket in self._mails(person).own:
            yield RequestLine(ticket.case, "email", "owed", NOON, ticket.question, steps=("reply", "close"))

    def _take(self, effect: Effect) -> None:
        match effect:
            case Wake():
                self.timers[effect.reason] = effect
            case Note() | Gap() | Invite() | Rate() | PutOffDuty():
                pass
            case _:
                self.pending.append((effect, self.conversation.turn))
        if isinstance(effect, Say):
            self.buttons += [(button.action, effect.view.turn) for button in (*effect.view.buttons, *effect.view.grid)]

    def perform(self, task: tuple[Effect, int]) -> None:
        match task[0]:
            case Ask(turn=turn, person=person, about=about):
                own = _theirs(person, about.id) if person and about else None
                self.news.append(AnswerReady(turn, _answer(self.conversation.turn, own)))
            case Translate(number=number, text=words):
                outcome = _pick(OUTCOMES, number)
                said = f"[{words}]" if outcome in ("translated", "doubtful") else ""
                self.news.append(Translated(number, outcome, said))  # type: ignore[arg-type]
            case Look(turn=turn, number=number, kind="item") if number:
                self.news.append(OneFound(turn, number, CLOCK.about if turn % 3 else None))
            case Look(turn=turn, number=number, person=person) if number:
                found = _theirs(person, number) if turn % 11 else None  # it may be gone since it was listed
                about, order = (found.about, facts_of(found, self.now)) if found else (None, None)
                self.news.append(OneFound(turn, number, about, order))
            case Pass(event=DisputeFiled(case=case, draft=draft, person=owner)):
                order, role = draft.order, draft.role
                line = DisputeLine(case, order.id, order.title, role, "open", steps=("add", "withdraw"))
                self.disputes.append((owner.id, line))
            case Look(turn=turn, after=after_, person=person):
                none = turn % 5 == 4 and not after_
                lines = () if none else tuple(order.line for order in ORDERS[person])
                items = () if none or after_ else (CLOCK_LINE,)
                self.news.append(OrdersFound(turn, lines, items, "" if after_ else "2"))
            case Pass(to=stream, event=CallbackCancelled()):
                self.calls = [line for line in self.calls if stream_of(line.case) != stream]
            case Pass(event=CallbackAsked(case=case, person=caller)):
                line = CallbackLine(case, "open", SLOTS[0].at, None, ("move", "cancel"), SLOTS[0].zone)
                self.calls.append(line)
                booked = (Line(Text("callback.booked", {"case": case, "phone": "06", "at": SLOTS[0]})),)
                self.news.append(CallbackNews(case, caller, booked, (*line.steps, "email"), SLOTS))
            case Pass() as passed if case_in(passed.to):
                told = self.team.hear(passed)
                self.news += [told] if told else []
            case OpenHandoff(method="live_chat") as opening:
                thread = Address("slack", f"C1/{len(self.threads)}")
                self.threads[thread] = opening.case
                self.open_threads.add(thread)
                self.news.append(HandoffOpened(opening.turn, opening.method, opening.case, thread))
            case OpenHandoff() as opening:
                self.news.append(HandoffOpened(opening.turn, opening.method, opening.case))
            case CloseHandoff(thread=thread):
                self.open_threads.discard(thread)
            case _:
                pass

    def fail(self, task: tuple[Effect, int], n: int) -> None:
        effect, turn = task
        fault = _pick(FAULTS, n)
        self.news.append(EffectFailed(EffectId("1.0"), effect, turn, "reason", fault, n % 2 == 0))  # type: ignore[arg-type]

    def settles(self, n: int = 0) -> None:
        """Everything that is under way succeeds and is heard."""
        while self.pending or self.news:
            if self.pending:
                self.perform(self.pending.pop(0))
            else:
                self.hear(self.news.pop(0))

    def live_stage(self) -> Queued | WithAgent | None:
        stage = self.conversation.stage
        if isinstance(stage, Filling):
            return stage.meanwhile
        return stage if isinstance(stage, Queued | WithAgent) else None


DEEDS: tuple[Callable[[World, int], None], ...] = (
    World.writes,
    World.types_a_choice,
    World.writes_an_address,
    World.presses,
    World.presses_now,
    World.presses_now,
    World.presses_nonsense,
    World.signs_in,
    World.comes_by_link,
    World.dispute_has_news,
    World.acts_in_a_dispute,
    World.changes_a_call,
    World.acts_on_a_ticket,
    World.acts_on_a_ticket,
    World.types_a_code,
    World.types_a_cases_code,
    World.team_acts,
    World.team_acts,
    World.sends_a_file,
    World.sends_a_file,
    World.edits,
    World.agent_acts,
    World.agent_acts,
    World.claims,
    World.works,
    World.works,
    World.fails,
    World.fails,
    World.news_comes,
    World.news_comes,
    World.time_passes,
    World.time_passes,
    World.duty_changes,
    World.languages_change,
)

# Where a history may begin, so that even a short one reaches every room.
_Scene = list[tuple[Callable[[World, int], None], int]]
_ASKED: _Scene = [(World.writes, 1)]
_CHOOSING: _Scene = [*_ASKED, (World.works, 0), (World.news_comes, 0), (World.types_a_choice, 1)]
_WAITING: _Scene = [*_CHOOSING, (World.presses_now, 0)]
_CALLED: _Scene = [
    *_ASKED,
    (World.works, 0),
    (World.news_comes, 0),
    (World.duty_changes, 4),
    (World.types_a_choice, 1),
    (World.presses_now, 1),
    (World.writes, 1),
    (World.presses_now, 0),
    (World.settles, 0),
]
_PICKING: _Scene = [*_ASKED, (World.signs_in, 0), (World.types_a_choice, 3), (World.settles, 0)]
_QUEUED: _Scene = [*_WAITING, (World.settles, 0)]
_CHATTING: _Scene = [*_QUEUED, (World.claims, 0)]
_TRANSLATED: _Scene = [(World.languages_change, 1), *_CHATTING, (World.writes, 1), (World.agent_acts, 18)]
_CHAT_OVER: _Scene = [*_CHATTING, (World.agent_acts, 34)]
_TICKETED: _Scene = [*_CHOOSING, (World.presses_now, 1), (World.writes_an_address, 0)]
_TICKET_OPEN: _Scene = [*_TICKETED, (World.settles, 0)]
_CORRESPONDING: _Scene = [*_TICKET_OPEN, (World.team_acts, 0)]
_TIME_IS_UP: _Scene = [(World.time_passes, 1), (World.news_comes, -1)]
_NEWEST: _Scene = [(World.works, -1), (World.news_comes, -1)]
_ADVISED_AFTER_TICKET: _Scene = [
    *_TICKETED,
    (World.signs_in, 0),
    (World.types_a_choice, 3),
    *_NEWEST,
    (World.presses_now, 0),
    *_NEWEST,
    *_NEWEST,
    (World.types_a_choice, 1),
]
_TOLD: _Scene = [*_PICKING, (World.presses_now, 0), (World.settles, 0)]
_SUMMED_UP: _Scene = [
    *_TOLD,
    (World.types_a_choice, 6),
    (World.settles, 0),
    (World.presses_now, 0),  # it has not come
    (World.presses_now, 1),  # the other party could not help
    (World.writes, 12),
    (World.presses_now, 0),  # all of the money
    (World.presses_now, 0),  # no files
]
_REPORTED: _Scene = [*_SUMMED_UP, (World.presses_now, 0), (World.settles, 0)]
_TICKET_ABOUT_ORDER: _Scene = [
    *_TOLD,
    (World.writes, 22),
    (World.presses_now, 1),
    (World.writes, 1),
    (World.writes_an_address, 0),
    (World.settles, 0),
]
_DISPUTED_AFTER_TICKET: _Scene = [*_ADVISED_AFTER_TICKET[:-1], (World.types_a_choice, 6)]
_OF_ANOTHER: _Scene = [
    *_REPORTED,
    (World.types_a_choice, 3),
    (World.settles, 0),
    (World.presses_now, 1),
    (World.settles, 0),
]
_OF_THE_SAME: _Scene = [*_OF_ANOTHER[:-2], (World.presses_now, 0), (World.settles, 0)]
_ADVISED_WHILE_OPEN: _Scene = [
    *_TICKET_OPEN,
    (World.signs_in, 0),
    (World.types_a_choice, 3),
    (World.settles, 0),
    (World.presses_now, 0),
    (World.settles, 0),
    (World.types_a_choice, 1),
]
_CALLED: _Scene = [
    *_ASKED,
    (World.works, 0),
    (World.news_comes, 0),
    (World.duty_changes, 4),
    (World.types_a_choice, 1),
    (World.presses_now, 1),  # a call
    (World.writes, 12),  # its number
    (World.presses_now, 0),
    (World.settles, 0),
]
_ASKS_AGAIN: _Scene = [
    *_CALLED,
    (World.writes, 1),
    (World.works, 0),
    (World.news_comes, 0),
    (World.edits, 1),
    (World.edits, 1),
    (World.types_a_choice, 1),
]
SCENES: tuple[_Scene, ...] = (
    [],
    _ADVISED_WHILE_OPEN,
    [*_ADVISED_WHILE_OPEN[:-1], *[(World.types_a_choice, 6), (World.settles, 0)] * 2],  # reports while a ticket is open
    [*_TICKETED, (World.writes, 1), *_NEWEST],  # idle while the ticket is on its way
    _TICKET_OPEN,
    _CORRESPONDING,
    [*_CORRESPONDING, (World.presses_now, 1)],  # idle while a ticket is open
    [*_CORRESPONDING, (World.presses_now, 0), (World.presses_now, 2), (World.presses_now, 0)],  # a word about the help
    [*_CORRESPONDING, (World.signs_in, 0)],
    [*_TICKET_ABOUT_ORDER, (World.team_acts, 0)],
    [
        *_REPORTED,
        (World.types_a_choice, 1),
        (World.presses_now, 1),
        (World.writes, 1),
        (World.writes_an_address, 0),
        (World.settles, 0),
        (World.team_acts, 0),
    ],
    [*_TICKET_OPEN, (World.writes, 1)],
    [
        *_TICKET_OPEN,
        (World.writes, 1),
        (World.types_a_choice, 1),
        (World.presses_now, 0),
        (World.settles, 0),
        (World.claims, 0),
    ],
    [*_TICKET_OPEN, (World.types_a_choice, 4)],
    [*_TICKET_OPEN, (World.types_a_choice, 1)],
    [*_TICKET_OPEN, (World.signs_in, 0), (World.types_a_choice, 3), (World.settles, 0)],
    [(World.signs_in, 0), (World.writes, 9), (World.settles, 0)],  # asked which order the question is about
    _ADVISED_AFTER_TICKET,
    _ASKED,
    _CHOOSING,
    _WAITING,
    _QUEUED,
    _CHATTING,
    _TRANSLATED,
    [*_TRANSLATED, (World.presses_now, 0)],  # e-mail instead, while the agent's words are on their way
    [*_WAITING, (World.presses_now, 0)],  # e-mail instead, before the thread is open
    [*_CHATTING, (World.presses_now, 0)],
    [*_QUEUED, (World.time_passes, 12)],  # a whole day in the queue
    [*_TOLD, (World.writes, 22), (World.presses_now, 1), (World.writes_an_address, 0)],  # a ticket about an order
    _CALLED[:-3],
    [*_CALLED, (World.writes, 1), *_NEWEST, (World.call_ends, 0)],  # called while something else was asked
    [*_CHATTING, (World.presses_now, 0), *_TIME_IS_UP, *_TIME_IS_UP, *_TIME_IS_UP],  # a form that is forgotten
    [*_QUEUED, (World.presses_now, 0), *_TIME_IS_UP, *_TIME_IS_UP, *_TIME_IS_UP],
    [*_TICKETED, (World.types_a_choice, 4)],  # signs in while the ticket is on its way
    _CHAT_OVER,
    [(World.signs_in, 0), *[(World.types_a_choice, 3)] * 4],  # has no orders, as it turns out
    [*_CHAT_OVER, (World.presses_now, 0), (World.presses_now, 2), (World.presses_now, 0)],  # a word is asked for
    [*_PICKING, (World.presses_now, 0), (World.settles, 0)],  # told of an order
    _PICKING,
    [*_TOLD, (World.types_a_choice, 6), (World.settles, 0)],  # a report is begun
    [*_TOLD, (World.types_a_choice, 4)],  # signs in anew
    _SUMMED_UP,
    [*_REPORTED, (World.types_a_choice, 6)],  # adds to the report
    [*_REPORTED, (World.writes, 1)],
    [*_REPORTED, (World.types_a_choice, 4)],  # signs in anew
    [*_REPORTED, (World.types_a_choice, 1)],
    [*_REPORTED, (World.types_a_choice, 3), *_NEWEST],
    [*_OF_ANOTHER, (World.acts_in_a_dispute, 0)],
    [*_OF_ANOTHER, (World.types_a_choice, 6), (World.settles, 0)],
    [*_OF_THE_SAME, (World.types_a_choice, 1)],  # advised about an order that has a dispute
    [
        *_OF_THE_SAME,
        (World.types_a_choice, 1),
        (World.presses_now, 1),
        (World.presses_now, 1),
        (World.writes, 1),
        (World.writes_an_address, 0),
        (World.settles, 0),
        (World.team_acts, 0),
    ],
    [
        *_REPORTED,
        (World.types_a_choice, 1),
        (World.presses_now, 1),
        (World.writes, 1),
        (World.writes_an_address, 0),
        (World.acts_in_a_dispute, 0),
    ],
    [*_SUMMED_UP, (World.presses_now, 0), (World.types_a_choice, 6), (World.settles, 0)],  # twice at once
    _DISPUTED_AFTER_TICKET,
    [*_DISPUTED_AFTER_TICKET, *_NEWEST, (World.presses_now, 0)],
    [*_PICKING, (World.presses_now, 0), (World.settles, 0), (World.types_a_choice, 1)],  # advised
    [*_ASKED, (World.types_a_choice, 4)],  # the link is shown
    _TICKETED,
    [(World.duty_changes, 2), (World.presses, 0), (World.presses_now, 0)],  # a message is asked for
    [
        (World.duty_changes, 2),
        (World.presses, 0),
        (World.presses_now, 0),
        (World.duty_changes, 1),
    ],  # and nobody is left
    [*_TICKETED, (World.duty_changes, 3), (World.types_a_choice, 1), (World.presses_now, 0)],  # an address is known
    [
        *_TICKETED,
        (World.duty_changes, 3),
        (World.types_a_choice, 1),
        (World.presses_now, 0),
        (World.duty_changes, 1),
    ],
    _ASKS_AGAIN,
    [*_ASKS_AGAIN, (World.presses_now, 2)],  # by mail, and the call is still owed
    [*_CALLED, (World.types_a_choice, 1), (World.presses_now, 1)],  # what it is about is asked for
)

_deed = st.tuples(st.integers(0, len(DEEDS) - 1), st.integers(0, 2**10))
# Drawing the length first makes long histories as likely as short ones.
histories = st.tuples(
    st.integers(0, len(SCENES) - 1),
    st.integers(0, 40).flatmap(lambda length: st.lists(_deed, min_size=length, max_size=length)),
)


def after(history: History) -> World:
    """The world as a history leaves it."""
    scene, deeds = history
    world = World()
    for deed, n in SCENES[scene]:
        deed(world, n)
    for number, n in deeds:
        DEEDS[number](world, n)
    return world


def _pick(things: Sequence[T], n: int) -> T:
    return things[n % len(things)]


def _theirs(person: CustomerId, number: str) -> Order | None:
    """As a shop answers: None for what is somebody else's."""
    return next((order for order in ORDERS[person] if order.id == number), None)


def _answer(n: int, own: Order | None) -> Answer:
    """`own`: the order of theirs that was asked about."""
    source = Citation("a", "An article", "https://help.example/a", "en")
    found = Answer("answered", "So it is.", (source,), 0.9)
    personal = replace(found, verdict="order", order=own, read_at=NOON)
    careful, wish = replace(found, verdict="careful"), Answer("unknown", "", (), 0.0, "person")
    return _pick((found, Answer("unknown", "", (), 0.0), replace(found, citations=()), careful, wish, personal), n)
