"""Mail comes in to a running desk: by a provider's signed webhook, and from a mailbox of a real IMAP server."""

import time
from email.message import EmailMessage
from typing import NamedTuple

import aiohttp
import pytest

from bots.mail.webhook import MAIL_PATH
from bots.mail.webhook_signing import HEADER, sign
from bots.playground.mail import Mail
from bots.playground.telegram import Customer
from bots.running import TELEGRAM_PATH
from tests.mail.dovecot import Account, Dovecot
from tests.scenarios.test_scenario_tickets import ADDRESS, asks_for_mail
from tests.scenarios.town import HEARS_MAIL, MAIL_SECRET, TEAM, Town


@pytest.fixture
def settings() -> dict[str, str]:
    return HEARS_MAIL


class Ticket(NamedTuple):
    """The mails with which it began, in the team's inbox and in the customer's."""

    to_team: Mail
    to_customer: Mail


async def has_a_ticket(town: Town, anna: Customer) -> Ticket:
    await asks_for_mail(anna)
    await anna.write(ADDRESS)
    await anna.reads("You’ll read our answer here in the chat.")
    return Ticket(await town.team_gets("When do I get"), await town.mail.mailbox(ADDRESS).gets())


def answer(to: Mail, sender: str, words: str, **more: str) -> bytes:
    """What a mail program makes of "Reply"."""
    mail = EmailMessage()
    mail["From"] = f"Eva Jansen <{sender}>" if sender == TEAM else sender
    mail["To"] = to.headers["Reply-To"]
    mail["Subject"] = f"Re: {to.subject}"
    mail["Message-ID"] = f"<{abs(hash(words))}@{sender.partition('@')[2]}>"
    mail["In-Reply-To"] = mail["References"] = to.message_id
    for name, value in more.items():
        mail[name.replace("_", "-")] = value
    quoted = "".join(f"> {line}\n" for line in to.text.splitlines())
    mail.set_content(f"{words}\n\nOn Mon, 2 Mar 2026 at 13:00, {to.author} wrote:\n\n{quoted}")
    return mail.as_bytes()


async def delivers(town: Town, raw: bytes, secret: str = MAIL_SECRET) -> int:
    """A provider does; the status of the answer."""
    url = town.door.removesuffix(TELEGRAM_PATH) + MAIL_PATH
    headers = {"Content-Type": "message/rfc822", HEADER: sign(secret, raw, int(time.time()))}
    async with aiohttp.ClientSession() as session, session.post(url, data=raw, headers=headers) as answered:
        return answered.status


async def test_what_the_team_answers_by_mail_is_read_in_the_chat(town: Town, anna: Customer) -> None:
    ticket = await has_a_ticket(town, anna)
    assert await delivers(town, answer(ticket.to_team, TEAM, "Your refund is on its way.")) == 200
    read = await anna.reads("Your refund is on its way.")
    assert "Eva Jansen" in read.text
    assert "wrote:" not in read.text
    assert TEAM not in read.text


async def test_our_own_mail_leads_to_nothing(town: Town, anna: Customer) -> None:
    ticket = await has_a_ticket(town, anna)
    assert await delivers(town, ticket.to_team.raw) == 200
    assert await delivers(town, ticket.to_customer.raw) == 200
    await delivers(town, answer(ticket.to_team, TEAM, "This is the team."))
    await anna.reads("This is the team.")
    assert [mail.subject for mail in town.mail.mailbox(TEAM).mails] == [ticket.to_team.subject]


async def test_the_door_is_closed_to_others(town: Town) -> None:
    assert await delivers(town, b"Subject: x\r\n\r\nx", "another secret of theirs") == 401


# --- a mailbox


class TestWithAMailbox:
    """The same desk with an IMAP server instead of a provider."""

    @pytest.fixture
    def account(self, dovecot: Dovecot) -> Account:
        return Account(dovecot, "support")

    @pytest.fixture
    def settings(self, account: Account) -> dict[str, str]:
        return {**HEARS_MAIL, "IMAP_URL": account.url}

    async def test_a_mail_is_told_of_at_once(self, town: Town, anna: Customer, account: Account) -> None:
        ticket = await has_a_ticket(town, anna)
        account.deliver(answer(ticket.to_team, TEAM, "Your refund is on its way."))
        await anna.reads("Your refund is on its way.")
        assert account.unread() == 0

    async def test_what_came_while_the_desk_was_closed_is_read_then(
        self, town: Town, anna: Customer, account: Account
    ) -> None:
        ticket = await has_a_ticket(town, anna)
        await town.closes()
        account.deliver(answer(ticket.to_team, TEAM, "Your refund is on its way."))
        await town.opens()
        await anna.reads("Your refund is on its way.")
