"""The buttons and the menu on a card: what its state lets agents do with the case."""

from collections.abc import Callable, Iterator
from typing import Literal

from bots.slack.controls.words import ASKS_FORM, AT_ONCE, LABELS, FormName
from bots.slack.ids import CLAIM, CLOSE, CONTROL, FORM, MORE, CaseRef, ControlRef, Json, MenuRef
from bots.slack.writing.markup import literal
from core.model.codec import encode
from core.model.ids import CaseCode, ConversationId
from core.model.view import Text, text

# docs.slack.dev/reference/block-kit: 75 characters on a button, in a menu's option and in its placeholder.
_LABEL = 75
_PLACEHOLDER = 150

Say = Callable[[Text], str]
State = Literal["waiting", "claimed", "snoozed", "assistant", "closed"]

_WHILE_WAITING = ("transfer", "note", "language", "block")
_WITH_OWNER = ("release", "photos", "order", "details", "language", "email", "call", "back", "close", "block")


def actions(ref: CaseRef, state: State, say: Say, *, reopens: bool = True, version: str = "") -> list[Json]:
    """The actions block, or nothing where there is nothing to do.

    Slack keeps what was chosen in a menu as long as its block has the same name, so each `version` of a card has its own
    (docs.slack.dev/reference/block-kit/blocks/actions-block). What is chosen again and again is a button.
    """
    elements = list(_Buttons(ref.conversation, ref.case, say).of(state, reopens=reopens))
    return [{"type": "actions", "block_id": f"{CONTROL}{version or state}", "elements": elements}] if elements else []


def button(label: str, action: str, value: str) -> Json:
    return {"type": "button", "text": literal(label, _LABEL), "action_id": action, "value": value}


class _Buttons:
    def __init__(self, conversation: ConversationId, case: CaseCode, say: Say) -> None:
        self._conversation, self._case, self._say = conversation, case, say

    def of(self, state: State, *, reopens: bool) -> Iterator[Json]:
        match state:
            case "waiting":
                yield self._old(text("card.claim"), CLAIM) | {"style": "primary"}
                yield self._old(text("card.close"), CLOSE)
                yield self._menu(_WHILE_WAITING)
            case "claimed" | "snoozed":  # "Close" is far from where "Claim" was: a double click ends no chat
                yield self._at_once("suggest")
                yield self._form("reply")
                yield self._form("note")
                yield self._form("transfer")
                yield self._form("snooze")
                yield self._old(text("card.close"), CLOSE)
                yield self._menu(_WITH_OWNER)
            case "assistant":
                yield self._at_once("take")
            case "closed":
                yield from [self._at_once("reopen")] if reopens else []

    def _old(self, label: Text, action: str) -> Json:
        return button(self._say(label), action, encode(CaseRef(self._conversation, self._case)))

    def _form(self, name: FormName) -> Json:
        ref = ControlRef(self._conversation, self._case)
        return button(self._say(ASKS_FORM[name]), f"{FORM}{name}", encode(ref))

    def _at_once(self, name: str) -> Json:
        ref = ControlRef(self._conversation, self._case, control=AT_ONCE[name])
        return button(self._say(LABELS[name]), f"{CONTROL}{name}", encode(ref))

    def _menu(self, names: tuple[str, ...]) -> Json:
        return {
            "type": "static_select",
            "action_id": MORE,
            "placeholder": literal(self._say(text("control.more")), _PLACEHOLDER),
            "options": [self._option(name) for name in names],
        }

    def _option(self, name: str) -> Json:
        value = encode(MenuRef(name, self._conversation, self._case))
        return {"text": literal(self._say(label_of(name)), _LABEL), "value": value}


def label_of(name: str) -> Text:
    """Of a form or of what happens at once."""
    return next(label for known, label in (*ASKS_FORM.items(), *LABELS.items()) if known == name)
