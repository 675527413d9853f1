"""What agents read of their controls, as texts of the catalogs: buttons, reasons, and what a typed command came to."""

from typing import Literal, get_args

from core.language.names import name_of
from core.language.spec import ENGLISH
from core.model.controls import (
    AskFor,
    CloseReason,
    ConfirmBlock,
    Control,
    DropDraft,
    HandBack,
    KeepHeld,
    OfferCall,
    RefuseBlock,
    Release,
    Reopen,
    Resend,
    SendByMail,
    SendDraft,
    SendHeld,
    StayWithIt,
    Suggest,
    TakeBack,
    ToEmail,
    Unblock,
)
from core.model.ids import Language
from core.model.view import Text, text

FormName = Literal["note", "transfer", "snooze", "close", "language", "block", "reply", "send"]
FORMS: tuple[FormName, ...] = get_args(FormName)

ASKS_FORM: dict[FormName, Text] = {
    "note": text("control.note"),
    "transfer": text("control.transfer"),
    "snooze": text("control.snooze"),
    "close": text("control.close"),
    "language": text("control.language"),
    "block": text("control.block"),
    "reply": text("control.reply"),
    "send": text("control.edit"),
}
"""The buttons that open a form."""

AT_ONCE: dict[str, Control] = {
    "release": Release(),
    "photos": AskFor("photos"),
    "order": AskFor("order"),
    "details": AskFor("details"),
    "suggest": Suggest(),
    "email": ToEmail(),
    "call": OfferCall(),
    "back": HandBack(),
    "take": TakeBack(),
    "reopen": Reopen(),
    "unblock": Unblock(),
}
"""What happens at one press, by the names that it has in menus and, mostly, as it is typed."""

ON_QUESTIONS: dict[str, Control] = {
    "stay": StayWithIt(),
    "send": SendHeld(""),
    "keep": KeepHeld(""),
    "resend": Resend(""),
    "mail": SendByMail(""),
    "confirm": ConfirmBlock(),
    "refuse": RefuseBlock(),
    "send_draft": SendDraft(0),
    "drop_draft": DropDraft(0),
}
"""What is pressed beneath a question in the thread; as it is typed, it is about the last one."""

LABELS: dict[str, Text] = {
    "release": text("control.release"),
    "photos": text("control.photos"),
    "order": text("control.order"),
    "details": text("control.details"),
    "suggest": text("control.suggest"),
    "email": text("control.email"),
    "call": text("control.call"),
    "back": text("control.back"),
    "take": text("control.take"),
    "reopen": text("control.reopen"),
    "unblock": text("control.unblock"),
    "stay": text("control.stay"),
    "send": text("control.send_held"),
    "keep": text("control.keep_held"),
    "resend": text("control.resend"),
    "mail": text("control.send_by_mail"),
    "confirm": text("control.confirm_block"),
    "refuse": text("control.refuse_block"),
    "send_draft": text("control.send_draft"),
    "drop_draft": text("control.drop_draft"),
}

REASONS: dict[CloseReason, Text] = {
    "solved": text("control.reason.solved"),
    "no_answer": text("control.reason.no_answer"),
    "duplicate": text("control.reason.duplicate"),
    "not_ours": text("control.reason.not_ours"),
    "spam": text("control.reason.spam"),
    "other": text("control.reason.other"),
}

FLAGS = {
    "en": "🇬🇧",
    "es": "🇪🇸",
    "it": "🇮🇹",
    "fr": "🇫🇷",
    "nl": "🇳🇱",
    "de": "🇩🇪",
    "zh": "🇨🇳",
    "pt": "🇵🇹",
    "pl": "🇵🇱",
    "sv": "🇸🇪",
    "da": "🇩🇰",
}
"""Of the country whose way of writing dates is used for the language."""


def bare(label: str) -> str:
    """A button's label as the name of its deed, without the dots that promise a form."""
    return label.rstrip("… .")


def language_shown(code: Language | str) -> str:
    """With its flag where it has one."""
    return f"{FLAGS.get(code, '')} {name_of(code, ENGLISH)}".strip()
