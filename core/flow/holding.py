"""What is written in the thread and is not for the customer, or may not be: it stays inside unless its owner says otherwise."""

from msgspec.structs import replace

from core.flow import sending
from core.flow.decision import Decision, whisper, within
from core.flow.thread_signs import ask, mark, settle
from core.model.controls import Choice, KeepHeld, SendHeld
from core.model.conversation import Conversation, Held, WithAgent
from core.model.effects import Effect, Post
from core.model.events import AgentControlled, AgentDeleted, AgentEdited, AgentWrote
from core.model.facts import Facts
from core.model.ids import Address
from core.model.view import Text, text

NOTES = ("note:", "//")
"""How notes to colleagues begin where people are used to other desks."""

_QUESTION = text("staff.held")


def looks_like_note(event: AgentWrote | AgentEdited) -> bool:
    return event.mentions or event.text.lstrip().casefold().startswith(NOTES)


def message_of(event: AgentWrote) -> Held:
    return Held(event.ref, event.text, event.styles, event.files)


def stays_inside(conversation: Conversation, event: AgentWrote) -> Decision:
    """Somebody else than the owner writes: each message is marked so, and each colleague is told once."""
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    marked = mark(event.thread, event.ref, "inside")
    if event.agent.id in stage.insiders:
        return Decision(conversation, marked)
    told = within(conversation, replace(stage, insiders=(*stage.insiders, event.agent.id)))
    owner = text("staff.not_owner", owner=stage.agent.name)
    return Decision(told, (*marked, whisper(event.thread, event.agent, owner)))


def hold(conversation: Conversation, event: AgentWrote) -> Decision:
    """The owner's words that look like a note wait for a decision."""
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    message = message_of(event)
    kept = within(conversation, replace(stage, held=(*stage.held, message)))
    return Decision(kept, (*mark(stage.thread, event.ref, "held"), _question(stage.thread, message)))


def _question(thread: Address, message: Held) -> Post:
    send = Choice(text("control.send_held"), SendHeld(message.ref), "primary")
    keep = Choice(text("control.keep_held"), KeepHeld(message.ref))
    return ask(thread, _key(message.ref), _QUESTION, send, keep, quoted=message.text)


def _key(ref: str) -> str:
    return f"held.{ref}"


# --- the decision


def send_held(conversation: Conversation, event: AgentControlled, facts: Facts) -> Decision:
    """It goes now, after whatever was sent meanwhile."""
    control = event.control
    assert isinstance(control, SendHeld)
    message = _decided_about(conversation, control.ref)
    if message is None:
        return _not_held(conversation, event)
    sent = sending.send(_without(conversation, message), message, facts)
    return Decision(sent.conversation, (*sent.effects, _settled(event.thread, message, text("staff.held_sent"))))


def keep_held(conversation: Conversation, event: AgentControlled, facts: Facts) -> Decision:
    control = event.control
    assert isinstance(control, KeepHeld)
    message = _decided_about(conversation, control.ref)
    if message is None:
        return _not_held(conversation, event)
    settled = _settled(event.thread, message, text("staff.held_kept"))
    return Decision(_without(conversation, message), (settled, *mark(event.thread, message.ref, "inside")))


def _not_held(conversation: Conversation, event: AgentControlled) -> Decision:
    return Decision(conversation, (whisper(event.thread, event.agent, text("staff.not_held")),))


def held(conversation: Conversation, ref: str) -> Held | None:
    """The message, if it waits for a decision."""
    return next((each for each in _waiting(conversation) if each.ref == ref), None)


def _decided_about(conversation: Conversation, ref: str) -> Held | None:
    """The one whose button was pressed; the last one where the decision was typed."""
    return held(conversation, ref) if ref else next(reversed(_waiting(conversation)), None)


def _waiting(conversation: Conversation) -> tuple[Held, ...]:
    stage = conversation.stage
    return stage.held if isinstance(stage, WithAgent) else ()


def _without(conversation: Conversation, message: Held) -> Conversation:
    return _with(conversation, message.ref, ())


def _with(conversation: Conversation, ref: str, instead: tuple[Held, ...]) -> Conversation:
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    places = ((each,) if each.ref != ref else instead for each in stage.held)
    return within(conversation, replace(stage, held=tuple(message for place in places for message in place)))


def _settled(thread: Address, message: Held, outcome: Text) -> Post:
    return settle(thread, _key(message.ref), _QUESTION, outcome, message.text)


# --- changed before it


def amended(conversation: Conversation, message: Held, event: AgentEdited | AgentDeleted) -> Decision:
    """It is asked about as it reads now, or not at all any more."""
    effects: tuple[Effect, ...]
    match event:
        case AgentEdited(text=words, styles=styles):
            newer = replace(message, text=words, styles=styles)
            return Decision(_with(conversation, message.ref, (newer,)), (_question(event.thread, newer),))
        case AgentDeleted():
            effects = (_settled(event.thread, message, text("staff.held_gone")),)
            return Decision(_without(conversation, message), effects)
