"""What stands on the live page, row by row: values that can be compared, each with its place."""

from datetime import datetime
from typing import Literal, NamedTuple

from core.model.dispute import Stage
from core.model.figures import Closure
from core.model.ids import AgentId, CaseCode, Language
from core.model.offer import Eta
from handoff.sla import Promise, Standing

Measure = Literal["broken", "soon", "waiting", "talking", "free", "calls", "mails", "disputes"]
"""Promises that are broken or about to be, customers who wait for an agent, who talk with one, places that are free, and what is
owed by phone, by mail and in disputes."""

Presence = Literal["there", "away", "off"]

Method = Literal["live_chat", "callback"]


class Tile(NamedTuple):
    """One large number. `of`: how many there can be. `since`: from when the oldest of them is; `due`: of the first, until when."""

    measure: Measure
    number: int
    standing: Standing = "fine"
    of: int | None = None
    since: datetime | None = None
    due: datetime | None = None


class Owed(NamedTuple):
    """A promise that is broken or about to be. `name`: the customer's; `agent`: the name of who owes it, if it is somebody's."""

    promise: Promise
    standing: Standing
    name: str
    agent: str
    thread: str


class Spoken(NamedTuple):
    """One language: who waits and since when, the calls with the first that is due, the mails with the oldest, and who is there
    for chats, with how much room. What is owed has a standing of its own kind: the worst of it."""

    language: Language
    waiting: int
    since: datetime | None
    calls: int
    call_due: datetime | None
    mails: int
    mail_since: datetime | None
    there: int
    free: int
    chats: Standing
    phone: Standing
    mail: Standing


class Waiting(NamedTuple):
    """A customer in the queue. `eta` and `until` are what they were told last, with the `position` that they were told.

    `offered`: since when agents have the chat before them; none: it is before nobody yet.
    """

    case: CaseCode
    name: str
    topic: str
    urgent: bool
    since: datetime
    offered: datetime | None
    position: int | None
    eta: Eta | None
    until: datetime | None
    standing: Standing
    thread: str


class Talk(NamedTuple):
    """A chat that an agent has. `waiting`: since when the customer waits for a word."""

    case: CaseCode
    name: str
    language: Language
    waiting: datetime | None
    snoozed: bool
    standing: Standing


class AgentLine(NamedTuple):
    agent: AgentId
    name: str
    presence: Presence
    languages: tuple[Language, ...]
    capacity: int
    chats: tuple[Talk, ...]
    since: datetime | None

    @property
    def on_duty(self) -> bool:
        return self.presence != "off"


class Call(NamedTuple):
    """A call that is owed. `slot`: none for as soon as possible."""

    case: CaseCode
    name: str
    language: Language
    slot: datetime | None
    due: datetime | None
    owner: str
    attempts: int
    standing: Standing
    thread: str


class Letter(NamedTuple):
    """An answer that is owed by mail."""

    case: CaseCode
    name: str
    language: Language
    since: datetime
    due: datetime | None
    standing: Standing


class Quarrel(NamedTuple):
    """A dispute that is not closed. `ours`: the next step is staff's."""

    case: CaseCode
    stage: Stage
    due: datetime | None
    ours: bool
    standing: Standing
    thread: str


class Way(NamedTuple):
    """A way to a person that can be closed, with its closure while it is. `hours`: whether its hours go on."""

    method: Method
    closure: Closure | None
    hours: bool = True


class More(NamedTuple):
    """So many follow that are not shown."""

    number: int


Value = Tile | Owed | Spoken | Waiting | AgentLine | Call | Letter | Quarrel | Way | More


class Row(NamedTuple):
    """`id` is the row's on the page, `section` the id of what it stands in, in the order of `at`."""

    id: str
    section: str
    at: str
    value: Value


class LiveBoard(NamedTuple):
    """`languages`: those that have a place of their own in the queue; `numbers`: counts by the id of where they stand."""

    rows: dict[str, Row]
    numbers: dict[str, int]
    languages: tuple[Language, ...]
