"""What speaks against a deed already at the door, where the agent looks: the chat is a colleague's, or over. The core decides."""

from bots.slack.typed.terms import Did
from core.model.controls import ConfirmBlock, KeepNote, RefuseBlock, Reopen, Resend, SendByMail, TakeBack, Unblock
from core.model.conversation import Conversation, Filling, Queued, WithAgent
from core.model.ids import AgentId, CaseCode
from core.model.view import Text, text

_ANYBODYS = KeepNote | ConfirmBlock | RefuseBlock | Unblock | Resend | SendByMail


def owned_by_another(talk: Conversation | None, case: CaseCode, agent: AgentId) -> Text | None:
    """Whose the chat is, if it is somebody else's."""
    live = _live(talk)
    if not isinstance(live, WithAgent) or live.case != case or live.agent.id == agent:
        return None
    return text("staff.not_owner", owner=live.agent.name)


def refused(talk: Conversation | None, case: CaseCode, agent: AgentId, did: Did) -> Text | None:
    """Why what was typed cannot be done, for a case that is a chat."""
    if talk is None or isinstance(did, _ANYBODYS):
        return None
    live = _live(talk)
    if live is None or live.case != case:
        return None if isinstance(did, Reopen | TakeBack) else text("staff.case_over", case=case)
    anothers = owned_by_another(talk, case, agent)
    if anothers and isinstance(live, WithAgent) and (did == "claim" or isinstance(did, Reopen | TakeBack)):
        return text("staff.taken", owner=live.agent.name)
    return anothers


def _live(talk: Conversation | None) -> Queued | WithAgent | None:
    stage = talk.stage.meanwhile if talk and isinstance(talk.stage, Filling) else talk and talk.stage
    return stage if isinstance(stage, Queued | WithAgent) else None
