"""A mail server on loopback, and the mailboxes behind it."""

from bots.playground.mail.mailbox import Mail, Mailbox, NoMail
from bots.playground.mail.server import MailServer

__all__ = ["Mail", "MailServer", "Mailbox", "NoMail"]
