"""How a dispute goes on: who may move it where, until when, and who decides. Pure: the time is given."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

import msgspec

from core.model.dispute import (
    By,
    Deadlines,
    Decided,
    Decision,
    Deed,
    Dispute,
    Evidence,
    OrderFacts,
    Party,
    Reason,
    Refusal,
    Stage,
    Step,
    other,
)
from core.model.dispute_amounts import amount_fault, decimal
from core.model.dispute_tables import fitting
from core.model.ids import AgentId, CaseCode
from core.model.shop import Role
from handoff.decisions import fault, proposals
from handoff.deeds import refused, unfinished

Mover = Literal["staff", "desk", "opener", "asked", "party"]
"""By whom a move is made: staff, the desk when the deadline has passed, who opened it, who is asked to answer, either party."""

MOVES: dict[Stage, dict[Stage, frozenset[Mover]]] = {
    "open": {
        "waiting_other_party": frozenset({"staff"}),
        "under_review": frozenset({"staff"}),
        "closed": frozenset({"opener"}),  # withdrawn; staff close by deciding, with their reasons
    },
    "waiting_other_party": {
        "under_review": frozenset({"staff", "asked", "desk"}),
        "closed": frozenset({"opener"}),
    },
    "under_review": {
        "waiting_other_party": frozenset({"staff"}),
        "decided": frozenset({"staff"}),
        "closed": frozenset({"opener"}),
    },
    "decided": {
        "under_review": frozenset({"staff"}),  # the shop would not do it, or there is something new
        "appealed": frozenset({"party"}),
        "closed": frozenset({"desk"}),
    },
    "appealed": {
        "waiting_other_party": frozenset({"staff"}),
        "under_review": frozenset({"staff"}),
        "decided": frozenset({"staff"}),
    },
    "closed": {},
}


def allowed_moves(stage: Stage) -> tuple[Stage, ...]:
    return tuple(MOVES[stage])


def open_dispute(
    case: CaseCode,
    reason: Reason,
    role: Role,
    order: OrderFacts,
    parties: tuple[Party, Party],
    now: datetime,
    deadlines: Deadlines | None = None,
) -> Dispute | Refusal:
    """A dispute as the customer confirmed it. `parties`: the buyer, then the seller. `role` opens it."""
    if reason not in fitting(role, order.status):
        return Refusal("reason_does_not_fit")
    buyer, seller = parties
    wish = (buyer if role == "buyer" else seller).wish
    if wish is not None and wish.kind == "partial_refund":
        wrong = next(amount_fault(wish.amount, order, decimal(order.total) or Decimal(0)), None)
        if wrong is not None:
            return wrong
    dispute = Dispute(case, reason, role, order, buyer, seller, now, deadlines=deadlines or Deadlines())
    return _enter(dispute, "open", By(role), now)


def add(dispute: Dispute, role: Role, words: str = "", evidence: tuple[Evidence, ...] = ()) -> Dispute | Refusal:
    """What a party says or gives later goes to the same dispute: an order has one at a time."""
    if dispute.stage == "closed":
        return Refusal("closed")
    party = dispute.party(role)
    account = "\n\n".join(filter(None, (party.account, words.strip())))
    more = msgspec.structs.replace(party, account=account, evidence=(*party.evidence, *evidence))
    if role == "buyer":
        return msgspec.structs.replace(dispute, buyer=more)
    return msgspec.structs.replace(dispute, seller=more)


def move(dispute: Dispute, to: Stage, by: By, now: datetime) -> Dispute | Refusal:
    """Another stage, with its own deadline. To "decided" there is only `decide`."""
    wrong = _wrong_move(dispute, to, by, now)
    if wrong is not None:
        return wrong
    if to == "appealed":
        dispute = msgspec.structs.replace(dispute, appeals=(*dispute.appeals, _role(by)))
    return _enter(dispute, to, by, now)


def _wrong_move(dispute: Dispute, to: Stage, by: By, now: datetime) -> Refusal | None:
    if to not in MOVES[dispute.stage]:
        return Refusal("closed" if dispute.stage == "closed" else "not_from_here")
    if not MOVES[dispute.stage][to] & _movers(dispute, by):
        return Refusal("not_yours")
    if by.kind == "desk" and (dispute.due is None or now < dispute.due):
        return Refusal("too_early")
    return _wrong_stage(dispute, to, by)


def _wrong_stage(dispute: Dispute, to: Stage, by: By) -> Refusal | None:
    match to:
        case "decided":
            return Refusal("decide_with_reasons")
        case "waiting_other_party" if not dispute.party(asked(dispute)).reachable:
            return Refusal("not_reachable")
        case "appealed" if _role(by) in dispute.appeals:
            return Refusal("already_appealed")
        case "closed" if unfinished(dispute):
            return Refusal("unfinished")
        case _:
            return None


def _movers(dispute: Dispute, by: By) -> frozenset[Mover]:
    match by.kind:
        case "staff":
            return frozenset({"staff"})
        case "desk":
            return frozenset({"desk"})
        case "buyer" | "seller":
            opener: set[Mover] = {"opener"} if by.kind == dispute.role else set()
            answers: set[Mover] = {"asked"} if by.kind == asked(dispute) else set()
            return frozenset({"party", *opener, *answers})


def _role(by: By) -> Role:
    return "seller" if by.kind == "seller" else "buyer"


def asked(dispute: Dispute) -> Role:
    """Who is to answer while it waits: the one who did not open it, or who did not appeal last."""
    return other(dispute.appeals[-1] if dispute.appeals else dispute.role)


def _enter(dispute: Dispute, stage: Stage, by: By, now: datetime) -> Dispute:
    due = None if stage == "closed" else working_days_later(now, getattr(dispute.deadlines, stage))
    return msgspec.structs.replace(dispute, stage=stage, due=due, steps=(*dispute.steps, Step(stage, now, by)))


def working_days_later(start: datetime, days: int) -> datetime:
    """The same time of day after so many days from Monday to Friday; holidays are not known here."""
    day = start
    for _ in range(days):
        day += timedelta(days=1)
        while day.weekday() > 4:  # Saturday or Sunday
            day += timedelta(days=1)
    return day


def decide(dispute: Dispute, decision: Decision, by: By, now: datetime) -> Dispute | Refusal:
    """The decision with its reasons; what touches money, the item or an account waits for a second person."""
    wrong = may_not_decide(dispute, by) or fault(dispute, decision)
    if wrong is not None:
        return wrong
    kept = tuple(deed for deed in dispute.deeds if deed.confirmed and not refused(deed))
    new = tuple(Deed(proposal) for proposal in proposals(dispute, decision, AgentId(by.id)))
    ruled = msgspec.structs.replace(
        dispute,
        decisions=(*dispute.decisions, Decided(decision, AgentId(by.id), now)),
        deeds=(*kept, *new),
        legal_hold=dispute.legal_hold or any(each.kind == "referred_to_police" for each in decision.measures),
    )
    return _enter(ruled, "decided", by, now)


def may_not_decide(dispute: Dispute, by: By) -> Refusal | None:
    """Whoever decided does not decide the appeal."""
    if "decided" not in MOVES[dispute.stage]:
        return Refusal("closed" if dispute.stage == "closed" else "not_from_here")
    if by.kind != "staff" or not by.id:
        return Refusal("only_staff")
    if _appealed_since(dispute) and by.id == dispute.decisions[-1].by:
        return Refusal("same_person")
    return None


def _appealed_since(dispute: Dispute) -> bool:
    """Whether the last decision is under appeal, through whatever stages it goes meanwhile."""
    last = next((step for step in reversed(dispute.steps) if step.stage in ("decided", "appealed")), None)
    return last is not None and last.stage == "appealed"


class Due(msgspec.Struct, frozen=True):
    at: datetime
    overdue: bool


def due(dispute: Dispute, now: datetime) -> Due | None:
    """The present stage's deadline; none once it is closed."""
    return None if dispute.due is None else Due(dispute.due, now >= dispute.due)
