"""A buyer and a seller who disagree about one order, and the staff who look at it."""

from datetime import UTC, datetime, timedelta

from core.model.dispute import (
    By,
    Decision,
    Dispute,
    Measure,
    OrderFacts,
    Party,
    Reason,
    Refusal,
    Stage,
)
from core.model.ids import CaseCode
from core.model.shop import CustomerId, ItemId, OrderId, OrderStatus, PaymentStatus, Role
from core.model.view import Money
from handoff.deeds import confirm
from handoff.disputes import decide, move, open_dispute

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = timedelta(hours=1)
TOM, EVA, ADA = By("staff", "UTOM"), By("staff", "UEVA"), By("staff", "UADA")
BUYER, SELLER, DESK = By("buyer", "c-1"), By("seller", "c-2"), By("desk")
EURO = "EUR"
ITEM, SELLER_ID = ItemId("i-9"), CustomerId("c-2")


def euro(amount: str) -> Money:
    return Money(amount, EURO)


def order(
    status: OrderStatus = "delivered",
    payment: PaymentStatus = "paid",
    refunded: Money | None = None,
    item: ItemId | None = ITEM,
    read_at: datetime = MONDAY,
) -> OrderFacts:
    return OrderFacts(OrderId("H-104233"), "Vase", euro("45.00"), status, payment, read_at, refunded, item)


def quarrel(
    reason: Reason = "damaged",
    role: Role = "buyer",
    facts: OrderFacts | None = None,
    reachable: bool = True,
    seller: CustomerId | None = SELLER_ID,
) -> Dispute:
    """Opened on Monday at nine."""
    parties = (
        Party("buyer", CustomerId("c-1"), account="It is broken."),
        Party("seller", seller, reachable=reachable),
    )
    return done(open_dispute(CaseCode("FD-7K2M9"), reason, role, facts or order(), parties, MONDAY))


def done(answer: Dispute | Refusal) -> Dispute:
    assert isinstance(answer, Dispute), answer
    return answer


def why(answer: Dispute | Refusal) -> str:
    """Empty: it was not refused."""
    return answer.why if isinstance(answer, Refusal) else ""


def under_review(dispute: Dispute | None = None) -> Dispute:
    return done(move(dispute or quarrel(), "under_review", TOM, MONDAY + LATER))


def decision(
    *measures: Measure, reasons: str = "The photos show it.", articles: tuple[str, ...] = ("4.2",)
) -> Decision:
    return Decision(measures, reasons, articles)


FULL = Measure("full_refund")
NOTHING = Measure("no_action")


def part(amount: str, currency: str = EURO) -> Measure:
    return Measure("partial_refund", Money(amount, currency))


def decided(*measures: Measure, dispute: Dispute | None = None) -> Dispute:
    """By Tom, on Monday."""
    return done(decide(dispute or under_review(), decision(*measures), TOM, MONDAY + 2 * LATER))


def key_of(dispute: Dispute) -> str:
    return dispute.deeds[-1].proposal.key


def agreed(dispute: Dispute) -> Dispute:
    """Eva confirms what is open."""
    for deed in dispute.deeds:
        dispute = dispute if deed.confirmed else done(confirm(dispute, deed.proposal.key, EVA, MONDAY + 3 * LATER))
    return dispute


def walk(dispute: Dispute, *moves: tuple[Stage, By, datetime]) -> Dispute:
    for stage, by, at in moves:
        dispute = done(move(dispute, stage, by, at))
    return dispute
