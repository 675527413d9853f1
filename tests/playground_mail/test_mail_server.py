"""Mails arrive in their mailboxes; faults stand between."""

import asyncio

import aiosmtplib
import msgspec
import pytest

from bots.playground.faults import Fault, Moment
from bots.playground.mail import MailServer, NoMail
from tests.playground_mail.conftest import TEAM, Sends


async def test_a_mail_arrives(server: MailServer, sends: Sends) -> None:
    await sends("When do I get my money back?", "Ticket K7QX4")
    mail = await server.mailbox(TEAM).gets("money")
    assert (mail.author, mail.sender, mail.to) == (
        "Hamerslag <support@desk.example>",
        "support@desk.example",
        TEAM,
    )
    assert (mail.subject, mail.text, mail.times) == ("Ticket K7QX4", "When do I get my money back?", 1)
    assert mail.received_at == 1_800_000_000.0


async def test_a_repeat_is_shown_once_and_counted(server: MailServer, sends: Sends) -> None:
    for _ in range(3):
        await sends()
    assert [mail.times for mail in server.mailbox(TEAM).mails] == [3]


async def test_mails_without_an_id_are_all_different(server: MailServer, sends: Sends) -> None:
    for _ in range(2):
        await sends(message_id="")
    assert [mail.times for mail in server.mailbox(TEAM).mails] == [1, 1]


async def test_each_recipient_has_a_mailbox(server: MailServer, sends: Sends) -> None:
    await sends(to=["Team@desk.example", "anna@example.org"])
    assert [mailbox.address for mailbox in server.mailboxes] == [TEAM, "anna@example.org"]
    assert server.mailbox("ANNA@example.org").mails[0].to == "anna@example.org"


async def test_mails_are_awaited_one_after_another(server: MailServer, sends: Sends) -> None:
    mailbox = server.mailbox(TEAM)
    waiting = asyncio.create_task(mailbox.gets(lambda mail: mail.subject == "second"))
    await sends(subject="first", message_id="<1@x>")
    await sends(subject="second", message_id="<2@x>")
    await sends(subject="third", message_id="<3@x>")
    assert (await waiting).subject == "second"
    assert (await mailbox.gets()).subject == "third"


async def test_what_does_not_come_is_reported_with_the_mailbox(server: MailServer, sends: Sends) -> None:
    await sends(subject="Something else")
    with pytest.raises(NoMail, match=r"team@desk.example:\n.*Something else"):
        await server.mailbox(TEAM).gets("money", timeout=0.01)


async def test_every_mail_is_told(server: MailServer, sends: Sends) -> None:
    changes: list[int] = []
    server.on_change = lambda: changes.append(1)
    await sends()
    await sends()
    assert len(changes) == 2


async def test_mails_survive_a_restart(server: MailServer, sends: Sends) -> None:
    await sends("Zażółć gęślą jaźń")
    later = MailServer()
    later.load(server.dump())
    assert later.mailbox(TEAM).mails == server.mailbox(TEAM).mails
    assert later.dump() == server.dump()


def test_what_is_no_dump_is_refused() -> None:
    with pytest.raises(msgspec.MsgspecError):
        MailServer().load(b"junk")


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("status", [450, 451, 452, 550, 554])
async def test_a_refusal(server: MailServer, sends: Sends, command: str, status: int) -> None:
    server.faults.add(Fault("mail", command, status=status, body="not now"))
    with pytest.raises(aiosmtplib.SMTPException) as refused:
        await sends()
    assert str(status) in str(refused.value)
    assert server.mailboxes == []
    await sends()
    assert len(server.mailbox(TEAM).mails) == 1


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
async def test_a_server_that_says_421_hangs_up(server: MailServer, sends: Sends, command: str) -> None:
    server.faults.add(Fault("mail", command, status=421, body="closing"))
    with pytest.raises(aiosmtplib.SMTPException, match="421"):
        await sends()
    await sends()
    assert len(server.mailbox(TEAM).mails) == 1


async def test_a_mail_that_is_taken_while_its_answer_is_lost(server: MailServer, sends: Sends) -> None:
    server.faults.add(Fault("mail", "DATA", effect=True, drop=True))
    with pytest.raises(aiosmtplib.SMTPServerDisconnected):
        await sends()
    await sends()
    assert [mail.times for mail in server.mailbox(TEAM).mails] == [2]


async def test_a_mail_that_is_lost_with_its_connection(server: MailServer, sends: Sends) -> None:
    server.faults.add(Fault("mail", "DATA", drop=True))
    with pytest.raises(aiosmtplib.SMTPServerDisconnected):
        await sends()
    assert server.mailboxes == []


async def test_a_late_answer(server: MailServer, sends: Sends) -> None:
    server.faults.add(Fault("mail", "DATA", delay=0.05))
    started = asyncio.get_running_loop().time()
    await sends()
    assert asyncio.get_running_loop().time() - started >= 0.05


@pytest.mark.parametrize(
    ("moment", "arrived"), [(Moment.BEFORE, 0), (Moment.AFTER, 1), (Moment.ANSWERED, 1)], ids=lambda each: str(each)
)
async def test_the_product_is_stopped_at_a_step(server: MailServer, sends: Sends, moment: Moment, arrived: int) -> None:
    stopped: list[int] = []
    server.faults.stop_product = lambda: stopped.append(len(server.mailboxes))
    server.faults.add(Fault("mail", "DATA", kill=moment))
    answers = [await outcome(sends)]
    assert stopped == [arrived]
    assert answers == [moment is Moment.ANSWERED]


async def outcome(sends: Sends) -> bool:
    """Whether the sender was told that the mail is taken."""
    try:
        return (await sends()).startswith("OK")
    except aiosmtplib.SMTPServerDisconnected:
        return False


async def test_the_server_stops_in_the_middle_of_a_dialogue(server: MailServer) -> None:
    client = aiosmtplib.SMTP(hostname="127.0.0.1", port=int(server.url.rpartition(":")[2]), timeout=2)
    await client.connect()
    server.faults.add(Fault("mail", "MAIL", hang=True))
    waiting = asyncio.create_task(client.mail("support@desk.example"))
    await asyncio.sleep(0.02)
    assert server.faults.seen
    await server.stop()
    with pytest.raises(aiosmtplib.SMTPServerDisconnected):
        await waiting
    client.close()
