"""The buttons with which a customer acts on an e-mail ticket: they work in any message, however old it is."""

from typing import Literal, NamedTuple

from core.model.facts import MailFacts
from core.model.ids import CaseCode
from core.model.ticket import Step, TicketLine
from core.model.view import Button, Text, text

MAIL = "mail."  # what is done, and the case: "mail.reply.FD-7K2M9P"
OTHER = (
    "mail.other."  # and the case that it is not about, and how it is asked for instead: "mail.other.FD-7K2M9P.callback"
)

Deed = Step | Literal["code"]

LABELS: dict[Deed, Text] = {
    "reply": text("button.mail_reply"),
    "close": text("button.mail_close"),
    "address": text("button.mail_address"),
    "code": text("button.mail_code"),
}

OTHER_LABEL = text("button.mail_other")
NEW_CODE_BUTTON = Button(LABELS["code"], MAIL + "code")


class Press(NamedTuple):
    """What a button asks for; a new code is asked for whatever the case."""

    deed: Deed
    case: CaseCode

    @property
    def label(self) -> Text:
        return LABELS[self.deed]


def mail_button(step: Step, case: CaseCode) -> Button:
    return Button(LABELS[step], f"{MAIL}{step}.{case}")


def other_button(case: CaseCode, method: str = "") -> Button:
    return Button(OTHER_LABEL, f"{OTHER}{case}.{method}".rstrip("."))


def ticket_of(case: CaseCode, mails: MailFacts) -> TicketLine | None:
    """The open ticket that a button acts on: the one in which its case goes on, if it was merged; none where it is over."""
    return mails.ticket(case) or next((line for line in mails.own if line.merged == case), None)


def press_in(action: str) -> Press | None:
    """What a button asks for about a ticket, at whatever time it was shown; none for any other button."""
    deed, _, case = action.removeprefix(MAIL).partition(".")
    known = action.startswith(MAIL) and deed in LABELS and bool(case) is (deed != "code")
    return Press(deed, CaseCode(case)) if known else None  # type: ignore[arg-type]  # it is among the labels
