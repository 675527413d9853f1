"""An agent changes or deletes what they wrote: so does what the customer has of it, or the customer reads a correction."""

from msgspec.structs import replace

from core.flow import delivery, holding, in_order, translated, translating
from core.flow.decision import Decision, say, whisper
from core.model.conversation import Conversation, WithAgent
from core.model.effects import Amend, Effect, Say, SendFile
from core.model.events import AgentDeleted, AgentEdited, EffectFailed
from core.model.facts import Copy, Facts
from core.model.view import Line, View, Words, text


def changed(conversation: Conversation, event: AgentEdited | AgentDeleted, facts: Facts) -> Decision:
    """Whoever wrote a message may change it, in an open chat and after it. What never was for the customer is not told."""
    if message := holding.held(conversation, event.ref):
        return holding.amended(conversation, message, event)
    waiting = in_order.waiting_for(conversation, event.ref)
    if waiting and waiting.speaker and waiting.speaker.id == event.agent.id:
        return _before_it_went(conversation, waiting, event, facts)
    copy = facts.thread.copy
    if copy is None or copy.way == "gone" or not _is_theirs(copy, event):
        return Decision(conversation)
    if copy.way == "mail":
        return _stays(conversation, event)
    match event:
        case AgentDeleted():
            return _taken_back(conversation, copy)
        case AgentEdited():
            return _rewritten(conversation, copy, event, facts)


def _is_theirs(copy: Copy, event: AgentEdited | AgentDeleted) -> bool:
    return copy.speaker is not None and (copy.speaker.id, copy.thread) == (event.agent.id, event.thread)


def _stays(conversation: Conversation, event: AgentEdited | AgentDeleted) -> Decision:
    """Nobody can change it any more."""
    return Decision(conversation, (whisper(event.thread, event.agent, text("staff.already_sent")),))


def _before_it_went(conversation: Conversation, said: Say, event: AgentEdited | AgentDeleted, facts: Facts) -> Decision:
    """Its translation is waited for."""
    match event:
        case AgentDeleted():
            return _and_what_they_have(translating.taken_back(conversation, event.ref), facts)
        case AgentEdited():
            if holding.looks_like_note(event):
                return _looks_like_note(conversation, event)
            lines = (block for block in said.view.blocks if not isinstance(block, Words))
            view = replace(said.view, blocks=(*lines, Words(event.text, event.styles)))
            return translating.changed(conversation, replace(said, view=view), event.text, facts)


def _and_what_they_have(decision: Decision, facts: Facts) -> Decision:
    """A correction was on its way: what it was to correct is taken back too."""
    copy = facts.thread.copy
    if copy is None:
        return decision
    gone = _taken_back(decision.conversation, copy)
    return Decision(gone.conversation, (*decision.effects, *gone.effects))


# --- after it went


def _rewritten(conversation: Conversation, copy: Copy, event: AgentEdited, facts: Facts) -> Decision:
    if holding.looks_like_note(event):
        return _looks_like_note(conversation, event)
    if not event.text.strip():
        return _stays(conversation, event)
    words = Words(event.text, event.styles)
    if copy.translated or copy.way == "correction":
        return _corrected_anew(conversation, copy, words, event, facts)
    if any(isinstance(each, Say) or each.caption for each in copy.lost):
        return _sent_anew(conversation, copy, words, event)
    assert copy.speaker
    amend = Amend(conversation.customer, copy.ref, conversation.language, copy.speaker, View((words,)))
    return Decision(conversation, (amend,))


def _looks_like_note(conversation: Conversation, event: AgentEdited) -> Decision:
    """What they have stays as it is, and whoever wrote it decides."""
    return Decision(conversation, (whisper(event.thread, event.agent, text("staff.edit_held")),))


def _sent_anew(conversation: Conversation, copy: Copy, words: Words, event: AgentEdited) -> Decision:
    """What has not arrived goes in its new words, and the files with it."""
    again = tuple(_in_words(each, words) for each in copy.lost)
    outcome = text("staff.sent_again", agent=event.agent.name)
    return Decision(conversation, (*again, delivery.settled(copy, event.thread, outcome)))


def _corrected_anew(conversation: Conversation, copy: Copy, words: Words, event: AgentEdited, facts: Facts) -> Decision:
    """Also in place of what has not arrived, which is not asked about any more."""
    corrected = _corrected(conversation, copy, words, facts)
    outcome = text("staff.sent_again", agent=event.agent.name)
    over = (delivery.settled(copy, event.thread, outcome),) if copy.failed else ()
    return Decision(corrected.conversation, (*corrected.effects, *over))


def _in_words(lost: Say | SendFile, words: Words) -> Say | SendFile:
    match lost:
        case Say(view=view):
            return replace(lost, view=replace(view, blocks=(words,), buttons=()))
        case SendFile():
            return replace(lost, caption=words.text, styles=words.styles) if lost.caption else lost


def _corrected(conversation: Conversation, copy: Copy, words: Words, facts: Facts) -> Decision:
    """In a chat with a translation it is translated too."""
    line = Line(text("chat.correction"))
    said = replace(say(conversation, line, words), speaker=copy.speaker, ref=copy.ref, corrects=True)
    if isinstance(conversation.stage, WithAgent):
        return translating.to_customer(conversation, said, words.text, facts)
    return Decision(conversation, (translated.untranslated(said) if copy.translated else said,))


def _taken_back(conversation: Conversation, copy: Copy) -> Decision:
    """Also what has arrived of a message that failed."""
    assert copy.speaker
    effects: tuple[Effect, ...] = (Amend(conversation.customer, copy.ref, conversation.language, copy.speaker),)
    if copy.failed and copy.thread:
        effects = (*effects, delivery.settled(copy, copy.thread, text("staff.held_gone")))
    return Decision(conversation, effects)


# --- where the messenger does not allow it


def refused(conversation: Conversation, effect: Amend, event: EffectFailed, facts: Facts) -> Decision:
    """Said instead, unless nothing can be said to this customer either."""
    copy = facts.thread.copy
    if copy is None or copy.thread is None:
        return Decision(conversation)
    if event.fault in ("blocked", "gone"):
        return Decision(conversation, (whisper(copy.thread, effect.speaker, text("staff.already_sent")),))
    told = whisper(copy.thread, effect.speaker, text("staff.corrected"))
    words = _words(effect)
    if words is None:
        line = Line(text("chat.taken_back", agent=effect.speaker.name))
        return Decision(conversation, (say(conversation, line), told))
    corrected = _corrected(conversation, copy, words, facts)
    return Decision(corrected.conversation, (*corrected.effects, told))


def _words(effect: Amend) -> Words | None:
    blocks = effect.view.blocks if effect.view else ()
    return next((block for block in blocks if isinstance(block, Words)), None)
