"""What a decision of a dispute may hold, and the proposals to the shop that come of it. Pure."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from core.model.dispute import Decision, Deed, Dispute, Measure, MeasureKind, OrderFacts, Refusal
from core.model.dispute_amounts import amount_fault, decimal, money
from core.model.ids import AgentId
from core.model.shop import Measure as Carried
from core.model.shop import Proposal

REFUNDS = frozenset({"full_refund", "partial_refund"})
ACCOUNTS = frozenset({"restrict_account", "suspend_account"})

CARRIED: dict[MeasureKind, Carried | None] = {
    "full_refund": "refund",
    "partial_refund": "refund",
    "cancel_order": "cancel_order",
    "remove_item": "remove_item",
    "restrict_account": "restrict_account",
    "suspend_account": "suspend_account",
    "referred_to_police": None,
    "no_action": None,
}
"""What the shop carries out, once a second person has confirmed it; none: nobody's money or account is touched."""


def fault(dispute: Dispute, decision: Decision) -> Refusal | None:
    """The first thing that is wrong with a decision, in the order in which a person would mend it."""
    return next(_faults(dispute, decision), None)


def _faults(dispute: Dispute, decision: Decision) -> Iterator[Refusal]:
    if not decision.measures:
        yield Refusal("no_measure")
    if not decision.reasons.strip():
        yield Refusal("no_reasons")
    if not any(article.strip() for article in decision.articles):
        yield Refusal("no_articles")
    yield from _together(decision.measures)
    for measure in decision.measures:
        yield from _measure(dispute, measure)


def _together(measures: tuple[Measure, ...]) -> Iterator[Refusal]:
    """What excludes each other."""
    kinds = {measure.kind for measure in measures}
    if "no_action" in kinds and len(measures) > 1:
        yield Refusal("no_action_alone")
    if kinds >= REFUNDS:
        yield Refusal("full_and_partial")
    if any(count > 1 for count in Counter((measure.kind, measure.account) for measure in measures).values()):
        yield Refusal("twice")
    accounts = Counter(measure.account for measure in measures if measure.kind in ACCOUNTS)
    if any(count > 1 for count in accounts.values()):
        yield Refusal("restrict_and_suspend")


def _measure(dispute: Dispute, measure: Measure) -> Iterator[Refusal]:
    match measure.kind:
        case "full_refund":
            yield from _refundable(dispute)
        case "partial_refund":
            yield from _refundable(dispute)
            yield from amount_fault(measure.amount, dispute.order, left(dispute))
        case "cancel_order":
            if dispute.order.status == "cancelled":
                yield Refusal("already_cancelled")
        case "remove_item":
            if dispute.order.item is None:
                yield Refusal("no_item")
        case "restrict_account" | "suspend_account":
            if measure.account is None or dispute.party(measure.account).person is None:
                yield Refusal("nobody_named")
        case "referred_to_police" | "no_action":
            pass


def _refundable(dispute: Dispute) -> Iterator[Refusal]:
    if dispute.order.payment in ("awaited", "failed"):
        yield Refusal("not_paid")
    elif left(dispute) <= 0:
        yield Refusal("nothing_left")


def left(dispute: Dispute) -> Decimal:
    """What may still be refunded: the total without what the shop had given back and without what two people agreed since."""
    order = dispute.order
    return (decimal(order.total) or Decimal(0)) - _given_back(order) - sum(map(_since, _counting(dispute)), Decimal(0))


def _given_back(order: OrderFacts) -> Decimal:
    if order.refunded is not None:
        return decimal(order.refunded) or Decimal(0)
    whole = order.payment in ("refund_started", "refunded")
    return (decimal(order.total) or Decimal(0)) if whole else Decimal(0)


def _counting(dispute: Dispute) -> Iterator[Deed]:
    """Confirmed refunds that the facts of the shop do not contain yet."""
    for deed in dispute.deeds:
        unknown = deed.done_at is None or deed.done_at > dispute.order.read_at
        if deed.proposal.measure == "refund" and deed.confirmed and unknown:
            yield deed


def _since(deed: Deed) -> Decimal:
    return (decimal(deed.proposal.amount) or Decimal(0)) if deed.proposal.amount else Decimal(0)


def proposals(dispute: Dispute, decision: Decision, by: AgentId) -> Iterator[Proposal]:
    """What the shop shall do. The key is the case, the number of the decision and the measure: a repeat is the same deed."""
    number = len(dispute.decisions) + 1
    for measure in decision.measures:
        carried = CARRIED[measure.kind]
        if carried is not None:
            key = ".".join(filter(None, (dispute.case, str(number), carried, measure.account or "")))
            yield _proposal(dispute, decision, measure, carried, key, by)


def _proposal(
    dispute: Dispute, decision: Decision, measure: Measure, carried: Carried, key: str, by: AgentId
) -> Proposal:
    order = dispute.order
    back = measure.amount if measure.kind == "partial_refund" else money(left(dispute), order)
    return Proposal(
        key=key,
        measure=carried,
        case=dispute.case,
        order=order.id,
        item=order.item if carried == "remove_item" else None,
        person=dispute.party(measure.account).person if measure.account else None,
        amount=back if carried == "refund" else None,
        reason=decision.reasons.strip(),
        confirmed_by=(by,),
    )
