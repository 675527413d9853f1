"""The choices that each stage offers, as buttons; whatever is not among them has expired."""

from typing import assert_never

from core.flow import dispute_form, privacy_buttons
from core.flow.dispute_form import ADVICE, DISPUTE_BUTTON, adding_choices, form_choices
from core.flow.drafts import present_draft
from core.flow.mail_buttons import mail_button, other_button
from core.flow.order_titles import item_title, order_title
from core.model.callback_words import OFFER_LABEL, SOON_LABEL, slot_label
from core.model.conversation import (
    Adding,
    Advising,
    Answering,
    Choosing,
    Closed,
    Conversation,
    Corresponding,
    Disputing,
    Filling,
    Idle,
    PickingOrder,
    Queued,
    SigningIn,
    WithAgent,
)
from core.model.offer import Offer
from core.model.tongue import Tongue
from core.model.view import Button, text

TALK = "talk"  # offered by every stage: the way to a person (promise 4)
START = "start"
CANCEL = "cancel"
KEEP_WAITING = "wait"
KNOWN_EMAIL = "use_email"
HELPED = "helped"
SIGN_IN = "sign_in"
SIGN_OUT = "sign_out"
ORDERS = "orders"
REQUESTS = "requests"
REQUEST = "requests."  # and a case's code
ORDER = "order."  # and its place in the list
ITEM = "item."
MORE = "more"
NOT_HELPED = "not_helped"
SOLVED = "solved"
NOT_SOLVED = "not_solved"
STARS = "stars."  # and how many
ADD_WORD = "add_word"
SOON = "slot.soon"
SLOT = "slot."  # and its place in the list
OFFER = "offer."
SPEAK = "speak."  # and the code of a language that people speak

TALK_BUTTON = Button(text("button.talk"), TALK)
RATINGS = (Button(text("button.helped"), HELPED), Button(text("button.not_helped"), NOT_HELPED))
SOLVED_OR_NOT = (Button(text("button.solved"), SOLVED), Button(text("button.not_solved"), NOT_SOLVED))
ALL_STARS = tuple(Button(text("button.stars", count=count), f"{STARS}{count}") for count in range(1, 6))
_WORD = (Button(text("button.add_word"), ADD_WORD),)

SIGN_IN_BUTTON = Button(text("button.sign_in"), SIGN_IN)
ORDERS_BUTTON = Button(text("button.orders"), ORDERS)
REQUESTS_BUTTON = Button(text("button.requests"), REQUESTS)

_OFFER_LABELS = {
    "live_chat": text("button.live_chat"),
    "callback": OFFER_LABEL,
    "email": text("button.email"),
}

# What a button said that the present stage does not show any more; where a stage names it otherwise, its own name counts.
PRESSED = {OFFER + method: label for method, label in _OFFER_LABELS.items()} | {
    TALK: TALK_BUTTON.label,
    CANCEL: text("button.cancel"),
    KEEP_WAITING: text("button.keep_waiting"),
    **{
        button.action: button.label
        for button in (*RATINGS, *SOLVED_OR_NOT, *ALL_STARS, *_WORD, SIGN_IN_BUTTON, ORDERS_BUTTON, REQUESTS_BUTTON)
    },
    **dispute_form.PRESSED,
    **privacy_buttons.PRESSED,
}


_ASKED: dict[str, tuple[Button, ...]] = {
    "": (),
    "solved": SOLVED_OR_NOT,
    "stars": ALL_STARS,
    "word": _WORD,
    "writing": (Button(text("button.cancel"), CANCEL),),
}


def speak_button(tongue: Tongue) -> Button:
    return Button(text("button.language", language=tongue.name), SPEAK + tongue.code)


def offer_button(offer: Offer) -> Button:
    return Button(_OFFER_LABELS[offer.method], OFFER + offer.method)


def choices(conversation: Conversation) -> tuple[Button, ...]:
    """What can be chosen now: the buttons under the present stage's message, in their order."""
    match conversation.stage:
        case Idle(told="answer" | "careful"):
            return (*RATINGS, *personal(conversation), TALK_BUTTON)
        case Closed(asks=asks):
            return (*_ASKED[asks], *personal(conversation), TALK_BUTTON)
        case Idle():
            return (*personal(conversation), TALK_BUTTON)
        case Answering():
            return (TALK_BUTTON,)
        case SigningIn(url=url):
            return (link_button(url), TALK_BUTTON)
        case PickingOrder() as stage:
            return (*_lines(stage), TALK_BUTTON)
        case Advising():
            return ADVICE
        case Disputing():
            draft = present_draft(conversation)
            return (*(form_choices(draft) if draft else ()), TALK_BUTTON)
        case Adding() as stage:
            return (*adding_choices(stage), TALK_BUTTON)
        case Choosing(offers, tongues):
            available = tuple(offer_button(offer) for offer in offers if offer.available)
            spoken = tuple(speak_button(tongue) for tongue in tongues)
            return (*available, *spoken, *_report(conversation), Button(text("button.cancel"), CANCEL))
        case Filling() as stage:
            return _filling(stage, conversation.email)
        case Queued(others=others):
            return (
                *_instead(others),
                Button(text("button.keep_waiting"), KEEP_WAITING),
                Button(text("button.stop_waiting"), CANCEL),
            )
        case WithAgent():
            return _instead(None)
        case Corresponding(case=case, joined=None):
            return (mail_button("close", case), Button(text("button.mail_leave"), CANCEL), TALK_BUTTON)
        case Corresponding(case=case):  # "a new question" beside "this is something else" would be the same to read
            return (other_button(case), mail_button("close", case), TALK_BUTTON)
        case other:
            assert_never(other)


def _instead(others: tuple[Offer, ...] | None) -> tuple[Button, ...]:
    """The way out of a queue or chat: those that the customer was told of, else e-mail."""
    if others is None:
        return (Button(text("button.email_instead"), OFFER + "email"),)
    return tuple(offer_button(offer) for offer in others if offer.available)


def personal(conversation: Conversation) -> tuple[Button, ...]:
    """To one's own orders, or to signing in first; nothing where there is no shop."""
    if not conversation.shop:
        return ()
    return (*_report(conversation), ORDERS_BUTTON) if conversation.person else (SIGN_IN_BUTTON,)


def _report(conversation: Conversation) -> tuple[Button, ...]:
    """A problem is reported about an order."""
    about = conversation.about
    return (DISPUTE_BUTTON,) if conversation.person and about and about.kind == "order" else ()


def link_button(url: str) -> Button:
    return Button(text("button.sign_in"), "", url)


def _lines(stage: PickingOrder) -> tuple[Button, ...]:
    orders = (Button(order_title(line), f"{ORDER}{place}") for place, line in enumerate(stage.orders))
    items = (Button(item_title(line), f"{ITEM}{place}") for place, line in enumerate(stage.items))
    more = (Button(text("button.more"), MORE),) if stage.more else ()
    return (*orders, *more, *items, Button(text("button.cancel"), CANCEL)) if not stage.looking else ()


def shown(conversation: Conversation) -> tuple[Button, ...]:
    """The choices under any other message than the answer that can be rated: yes and no would say nothing there."""
    asked = (*RATINGS, *SOLVED_OR_NOT, *ALL_STARS, *_WORD)
    return tuple(button for button in choices(conversation) if button not in asked)


def _filling(stage: Filling, email: str) -> tuple[Button, ...]:
    back = text("button.back_to_chat") if stage.meanwhile else text("button.cancel")
    if stage.missing[:1] == ("slot",):
        times = (Button(slot_label(slot), f"{SLOT}{place}") for place, slot in enumerate(stage.slots))
        return (Button(SOON_LABEL, SOON), *times, *_apart(stage), Button(back, CANCEL))
    known = (Button(text("button.use_email", email=email), KNOWN_EMAIL),) if _asks_known_email(stage, email) else ()
    return (*known, *_apart(stage), Button(back, CANCEL))


def _apart(stage: Filling) -> tuple[Button, ...]:
    """The request went on under an open case; it may be another one."""
    return (other_button(stage.case),) if stage.case and stage.ticket and not stage.meanwhile else ()


def _asks_known_email(stage: Filling, email: str) -> bool:
    return bool(email) and stage.missing[:1] == ("email",)
