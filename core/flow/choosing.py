"""The ways to a person: shown in every stage that asks for them, chosen by button or by word."""

from msgspec.structs import replace

from core.flow import opening, translating
from core.flow.choices import OFFER, SPEAK
from core.flow.decision import Decision, enter, wake
from core.flow.present import present
from core.model.conversation import Choosing, Closed, Conversation, Idle
from core.model.events import CustomerChose, CustomerWrote, Woke
from core.model.facts import Facts
from core.model.ids import Language
from core.model.offer import Offer
from core.model.view import Block, LanguageNames, Line, text


def talk(conversation: Conversation, event: CustomerChose | CustomerWrote, facts: Facts) -> Decision:
    """All ways to a person on one screen, each with its reason."""
    named = replace(conversation, name=event.sender.name or conversation.name)
    return show_offers(anew(named), facts.offers, facts)


def urgent(conversation: Conversation, event: CustomerWrote, facts: Facts) -> Decision:
    """Somebody may come to harm: no search, no waiting, and whoever takes over is told."""
    named = replace(anew(conversation), name=event.sender.name or conversation.name)
    marked = replace(named, question=event.text, urgent=True)
    return show_offers(marked, facts.offers, facts, Line(text("urgent.now")), Line(text("urgent.person")))


def anew(conversation: Conversation) -> Conversation:
    """What a case that is over was about is not what the next one is about."""
    if not isinstance(conversation.stage, Closed):
        return conversation
    return replace(conversation, question="", sources=(), asked=(), urgent=False, about=None, tried="")


def show_offers(conversation: Conversation, offers: tuple[Offer, ...], facts: Facts, *before: Block) -> Decision:
    choosing = enter(conversation, Choosing(offers, facts.spoken, _is_news(conversation, facts)))
    return Decision(choosing, (present(choosing, *before), wake(choosing, "expire", facts.patience.choice, facts)))


def picked(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    if event.action.startswith(SPEAK):
        return _speaks(conversation, event, facts)
    if not event.action.startswith(OFFER):
        return cancelled(conversation, event, facts)
    offer = find(facts.offers, event.action.removeprefix(OFFER))
    if offer is None:
        return show_offers(conversation, facts.offers, facts, Line(text("choosing.gone")))
    return opening.prepare(conversation, offer, facts)


def _speaks(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    """People answer in this language; what the desk itself says stays in the customer's own."""
    spoken = Language(event.action.removeprefix(SPEAK))
    chosen = replace(conversation, spoken=spoken)
    told = Line(text("choosing.spoken", language=LanguageNames((spoken,))))
    also = (translating.PROMISE,) if facts.translation.machine and spoken != conversation.language else ()
    return show_offers(chosen, facts.offers, facts, told, *also)


def _is_news(conversation: Conversation, facts: Facts) -> bool:
    """That live chats are translated is said with the languages to choose from, and no more once one is chosen."""
    return bool(facts.spoken) and facts.translation.machine and conversation.spoken is None


def find(offers: tuple[Offer, ...], method: str) -> Offer | None:
    """The offer as it stands now: what was open when it was shown may have closed since."""
    return next((offer for offer in offers if offer.method == method and offer.available), None)


def cancelled(conversation: Conversation, event: object, facts: Facts) -> Decision:
    idle = enter(conversation, Idle())
    return Decision(idle, (present(idle, Line(text("choosing.cancelled"))),))


def woke(conversation: Conversation, event: Woke, facts: Facts) -> Decision:
    """Nobody chooses, or a way was closed or opened while they do: then they see at once how it is now."""
    if event.reason != "place":
        return expired(conversation, event, facts)
    stage = conversation.stage
    assert isinstance(stage, Choosing)
    if _to_be_had(stage.offers) == _to_be_had(facts.offers):
        return Decision(conversation)
    return show_offers(conversation, facts.offers, facts, Line(text("choosing.changed")))


def _to_be_had(offers: tuple[Offer, ...]) -> set[str]:
    return {offer.method for offer in offers if offer.available}


def expired(conversation: Conversation, event: Woke, facts: Facts) -> Decision:
    """The customer went away without choosing: nothing is said, the next message is a question."""
    return Decision(enter(conversation, Idle()))
