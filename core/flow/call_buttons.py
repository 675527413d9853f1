"""The buttons with which a customer changes a call that was asked for: they work in any message, however old it is."""

from core.model.callback import Step
from core.model.callback_words import STEP_LABELS
from core.model.ids import CaseCode
from core.model.view import Button

CALL = "call."  # what is done, and the case: "call.move.FD-7K2M9P", "call.29500320.FD-7K2M9P" for a time


def call_button(step: Step, case: CaseCode) -> Button:
    return Button(STEP_LABELS[step], f"{CALL}{step}.{case}")
