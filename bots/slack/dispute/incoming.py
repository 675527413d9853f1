"""Reads what staff do about a dispute in Slack: presses on its card and forms that were sent. No I/O."""

from typing import get_args

from bots.slack.dispute.submission import Submission
from bots.slack.ids import ASK, CONFIRM, DECIDE, MOVE, RETRY, DisputeRef
from bots.slack.payloads import Action
from core.model.codec import decode
from core.model.dispute import Stage
from core.model.dispute_events import (
    FormWanted,
    StaffAsked,
    StaffConfirmed,
    StaffDecided,
    StaffEvent,
    StaffMoved,
    StaffRetried,
)
from core.model.errors import Unreadable
from core.model.heard import FromDispute, Heard, Ignored
from core.model.ids import Address
from core.model.people import Agent


def pressed(action: Action, agent: Agent, thread: Address, trigger: str) -> Heard:
    """A button of a dispute's card. Raises Unreadable for one that does not carry what ours carry."""
    ref = decode(action.value or "", DisputeRef)
    event = _meant(action.action_id, ref, agent, thread, trigger)
    return FromDispute(ref.case, event) if event else Ignored(f"the button {action.action_id} is nothing for us")


def _meant(name: str, ref: DisputeRef, agent: Agent, thread: Address, trigger: str) -> StaffEvent | None:
    if name == DECIDE:
        return FormWanted(agent, thread, "decide", trigger)
    if name == ASK:
        return FormWanted(agent, thread, "ask", trigger)
    if name.startswith(MOVE):
        return StaffMoved(agent, thread, _stage(name.removeprefix(MOVE)))
    if name.startswith(CONFIRM):
        return StaffConfirmed(agent, thread, ref.key)
    return StaffRetried(agent, thread, ref.key) if name.startswith(RETRY) else None


def _stage(name: str) -> Stage:
    for stage in get_args(Stage):
        if stage == name:
            return stage  # type: ignore[no-any-return]
    raise Unreadable(f"there is no stage {name}")


def submitted(submission: Submission, agent: Agent) -> FromDispute:
    """A form that was sent, whatever it says: it was checked before."""
    ref = submission.ref
    if submission.decision:
        return FromDispute(ref.case, StaffDecided(agent, ref.thread, submission.decision))
    return FromDispute(ref.case, StaffAsked(agent, ref.thread, submission.role, submission.words))
