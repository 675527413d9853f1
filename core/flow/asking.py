"""What an agent has the desk say for them: asking for what is needed to go on, in the customer's language."""

from msgspec.structs import replace

from core.flow import in_order
from core.flow.cards import card
from core.flow.decision import Decision, say, within
from core.model.controls import AskFor
from core.model.conversation import Conversation, WithAgent
from core.model.effects import Post
from core.model.events import AgentControlled
from core.model.facts import Facts
from core.model.posts import Remark
from core.model.view import Line, text

_ASKS = {
    "photos": text("chat.ask_photos"),
    "order": text("chat.ask_order"),
    "details": text("chat.ask_details"),
}
_ASKED = {
    "photos": text("staff.asked_photos"),
    "order": text("staff.asked_order"),
    "details": text("staff.asked_details"),
}


def ask_for(conversation: Conversation, event: AgentControlled, control: AskFor, facts: Facts) -> Decision:
    """Under the agent's name, after all that they wrote before; colleagues see that it was asked."""
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    asked = within(conversation, replace(stage, waiting_since=None, reminders=0))
    said = replace(say(asked, Line(_ASKS[control.what])), speaker=stage.agent)
    sent = in_order.send(asked, said)
    remark = Post(stage.thread, Remark(_ASKED[control.what]))
    return Decision(sent.conversation, (*sent.effects, remark, *card(asked, facts)))
