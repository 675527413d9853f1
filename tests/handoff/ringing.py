"""A callback played through: a customer, two agents, a clock that goes on, and what each of them reads."""

from datetime import datetime, time, timedelta
from functools import lru_cache

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
from core.model.effects import Pass, Post, Wake
from core.model.events import CallbackEvent, OwnerGone
from core.model.ids import Address, AgentId, CaseCode, ConversationId, Language
from core.model.people import Agent
from core.model.posts import Remark, Whisper
from core.model.view import Line, Text
from handoff.callback_flow import decide
from handoff.callback_slots import facts_at
from handoff.hours import Hours, Slot
from tests.handoff.played import AMSTERDAM, CATALOG, DAY, HOUR, MINUTE, MONDAY, Played  # noqa: F401 - the tests have them from here

OFFICE = Hours(AMSTERDAM, ((Slot(time(9), time(17)),),) * 5 + ((), ()))
NEVER = Hours(AMSTERDAM, ((),) * 7)
TOMORROW = MONDAY + timedelta(days=1)

known_at = lru_cache(maxsize=64)(facts_at)  # many events come at one time

CASE = CaseCode("FD-7K2M9")
PHONE = Phone("+31612345678", "NL", "06 12345678", "+31 6 12345678")
TOM, EVA = Agent(AgentId("UTOM"), "Tom"), Agent(AgentId("UEVA"), "Eva")
THREAD = Address("slack", "C1/1")


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


def gone(agent: Agent = TOM) -> OwnerGone:
    return OwnerGone(agent.id, "left")


SHOWN = TaskShown(THREAD)


class Ringing(Played):
    """`booked`: other customers' slots."""

    def __init__(self, hours: Hours = OFFICE, now: datetime = MONDAY, booked: tuple[datetime, ...] = ()) -> None:
        super().__init__(now)
        self.hours, self.booked = hours, booked
        self.cards: list[CallbackFile] = []
        self.remarks: list[str] = []
        self.whispers: list[str] = []

    def decided(self, event: CallbackEvent) -> tuple[CallbackFile | None, tuple[object, ...]]:
        return decide(CASE, self.file, event, known_at(self.now, self.hours, self.booked))

    def read(self, news: CallbackNews) -> list[str]:
        return lines(news)

    def _carry_out(self, effect: object) -> None:
        match effect:
            case Wake(at=at) if at <= self.now:
                raise AssertionError(f"{effect} is over")
            case Pass(event=CallbackNews() as news):
                self.news.append(news)
            case ShowTask(file):
                self.cards.append(file)
            case Post(body=Remark(said)):
                self.remarks.append(said_in_english(said))
            case Post(body=Whisper(text=said)):
                self.whispers.append(said_in_english(said))
            case _:
                super()._carry_out(effect)


def lines(news: CallbackNews) -> list[str]:
    return [said_in_english(block.text) for block in news.blocks if isinstance(block, Line)]


def said_in_english(text: Text) -> str:
    return CATALOG.say(text.key, text.params, Language("en"))


def ringing(slot: datetime | None = None, now: datetime = MONDAY) -> Ringing:
    """A callback that was asked for and whose card is there."""
    played = Ringing(now=now)
    played.do(asked(slot), SHOWN)
    return played
