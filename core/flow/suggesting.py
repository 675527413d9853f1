"""Replies that are drafted for an agent, or chosen from saved ones: the agent alone decides what the customer reads."""

from datetime import timedelta

from msgspec.structs import replace

from core.flow import sending
from core.flow.decision import Decision, whisper, within
from core.flow.thread_signs import ask
from core.flow.translating import agents_language
from core.model.controls import Choice, DropDraft, SendDraft, SendText, Suggest
from core.model.conversation import ByButton, Conversation, Held, Suggestion, WithAgent, live_chat
from core.model.effects import Post, Suggesting
from core.model.events import AgentControlled, EffectFailed, Suggested
from core.model.facts import Facts
from core.model.ids import Language
from core.model.posts import Whisper
from core.model.view import Text, text

DOUBLE_PRESS = timedelta(seconds=10)  # the same words by a button again: an impatient thumb, not a second message


def suggest(conversation: Conversation, event: AgentControlled, facts: Facts) -> Decision:
    """One at a time. A newer one takes the place of the one before."""
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    assert isinstance(event.control, Suggest)
    if stage.draft and not stage.draft.text:
        return _tell(conversation, event, text("staff.draft_coming"))
    number = conversation.drafts_asked + 1
    asked = within(replace(conversation, drafts_asked=number), replace(stage, draft=Suggestion(number)))
    return Decision(asked, (_suggesting(asked, number, facts),))


def _suggesting(conversation: Conversation, number: int, facts: Facts) -> Suggesting:
    """About the customer's own order where it is known; what they wrote since is read when it is drafted."""
    person = conversation.person if conversation.about else None
    return Suggesting(
        number,
        conversation.question,
        _drafted_in(conversation, facts),
        conversation.customer,
        conversation.asked,
        person=person.id if person else None,
        about=conversation.about if person else None,
    )


def _drafted_in(conversation: Conversation, facts: Facts) -> Language:
    """In which the agent would write it: without a machine that translates, what they write is what the customer reads."""
    if facts.translation.machine and (own := agents_language(conversation)):
        return own
    stage = conversation.stage
    reads = stage.reads if isinstance(stage, WithAgent) else ()
    return conversation.language if conversation.language in reads else conversation.staff_language


def awaits(conversation: Conversation, number: int) -> bool:
    """Whether an agent still waits for this draft; the customer may have a form open meanwhile."""
    stage = live_chat(conversation.stage)
    return isinstance(stage, WithAgent) and stage.draft == Suggestion(number)


def arrived(conversation: Conversation, event: Suggested, facts: Facts) -> Decision:
    """Only the agent who asked sees it. One that is not waited for any more is dropped."""
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    if not awaits(conversation, event.number):
        return Decision(conversation)
    if not event.text:
        return Decision(_without_draft(conversation), (whisper(stage.thread, stage.agent, text("staff.draft_none")),))
    drafted = within(conversation, replace(stage, draft=Suggestion(event.number, event.text)))
    return Decision(drafted, (_shown(stage, event),))


def _shown(stage: WithAgent, event: Suggested) -> Post:
    choices = (
        Choice(text("control.send_draft"), SendDraft(event.number), "primary"),
        Choice(text("control.edit"), SendText("", event.number)),
        Choice(text("control.drop_draft"), DropDraft(event.number)),
    )
    body = Whisper(stage.agent, text("staff.draft"), choices, event.text, event.sources)
    return Post(stage.thread, body)


def failed(conversation: Conversation, effect: Suggesting, event: EffectFailed, facts: Facts) -> Decision:
    """The agent is told, and can ask again."""
    stage = conversation.stage
    if not isinstance(stage, WithAgent) or not awaits(conversation, effect.number):
        return Decision(conversation)
    told = whisper(stage.thread, stage.agent, text("staff.draft_failed"))
    return Decision(_without_draft(conversation), (told,))


# --- what becomes of it


def send_draft(conversation: Conversation, event: AgentControlled, facts: Facts) -> Decision:
    """As it stands."""
    assert isinstance(event.control, SendDraft)
    draft = _draft(conversation, event.control.draft)
    if draft is None:
        return _tell(conversation, event, text("staff.draft_old"))
    return _send(_without_draft(conversation), draft.text, facts)


def send_text(conversation: Conversation, event: AgentControlled, facts: Facts) -> Decision:
    """Words that the agent chose or finished themselves go also where the draft that they began with is gone."""
    control = event.control
    assert isinstance(control, SendText)
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    words = control.text.strip()
    if not words:
        return _tell(conversation, event, text("staff.draft_empty"))
    if stage.by_button and stage.by_button.is_same(words, facts.now, DOUBLE_PRESS):
        return _tell(conversation, event, text("staff.draft_twice"))
    used = control.draft and _draft(conversation, control.draft)
    return _send(_without_draft(conversation) if used else conversation, words, facts)


def drop(conversation: Conversation, event: AgentControlled, facts: Facts) -> Decision:
    assert isinstance(event.control, DropDraft)
    draft = _draft(conversation, event.control.draft)
    if draft is None:
        return _tell(conversation, event, text("staff.draft_old"))
    return _tell(_without_draft(conversation), event, text("staff.draft_dropped"))


def _send(conversation: Conversation, words: str, facts: Facts) -> Decision:
    """The agent's words like any others. No message of theirs stands in the thread, so one of ours shows them, and carries the
    sign of what became of them.
    """
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    number = conversation.drafts_asked + 1
    ref = f"draft.{number}"
    counted = replace(conversation, drafts_asked=number)
    remembered = within(counted, replace(stage, by_button=ByButton(words, facts.now)))
    sent = sending.send(remembered, Held(ref, words), facts)
    shown = ask(stage.thread, ref, text("staff.draft_sent", agent=stage.agent.name), quoted=words)
    return Decision(sent.conversation, (*sent.effects, shown))


def _draft(conversation: Conversation, number: int) -> Suggestion | None:
    """The draft of this number, or the last one where there is none (0), if it waits for a decision."""
    stage = conversation.stage
    draft = stage.draft if isinstance(stage, WithAgent) else None
    return draft if draft and draft.text and number in (0, draft.number) else None


def _without_draft(conversation: Conversation) -> Conversation:
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    return within(conversation, replace(stage, draft=None))


def _tell(conversation: Conversation, event: AgentControlled, line: Text) -> Decision:
    return Decision(conversation, (whisper(event.thread, event.agent, line),))
