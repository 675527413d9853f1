"""Whether an answer helped: a no is kept for the operator and leads to a person."""

from core.flow.choices import HELPED, TALK_BUTTON
from core.flow.choosing import show_offers
from core.flow.decision import Decision, enter, say
from core.flow.gaps import gap
from core.model.conversation import Conversation, Idle
from core.model.events import CustomerChose
from core.model.facts import Facts
from core.model.view import Line, text


def rated(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    if event.action == HELPED:
        idle = enter(conversation, Idle())
        return Decision(idle, (say(idle, Line(text("rating.thanks")), buttons=(TALK_BUTTON,)),))
    offered = show_offers(conversation, facts.offers, facts, Line(text("rating.sorry")))
    return Decision(offered.conversation, (gap("disliked", conversation), *offered.effects))
