"""Writes mails as people's mail programs and servers do: replies with what they answer beneath, reports of bounces. Pure."""

import mimetypes
import re
from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage, Message
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from typing import NamedTuple

from bots.playground.mail.mail import Mail

Files = Mapping[str, bytes]  # by their names

# Folded any shorter, Message-IDs in References would become encoded words.
_POLICY = SMTP.clone(max_line_length=900)
_ID = re.compile(r"<[^<>\s]{1,250}>")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM}){{0,20}}@[A-Za-z0-9-]{{1,63}}(?:\.[A-Za-z0-9-]{{1,63}}){{1,20}}")
_LONGEST_RETURNED = 16 * 1024  # bytes of the headers of a mail that comes back


class NoAddress(ValueError):
    """There is nobody from whom or to whom such a mail could go."""


class Author(NamedTuple):
    """Who writes: shown as `name`, under `address`."""

    name: str
    address: str


def written(by: Author, to: str, subject: str, words: str, now: datetime, files: Files | None = None) -> EmailMessage:
    """A new mail. Raises NoAddress where one of both is none."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(_line(by.name), addr_spec=address_in(by.address))
    message["To"] = Address(addr_spec=address_in(to))
    message["Subject"] = _line(subject)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain=by.address.rpartition("@")[2])
    message.set_content(words + "\n")
    for name, content in (files or {}).items():
        main, _, sub = (mimetypes.guess_type(name)[0] or "application/octet-stream").partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=_line(name) or "file")
    return message


def reply(mail: Mail, by: Author, words: str, now: datetime, files: Files | None = None) -> EmailMessage:
    """To where answers to `mail` are asked for, with its text quoted beneath. Raises NoAddress where that is nowhere."""
    to = mail.header("reply-to") or mail.author
    quoted = "\n".join(f"> {line}".rstrip() for line in mail.text.split("\n"))
    when = datetime.fromtimestamp(mail.received_at, now.tzinfo)
    above = f"On {when:%a}, {when.day} {when:%b %Y} at {when:%H:%M}, {_line(mail.author)} wrote:"
    message = written(by, to, _answering(mail.subject), f"{words}\n\n{above}\n\n{quoted}", now, files)
    _refer(message, mail)
    return message


def automatic_reply(mail: Mail, by: Author, words: str, now: datetime) -> EmailMessage:
    """To the envelope's sender, marked as a machine's (RFC 3834). Raises NoAddress where the envelope has none."""
    message = written(by, mail.sender, f"Automatic reply: {_line(mail.subject)}", words, now)
    message["Auto-Submitted"] = "auto-replied"
    _refer(message, mail)
    return message


def bounce(mail: Mail, reason: str, now: datetime) -> EmailMessage:
    """A report of delivery (RFC 3464) to the envelope's sender, with the headers of the mail. Raises NoAddress as above."""
    domain = mail.to.rpartition("@")[2]
    words = f"Your message could not be delivered.\n\n{mail.to}: {reason}"
    by = Author("Mail Delivery System", f"mailer-daemon@{domain}")
    message = written(by, mail.sender, "Undelivered Mail Returned to Sender", words, now)
    message["Auto-Submitted"] = "auto-replied"
    message.make_mixed()
    message.replace_header("Content-Type", "multipart/report; report-type=delivery-status")
    message.attach(_part("message/delivery-status", _report(mail, domain, reason)))
    message.attach(_part("text/rfc822-headers", _headers(mail.raw)))
    return message


def _part(kind: str, content: str | list[Message | str]) -> EmailMessage:
    part = EmailMessage(policy=_POLICY)
    part["Content-Type"] = kind
    part.set_payload(content)
    return part


def _report(mail: Mail, domain: str, reason: str) -> list[Message | str]:
    """One block of fields for the mail, and one for its recipient."""
    status = re.match(r"\d{3} (\d\.\d{1,3}\.\d{1,3}) ", reason)
    whole, recipient = Message(), Message()
    whole["Reporting-MTA"] = f"dns; {domain}"
    recipient["Final-Recipient"] = f"rfc822; {mail.to}"
    recipient["Action"] = "failed"
    recipient["Status"] = status[1] if status else "5.0.0"
    recipient["Diagnostic-Code"] = f"smtp; {_line(reason)}"
    return [whole, recipient]


def _headers(raw: bytes) -> str:
    """Those of the mail that comes back; what is not ASCII in them is shown as question marks."""
    head = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0][:_LONGEST_RETURNED]
    return head.decode("ascii", "replace").replace("\ufffd", "?").replace("\r\n", "\n") + "\n"


def _answering(subject: str) -> str:
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"


def _refer(message: EmailMessage, mail: Mail) -> None:
    """Mail programs find the thread by these; nothing is said of a mail without an id."""
    answered = _ID.search(mail.message_id)
    if answered:
        earlier = _ID.findall(mail.header("references"))
        message["In-Reply-To"] = answered[0]
        message["References"] = " ".join([*earlier, answered[0]][-50:])


def address_in(written_so: str) -> str:
    """The first address in it. Raises NoAddress where there is none."""
    found = _ADDRESS.search(written_so.rpartition("<")[2]) or _ADDRESS.search(written_so)
    if not found:
        raise NoAddress("there is no e-mail address in “" + _line(written_so)[:80] + "”")
    return found[0]


def _line(words: str) -> str:
    """In one line, whatever somebody wrote: a header takes nothing else."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", words).split())
