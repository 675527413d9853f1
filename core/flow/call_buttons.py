"""The buttons with which a customer changes a call that was asked for: they work in any message, however old it is."""

from typing import NamedTuple

from core.model.callback import Step
from core.model.callback_words import SOON_LABEL, STEP_LABELS
from core.model.ids import CaseCode
from core.model.view import Button, Text

CALL = "call."  # what is done, and the case: "call.move.FD-7K2M9P", "call.29500320.FD-7K2M9P" for a time
SOON = "soon"
_LABELS = {SOON: SOON_LABEL} | {str(step): label for step, label in STEP_LABELS.items()}


def call_button(step: Step, case: CaseCode) -> Button:
    return Button(STEP_LABELS[step], f"{CALL}{step}.{case}")


class Change(NamedTuple):
    """What a button changes: a step, "soon", or a time in minutes since 1970."""

    what: str
    case: CaseCode

    @property
    def label(self) -> Text:
        """What the button said, whenever it was shown; a time was one in a zone that is not known any more."""
        return _LABELS.get(self.what, STEP_LABELS["move"])


def change_in(action: str) -> Change | None:
    """What a button changes about a callback, at whatever time it was shown; none for any other button."""
    what, _, case = action.removeprefix(CALL).partition(".")
    known = what in STEP_LABELS or what == SOON or what.isdecimal()
    return Change(what, CaseCode(case)) if action.startswith(CALL) and known and case else None
