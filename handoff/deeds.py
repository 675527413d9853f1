"""What of a decision the shop carries out: a second person confirms it, the shop does it or says why not. Pure."""

from datetime import datetime
from decimal import Decimal

import msgspec

from core.model.dispute import By, Deed, Dispute, OrderFacts, Refusal
from core.model.dispute_amounts import decimal, money
from core.model.shop import Outcome, Proposal
from handoff.decisions import left


def confirm(dispute: Dispute, key: str, by: By, now: datetime) -> Dispute | Refusal:
    """The second person's word for one proposal; then it is `ready` for the shop."""
    deed = _deed(dispute, key)
    if by.kind != "staff" or not by.id:
        return Refusal("only_staff")
    if deed is None:
        return Refusal("no_such_proposal")
    if deed.confirmed:
        return Refusal("already_confirmed")
    if by.id in deed.proposal.confirmed_by:
        return Refusal("own_decision")
    if dispute.stage != "decided":
        return Refusal("not_from_here")
    back = deed.proposal.amount
    if back is not None and (decimal(back) or Decimal(0)) > left(
        dispute
    ):  # the shop has given something back meanwhile
        return Refusal("amount_too_high", {"most": money(left(dispute), dispute.order)})
    proposal = msgspec.structs.replace(deed.proposal, confirmed_by=(*deed.proposal.confirmed_by, by.id))
    return _with(dispute, msgspec.structs.replace(deed, proposal=proposal, confirmed_at=now))


def record(dispute: Dispute, key: str, outcome: Outcome, now: datetime) -> Dispute | Refusal:
    """What the shop said. A deed that it refused is ready again: the same key is the same deed."""
    deed = _deed(dispute, key)
    if deed is None or not deed.confirmed:
        return Refusal("no_such_proposal")
    if deed.done:
        return dispute
    done_at = None if outcome.refused else now
    return _with(dispute, msgspec.structs.replace(deed, outcome=outcome, done_at=done_at))


def learn(dispute: Dispute, order: OrderFacts) -> Dispute:
    """The order as the shop tells it now; what is in it is not counted again."""
    return msgspec.structs.replace(dispute, order=order)


def unconfirmed(dispute: Dispute) -> tuple[Proposal, ...]:
    """What waits for a second person. Until there is none, the parties are told nothing that might not come true."""
    return tuple(deed.proposal for deed in dispute.deeds if not deed.confirmed)


def ready(dispute: Dispute) -> tuple[Proposal, ...]:
    """What two people stand behind and the shop has not done."""
    return tuple(deed.proposal for deed in dispute.deeds if deed.confirmed and not deed.done)


def unfinished(dispute: Dispute) -> bool:
    """Something decided is not done yet: a dispute cannot close over somebody's money."""
    return any(not deed.done for deed in dispute.deeds)


def refused(deed: Deed) -> bool:
    return deed.outcome is not None and bool(deed.outcome.refused)


def _deed(dispute: Dispute, key: str) -> Deed | None:
    return next((deed for deed in dispute.deeds if deed.proposal.key == key), None)


def _with(dispute: Dispute, changed: Deed) -> Dispute:
    deeds = tuple(changed if deed.proposal.key == changed.proposal.key else deed for deed in dispute.deeds)
    return msgspec.structs.replace(dispute, deeds=deeds)
