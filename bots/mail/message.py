"""Builds a mail that is safe to send: no header can be forged by what somebody wrote, and no file's name leads anywhere."""

import re
from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime
from typing import NamedTuple

from bots.mail.addresses import reply_address
from bots.mail.reading_automatic import LOOP_HEADER
from core.model.handoff import Mail, MailFile

LONGEST_SUBJECT = 150
LONGEST_NAME = 120  # characters of a file's name

# Beyond CR and LF, Python's EmailMessage refuses VT, FF, U+0085 and U+2028 in headers with ValueError.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
# What separates folders anywhere, or turns a text's direction, so that a name reads as another.
_LEADING_AWAY = re.compile(r"[/\\:\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_KIND = re.compile(r"(application|audio|image|video)/[a-z0-9][a-z0-9.+-]{0,80}|text/(plain|csv|calendar)")
_ANY_KIND = "application/octet-stream"
# "All" would also keep Exchange from saying that a mail cannot be delivered (NDR), which we must hear:
# https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-oxcmail/ced68690-498a-4567-9d14-5c01f974d8b1
_SUPPRESSED = "DR, RN, NRN, OOF, AutoReply"


class Sender(NamedTuple):
    """Who we are in mails. `desk_id` tells our mails from other desks'; `replies`: the address to which answers come, whose
    tickets' addresses are made of it; empty where no mail comes in.
    """

    address: str
    name: str
    desk_id: str = ""
    replies: str = ""

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


class _Ids(UniqueUnstructuredHeader, BaseHeader):  # type: ignore[misc]
    """Message-IDs, one on each line (RFC 5322, 3.6.4): the library would encode those that are longer than a line."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {f'{policy.linesep} '.join(str(self).split())}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("references", _Ids)
_HEADERS.map_to_type("in-reply-to", _Ids)
_POLICY = SMTP.clone(header_factory=_HEADERS)


def build(mail: Mail, sender: Sender, now: datetime) -> EmailMessage:
    """Plain text, marked as sent by a machine (RFC 3834), with the same Message-ID at every repeat."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(one_line(sender.name), addr_spec=sender.address)
    message["To"] = mail.to
    message["Subject"] = one_line(mail.subject)[:LONGEST_SUBJECT]
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{mail.id}@{sender.domain}>"
    if before := _before(mail, sender):
        message["In-Reply-To"] = before[-1]
        message["References"] = " ".join(before)
    if reply_to := answers_to(mail, sender) or mail.reply_to:
        message["Reply-To"] = reply_to
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = _SUPPRESSED
    if sender.desk_id:
        message[LOOP_HEADER] = sender.desk_id
    message.set_content(_text(mail.text))
    message["Content-Language"] = mail.language  # after the content, which takes the place of all Content- headers
    _attach(message, mail.files)
    return message


def answers_to(mail: Mail, sender: Sender) -> str:
    """The ticket's own address: answers go there, and so does what cannot be delivered. Empty for a mail that has none."""
    token = mail.letterhead.token if mail.letterhead else ""
    return reply_address(sender.replies, token) if sender.replies and token else ""


def _before(mail: Mail, sender: Sender) -> list[str]:
    """The mails before it in its thread, in brackets, oldest first. An id without a domain is one of ours."""
    answers = mail.letterhead.answers if mail.letterhead else ()
    whole = (each if "@" in each else f"{each}.{sender.desk_id}@{sender.domain}" for each in answers)
    return [f"<{each}>" for each in whole if re.fullmatch(r"[!-;=?-~]+", each)]


def _attach(message: EmailMessage, files: Sequence[MailFile]) -> None:
    for file in files:
        kind = file.kind.lower() if _KIND.fullmatch(file.kind.lower()) else _ANY_KIND
        maintype, _, subtype = kind.partition("/")
        message.add_attachment(file.content, maintype=maintype, subtype=subtype, filename=safe_name(file.name))


def safe_name(name: str) -> str:
    """A file's name as it may stand in a mail: no path, no controls, the ending kept where it is too long."""
    shown = _LEADING_AWAY.sub("_", one_line(name)).strip(" .")
    if len(shown) > LONGEST_NAME:
        shown = f"{shown[: LONGEST_NAME - 17]}…{shown[-16:]}"
    return shown or "file"


def one_line(words: str) -> str:
    return _CONTROLS.sub(" ", words).strip()


def _text(words: str) -> str:
    """What cannot stand in a text part is shown as a replacement character."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", "\ufffd", words)
