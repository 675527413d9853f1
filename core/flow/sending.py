"""What the owner of a chat writes there, on its way to the customer: short words under the first file, long ones before it."""

from msgspec.structs import replace

from core.flow import in_order, translating
from core.flow.cards import card_in_chat
from core.flow.decision import Decision, say, within
from core.model.conversation import Conversation, Held, WithAgent
from core.model.effects import Say, SendFile
from core.model.facts import Facts
from core.model.file_limits import LONGEST_CAPTION, TO_TELEGRAM
from core.model.view import View, Words


def send(conversation: Conversation, message: Held, facts: Facts) -> Decision:
    """The customer has waited for it till now."""
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    answered = within(conversation, replace(stage, waiting_since=None, reminders=0))
    under = _goes_under(answered, stage, message, facts)
    said = _words(answered, stage, message, facts) if message.text and not under else Decision(answered)
    sent = _sent(said, _files(conversation, stage, message, under=under))
    shown = (card_in_chat(sent.conversation, facts),) if stage.waiting_since else ()
    return Decision(sent.conversation, (*sent.effects, *shown))


def as_said(sent: SendFile) -> Say:
    """The words under a file, as they would be said without it."""
    view = View((Words(sent.caption, sent.styles),))
    return Say(sent.to, view, sent.language, sent.speaker, ref=sent.ref)


def _goes_under(conversation: Conversation, stage: WithAgent, message: Held, facts: Facts) -> bool:
    """Whether the words go with the first file: it will go, they are not too long for it, and wait for no translation."""
    if not message.files or message.files[0].size > TO_TELEGRAM.bytes:
        return False
    if translating.is_translated_for_customer(conversation, message.text, facts):
        return False
    return len(stage.agent.name) + 1 + len(message.text) <= LONGEST_CAPTION


def _words(conversation: Conversation, stage: WithAgent, message: Held, facts: Facts) -> Decision:
    words = say(conversation, Words(message.text, message.styles))
    return translating.to_customer(
        conversation, replace(words, speaker=stage.agent, ref=message.ref), message.text, facts
    )


def _sent(decision: Decision, files: tuple[SendFile, ...]) -> Decision:
    """Behind words that wait for their translation."""
    for file in files:
        next_one = in_order.send(decision.conversation, file)
        decision = Decision(next_one.conversation, (*decision.effects, *next_one.effects))
    return decision


def _files(conversation: Conversation, stage: WithAgent, message: Held, *, under: bool) -> tuple[SendFile, ...]:
    customer, language = conversation.customer, conversation.language
    files = [SendFile(customer, file, language, stage.agent, ref=message.ref) for file in message.files]
    if under:
        files[0] = replace(files[0], caption=message.text, styles=message.styles)
    return tuple(files)
