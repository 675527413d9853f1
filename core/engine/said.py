"""What a customer says with an event: their words, the button that these stand for, and in which languages they are understood."""

from core.flow.choices import REQUESTS_BUTTON, SPEAK, choices
from core.flow.drafts import missing, present_draft
from core.flow.language import speaks
from core.flow.privacy_buttons import PRIVACY, WISH_BUTTONS, confirming, typed_buttons
from core.flow.triggers import TAKES_FILES
from core.language import typed
from core.language.detect import Hearing, hear
from core.language.rights import Right, right_asked_for
from core.language.spec import BY_CODE
from core.model.conversation import (
    Choosing,
    Closed,
    Conversation,
    Filling,
    PickingOrder,
    Queued,
    SigningIn,
    WithAgent,
)
from core.model.events import CustomerChose, CustomerEdited, CustomerSentFile, CustomerWrote, Event, SignedIn
from core.model.ids import Language
from core.ports import Catalog


def words_in(event: Event) -> str:
    """What the customer says with it, and with a file by its caption."""
    match event:
        case CustomerWrote(text=words) | CustomerEdited(text=words) | CustomerSentFile(caption=words):
            return words
        case _:
            return ""


def going_on_with(conversation: Conversation, event: Event) -> str:
    """The question that signing in had interrupted."""
    stage = conversation.stage
    return stage.question if isinstance(event, SignedIn) and isinstance(stage, SigningIn) else ""


def heard(conversation: Conversation, event: Event) -> Hearing:
    """The language to speak, and the one that the customer clearly writes."""
    if not isinstance(event, CustomerWrote):
        return Hearing(conversation.language, "")
    spoken = conversation.language if conversation.greeted else None
    hearing = hear(event.text, spoken, event.sender.language_code)
    return hearing._replace(language=conversation.language) if conversation.chosen else hearing


def stands_for(conversation: Conversation, event: Event, language: Language, catalog: Catalog) -> str:
    """The action of the button that the words stand for, if any. To a person one writes freely: "1" or "e-mail" is a word then."""
    words = "" if isinstance(event, CustomerEdited) else words_in(event)
    if not words:
        return ""
    person = isinstance(conversation.stage, Queued | WithAgent)
    if yes := typed.typed(words, confirming(conversation.wish), language, catalog, digits=False):
        return yes
    if person and not words.lstrip().startswith("/"):
        return ""
    buttons = () if person else choices(conversation)
    digits = isinstance(conversation.stage, Choosing | PickingOrder) or _picks_from_list(conversation)
    action = typed.typed(words, buttons, language, catalog, digits)
    if action or isinstance(conversation.stage, TAKES_FILES):
        return action
    anywhere = (REQUESTS_BUTTON, *typed_buttons(conversation.wish))
    named = typed.typed(words, anywhere, language, catalog, digits=False)
    return named or _RIGHTS[right_asked_for(words, language)]


_RIGHTS: dict[Right, str] = {
    "": "",
    "export": WISH_BUTTONS["export"].action,
    "erase": WISH_BUTTONS["erase"].action,
    "about": PRIVACY,
}


def action_in(event: Event, typed_action: str) -> str:
    """What is chosen with it, by a button or by words that stand for one (`typed_action`)."""
    return event.action if isinstance(event, CustomerChose) else typed_action


def staff_language(conversation: Conversation, event: Event, language: Language, typed_action: str) -> Language:
    """In which people would talk with the customer: as chosen now, or before, else their own."""
    action = action_in(event, typed_action)
    code = action.removeprefix(SPEAK)
    if action != code and code in BY_CODE:
        return Language(code)
    return speaks(conversation, language).staff_language


def _picks_from_list(conversation: Conversation) -> bool:
    """A number is the place in the list, or of stars; where an amount or words are asked for it is what it says."""
    if isinstance(conversation.stage, Filling):
        return conversation.stage.missing[:1] == ("slot",)
    if isinstance(conversation.stage, Closed):
        return conversation.stage.asks == "stars"
    draft = present_draft(conversation)
    return draft is not None and missing(draft) in ("reason", "wish")
