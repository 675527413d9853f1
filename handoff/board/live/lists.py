"""The lists of the live page: what is owed, who waits, who talks with whom, calls, mails, disputes, and what is closed. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeVar, get_args

from core.model.callback import CallbackFile
from core.model.dispute_file import DisputeFile
from core.model.ids import AgentId
from core.model.people import Agent, Duty
from core.model.rows import ChatRow
from core.model.ticket import TicketFile
from handoff.board.live.rows import (
    AgentLine,
    Call,
    Letter,
    Method,
    More,
    Owed,
    Presence,
    Quarrel,
    Row,
    Talk,
    Waiting,
    Way,
)
from handoff.board.live.scene import Scene
from handoff.board.room import languages_of
from handoff.sla import OURS, told_until

MOST = 100  # rows of a list of what is due, the most urgent first: who looks at it works from the top
URGENT = 25  # rows of what is broken or about to be
METHODS: tuple[Method, ...] = get_args(Method)
NEVER = "9"  # sorts behind every moment

T = TypeVar("T")


def ways(scene: Scene) -> Iterator[Row]:
    """What is closed stands at the top, where nobody overlooks it."""
    closed = {closure.method: closure for closure in scene.desk.closures if closure.holds(scene.now)}
    for method in METHODS:
        closure, hours = closed.get(method), scene.rules.is_open(method, scene.now)
        yield Row(f"way-{method}", "closed" if closure else "open", method, Way(method, closure, hours))


def owed(scene: Scene, most: int) -> Iterator[Row]:
    known = {chat.case: chat for chat in scene.desk.chats}
    others = _others(scene)
    for promise, stands in scene.owed[:most]:
        chat = known.get(promise.case)
        name, thread = (chat.name, scene.thread(chat.thread)) if chat else others.get(promise.case, ("", ""))
        value = Owed(promise, stands, name, scene.name(promise.agent), thread)
        yield Row(f"owed-{promise.kind}-{promise.case}", "owed", _at(promise.due, promise.case), value)
    yield from _more("owed", scene.owed, most)


def _others(scene: Scene) -> dict[str, tuple[str, str]]:
    """Whose case it is and where staff talk about it, of all cases that are no chats."""
    return {
        **{file.case: (file.name, "") for file in scene.desk.tickets},
        **{file.case: (file.name, scene.thread(file.thread)) for file in scene.desk.callbacks},
        **{file.case: (_opener(file), scene.thread(file.thread)) for file in scene.desk.disputes},
    }


def _opener(file: DisputeFile) -> str:
    person = file.contact(file.dispute.role).person
    return person.name if person else ""


# --- chats
def queue(scene: Scene) -> Iterator[Row]:
    for chat in scene.waiting:
        yield Row(f"chat-{chat.case}", f"queue-{chat.language}", _at(chat.queued_at, chat.case), _waiting(chat, scene))


def _waiting(chat: ChatRow, scene: Scene) -> Waiting:
    told = chat.shown
    return Waiting(
        chat.case,
        chat.name,
        chat.topic,
        chat.urgent,
        chat.queued_at,
        chat.offered_at,
        told.position if told else None,
        told.eta if told else None,
        told_until(chat),
        scene.standing("claim", chat.case),
        scene.thread(chat.thread),
    )


def agents(scene: Scene) -> Iterator[Row]:
    """All who are agents, and whoever else has a chat; those who are off duty and have none stand apart."""
    for duty in (*scene.staff, *_strangers(scene)):
        chats = scene.held.get(duty.agent.id, ())
        presence = _presence(duty)
        section = "agents-off" if presence == "off" and not chats else "agents"
        place = f"{('there', 'away', 'off').index(presence)}{duty.agent.name.casefold()}"
        talks = tuple(_talk(chat, scene) for chat in chats)
        languages = languages_of(duty.languages, scene.rules)
        value = AgentLine(duty.agent.id, duty.agent.name, presence, languages, scene.capacity(duty), talks, duty.since)
        yield Row(f"agent-{duty.agent.id}", section, place, value)


def _strangers(scene: Scene) -> list[Duty]:
    unknown = sorted(set(scene.held) - set(scene.names))
    return [Duty(Agent(AgentId(agent), agent), on_duty=False) for agent in unknown]


def _presence(duty: Duty) -> Presence:
    if duty.there:
        return "there"
    return "away" if duty.on_duty else "off"


def _talk(chat: ChatRow, scene: Scene) -> Talk:
    waits = scene.standing("reply", chat.case)
    return Talk(chat.case, chat.name, chat.language, chat.waiting_since, chat.snoozed, waits)


# --- what goes on by itself
def calls(scene: Scene, most: int) -> Iterator[Row]:
    files = sorted(scene.desk.callbacks, key=lambda file: (_at(file.due), file.case))
    for file in files[:most]:
        yield Row(f"call-{file.case}", "calls", _at(file.due, file.case), _call(file, scene))
    yield from _more("calls", files, most)


def _call(file: CallbackFile, scene: Scene) -> Call:
    return Call(
        file.case,
        file.name,
        file.spoken,
        file.slot,
        file.due,
        file.owner.name if file.owner else "",
        len(file.attempts),
        scene.standing("callback", file.case),
        scene.thread(file.thread),
    )


def mails(scene: Scene, most: int) -> Iterator[Row]:
    files = sorted(scene.desk.tickets, key=lambda file: (_asked(file), file.case))
    for file in files[:most]:
        yield Row(f"mail-{file.case}", "mails", _at(_asked(file), file.case), _letter(file, scene))
    yield from _more("mails", files, most)


def _letter(file: TicketFile, scene: Scene) -> Letter:
    stands = scene.standing("email", file.case)
    return Letter(file.case, file.name, file.staff_language, _asked(file), file.due, stands)


def _asked(file: TicketFile) -> datetime:
    return file.asked_at or file.opened_at


def disputes(scene: Scene, most: int) -> Iterator[Row]:
    files = sorted(scene.desk.disputes, key=lambda file: (_at(file.dispute.due), file.case))
    for file in files[:most]:
        yield Row(f"dispute-{file.case}", "disputes", _at(file.dispute.due, file.case), _quarrel(file, scene))
    yield from _more("disputes", files, most)


def _quarrel(file: DisputeFile, scene: Scene) -> Quarrel:
    dispute = file.dispute
    ours, stands = dispute.stage in OURS, scene.standing("dispute", file.case)
    return Quarrel(file.case, dispute.stage, dispute.due, ours, stands, scene.thread(file.thread))


# ---
def _more(section: str, all_of_it: Sequence[T], most: int) -> Iterator[Row]:
    if len(all_of_it) > most:
        yield Row(f"more-{section}", section, NEVER, More(len(all_of_it) - most))


def _at(moment: datetime | None, then: str = "") -> str:
    """Sorts as the moments do; equal ones by `then`."""
    return f"{moment:%Y-%m-%dT%H:%M:%S.%f}{then}" if moment else f"8{then}"
