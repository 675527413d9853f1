"""What the mailboxes hold, as JSON for the page."""

import re
from typing import Any

from bots.playground.mail import Mail, Mailbox, MailServer
from bots.playground.mail.threads import threads

Json = dict[str, Any]

MOST_MAILS = 100  # of one mailbox
LONGEST_TEXT = 100_000  # characters

_QUOTED = re.compile(r"\s{0,3}>")


def snapshot(server: MailServer) -> Json:
    """Every mailbox with its newest mails in their threads, oldest first."""
    return {"mailboxes": [_mailbox(each) for each in server.mailboxes]}


def _mailbox(mailbox: Mailbox) -> Json:
    places = {
        id(mail): _place(mail, number) for each in (mailbox.mails, mailbox.sent) for number, mail in enumerate(each)
    }
    found = threads(mailbox.all[-MOST_MAILS:])
    return {
        "address": mailbox.address,
        "name": mailbox.name,
        "count": len(mailbox.mails),
        "threads": [[_mail(mail) | places[id(mail)] for mail in each] for each in found],
    }


def _place(mail: Mail, number: int) -> Json:
    return {"id": f"{'sent' if mail.sent else 'mail'}-{number}", "number": number, "sent": mail.sent}


def _mail(mail: Mail) -> Json:
    text, quoted = split(mail.text[:LONGEST_TEXT])
    return {
        "from": mail.author,
        "to": mail.to,
        "subject": mail.subject,
        "text": text,
        "quoted": quoted,
        "headers": list(mail.headers.items()),
        "attached": [{"name": each.name, "size": each.size} for each in mail.attached],
        "at": mail.received_at,
        "times": mail.times,
        "readable": mail.readable,
        "waiting": mail.waiting,
        "refused": mail.refused,
    }


def split(text: str) -> tuple[str, str]:
    """What was written, and what it quotes at its end; all of it is text where nothing else would be left."""
    lines = text.split("\n")
    start = _end_of_written(lines)
    if not any(_QUOTED.match(line) for line in lines[start:]):
        return text, ""
    above = lines[start - 1] if start else ""
    first = start - 1 if above.rstrip().endswith(":") else start
    written = "\n".join(lines[:first]).rstrip()
    return (written, "\n".join(lines[first:])) if written else (text, "")


def _end_of_written(lines: list[str]) -> int:
    """Before the last lines that are quotes or blank."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or _QUOTED.match(lines[end - 1])):
        end -= 1
    return end
