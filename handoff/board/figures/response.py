"""How long customers waited for a person: until somebody took it, until the first word, until it was solved. Pure."""

from collections.abc import Sequence

import msgspec

from core.model.figures import HandoffRow
from handoff.board.figures.spread import Spread, share, spread

SOLVED = ("solved", "closed")


class Course(msgspec.Struct, frozen=True):
    """Of `asked` ways to a person: those who were claimed, answered and solved with the time since asking, and the rest.

    `abandoned`: the customer left before anybody came. `going_on`: they have not ended. All others went on in another
    way, were called off, or could not be done: `otherwise`.
    """

    asked: int
    claim: Spread
    first_response: Spread
    solution: Spread
    abandoned: int
    going_on: int

    @property
    def abandoned_share(self) -> float | None:
        return share(self.abandoned, self.asked)

    @property
    def otherwise(self) -> int:
        return self.asked - self.solution.n - self.abandoned - self.going_on


def course(handoffs: Sequence[HandoffRow]) -> Course:
    return Course(
        asked=len(handoffs),
        claim=spread(row.claimed_at - row.asked_at for row in handoffs if row.claimed_at),
        first_response=spread(row.answered_at - row.asked_at for row in handoffs if row.answered_at),
        solution=spread(row.ended_at - row.asked_at for row in handoffs if row.ended_at and row.end in SOLVED),
        abandoned=sum(row.end == "abandoned" for row in handoffs),
        going_on=sum(row.end == "" for row in handoffs),
    )
