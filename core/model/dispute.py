"""What is true of a dispute about one order: who says what, where it stands, what was decided, and where one may disagree."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec

from core.model.ids import AgentId, CaseCode
from core.model.shop import CustomerId, ItemId, Order, OrderId, OrderStatus, Outcome, PaymentStatus, Proposal, Role
from core.model.view import Money, Param, Text

Reason = Literal[
    "not_received", "not_as_described", "damaged", "counterfeit", "wrong_amount", "cancelled", "not_paid", "other"
]
WishKind = Literal["full_refund", "partial_refund", "cancellation", "replacement", "other"]
Stage = Literal["open", "waiting_other_party", "under_review", "decided", "appealed", "closed"]
MeasureKind = Literal[
    "full_refund",
    "partial_refund",
    "cancel_order",
    "remove_item",
    "restrict_account",
    "suspend_account",
    "referred_to_police",
    "no_action",
]
EvidenceKind = Literal["photo", "video", "document", "other"]

WhyRefused = Literal[
    "reason_does_not_fit",
    "closed",
    "not_from_here",
    "not_yours",
    "too_early",
    "not_reachable",
    "decide_with_reasons",
    "already_appealed",
    "unfinished",
    "only_staff",
    "same_person",
    "no_measure",
    "no_reasons",
    "no_articles",
    "twice",
    "no_action_alone",
    "full_and_partial",
    "restrict_and_suspend",
    "amount_missing",
    "amount_unreadable",
    "other_currency",
    "amount_too_high",
    "not_paid",
    "nothing_left",
    "already_cancelled",
    "no_item",
    "nobody_named",
    "no_such_proposal",
    "own_decision",
    "already_confirmed",
]


class Refusal(msgspec.Struct, frozen=True):
    """Somebody's mistake, in words for them: a value and no error, for they can mend it."""

    why: WhyRefused
    params: dict[str, Param] = {}

    @property
    def text(self) -> Text:
        return Text(f"dispute.refused.{self.why}", self.params)


class Evidence(msgspec.Struct, frozen=True):
    """A photo or file that a party gave. `file` is where the desk keeps it, `name` what the party called it."""

    file: str
    kind: EvidenceKind
    name: str
    at: datetime


class Wish(msgspec.Struct, frozen=True):
    """What a party wants. Only a partial refund has an `amount`; `words` say what "other" is."""

    kind: WishKind
    amount: Money | None = None
    words: str = ""


class Party(msgspec.Struct, frozen=True):
    """One side, with the same fields for both. `tried` is what they did with the other party before, in their words."""

    role: Role
    person: CustomerId | None = None
    reachable: bool = True
    account: str = ""
    tried: str = ""
    wish: Wish | None = None
    evidence: tuple[Evidence, ...] = ()


class OrderFacts(msgspec.Struct, frozen=True):
    """What the shop said of the order at `read_at`. `refunded` is what had gone or was going back by then."""

    id: OrderId
    title: str
    total: Money
    status: OrderStatus
    payment: PaymentStatus
    read_at: datetime
    refunded: Money | None = None
    item: ItemId | None = None


def facts_of(order: Order, read_at: datetime) -> OrderFacts:
    """The order of the shop as a dispute keeps it."""
    payment = order.payment
    return OrderFacts(
        order.id, order.title, order.total, order.status, payment.status, read_at, payment.refund, order.item
    )


class Measure(msgspec.Struct, frozen=True):
    """One thing that is decided: a partial refund with its `amount`, an account's restriction with whose (`account`)."""

    kind: MeasureKind
    amount: Money | None = None
    account: Role | None = None


class Decision(msgspec.Struct, frozen=True):
    """What is decided, why in plain words for both parties, and the articles of the policy that it rests on."""

    measures: tuple[Measure, ...]
    reasons: str
    articles: tuple[str, ...]


class Decided(msgspec.Struct, frozen=True):
    """A decision with who took it and when."""

    decision: Decision
    by: AgentId
    at: datetime


class Deed(msgspec.Struct, frozen=True):
    """A proposal to the shop and what became of it. `confirmed_by` of the proposal begins with who decided."""

    proposal: Proposal
    confirmed_at: datetime | None = None
    outcome: Outcome | None = None
    done_at: datetime | None = None

    @property
    def confirmed(self) -> bool:
        """Two different people stand behind it."""
        return len(set(self.proposal.confirmed_by)) > 1

    @property
    def done(self) -> bool:
        return self.outcome is not None and not self.outcome.refused


class By(msgspec.Struct, frozen=True):
    """Who does it: a member of staff or a party by their id, or the desk itself when a deadline has passed."""

    kind: Literal["staff", "buyer", "seller", "desk"]
    id: str = ""


class Step(msgspec.Struct, frozen=True):
    """A move that happened, for the audit and the board."""

    stage: Stage
    at: datetime
    by: By


WorkingDays = Annotated[int, msgspec.Meta(ge=1)]


class Deadlines(msgspec.Struct, frozen=True):
    """In working days. The first three make 15 together, the time for complaints of Spain's Ley 10/2025; `decided` is
    how long a decision may be appealed, six months by article 20 (1) of the Digital Services Act."""

    open: WorkingDays = 2
    waiting_other_party: WorkingDays = 5
    under_review: WorkingDays = 8
    decided: WorkingDays = 133
    appealed: WorkingDays = 10


class Dispute(msgspec.Struct, frozen=True):
    """A case about one order. `role` is who opened it; `due` is the present stage's deadline, none once it is closed.

    `decisions` and `steps` only grow. A deed stays unless a later decision replaced it before it was confirmed, or after
    the shop had refused it.
    """

    case: CaseCode
    reason: Reason
    role: Role
    order: OrderFacts
    buyer: Party
    seller: Party
    opened_at: datetime
    stage: Stage = "open"
    due: datetime | None = None
    deadlines: Deadlines = Deadlines()
    decisions: tuple[Decided, ...] = ()
    deeds: tuple[Deed, ...] = ()
    appeals: tuple[Role, ...] = ()
    legal_hold: bool = False
    steps: tuple[Step, ...] = ()

    def party(self, role: Role) -> Party:
        return self.buyer if role == "buyer" else self.seller


def other(role: Role) -> Role:
    return "seller" if role == "buyer" else "buyer"


RemedyKind = Literal["out_of_court", "adr", "cross_border", "report", "court"]
RemedyCondition = Literal[
    "account_decisions",
    "trader_member",
    "trader_agrees",
    "trader_in_country",
    "from_a_trader",
    "other_country",
    "contact_first",
    "minimum_amount",
    "no_single_cases",
]
Checked = Literal["live", "copy", "memory"]
"""Who vouches for a body: its own pages as they are, a stored copy of them, or nobody but who wrote the row."""


class Remedy(msgspec.Struct, frozen=True):
    """A body outside the desk. `languages` (ISO 639-1) are those that it works in; a court has no one `address`.

    On `checked_on` somebody looked, in the way that `checked` says; `valid_until` is the last day on which a customer may be
    sent there without somebody having looked again.
    """

    country: str
    kind: RemedyKind
    body: str
    address: str
    languages: tuple[str, ...]
    roles: tuple[Role, ...]
    conditions: tuple[RemedyCondition, ...]
    checked: Checked
    checked_on: date
    valid_until: date
