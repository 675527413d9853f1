"""The other party first: before a person of ours looks at an order, its seller or buyer often can help faster. Never a wall."""

from msgspec.structs import replace

from core.flow.choosing import show_offers
from core.flow.choosing import talk as show_ways
from core.flow.decision import Decision, enter
from core.flow.dispute_form import TRIED
from core.flow.present import present
from core.model.conversation import Advising, Conversation
from core.model.effects import Say
from core.model.events import CustomerChose
from core.model.facts import Facts
from core.model.view import Button, text


def talk(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    """Asked for a person: advised once about an order, and then shown the ways. A wish in words is not argued with."""
    if not is_recommended(conversation, facts):
        return show_ways(conversation, event, facts)
    advising = enter(replace(conversation, name=event.sender.name or conversation.name), Advising())
    return Decision(advising, (_advice(advising),))


def is_recommended(conversation: Conversation, facts: Facts) -> bool:
    """Not where it was done or refused, where it would be wrong, nor where there is no way to reach them."""
    about = conversation.about
    return bool(
        about
        and about.other.messages
        and not conversation.tried
        and not conversation.urgent
        and not facts.suspicion
        and not facts.wants_person
    )


def _advice(conversation: Conversation) -> Say:
    assert conversation.about
    advice = present(conversation)
    write = Button(text("button.advice_write"), "", conversation.about.other.messages)
    return replace(advice, view=replace(advice.view, buttons=(write, *advice.view.buttons)))


def chosen(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    """Whatever they say of it, the way to a person is next, and whoever takes over reads it on the card."""
    tried = TRIED.get(event.action, "skipped")
    return show_offers(replace(conversation, tried=tried), facts.offers, facts)
