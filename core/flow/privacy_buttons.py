"""The buttons about a customer's own data: they work in every stage and in any message, however old it is."""

from core.model.data_wishes import DataWish, Wanted
from core.model.view import Button, text

PRIVACY = "privacy"  # what is kept, how long, and who sees it
WISH = "privacy."  # and what is wanted
YES = ".yes"
BACK = "privacy.back"

BACK_BUTTON = Button(text("button.privacy_back"), BACK)
WISH_BUTTONS: dict[Wanted, Button] = {
    "export": Button(text("button.privacy_export"), WISH + "export"),
    "erase": Button(text("button.privacy_erase"), WISH + "erase"),
}
YES_BUTTONS: dict[Wanted, Button] = {
    "export": Button(text("button.privacy_export_yes"), WISH + "export" + YES),
    "erase": Button(text("button.privacy_erase_yes"), WISH + "erase" + YES),
}

PRESSED = {button.action: button.label for button in (*WISH_BUTTONS.values(), *YES_BUTTONS.values(), BACK_BUTTON)} | {
    PRIVACY: text("command.privacy")
}


def is_about_data(action: str) -> bool:
    return action in PRESSED


def typed_buttons(wish: DataWish | None) -> tuple[Button, ...]:
    """Those whose label may be typed: the wishes, and the one word for which the desk waits."""
    return (*WISH_BUTTONS.values(), *confirming(wish))


def confirming(wish: DataWish | None) -> tuple[Button, ...]:
    return (YES_BUTTONS[wish.wanted],) if wish and wish.step == "confirm" else ()
