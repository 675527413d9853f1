"""The language of the conversation: it follows the customer's words, and a choice of theirs fixes it."""

from msgspec.structs import replace

from core.flow.decision import Decision, say
from core.flow.present import present
from core.model.conversation import Conversation, Filling, Queued, WithAgent
from core.model.effects import Effect, Say
from core.model.events import CustomerChose, CustomerWrote, Event
from core.model.facts import Facts
from core.model.ids import Language
from core.model.tongue import Notice, NotOurs, Switched, Tongue
from core.model.view import Button, Line, View, text

LANGUAGES = "languages"  # show them all
LANGUAGE = "language."  # and the code: this one from now on


def language_button(tongue: Tongue) -> Button:
    return Button(text("button.language", language=tongue.name), LANGUAGE + tongue.code)


def back_button(before: Tongue) -> Button:
    return Button(text("button.language_back", language=before.name), LANGUAGE + before.code)


def listen(conversation: Conversation, event: Event, facts: Facts) -> Conversation:
    """The customer's own words set the language in which they are answered, unless they have chosen one."""
    conversation = replace(conversation, shop=facts.shop)
    if not isinstance(event, CustomerWrote):
        return conversation
    heard = replace(conversation, writes=facts.writes or conversation.writes)
    if conversation.chosen:
        return heard
    return replace(speaks(heard, facts.language), notice=_notice(conversation, facts))


def speaks(conversation: Conversation, language: Language) -> Conversation:
    """What was chosen for people holds for the language in which it was chosen, and for a person who is on the way."""
    keeps = language == conversation.language or isinstance(conversation.stage, Filling | Queued | WithAgent)
    return replace(conversation, language=language, spoken=conversation.spoken if keeps else None)


def _notice(conversation: Conversation, facts: Facts) -> Notice | None:
    ours = {tongue.code: tongue for tongue in facts.tongues}
    if facts.writes and facts.writes != conversation.writes and facts.writes not in ours and ours:
        return NotOurs(facts.tongues)
    if facts.language == conversation.language or not conversation.greeted:
        return conversation.notice
    return Switched(ours[conversation.language]) if conversation.language in ours else None


def announce(decision: Decision) -> Decision:
    """The notice goes with the next thing that the desk itself says; nobody speaks between an agent and a customer."""
    conversation, effects = decision
    notice = conversation.notice
    first = next((effect for effect in effects if _is_ours(effect, conversation)), None)
    if notice is None or first is None:
        return decision
    assert isinstance(first, Say)
    noticed = replace(first, view=_with_notice(first.view, notice))
    return Decision(
        replace(conversation, notice=None),
        tuple(noticed if effect is first else effect for effect in effects),
    )


def _is_ours(effect: Effect, conversation: Conversation) -> bool:
    return isinstance(effect, Say) and effect.to == conversation.customer and effect.speaker is None


def _with_notice(view: View, notice: Notice) -> View:
    match notice:
        case Switched(before):
            blocks, buttons = (Line(text("language.switched")), *view.blocks), (*view.buttons, back_button(before))
            return replace(view, blocks=blocks, buttons=buttons)
        case NotOurs(ours):
            grid = tuple(language_button(tongue) for tongue in ours)
            return replace(
                view, blocks=(Line(text("language.not_ours")), *view.blocks), grid=(*view.grid, *grid), above=False
            )


def show(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    """/language: all of them, each by its own name."""
    asked = say(conversation, Line(text("language.choose")))
    grid = tuple(language_button(tongue) for tongue in facts.tongues)
    return Decision(conversation, (replace(asked, view=replace(asked.view, grid=grid)),))


def chosen(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    """From now on in this language, until the customer chooses another one."""
    code = Language(event.action.removeprefix(LANGUAGE))
    speaking = replace(speaks(conversation, code), chosen=True, notice=None)
    return Decision(speaking, (present(speaking, Line(text("language.set"))),))
