"""What the core needs of a store for people: staff, live chats, how customers sign in, and what they think of the help."""

from datetime import datetime
from typing import Protocol

from core.model.ids import AgentId, CaseCode, ConversationId
from core.model.people import Duty
from core.model.rows import (
    ChatRow,
    LinkRow,
    RatingRow,
)
from core.model.shop import CustomerId


class Staff(Protocol):
    async def put(self, duty: Duty, now: datetime) -> None: ...

    async def all(self) -> list[Duty]: ...

    async def get(self, agent: AgentId) -> Duty | None: ...


class Chats(Protocol):
    """Live handoffs, for the queue and for how long things take."""

    async def put(self, chat: ChatRow) -> None:
        """One for each case: a later one takes its place."""

    async def get(self, case: CaseCode) -> ChatRow | None: ...

    async def live(self) -> list[ChatRow]:
        """Those that have not ended, the one that came first first."""

    async def ended(self, limit: int) -> list[ChatRow]:
        """The latest to end, oldest first."""


class Links(Protocol):
    """Links to sign in: of one conversation, one at most is open."""

    async def make(self, link: LinkRow) -> None:
        """The link is open, and older open ones of its conversation are void. One that is there stays as it is."""

    async def get(self, token_hash: str) -> LinkRow | None: ...

    async def confirm(self, token_hash: str, now: datetime) -> bool:
        """True once, for an open link before it expires."""

    async def forget(self, before: datetime) -> int:
        """Remove what expired before that; how many were."""


class Nonces(Protocol):
    """Marks of signed requests, each of which is taken once, by whichever process."""

    async def use(self, nonce: str, ends: datetime) -> bool:
        """True for the first time. `ends`: when the signature is good no more."""

    async def forget(self, now: datetime) -> int:
        """Remove those that have ended; how many were."""


class SignIns(Protocol):
    """In which chat somebody is signed in."""

    async def put(self, conversation: ConversationId, person: CustomerId | None, now: datetime) -> None:
        """This person is signed in there now; none: nobody is."""

    async def of(self, person: CustomerId) -> ConversationId | None:
        """The chat where they signed in last and still are."""


class Ratings(Protocol):
    """What customers think of the help that they got, told apart by who helped."""

    async def put(self, rating: RatingRow) -> None:
        """Add to what was said under the same key before: what is new takes the place of what was."""

    async def since(self, when: datetime) -> list[RatingRow]:
        """Oldest first."""
