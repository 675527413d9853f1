"""Two tables of a dispute: which reasons fit an order as it stands, and when to write to the other party first."""

from typing import Literal, get_args

import msgspec

from core.model.dispute import Reason
from core.model.shop import OrderStatus, Role
from core.model.view import Text

ALWAYS: frozenset[OrderStatus] = frozenset(get_args(OrderStatus))
ARRIVED: frozenset[OrderStatus] = frozenset({"delivered", "completed", "returned", "disputed"})
CAME_BACK: frozenset[OrderStatus] = frozenset({"returned", "disputed"})  # what a seller can receive is a return
CALLED_OFF: frozenset[OrderStatus] = frozenset({"cancelled", "disputed"})

FITTING: dict[Role, dict[Reason, frozenset[OrderStatus]]] = {
    "buyer": {
        "not_received": frozenset({"paid", "sent", "delivered", "completed", "disputed"}),
        "not_as_described": ARRIVED,
        "damaged": ARRIVED,
        "counterfeit": ARRIVED | {"paid", "sent"},  # it may show before it arrives
        "wrong_amount": ALWAYS,
        "cancelled": CALLED_OFF,
        "not_paid": frozenset(),
        "other": ALWAYS,
    },
    "seller": {
        "not_received": CAME_BACK,
        "not_as_described": CAME_BACK,
        "damaged": CAME_BACK,
        "counterfeit": CAME_BACK,  # something else came back than was sent
        "wrong_amount": ALWAYS - {"awaiting_payment"},
        "cancelled": CALLED_OFF,
        "not_paid": frozenset({"awaiting_payment", "sent", "delivered", "completed", "disputed"}),
        "other": ALWAYS,
    },
}


def fitting(role: Role, status: OrderStatus) -> tuple[Reason, ...]:
    """The reasons that this party can have, in the order in which they are shown."""
    return tuple(reason for reason, statuses in FITTING[role].items() if status in statuses)


Trouble = Literal["fraud", "threats", "payout", "question"]
"""What a question about an order may be about beside the reasons of a dispute."""

WhyNot = Literal["", "fraud", "counterfeit", "threats", "only_we", "unreachable"]

OTHER_PARTY_FIRST: dict[Reason | Trouble, WhyNot] = {
    "not_received": "",
    "not_as_described": "",
    "damaged": "",
    "counterfeit": "counterfeit",
    "wrong_amount": "",
    "cancelled": "",
    "not_paid": "",
    "other": "",
    "question": "",
    "fraud": "fraud",
    "threats": "threats",
    "payout": "only_we",
}
"""Why writing to the other party first would be wrong; empty: it is what usually helps soonest."""


class Advice(msgspec.Struct, frozen=True):
    """Whether to write to the other party first. It is advice: a person is always to be had without it."""

    why_not: WhyNot = ""

    def __bool__(self) -> bool:
        return not self.why_not

    @property
    def warning(self) -> Text | None:
        """What the customer reads where it is better not to write to them; none where it is advised."""
        return Text(f"advice.not.{self.why_not}") if self.why_not else None


def advise(about: Reason | Trouble, other_party_reachable: bool) -> Advice:
    """A danger says more than that there is no way to reach them, so it comes first."""
    danger = OTHER_PARTY_FIRST[about]
    return Advice(danger or ("" if other_party_reachable else "unreachable"))
