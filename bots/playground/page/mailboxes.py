"""What the mailboxes hold, as JSON for the page."""

from typing import Any

from bots.playground.mail import Mail, MailServer

Json = dict[str, Any]

MOST_MAILS = 100  # of one mailbox
LONGEST_TEXT = 100_000  # characters


def snapshot(server: MailServer) -> Json:
    """Every mailbox with its newest mails, oldest first."""
    return {
        "mailboxes": [
            {"address": each.address, "count": len(each.mails), "mails": _mails(each.mails)}
            for each in server.mailboxes
        ]
    }


def _mails(mails: list[Mail]) -> list[Json]:
    first = max(0, len(mails) - MOST_MAILS)
    return [_mail(number, mail) for number, mail in enumerate(mails[first:], first)]


def _mail(number: int, mail: Mail) -> Json:
    return {
        "id": number,
        "from": mail.author,
        "to": mail.to,
        "subject": mail.subject,
        "text": mail.text[:LONGEST_TEXT],
        "headers": list(mail.headers.items()),
        "at": mail.received_at,
        "times": mail.times,
        "readable": mail.readable,
    }
