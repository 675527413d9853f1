"""The customer's language is another than was heard: an agent says so, and from then on it is that one."""

from msgspec.structs import replace

from core.flow import translating
from core.flow.cards import card
from core.flow.decision import Decision, say, whisper
from core.flow.language import back_button, speaks
from core.model.controls import ChangeLanguage
from core.model.conversation import Conversation, WithAgent
from core.model.events import AgentControlled
from core.model.facts import Facts
from core.model.view import Line, text


def change_language(
    conversation: Conversation, event: AgentControlled, control: ChangeLanguage, facts: Facts
) -> Decision:
    """Until the customer chooses another one, or goes back: their next words are not heard otherwise again."""
    if control.language == conversation.language:
        return Decision(conversation, (whisper(event.thread, event.agent, text("staff.same_language")),))
    speaking = replace(speaks(conversation, control.language), chosen=True, notice=None)
    back = tuple(back_button(each) for each in facts.tongues if each.code == conversation.language)
    told = say(speaking, Line(text("language.switched")), buttons=back)
    shown = card(speaking, facts)
    caught_up = _understood(conversation, speaking, facts)
    return Decision(caught_up.conversation, (told, *shown, *caught_up.effects))


def _understood(before: Conversation, after: Conversation, facts: Facts) -> Decision:
    """An agent who does not read it has what was asked translated."""
    same = translating.agents_language(after) == translating.agents_language(before)
    if same or not isinstance(after.stage, WithAgent):
        return Decision(after)
    return translating.catch_up(after, (), facts)
