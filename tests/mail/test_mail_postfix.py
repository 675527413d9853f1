"""Mails through a real mail server, Debian's postfix, into real mailboxes: what arrives, and what comes back."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from bots.mail.errors import TooLarge
from bots.mail.message import Sender
from bots.mail.outgoing import SmtpMailer
from core.engine.clock import SystemClock
from core.model.errors import Transient
from core.model.handoff import Mail, MailFile
from core.model.letter import Letter
from core.model.ticket import Letterhead
from tests.mail.dovecot import Account, Dovecot
from tests.mail.inbox import Inbox, until
from tests.mail.postfix import Postfix
from tests.mail.samples import TICKET, TOKEN

pytestmark = [
    pytest.mark.faults,
    pytest.mark.timeout(60),
]

ANNA = "anna@shop.example"
DESK = Sender("support@desk.example", "Hamerslag", "abcd1234", "support@desk.example")
OUTLOOK = f"AM9PR04MB{'x' * 120}@AM9PR04MB.eurprd04.prod.outlook.com"  # longer than a line
LETTERHEAD = Letterhead("fd-7k2m9p.customer.3", ("fd-7k2m9p.customer.1", OUTLOOK), TOKEN)


@pytest.fixture
def mailer(postfix: Postfix) -> SmtpMailer:
    return SmtpMailer(postfix.url, DESK, SystemClock())


@pytest.fixture
def anna(dovecot: Dovecot) -> Iterator[Account]:
    yield from _emptied(Account(dovecot, "anna"))


@pytest.fixture
def support(dovecot: Dovecot) -> Iterator[Account]:
    """The mailbox of the desk, where the addresses of all tickets lead."""
    yield from _emptied(Account(dovecot, "support"))


def _emptied(account: Account) -> Iterator[Account]:
    yield account
    account.remove_all()


def ticket_mail(to: str = ANNA, text: str = "Your refund left us.", files: tuple[MailFile, ...] = ()) -> Mail:
    return Mail(to, "[FD-7K2M9P] Zwrot pieniędzy 🏺", text, f"{LETTERHEAD.id}.abcd1234", "pl", "", LETTERHEAD, files)


async def delivered(account: Account) -> EmailMessage:
    """The one mail in the mailbox, as its owner's program reads it."""
    await until(lambda: account.all() == 1)
    return message_from_bytes(account.mails()[0], policy=default)  # type: ignore[arg-type, return-value]


async def heard(support: Account, inbox: Inbox) -> Letter:
    """What the desk understands of the first mail in its mailbox."""
    async with inbox.watches(support.url):
        await inbox.has(1)
    return (await inbox.letters())[0]


async def test_the_server_is_reached(mailer: SmtpMailer) -> None:
    assert (await mailer.reach()).startswith("127.0.0.1 answers (")


async def test_a_tickets_mail_arrives_with_its_thread(mailer: SmtpMailer, anna: Account) -> None:
    await mailer.send(ticket_mail())
    mail = await delivered(anna)
    assert mail["Message-ID"] == "<fd-7k2m9p.customer.3.abcd1234@desk.example>"
    assert mail["References"].split() == ["<fd-7k2m9p.customer.1.abcd1234@desk.example>", f"<{OUTLOOK}>"]
    assert mail["In-Reply-To"] == f"<{OUTLOOK}>"
    assert (mail["Reply-To"], mail["Return-Path"]) == (TICKET, f"<{TICKET}>")
    assert (mail["From"], mail["Subject"]) == ("Hamerslag <support@desk.example>", "[FD-7K2M9P] Zwrot pieniędzy 🏺")


async def test_no_word_is_changed_on_the_way(mailer: SmtpMailer, anna: Account) -> None:
    """Lines of dots, lines that begin like headers or mailboxes, lines longer than SMTP's, and every script."""
    text = f".\n..\nFrom here on\nSubject: x\n{'ł' * 2000}\n您好 🏺\n"
    await mailer.send(ticket_mail(text=text))
    assert (await delivered(anna)).get_content().splitlines() == text.splitlines()


async def test_files_arrive_as_they_are(mailer: SmtpMailer, anna: Account) -> None:
    photo = MailFile("pęknięcie.jpg", "image/jpeg", bytes(range(256)) * 400)
    await mailer.send(ticket_mail(files=(photo,)))
    (file,) = (await delivered(anna)).iter_attachments()
    assert (file.get_filename(), file.get_content_type(), file.get_content()) == (
        photo.name,
        photo.kind,
        photo.content,
    )


async def test_the_customers_answer_finds_its_ticket(
    postfix: Postfix, mailer: SmtpMailer, anna: Account, support: Account, inbox: Inbox
) -> None:
    await mailer.send(ticket_mail())
    ours = await delivered(anna)
    answer = Mail(str(ours["Reply-To"]).upper(), f"Re: {ours['Subject']}", "Thank you!", "8", "pl", "")
    await SmtpMailer(postfix.url, Sender(ANNA, "Anna"), SystemClock()).send(answer)
    letter = await heard(support, inbox)
    assert (letter.token, letter.sender, letter.text.strip(), letter.bounced) == (TOKEN, ANNA, "Thank you!", None)


async def test_a_mail_that_the_server_delivers_twice_is_one(mailer: SmtpMailer, support: Account, inbox: Inbox) -> None:
    for _ in range(2):  # as after an answer that never came
        await mailer.send(ticket_mail(TICKET))
    await until(lambda: support.all() == 2)
    async with inbox.watches(support.url):
        await until(lambda: support.unread() == 0)
    assert len(await inbox.rows()) == 1


async def test_a_mail_that_comes_back_later_is_a_bounce_of_its_ticket(
    mailer: SmtpMailer, support: Account, inbox: Inbox
) -> None:
    """The server has taken it; that there is no such mailbox it finds out afterwards, and says to the envelope's sender."""
    await mailer.send(ticket_mail("nobody@shop.example"))
    letter = await heard(support, inbox)
    assert letter.bounced
    assert (letter.bounced.to, letter.bounced.status, letter.bounced.final) == ("nobody@shop.example", "5.1.1", True)
    assert "unknown user" in letter.bounced.said
    assert (letter.token, letter.automatic) == (TOKEN, True)
    assert letter.answers[0] == "fd-7k2m9p.customer.3.abcd1234@desk.example"


async def test_what_the_server_may_not_pass_on_comes_back_too(
    mailer: SmtpMailer, support: Account, inbox: Inbox
) -> None:
    await mailer.send(ticket_mail("anna@elsewhere.example"))
    bounced = (await heard(support, inbox)).bounced
    assert bounced
    assert (bounced.to, bounced.said, bounced.final) == ("anna@elsewhere.example", "only our own domains", True)


async def test_a_mail_beyond_the_servers_limit_is_known_as_too_large(mailer: SmtpMailer) -> None:
    """It may then go without its files."""
    with pytest.raises(TooLarge):
        await mailer.send(ticket_mail(files=(MailFile("film.mp4", "video/mp4", bytes(1_500_000)),)))


async def test_over_starttls(dovecot: Dovecot, anna: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the server's certificate is not accepted, as after it has run out, mails are kept."""
    postfix = Postfix(dovecot, tls=True)
    mailer = SmtpMailer(postfix.url, DESK, SystemClock())
    try:
        postfix.start()
        with pytest.raises(Transient, match="certificate is not accepted: self-signed") as raised:
            await mailer.send(ticket_mail())
        assert type(raised.value) is Transient
        monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificate))
        await mailer.send(ticket_mail())
        assert "using TLSv1" in (await delivered(anna))["Received"]
    finally:
        postfix.remove()


async def test_a_server_that_is_started_again(postfix: Postfix, mailer: SmtpMailer, anna: Account) -> None:
    postfix.stop()
    with pytest.raises(Transient, match="was not reached") as raised:
        await mailer.send(ticket_mail())
    assert type(raised.value) is Transient
    postfix.start()
    await mailer.send(ticket_mail())
    assert (await delivered(anna))["Reply-To"] == TICKET
