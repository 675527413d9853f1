"""A small world around `decide`: what it asked for is carried out late, in any order, or not at all; every button that
was ever shown stays pressable; agents act in every thread there ever was."""

from collections.abc import Iterator, Sequence
from copy import copy
from datetime import datetime, timedelta
from typing import NamedTuple, Self, TypeVar

from msgspec.structs import replace

from core.flow import privacy_buttons
from core.flow.blocking import allowed
from core.flow.choices import choices
from core.flow.decide import decide
from core.model.answer import Answer, Citation
from core.model.callback import CallbackAsked, CallbackCancelled, CallbackLine, CallbackNews, stream_of
from core.model.conversation import Choosing, Conversation, Filling, Queued, WithAgent
from core.model.data_wishes import DataFacts, DataNotice
from core.model.dispute import facts_of
from core.model.dispute_events import DisputeFiled, DisputeNews
from core.model.dispute_file import DisputeLine, PartyStep
from core.model.effects import (
    Ask,
    CloseHandoff,
    Effect,
    Erase,
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
    SendFile,
    Suggesting,
    Translate,
    Wake,
    WakeReason,
)
from core.model.events import (
    AgentClaimed,
    AgentClosed,
    AgentControlled,
    AgentDeleted,
    AgentEdited,
    AgentWrote,
    AnswerReady,
    CustomerChose,
    CustomerEdited,
    CustomerEvent,
    CustomerSentFile,
    CustomerWrote,
    Delivered,
    EffectFailed,
    Event,
    HandoffOpened,
    OneFound,
    OrdersFound,
    OwnerGone,
    SignedIn,
    Suggested,
    Translated,
    Woke,
)
from core.model.facts import (
    CallFacts,
    Facts,
    Late,
    MailFacts,
    RequestFacts,
    StaffFacts,
    Start,
    ThreadFacts,
    TranslationFacts,
)
from core.model.ids import Address, CaseCode, ConversationId, EffectId, Language
from core.model.offer import Eta, Offer
from core.model.people import Sender
from core.model.posts import Card
from core.model.privacy import Kept, Subject
from core.model.request import RequestLine
from core.model.shop import CustomerId, Order, OrderId, Person
from core.model.ticket import case_in
from core.model.tongue import Tongue
from core.model.view import Line, Text
from core.model.wait import Wait
from tests.flow import staff
from tests.flow.cast import (
    ADDRESS_FIRST,
    ANNA,
    BERT,
    CALLS_CLOSED,
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
from tests.flow.staff import REFS, Staff, controls
from tests.flow.team import CODE, STEPS, WRONG_CODE, Team

T = TypeVar("T")
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
        self.staff = Staff()

    def copy(self) -> Self:
        """Goes on by itself; what it holds never changes, but for the lists and tables of it."""
        twin = copy(self)
        for name, value in vars(self).items():
            setattr(twin, name, copy(value))
        return twin

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

    def asks_about_data(self, n: int) -> None:
        """By a button of any message, or by words; and sometimes twice."""
        action = _pick((*privacy_buttons.PRESSED,), n)
        for _ in range(1 + n % 2):
            self.hear(CustomerChose(action, n % 30, Sender("Anna")))

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

    def writes_before_an_outage(self, n: int) -> None:
        """Three hours ago, or two; or changed it then."""
        late = Late(self.now - timedelta(hours=3 - n % 2), self.now)
        words = _pick((*WORDS[:3], *EMAILS), n)
        email = words if words in EMAILS else ""
        self.emails |= {email} - {""}
        if n % 5 == 4:
            self.hear(CustomerEdited(words, Sender("Anna"), str(n % 7)), late=late)
        else:
            self.hear(CustomerWrote(words, Sender("Anna"), str(n % 7)), late=late, email=email, courtesy=n % 7 == 3)

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

    def agent_writes(self, n: int) -> None:
        """In the newest thread: for the customer, or what looks like a note."""
        if self.threads:
            words = _pick(staff.WORDS, n // 4)
            thread = list(self.threads)[-1]
            self.hear(AgentWrote((TOM, EVA)[n % 2], thread, words, _pick(REFS, n // 2), mentions=n % 7 == 0))

    def agent_changes(self, n: int) -> None:
        if self.threads:
            agent, thread, ref = (TOM, EVA)[n % 2], list(self.threads)[-1], _pick(REFS, n // 4)
            deleted = n // 2 % 2 == 0
            self.hear(AgentDeleted(agent, thread, ref) if deleted else AgentEdited(agent, thread, staff.CHANGED, ref))

    def agent_uses(self, n: int) -> None:
        """A control in the newest thread, or by an old button."""
        thread = _pick([Address("slack", "C1/foreign"), *self.threads], -1 if n % 5 else n // 5)
        case = self.threads.get(thread, CaseCode("FD-foreign"))
        control = _pick(controls(n // 16, self.now, self.conversation.drafts_asked), n // 4)
        self.hear(AgentControlled((TOM, EVA)[n % 2], thread, case, control, supervisor=n // 2 % 2 == 0))

    def agent_is_gone(self, n: int) -> None:
        self.hear(OwnerGone((TOM, EVA)[n % 2].id, ("left", "off_duty", "back")[n // 2 % 3]))

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
        """Whom it concerns is looked at where a way is closed or opened."""
        self.offers = _pick((ON_DUTY, OFF_DUTY, MESSAGE_FIRST, ADDRESS_FIRST, WITH_CALLS, CALLS_CLOSED), n)
        if isinstance(self.conversation.stage, Choosing | Filling):
            self.news.append(Woke("place", self.conversation.turn))

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
        live = _live(before) or _live(after)
        for index, effect in enumerate(effects):
            self.staff.keep(effect, f"{len(self.steps)}.{index}", live.thread if live else None)
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
        known.setdefault("thread", self._thread(event))
        known["amount"] = _pick(("5.00", "", "99"), len(self.steps))
        known.setdefault("data", data_of(self.conversation, person))
        known |= {"shop": True, "sign_in": replace(SIGN_IN, until=self.now + timedelta(minutes=10))}
        offers = allowed(self.offers, self.conversation, self.now)
        return facts(self.now, offers, f"FD-{len(self.steps)}", **known)

    def _thread(self, event: Event) -> ThreadFacts:
        """Colleagues are there, but for one time in five."""
        return ThreadFacts(self.staff.copy(event), len(self.steps) % 5 > 0, self.translation.reads)

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
            case Note() | Gap() | Invite() | Rate() | PutOffDuty() | Erase():
                pass
            case _:
                self.pending.append((effect, self.conversation.turn))
        self._see_thread(effect)
        if isinstance(effect, Say):
            self.buttons += [(button.action, effect.view.turn) for button in (*effect.view.buttons, *effect.view.grid)]

    def _see_thread(self, effect: Effect) -> None:
        """What is posted in one thread arrives in its order: whether it is open is settled with the decision."""
        match effect:
            case CloseHandoff(thread=thread) | Post(to=thread, body=Card(state="assistant")):
                self.open_threads.discard(thread)
            case Post(to=thread, body=Card()):
                self.open_threads.add(thread)
            case _:
                pass

    def perform(self, task: tuple[Effect, int]) -> None:
        self.staff.settle(task[0], "done")
        match task[0]:
            case Say(ref=ref) | SendFile(ref=ref) if ref:
                self.news.append(Delivered(ref))
            case Suggesting(number=number):
                said = _pick((staff.DRAFT, ""), number)
                self.news.append(Suggested(number, said, ("Refund timing",) if said else ()))
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
            case _:
                pass

    def fail(self, task: tuple[Effect, int], n: int) -> None:
        effect, turn = task
        self.staff.settle(effect, "failed")
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
        return _live(self.conversation)


def _live(conversation: Conversation) -> Queued | WithAgent | None:
    stage = conversation.stage
    if isinstance(stage, Filling):
        return stage.meanwhile
    return stage if isinstance(stage, Queued | WithAgent) else None


def _pick(things: Sequence[T], n: int) -> T:
    return things[n % len(things)]


KEPT_FOR = (63_072_000, 63_072_000, 94_608_000, 2_592_000, 2_592_000)  # seconds, of each kind of data


def data_of(conversation: Conversation, person: Person | None) -> DataFacts:
    subject = Subject((conversation.id,), person.id if person else "")
    notice = DataNotice(*KEPT_FOR)
    return DataFacts(notice, subject, (Kept(CaseCode("FD-9"), "open_dispute"),) if person else ())


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
