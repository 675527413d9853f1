"""What speaks against a deed already at the door, where the agent looks: the chat is a colleague's, or over. The core decides."""

from bots.slack.typed.terms import Did
from core.model.controls import (
    Block,
    ChangeLanguage,
    ConfirmBlock,
    DropDraft,
    KeepHeld,
    KeepNote,
    RefuseBlock,
    Reopen,
    Resend,
    SendByMail,
    SendDraft,
    SendHeld,
    StayWithIt,
    TakeBack,
    Transfer,
    Unblock,
)
from core.model.conversation import Conversation, Queued, WithAgent, live_chat
from core.model.ids import AgentId, CaseCode
from core.model.view import Text, text

_ANYBODYS = KeepNote | ConfirmBlock | RefuseBlock | Unblock | Resend | SendByMail


def owned_by_another(talk: Conversation | None, case: CaseCode, agent: AgentId) -> Text | None:
    """Whose the chat is, if it is somebody else's."""
    live = _live(talk)
    if not isinstance(live, WithAgent) or live.case != case or live.agent.id == agent:
        return None
    return text("staff.not_owner", owner=live.agent.name)


def is_waiting(talk: Conversation | None, case: CaseCode) -> bool:
    """Whether the chat is in the queue."""
    live = _live(talk)
    return isinstance(live, Queued) and live.case == case


def refused(talk: Conversation | None, case: CaseCode, agent: AgentId, did: Did) -> Text | None:
    """Why what was typed cannot be done, for a case that is or was a chat."""
    if talk is None:
        return None
    if isinstance(did, _ANYBODYS):
        return _undecided(talk, case, agent, did)
    live = _live(talk)
    if live is None or live.case != case:
        return _over(live, case, did)
    return _in_queue(did) if isinstance(live, Queued) else _in_chat(talk, live, agent, did)


def _undecided(talk: Conversation, case: CaseCode, agent: AgentId, did: Did) -> Text | None:
    """About a block there must be something to decide."""
    match did:
        case Unblock():
            return None if talk.blocked else text("staff.not_blocked")
        case ConfirmBlock() | RefuseBlock() if talk.block is None or talk.block.case != case:
            return text("staff.no_block")
        case ConfirmBlock() | RefuseBlock() if talk.block and talk.block.agent.id == agent:
            return text("staff.block_by_another")
        case _:
            return None


def _over(live: Queued | WithAgent | None, case: CaseCode, did: Did) -> Text | None:
    if not isinstance(did, Reopen | TakeBack):
        return text("staff.case_over", case=case)
    return text("staff.other_chat", case=live.case) if live else None


def _in_queue(did: Did) -> Text | None:
    """What any colleague may do with a chat that is nobody's yet."""
    match did:
        case "claim" | Transfer(to=None) | ChangeLanguage() | Block():
            return None
        case str():
            return text("staff.claim_to_close")
        case _:
            return text("staff.claim_first")


def _in_chat(talk: Conversation, live: WithAgent, agent: AgentId, did: Did) -> Text | None:
    takes = did == "claim" or isinstance(did, Reopen | TakeBack)
    if live.agent.id != agent:
        owner = live.agent.name
        return text("staff.taken", owner=owner) if takes else text("staff.not_owner", owner=owner)
    return text("staff.already_yours") if takes else _of_no_effect(talk, live, did)


def _of_no_effect(talk: Conversation, live: WithAgent, did: Did) -> Text | None:
    """What its owner does where nothing waits for it, or where it is so already."""
    match did:
        case Transfer(to=colleague) if colleague and colleague.id == live.agent.id:
            return text("staff.already_yours")
        case StayWithIt() if not live.leaving:
            return text("staff.already_yours")
        case SendHeld() | KeepHeld() if not live.held:
            return text("staff.not_held")
        case SendDraft() | DropDraft() if not (live.draft and live.draft.text):
            return text("staff.draft_old")
        case ChangeLanguage(language=language) if language == talk.language:
            return text("staff.same_language")
        case _:
            return None


def _live(talk: Conversation | None) -> Queued | WithAgent | None:
    return live_chat(talk.stage) if talk else None
