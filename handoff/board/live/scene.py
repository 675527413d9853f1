"""What is read of the store for the live page, and what several of its lists ask of it. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from core.model.callback import CallbackFile
from core.model.dispute_file import DisputeFile
from core.model.figures import Closure
from core.model.ids import Address, CaseCode, Language
from core.model.people import Duty
from core.model.rows import ChatRow
from core.model.ticket import TicketFile
from handoff.board.room import Rules
from handoff.sla import Kind, Promise, Standing, promises, standing

SEVERITY: tuple[Standing, ...] = ("fine", "soon", "broken")


class Desk(NamedTuple):
    """Who is live, who is known of the staff, what is owed, and what is closed."""

    chats: Sequence[ChatRow] = ()
    staff: Sequence[Duty] = ()
    callbacks: Sequence[CallbackFile] = ()
    tickets: Sequence[TicketFile] = ()
    disputes: Sequence[DisputeFile] = ()
    closures: Sequence[Closure] = ()


class Scene(NamedTuple):
    """`owed`: what is broken or about to be, with how it stands; `held`: the chats of each agent, the oldest first; `staff`: all
    who are known, but for those who have left and have nothing any more."""

    desk: Desk
    rules: Rules
    now: datetime
    owed: Sequence[tuple[Promise, Standing]]
    stands: Mapping[tuple[Kind, CaseCode], Standing]
    worsts: Mapping[tuple[Kind, Language], Standing]
    waiting: Sequence[ChatRow]
    held: Mapping[str, Sequence[ChatRow]]
    names: Mapping[str, str]
    staff: Sequence[Duty]

    def standing(self, kind: Kind, case: CaseCode) -> Standing:
        return self.stands.get((kind, case), "fine")

    def worst(self, kind: Kind, language: Language | None = None) -> Standing:
        """Of one kind, in one language or in all."""
        found = (stands for (of, spoken), stands in self.worsts.items() if of == kind and language in (None, spoken))
        return max(found, key=SEVERITY.index, default="fine")

    def number_of(self, how: Standing) -> int:
        return sum(stands == how for _, stands in self.owed)

    def capacity(self, duty: Duty) -> int:
        return duty.capacity or self.rules.capacity

    def room(self, duty: Duty) -> int:
        """So many more chats they can take."""
        return max(0, self.capacity(duty) - len(self.held.get(duty.agent.id, ())))

    def name(self, agent: str) -> str:
        """Their id, where nothing else is known of them."""
        return self.names.get(agent, agent)

    def thread(self, address: Address | None) -> str:
        """Where it is opened in the staff's messenger; empty where there is none."""
        return self.rules.thread_url(str(address)) if address else ""


def scene_of(desk: Desk, rules: Rules, now: datetime) -> Scene:
    made = promises(desk.chats, desk.callbacks, desk.tickets, desk.disputes, claim=rules.claim, reply=rules.reply)
    stood = [(promise, standing(promise, now)) for promise in made]
    owed = [(promise, stands) for promise, stands in stood if stands != "fine"]
    held = defaultdict[str, list[ChatRow]](list)
    for chat in desk.chats:
        if chat.claimed_at:
            held[chat.agent].append(chat)
    return Scene(
        desk=desk,
        rules=rules,
        now=now,
        owed=owed,
        stands={(promise.kind, promise.case): stands for promise, stands in owed},
        worsts=_worsts(owed),
        waiting=[chat for chat in desk.chats if chat.claimed_at is None],
        held=held,
        names={duty.agent.id: duty.agent.name for duty in desk.staff},
        staff=[duty for duty in desk.staff if duty.on_duty or duty.agent.id in held or rules.is_staff(duty.agent.id)],
    )


def _worsts(owed: Sequence[tuple[Promise, Standing]]) -> dict[tuple[Kind, Language], Standing]:
    worsts: dict[tuple[Kind, Language], Standing] = {}
    for promise, stands in owed:
        known = worsts.get((promise.kind, promise.language), "fine")
        worsts[promise.kind, promise.language] = max(known, stands, key=SEVERITY.index)
    return worsts
