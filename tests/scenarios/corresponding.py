"""A ticket under way: its customer in the chat and at their mailbox, and the team at theirs."""

import re
from typing import NamedTuple

from bots.playground.mail import Mail, Mailbox
from bots.playground.mail.threads import threads
from bots.playground.telegram import Customer
from tests.scenarios.town import EMAIL, TALK, Town

ADDRESS = "anna@shop.example"
QUESTION = "When do I get my money back?"


class Ticket(NamedTuple):
    """`opening` and `confirmation` are the first mails to the team and to the customer; `mailbox` is the customer's."""

    town: Town
    anna: Customer
    case: str
    opening: Mail
    confirmation: Mail

    @property
    def mailbox(self) -> Mailbox:
        return self.town.mailbox(self.confirmation.to)

    @property
    def code(self) -> str:
        """Which shows that the address is theirs."""
        found = re.search(r"\b\d{6}\b", self.confirmation.text)
        assert found, self.confirmation.text
        return found[0]

    async def is_proven(self) -> None:
        await self.anna.write(self.code)
        await self.anna.reads(f"{self.confirmation.to} is confirmed.")

    def is_one_thread(self) -> bool:
        """As mail programs show it, to the team and to the customer."""
        return all(len(threads(mailbox.all)) == 1 for mailbox in (self.town.team, self.mailbox))


async def opened(town: Town, anna: Customer, address: str = ADDRESS) -> Ticket:
    """The customer has asked for an answer by e-mail, and both first mails are there."""
    await anna.write(QUESTION)
    await anna.reads("working days")
    await anna.press(TALK)
    await anna.reads("This is how you can reach our team:")
    await anna.press(EMAIL)
    await anna.reads("Which e-mail address")
    await anna.write(address)
    saved = await anna.reads("You’ll read our answer here in the chat.")
    case = re.search(r"FD-\w{6}", saved.text)
    assert case
    return Ticket(town, anna, case[0], await town.team_gets(case[0]), await town.mailbox(address).gets(case[0]))


async def answered(town: Town, anna: Customer) -> Ticket:
    """The address is proven, and the team's first answer is read in the chat and by mail."""
    ticket = await opened(town, anna)
    await ticket.is_proven()
    await town.team.replies(ticket.opening, "Your refund left us this morning.")
    await anna.reads("Your refund left us this morning.")
    await ticket.mailbox.gets("Your refund left us this morning.")
    return ticket
