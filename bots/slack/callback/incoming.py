"""Reads what staff do about a callback in Slack: presses on its card. No I/O."""

from bots.slack.ids import CALL, is_case
from bots.slack.payloads import Action
from core.model.callback import CallbackClaimed, CallDone, CallNotReached, CallReached, StaffCallback
from core.model.errors import Unreadable
from core.model.heard import FromCallback, Heard, Ignored
from core.model.ids import Address, CaseCode
from core.model.people import Agent


def pressed(action: Action, agent: Agent, thread: Address) -> Heard:
    """A button of a callback's card. Raises Unreadable for one that carries no case."""
    case = action.value or ""
    if not is_case(case):
        raise Unreadable(f"the button {action.action_id} carries no case")
    event = done_by(action.action_id.removeprefix(CALL), agent, thread)
    return FromCallback(CaseCode(case), event) if event else Ignored(f"the button {action.action_id} is nothing for us")


def done_by(press: str, agent: Agent, thread: Address, note: str = "") -> StaffCallback | None:
    """`note`: what came of the call, where it is typed; whoever presses writes it in the thread."""
    match press:
        case "claim":
            return CallbackClaimed(agent, thread)
        case "reached":
            return CallReached(agent, thread)
        case "not_reached":
            return CallNotReached(agent, thread)
        case "done":
            return CallDone(agent, thread, note)
        case _:
            return None
