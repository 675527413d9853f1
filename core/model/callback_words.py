"""What a customer reads and presses on the way to a call: the questions for number and time, and the buttons."""

from core.model.callback import Phone, Step
from core.model.view import Moment, Text, text

OFFER_LABEL = text("button.callback")
SOON_LABEL = text("button.callback_soon")

STEP_LABELS: dict[Step, Text] = {
    "move": text("button.callback_move"),
    "cancel": text("button.callback_cancel"),
    "email": text("button.email"),
}

ASK_NUMBER = text("callback.ask.number")
ASK_OTHER_TIME = text("callback.ask.other_time")  # when "move" was pressed


def ask_time(phone: Phone) -> Text:
    """The number comes with its country code, so that a wrong guess of the country is seen."""
    return text("callback.ask.time", phone=phone.international)


def slot_label(slot: Moment) -> Text:
    return text("button.callback_slot", at=slot)
