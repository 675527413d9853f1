"""What the core needs of a store to let go of what is kept no longer."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Literal, NamedTuple, Protocol

from core.model.ids import CaseCode

Stock = Literal[
    "items",
    "effects",
    "decisions",
    "conversations",
    "tickets",
    "calls",
    "disputes",
    "letters_in",
    "letters_out",
    "ratings",
    "asked",
    "gaps",
    "answers",
    "spells",
    "spending",
    "ways",
    "audit",
    "rows_in",
    "rows_out",
]
Key = int | float | str


class Due(NamedTuple):
    """`of`: the stream that it belongs to, if it is kept as long as that goes on; `at`: from when it is."""

    key: Key
    of: str
    at: datetime


class Page(NamedTuple):
    """`last`: the key after which the next page begins; None: there is none."""

    last: Key | None
    due: Sequence[Due]


class Keeping(Protocol):
    async def page(self, stock: Stock, after: Key | None, before: datetime, limit: int) -> Page:
        """What is older than `before`, of the next so many rows; `after` None: from the beginning on."""

    async def goes_on(self, stream: str, before: datetime) -> bool:
        """A conversation, or what belongs to one: something is open or under legal hold, or was not over `before`."""

    async def let_go(self, stock: Stock, key: Key) -> None:
        """Of a row; what more than one table has of a conversation or a case is the engine's to remove."""

    async def let_go_of_messages(self, conversation: str, limit: int) -> int:
        """The oldest lines of the transcript; how many went."""

    async def rewrite_messages(self, conversation: str, change: Callable[[str], str]) -> None:
        """Each line of the transcript becomes what `change` makes of it."""

    async def ticket_of_mail(self, key: str) -> CaseCode | None:
        """To which a mail belongs, by its key in the inbox."""
