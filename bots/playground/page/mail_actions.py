"""Does what a person at the page does with a mailbox."""

from typing import assert_never

from bots.playground.mail import Mail, Mailbox, MailServer, NoAddress
from bots.playground.mail.writing import address_in
from bots.playground.page.attachments import Attachments
from bots.playground.page.errors import CannotDo
from bots.playground.page.requests import BounceMail, InMail, ReplyByMachine, ReplyMail, WriteMail


async def act(server: MailServer, files: Attachments, request: InMail) -> None:
    """Raises CannotDo where no mail can be sent."""
    try:
        await _act(server, files, request)
    except NoAddress as error:
        words = str(error)
        raise CannotDo(f"{words[0].upper()}{words[1:]}.", 400) from error


async def _act(server: MailServer, files: Attachments, request: InMail) -> None:
    match request:
        case ReplyMail():
            mailbox, mail = _received(server, request.mailbox, request.mail)
            await mailbox.replies(mail, _filled(request.text), files.take(request.files))
        case WriteMail():
            to, text = address_in(request.to), _filled(request.text)
            mailbox = server.mailbox(address_in(request.mailbox))
            await mailbox.writes(to, request.subject, text, files.take(request.files))
        case ReplyByMachine():
            mailbox, mail = _received(server, request.mailbox, request.mail)
            await mailbox.auto_replies(mail)
        case BounceMail():
            mailbox, mail = _received(server, request.mailbox, request.mail)
            await mailbox.bounces(mail)
        case _:
            assert_never(request)


def _received(server: MailServer, address: str, number: int) -> tuple[Mailbox, Mail]:
    mailbox = next((each for each in server.mailboxes if each.address == address), None)
    if mailbox is None or not 0 <= number < len(mailbox.mails):
        raise CannotDo("This mail is no longer there.", 404)
    return mailbox, mailbox.mails[number]


def _filled(text: str) -> str:
    if not text.strip():
        raise CannotDo("There is nothing in this mail to send.", 400)
    return text.strip("\n")
