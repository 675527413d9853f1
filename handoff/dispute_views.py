"""What staff and parties see of a dispute: the same for the buyer and for the seller. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from core.model.dispute import Decided, Dispute, Evidence, Measure, OrderFacts, Party, Reason, Stage, Wish
from core.model.dispute_file import DisputeFile, DisputeLine, PartyStep
from core.model.ids import CaseCode
from core.model.shop import Role
from core.model.view import Block, Line, Listing, Moment, Param, Text, Words
from handoff.decisions import REFUNDS
from handoff.deeds import unfinished
from handoff.disputes import MOVES, asked


class Side(msgspec.Struct, frozen=True):
    """What staff see of a party. `heard`: they have said or given something."""

    role: Role
    opened: bool
    heard: bool
    reachable: bool
    account: str
    tried: str
    wish: Wish | None
    evidence: tuple[Evidence, ...]
    appealed: bool


class Summary(msgspec.Struct, frozen=True):
    """What staff see first. The buyer stands before the seller, whoever opened it."""

    case: CaseCode
    reason: Reason
    order: OrderFacts
    stage: Stage
    opened_at: datetime
    due: datetime | None
    sides: tuple[Side, Side]
    decisions: tuple[Decided, ...]
    legal_hold: bool


def summary(dispute: Dispute) -> Summary:
    return Summary(
        dispute.case,
        dispute.reason,
        dispute.order,
        dispute.stage,
        dispute.opened_at,
        dispute.due,
        (_side(dispute, dispute.buyer), _side(dispute, dispute.seller)),
        dispute.decisions,
        dispute.legal_hold,
    )


def _side(dispute: Dispute, party: Party) -> Side:
    return Side(
        party.role,
        opened=party.role == dispute.role,
        heard=bool(party.account or party.evidence),
        reachable=party.reachable,
        account=party.account,
        tried=party.tried,
        wish=party.wish,
        evidence=party.evidence,
        appealed=party.role in dispute.appeals,
    )


def line(file: DisputeFile, role: Role) -> DisputeLine:
    """The dispute as this party sees it: a decision that they have not been told is still being taken."""
    dispute = file.dispute
    stage, until = ("under_review", None) if untold(file) else (dispute.stage, dispute.due)
    return DisputeLine(file.case, dispute.order.id, dispute.order.title, role, stage, until, steps(file, role))


def line_where_known(file: DisputeFile, role: Role) -> DisputeLine | None:
    """None for a party who has not heard of it."""
    return line(file, role) if knows(file, role) else None


def steps(file: DisputeFile, role: Role) -> tuple[PartyStep, ...]:
    """What this party may do now, the weightiest first."""
    dispute = file.dispute
    moves = MOVES[dispute.stage]
    answers = dispute.stage == "waiting_other_party" and role == asked(dispute)
    possible: dict[PartyStep, bool] = {
        "appeal": "appealed" in moves and not untold(file) and role not in dispute.appeals,
        "answer": answers,
        "add": dispute.stage != "closed" and not answers,
        "withdraw": "opener" in moves.get("closed", ()) and role == dispute.role and not unfinished(dispute),
    }
    return tuple(step for step, may in possible.items() if may)


def untold(file: DisputeFile) -> bool:
    """There is a decision that waits for a second person."""
    return file.dispute.stage == "decided" and file.told < len(file.dispute.decisions)


def knows(file: DisputeFile, role: Role) -> bool:
    """The other party learns of it when they are asked or when it is decided; somebody who wrote to us about it knows as well."""
    party = file.dispute.party(role)
    was_asked = any(step.stage == "waiting_other_party" for step in file.dispute.steps)
    return role == file.dispute.role or was_asked or file.told > 0 or bool(party.account or party.evidence)


def reads(dispute: Dispute, role: Role, zone: str) -> Text:
    """What a party reads of the present stage, with its deadline in `zone` (IANA)."""
    asks_them = dispute.stage == "waiting_other_party" and role == asked(dispute)
    stage = "waiting_for_you" if asks_them else dispute.stage
    params: dict[str, Param] = {"case": dispute.case}
    if dispute.due is not None:
        params["due"] = Moment(dispute.due, zone)
    return Text(f"dispute.stage.{stage}", params)


def statement(dispute: Dispute, role: Role, elsewhere: Iterable[Text], zone: str) -> tuple[Block, ...]:
    """The last decision as a party reads it: what, why, by which articles, and how to disagree, here and `elsewhere`.

    Send it once nothing waits for a second person. What happens to somebody's account is told to them alone, and a referral
    to law enforcement to neither: it is not for the desk to warn anybody of it.
    """
    last = dispute.decisions[-1].decision
    told = [measure for measure in last.measures if measure.kind != "referred_to_police"]
    measures = (_measure(dispute, measure) for measure in told if measure.account in (None, role))
    return (
        Listing((Text("dispute.decided", {"case": dispute.case}), *measures)),
        Words(last.reasons),
        Line(Text("dispute.articles", {"articles": ", ".join(last.articles)})),
        Line(_appeal(dispute, role, zone)),
        Line(Text("dispute.elsewhere")),
        *map(Listing, _bodies(elsewhere)),
    )


def _bodies(elsewhere: Iterable[Text]) -> list[tuple[Text, ...]]:
    """Each with its conditions: it begins with the text that says what it is."""
    bodies: list[tuple[Text, ...]] = []
    for said in elsewhere:
        if said.key.startswith("remedy.kind.") or not bodies:
            bodies.append(())
        bodies[-1] += (said,)
    return bodies


def _measure(dispute: Dispute, measure: Measure) -> Text:
    """A refund with its amount, as it was proposed to the shop; the last one is this decision's."""
    if measure.kind not in REFUNDS:
        return Text(f"dispute.measure.{measure.kind}")
    amounts = [deed.proposal.amount for deed in dispute.deeds if deed.proposal.amount]
    return Text(f"dispute.measure.{measure.kind}", {"amount": amounts[-1]})


def _appeal(dispute: Dispute, role: Role, zone: str) -> Text:
    if role in dispute.appeals or dispute.due is None:
        return Text("dispute.no_second_appeal")
    return Text("dispute.appeal", {"due": Moment(dispute.due, zone)})


def took(dispute: Dispute) -> timedelta | None:
    """From the opening to the first decision, for the board."""
    return dispute.decisions[0].at - dispute.opened_at if dispute.decisions else None
