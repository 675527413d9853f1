"""The buttons on a dispute's card: what staff can do with it as it stands."""

from collections.abc import Iterator

from bots.slack.cases.card import Say
from bots.slack.dispute.words import proposal_text
from bots.slack.ids import ASK, CONFIRM, DECIDE, MOVE, RETRY, DisputeRef, Json
from bots.slack.writing.markup import literal
from core.model.codec import encode
from core.model.dispute import Dispute, Stage
from core.model.dispute_file import DisputeFile
from core.model.shop import Role
from core.model.view import Text, text
from handoff.deeds import refused, unconfirmed
from handoff.disputes import MOVES, asked

# docs.slack.dev/reference/block-kit: 75 characters on a button, 25 elements in a block.
_LABEL = 75
_ROW = 25
_PARTIES: tuple[Role, Role] = ("buyer", "seller")

_MOVES: dict[Stage, Text] = {
    "waiting_other_party": text("staff.dispute.ask_other"),
    "under_review": text("staff.dispute.review"),
}
"""Into the other stages a dispute comes by a decision, by a party, or when its time is over."""


def buttons(file: DisputeFile, say: Say) -> Iterator[Json]:
    """What waits for somebody first, then the moves and the forms."""
    waiting = [*_confirming(file.dispute, say), *_retrying(file.dispute, say)]
    going = [*_moving(file.dispute, say), *_filling(file, say)]
    for row in (waiting[:_ROW], going):
        if row:
            yield {"type": "actions", "elements": row}


def _confirming(dispute: Dispute, say: Say) -> Iterator[Json]:
    if dispute.stage != "decided":  # while it is looked at again nothing is carried out
        return
    for number, proposal in enumerate(unconfirmed(dispute)):
        label = text("staff.dispute.confirm", measure=say(proposal_text(dispute, proposal)))
        yield _button(say(label), f"{CONFIRM}{number}", DisputeRef(dispute.case, proposal.key)) | {"style": "primary"}


def _retrying(dispute: Dispute, say: Say) -> Iterator[Json]:
    failed = [deed.proposal for deed in dispute.deeds if deed.confirmed and refused(deed)]
    for number, proposal in enumerate(failed):
        label = text("staff.dispute.retry", measure=say(proposal_text(dispute, proposal)))
        yield _button(say(label), f"{RETRY}{number}", DisputeRef(dispute.case, proposal.key))


def _moving(dispute: Dispute, say: Say) -> Iterator[Json]:
    for stage, movers in MOVES[dispute.stage].items():
        unheard = stage == "waiting_other_party" and not dispute.party(asked(dispute)).reachable
        if "staff" in movers and stage in _MOVES and not unheard:
            yield _button(say(_MOVES[stage]), f"{MOVE}{stage}", DisputeRef(dispute.case))


def _filling(file: DisputeFile, say: Say) -> Iterator[Json]:
    stage = file.dispute.stage
    if "decided" in MOVES[stage]:
        yield _button(say(text("staff.dispute.decide")), DECIDE, DisputeRef(file.case))
    if stage != "closed" and any(file.contact(role).reachable for role in _PARTIES):
        yield _button(say(text("staff.dispute.write")), ASK, DisputeRef(file.case))


def _button(label: str, action: str, ref: DisputeRef) -> Json:
    return {"type": "button", "text": literal(label, _LABEL), "action_id": action, "value": encode(ref)}
