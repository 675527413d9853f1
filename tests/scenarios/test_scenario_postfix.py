"""A ticket on a desk whose mails really travel: out through Debian's postfix, in through dovecot's mailbox."""

import asyncio
import smtplib
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from bots.playground.telegram import Customer
from tests.mail.dovecot import Account, Dovecot
from tests.mail.postfix import Postfix
from tests.scenarios.test_scenario_tickets import ADDRESS, asks_for_mail
from tests.scenarios.town import HEARS_MAIL, TEAM, Town


@pytest.fixture
def settings(postfix: Postfix, dovecot: Dovecot) -> Iterator[dict[str, str]]:
    """The mailboxes are empty when a test is over."""
    yield {**HEARS_MAIL, "SMTP_URL": postfix.url, "IMAP_URL": Account(dovecot, "support").url}
    for name in ("support", "team", "anna"):
        Account(dovecot, name).remove_all()


async def gets(account: Account, words: str) -> EmailMessage:
    """The first mail in this mailbox that holds these words."""
    async with asyncio.timeout(10):
        while True:
            for raw in await asyncio.to_thread(account.mails):
                mail = message_from_bytes(raw, policy=default)
                if isinstance(mail, EmailMessage) and words in f"{mail['Subject']}\n{mail.get_content()}":
                    return mail
            await asyncio.sleep(0.02)


async def answers(postfix: Postfix, mail: EmailMessage, sender: str, words: str) -> None:
    """As a mail program does, through its own server."""
    answer = EmailMessage()
    answer["From"] = sender
    answer["To"] = mail["Reply-To"]
    answer["Subject"] = f"Re: {mail['Subject']}"
    answer["Message-ID"] = f"<{abs(hash(words))}@{sender.partition('@')[2]}>"
    answer["In-Reply-To"] = answer["References"] = mail["Message-ID"]
    answer.set_content(f"{words}\n\n> {mail['Subject']}\n")

    def send() -> None:
        with smtplib.SMTP("127.0.0.1", postfix.port) as client:
            client.send_message(answer)

    await asyncio.to_thread(send)


async def test_a_ticket_goes_both_ways_in_one_thread(
    town: Town, anna: Customer, postfix: Postfix, dovecot: Dovecot
) -> None:
    team, hers = Account(dovecot, "team"), Account(dovecot, "anna")
    await asks_for_mail(anna)
    await anna.write(ADDRESS)
    opening, confirmation = await gets(team, "When do I get"), await gets(hers, "FD-")
    await answers(postfix, opening, TEAM, "Your refund left us this morning.")
    await anna.reads("Your refund left us this morning.")
    await answers(postfix, confirmation, ADDRESS, "Which bank is it?")
    passed_on = await gets(team, "Which bank is it?")
    assert str(opening["Message-ID"]) in str(passed_on["References"]).split()
    await answers(postfix, passed_on, TEAM, "The one that you paid with.")
    await anna.reads("The one that you paid with.")
    answer = await gets(hers, "The one that you paid with.")
    assert str(confirmation["Message-ID"]) in str(answer["References"]).split()


async def test_an_address_whose_server_finds_out_later_is_asked_for_again(
    town: Town, anna: Customer, dovecot: Dovecot
) -> None:
    await asks_for_mail(anna)
    await anna.write("anne@shop.example")
    asked = await anna.reads("to anne@shop.example came back.")
    await gets(Account(dovecot, "team"), "Our mail to the customer (anne@shop.example) came back")
    assert "Give another address" in asked.buttons
    await anna.press("Give another address")
    await anna.reads("Which e-mail address")
    await anna.write(ADDRESS)
    await gets(Account(dovecot, "anna"), "FD-")
