"""A callback played through: a customer, two agents, a clock that goes on, and what each of them reads."""

from datetime import UTC, datetime, time, timedelta

from core.language.catalog import read_catalog
from core.model.callback import (
    CallbackAsked,
    CallbackClaimed,
    CallbackFile,
    CallbackNews,
    CallDone,
    CallNotReached,
    CallReached,
    Phone,
    ShowTask,
    TaskShown,
)
from core.model.effects import Note, Pass, Post, Remark, Wake, Whisper
from core.model.events import CallbackEvent, Woke
from core.model.ids import Address, AgentId, CaseCode, ConversationId, Language
from core.model.people import Agent
from core.model.view import Line, Text
from handoff.callback_flow import decide
from handoff.callback_slots import facts_at
from handoff.hours import Hours, Slot

AMSTERDAM = "Europe/Amsterdam"
OFFICE = Hours(AMSTERDAM, ((Slot(time(9), time(17)),),) * 5 + ((), ()))
NEVER = Hours(AMSTERDAM, ((),) * 7)
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # ten o'clock in Amsterdam
TOMORROW = MONDAY + timedelta(days=1)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

CASE = CaseCode("FD-7K2M9")
PHONE = Phone("+31612345678", "NL", "06 12345678", "+31 6 12345678")
TOM, EVA = Agent(AgentId("UTOM"), "Tom"), Agent(AgentId("UEVA"), "Eva")
THREAD = Address("slack", "C1/1")
CATALOG = read_catalog()


def asked(slot: datetime | None = None, items: tuple[str, ...] = ("H-104233 Vase",), zone: str = AMSTERDAM):
    return CallbackAsked(
        case=CASE,
        conversation=ConversationId("telegram:1001"),
        language=Language("en"),
        spoken=Language("nl"),
        phone=PHONE,
        zone=zone,
        name="Anna",
        question="Where is it?",
        items=items,
        slot=slot,
    )


def claim(agent: Agent = TOM) -> CallbackClaimed:
    return CallbackClaimed(agent, THREAD)


def reached(agent: Agent = TOM) -> CallReached:
    return CallReached(agent, THREAD)


def missed(agent: Agent = TOM) -> CallNotReached:
    return CallNotReached(agent, THREAD)


def done(note: str = "It comes on Friday.", agent: Agent = TOM) -> CallDone:
    return CallDone(agent, THREAD, note)


SHOWN = TaskShown(THREAD)


class Ringing:
    """`do` answers what the customer reads, in English; `wait` what they read meanwhile. `booked`: other customers' slots."""

    def __init__(self, hours: Hours = OFFICE, now: datetime = MONDAY, booked: tuple[datetime, ...] = ()) -> None:
        self.hours, self.now, self.booked = hours, now, booked
        self.file: CallbackFile | None = None
        self.timer: Wake | None = None
        self.news: list[CallbackNews] = []
        self.cards: list[CallbackFile] = []
        self.remarks: list[str] = []
        self.whispers: list[str] = []
        self.notes: list[str] = []

    def do(self, *events: CallbackEvent) -> list[str]:
        before = len(self.news)
        for event in events:
            facts = facts_at(self.now, self.hours, self.booked)
            self.file, effects = decide(CASE, self.file, event, facts)
            for effect in effects:
                self._carry_out(effect)
        return [said for news in self.news[before:] for said in lines(news)]

    def _carry_out(self, effect: object) -> None:
        match effect:
            case Wake():
                assert effect.at > self.now
                self.timer = effect
            case Pass(event=CallbackNews() as news):
                self.news.append(news)
            case ShowTask(file):
                self.cards.append(file)
            case Post(body=Remark(said)):
                self.remarks.append(said_in_english(said))
            case Post(body=Whisper(text=said)):
                self.whispers.append(said_in_english(said))
            case Note(kind=kind):
                self.notes.append(kind)
            case _:
                raise AssertionError(f"nobody carries out {effect}")

    def wait(self, length: timedelta) -> list[str]:
        until, said = self.now + length, list[str]()
        while self.timer and self.timer.at <= until:
            timer, self.timer = self.timer, None
            self.now = max(self.now, timer.at)
            said += self.do(Woke(timer.reason, timer.turn))
        self.now = until
        return said

    @property
    def state(self) -> str:
        return self.file.state if self.file else "none"


def lines(news: CallbackNews) -> list[str]:
    return [said_in_english(block.text) for block in news.blocks if isinstance(block, Line)]


def said_in_english(text: Text) -> str:
    return CATALOG.say(text.key, text.params, Language("en"))


def ringing(slot: datetime | None = None, now: datetime = MONDAY) -> Ringing:
    """A callback that was asked for and whose card is there."""
    played = Ringing(now=now)
    played.do(asked(slot), SHOWN)
    return played
