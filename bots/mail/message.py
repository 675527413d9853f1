"""Builds a mail that is safe to send: no header can be forged by what somebody wrote."""

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from core.model.handoff import Mail

LONGEST_SUBJECT = 150

# Beyond CR and LF, Python's EmailMessage refuses VT, FF, U+0085 and U+2028 in headers with ValueError.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


def build(mail: Mail, sender: str, sender_name: str, now: datetime) -> EmailMessage:
    """Plain text, marked as sent by a machine (RFC 3834), with the same Message-ID at every repeat."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(one_line(sender_name), addr_spec=sender)
    message["To"] = mail.to
    message["Subject"] = one_line(mail.subject)[:LONGEST_SUBJECT]
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{mail.id}@{sender.partition('@')[2]}>"
    if mail.reply_to:
        message["Reply-To"] = mail.reply_to
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(_text(mail.text))
    message["Content-Language"] = mail.language  # after the content, which takes the place of all Content- headers
    return message


def one_line(words: str) -> str:
    return _CONTROLS.sub(" ", words).strip()


def _text(words: str) -> str:
    """What cannot stand in a text part is shown as a replacement character."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", "\ufffd", words)
