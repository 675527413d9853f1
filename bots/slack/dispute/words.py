"""What staff read of a dispute, as texts of the catalogs: stages, reasons, wishes, measures and what became of them."""

from typing import assert_never

from core.model.dispute import Deed, Dispute, Measure, Reason, Stage, Wish
from core.model.shop import Proposal, Role
from core.model.view import Text, text
from handoff.deeds import refused

STAGES: dict[Stage, Text] = {
    "open": text("card.dispute.stage.open"),
    "waiting_other_party": text("card.dispute.stage.waiting_other_party"),
    "under_review": text("card.dispute.stage.under_review"),
    "decided": text("card.dispute.stage.decided"),
    "appealed": text("card.dispute.stage.appealed"),
    "closed": text("card.dispute.stage.closed"),
}

REASONS: dict[Reason, Text] = {
    "not_received": text("card.dispute.reason.not_received"),
    "not_as_described": text("card.dispute.reason.not_as_described"),
    "damaged": text("card.dispute.reason.damaged"),
    "counterfeit": text("card.dispute.reason.counterfeit"),
    "wrong_amount": text("card.dispute.reason.wrong_amount"),
    "cancelled": text("card.dispute.reason.cancelled"),
    "not_paid": text("card.dispute.reason.not_paid"),
    "other": text("card.dispute.reason.other"),
}

ROLES: dict[Role, Text] = {"buyer": text("card.dispute.buyer"), "seller": text("card.dispute.seller")}

RESTRICT: dict[Role, Text] = {
    "buyer": text("card.dispute.measure.restrict_buyer"),
    "seller": text("card.dispute.measure.restrict_seller"),
}
SUSPEND: dict[Role, Text] = {
    "buyer": text("card.dispute.measure.suspend_buyer"),
    "seller": text("card.dispute.measure.suspend_seller"),
}
FULL = text("card.dispute.measure.full_refund")
CANCEL = text("card.dispute.measure.cancel_order")
REMOVE = text("card.dispute.measure.remove_item")
POLICE = text("card.dispute.measure.referred_to_police")
NOTHING = text("card.dispute.measure.no_action")


def wish_text(wish: Wish) -> Text | None:
    """None where it is only in the party's own words."""
    match wish.kind:
        case "full_refund":
            return FULL
        case "partial_refund":
            return text("card.dispute.measure.partial_refund", amount=wish.amount) if wish.amount else None
        case "cancellation":
            return text("card.dispute.wish.cancellation")
        case "replacement":
            return text("card.dispute.wish.replacement")
        case "other":
            return None
        case kind:
            assert_never(kind)


def measure_text(measure: Measure) -> Text:
    """One thing that was decided."""
    match measure.kind:
        case "full_refund":
            return FULL
        case "partial_refund":
            return text("card.dispute.measure.partial_refund", amount=measure.amount or "?")
        case "cancel_order":
            return CANCEL
        case "remove_item":
            return REMOVE
        case "restrict_account":
            return RESTRICT[measure.account or "buyer"]
        case "suspend_account":
            return SUSPEND[measure.account or "buyer"]
        case "referred_to_police":
            return POLICE
        case "no_action":
            return NOTHING
        case kind:
            assert_never(kind)


def proposal_text(dispute: Dispute, proposal: Proposal) -> Text:
    """One thing that the shop is to do."""
    whose: Role = "seller" if proposal.person == dispute.seller.person else "buyer"
    match proposal.measure:
        case "refund":
            return text("card.dispute.refund", amount=proposal.amount or "?")
        case "cancel_order":
            return CANCEL
        case "remove_item":
            return REMOVE
        case "restrict_account":
            return RESTRICT[whose]
        case "suspend_account":
            return SUSPEND[whose]
        case kind:
            assert_never(kind)


def deed_text(deed: Deed, what: str) -> Text:
    """How far it is; `what` is the measure in words."""
    if not deed.confirmed:
        return text("card.dispute.unconfirmed", measure=what)
    if deed.done:
        return text("card.dispute.done", measure=what)
    if deed.outcome and refused(deed):
        return text("card.dispute.refused", measure=what, reason=deed.outcome.refused)
    return text("card.dispute.under_way", measure=what)
