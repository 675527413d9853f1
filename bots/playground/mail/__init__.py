"""A mail server on loopback, the mailboxes behind it, and the way from them to the desk."""

from bots.playground.mail.mail import Attached, Mail
from bots.playground.mail.mailbox import Mailbox, NoMail
from bots.playground.mail.server import MailServer
from bots.playground.mail.writing import NoAddress

__all__ = ["Attached", "Mail", "MailServer", "Mailbox", "NoAddress", "NoMail"]
