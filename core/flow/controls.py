"""What an agent does with a case beside writing: which step each control takes, in the queue, in the chat and after it."""

from typing import assert_never

from core.flow import (
    asking,
    assigning,
    blocking,
    correcting,
    delivery,
    ending,
    holding,
    offering,
    passing,
    pausing,
    suggesting,
)
from core.flow.decision import Decision, whisper
from core.model.controls import (
    AskFor,
    Assign,
    Block,
    ChangeLanguage,
    ConfirmBlock,
    DropDraft,
    HandBack,
    KeepHeld,
    KeepNote,
    OfferCall,
    RefuseBlock,
    Release,
    Reopen,
    Resend,
    SendByMail,
    SendDraft,
    SendHeld,
    SendText,
    Snooze,
    StayWithIt,
    Suggest,
    TakeBack,
    ToEmail,
    Transfer,
    Unblock,
)
from core.model.conversation import Conversation, Queued, WithAgent
from core.model.effects import Post
from core.model.events import AgentControlled
from core.model.facts import Facts
from core.model.posts import Memo
from core.model.view import Text, text


def in_queue(conversation: Conversation, event: AgentControlled, facts: Facts) -> Decision:
    """Nobody owns the chat yet: what any colleague may do."""
    stage = conversation.stage
    assert isinstance(stage, Queued)
    if anybodys := _anybodys(conversation, event, facts):
        return anybodys
    if isinstance(event.control, Assign):
        return assigning.from_queue(conversation, event, event.control, facts)
    if event.thread != stage.thread or event.case not in (stage.case, ""):
        return _not_here(conversation, event, stage)
    match event.control:
        case Transfer(to=None) as control:
            return passing.queue_changed(conversation, event, control, facts)
        case ChangeLanguage() as control:
            return correcting.change_language(conversation, event, control, facts)
        case Block() as control:
            return blocking.ask(conversation, event, control, facts)
        case _:
            return _no(conversation, event, text("staff.claim_first"))


def in_chat(conversation: Conversation, event: AgentControlled, facts: Facts) -> Decision:
    """Only the owner decides about the chat."""
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    if anybodys := _anybodys(conversation, event, facts):
        return anybodys
    if isinstance(event.control, Assign):
        return assigning.from_colleague(conversation, event, event.control, facts)
    if event.thread != stage.thread or event.case not in (stage.case, ""):
        return _not_here(conversation, event, stage)
    if stage.agent.id != event.agent.id:
        return _no(conversation, event, _not_owner(event, stage))
    return _owners(conversation, event, facts)


def elsewhere(conversation: Conversation, event: AgentControlled, facts: Facts) -> Decision:
    """The chat is over, or with the assistant."""
    if anybodys := _anybodys(conversation, event, facts):
        return anybodys
    match event.control:
        case Reopen() | TakeBack() as control if event.case:
            return ending.go_on(conversation, event, control, facts)
        case Assign() as control:
            return assigning.too_late(conversation, event, control)
        case _:
            return _no(conversation, event, _over(event))


def _anybodys(conversation: Conversation, event: AgentControlled, facts: Facts) -> Decision | None:
    """What does not depend on where the chat stands, nor on whose it is."""
    match event.control:
        case KeepNote(text=words):
            return Decision(conversation, (Post(event.thread, Memo(event.agent, words)),))
        case ConfirmBlock() | RefuseBlock() as control:
            return blocking.decide(conversation, event, control, facts)
        case Unblock():
            return blocking.lift(conversation, event, facts)
        case Resend():
            return delivery.resend(conversation, event, facts)
        case SendByMail():
            return delivery.by_mail(conversation, event, facts)
        case _:
            return None


def _owners(conversation: Conversation, event: AgentControlled, facts: Facts) -> Decision:
    match event.control:
        case Release() as control:
            return passing.release(conversation, event, control, facts)
        case Transfer() as control:
            return passing.transfer(conversation, event, control, facts)
        case StayWithIt():
            return passing.stay(conversation, event, facts)
        case Snooze() as control:
            return pausing.snooze(conversation, event, control, facts)
        case HandBack():
            return ending.hand_back(conversation, event, facts)
        case AskFor() as control:
            return asking.ask_for(conversation, event, control, facts)
        case ChangeLanguage() as control:
            return correcting.change_language(conversation, event, control, facts)
        case ToEmail():
            return offering.by_email(conversation, event, facts)
        case OfferCall():
            return offering.by_call(conversation, event, facts)
        case Block() as control:
            return blocking.ask(conversation, event, control, facts)
        case Reopen() | TakeBack():
            return _no(conversation, event, text("staff.already_yours"))
        case SendHeld():
            return holding.send_held(conversation, event, facts)
        case KeepHeld():
            return holding.keep_held(conversation, event, facts)
        case Suggest():
            return suggesting.suggest(conversation, event, facts)
        case SendText():
            return suggesting.send_text(conversation, event, facts)
        case SendDraft():
            return suggesting.send_draft(conversation, event, facts)
        case DropDraft():
            return suggesting.drop(conversation, event, facts)
        case KeepNote() | ConfirmBlock() | RefuseBlock() | Unblock() | Resend() | SendByMail() | Assign():
            raise AssertionError(event.control)  # answered before it matters whose the chat is
        case other:
            assert_never(other)


def _not_here(conversation: Conversation, event: AgentControlled, stage: Queued | WithAgent) -> Decision:
    """The button is of another case or thread than the one in which the customer is."""
    if isinstance(event.control, Reopen | TakeBack) and event.case != stage.case:
        return _no(conversation, event, text("staff.other_chat", case=stage.case))
    moved = event.case == stage.case
    return _no(conversation, event, text("staff.moved", case=stage.case) if moved else _over(event))


def _over(event: AgentControlled) -> Text:
    """What is used on a message names no case: it is about the one of the thread."""
    return text("staff.case_over", case=event.case) if event.case else text("staff.over")


def _not_owner(event: AgentControlled, stage: WithAgent) -> Text:
    if isinstance(event.control, Reopen | TakeBack):
        return text("staff.taken", owner=stage.agent.name)
    return text("staff.not_owner", owner=stage.agent.name)


def _no(conversation: Conversation, event: AgentControlled, why: Text) -> Decision:
    return Decision(conversation, (whisper(event.thread, event.agent, why),))
