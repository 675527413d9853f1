"""What every page of the board works with: the store, the door of the inbox, the texts, and what the settings say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from core.engine.changes import Changes
from core.engine.vitals import KnownVitals
from core.model.board_acts import Method
from core.model.ids import AgentId, Language
from core.ports import Catalog, Clock, Intake, Store


@dataclass(frozen=True)
class Rules:
    """What the settings say that the pages show or reckon with.

    `zone`: the desk's (IANA). `languages`: those in which there are chats. `capacity`: chats at once of an agent who has not
    said it otherwise. `claim` and `reply`: how long a customer waits for an agent, and for an agent's next word, at most.
    `budget`: what models may cost in a day, in the currency of the settings; none: there is no limit.
    `thread_url`: where a thread of staff is opened in their messenger, by its address; empty where it is not known.
    `closes_at`: when the hours of a method end that go on at a moment, or the day where there are none. `is_open`: whether
    they go on, in any of its languages. `is_staff`: whether somebody is an agent, as their messenger knew it last.
    `data`: the folder with the database.
    """

    name: str
    zone: str
    languages: tuple[Language, ...]
    capacity: int
    claim: timedelta
    reply: timedelta
    budget: float | None = None
    thread_url: Callable[[str], str] = lambda _: ""
    closes_at: Callable[[Method, datetime], datetime | None] = lambda _method, _now: None
    is_open: Callable[[Method, datetime], bool] = lambda _method, _now: True
    is_staff: Callable[[AgentId], bool] = lambda _: True
    data: Path | None = None


@dataclass(frozen=True)
class Room:
    store: Store
    intake: Intake
    clock: Clock
    catalog: Catalog
    rules: Rules
    changes: Changes
    vitals: KnownVitals


def languages_of(told: Sequence[str], rules: Rules) -> tuple[Language, ...]:
    """An agent's languages; who has named none speaks all of the desk's."""
    return tuple(map(Language, told)) or rules.languages
