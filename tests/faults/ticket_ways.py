"""A ticket as its customer and the team go through it: in the chat, at both mailboxes, and to its end."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from bots.playground.mail import Mail, Mailbox
from tests.faults import ways
from tests.faults.oracle import Story
from tests.faults.stage import Stage

ADDRESS = "anna@customer.example"
QUESTION = "When do I get my money back?"
ANSWER = "Your refund left us this morning."
IN_CHAT = "And the second vase?"
SECOND = "It follows tomorrow."
BY_MAIL = "Splendid, that is all."
RATED = "5 ★"


class Ticket(NamedTuple):
    """`opening` and `confirmation` are the first mails to the team and to the customer; `mailbox` is the customer's."""

    case: str
    opening: Mail
    confirmation: Mail
    mailbox: Mailbox

    @property
    def code(self) -> str:
        """Which shows that the address is theirs."""
        found = re.search(r"Your code: (\d{6})\b", self.confirmation.text)
        assert found, self.confirmation.text
        return found[1]


async def opened(stage: Stage) -> Ticket:
    """Anna has been asked for an address, gives it, and both first mails are there."""
    await stage.anna.write(ADDRESS)
    saved = await stage.reads(stage.anna, "Your question is saved as case")
    case = re.search(r"FD-\w{6}", saved.text)
    assert case
    opening, confirmation = await stage.gets(stage.team.address, case[0]), await stage.gets(ADDRESS, case[0])
    return Ticket(case[0], opening, confirmation, stage.mail.mailbox(ADDRESS))


async def proven(stage: Stage) -> Ticket:
    ticket = await opened(stage)
    await stage.anna.write(ticket.code)
    await stage.reads(stage.anna, f"{ADDRESS} is confirmed.")
    return ticket


async def answered(stage: Stage) -> Ticket:
    """Read by the customer in the chat and by mail."""
    ticket = await proven(stage)
    await stage.team.replies(ticket.opening, ANSWER)
    await stage.reads(stage.anna, ANSWER)
    await stage.gets(ADDRESS, ANSWER)
    return ticket


async def to_the_end(stage: Stage) -> Story:
    """Answered twice, written about from both sides, closed by the team and rated by the customer."""
    anna = stage.anna
    ticket = await answered(stage)
    await anna.write(IN_CHAT)
    await stage.reads(anna, "Our team has it")
    in_chat = await stage.gets(stage.team.address, IN_CHAT)
    await stage.team.replies(in_chat, SECOND)
    await stage.reads(anna, SECOND)
    await ticket.mailbox.replies(await stage.gets(ADDRESS, SECOND), BY_MAIL)
    by_mail = await stage.gets(stage.team.address, BY_MAIL)
    await stage.team.replies(by_mail, "#close")
    await stage.reads(anna, "Was this solved?")
    await anna.press("Yes, it’s solved")
    await stage.reads(anna, "How did you like our help by e-mail?")
    await anna.press(RATED)
    await stage.reads(anna, "tell us a little more")
    return story(ticket)


TO_TEAM = ("Customer: Anna", IN_CHAT, BY_MAIL)  # words of each mail, in order
TO_CUSTOMER = ("your case number is", ANSWER, SECOND)
DECIDED = ("TicketAsked", "AddressGiven", "MailArrived", "CustomerAdded", "MailArrived", "MailArrived", "MailArrived")
AUDIT: Mapping[str, int] = {"ticket asked": 1, "ticket answered": 2, "ticket closed": 1}


def story(ticket: Ticket) -> Story:
    """What all is about in the end; what is in the mails themselves the ticket's own oracle knows."""
    return Story(
        screen=(
            "I’m an AI assistant",
            "This is how you can reach our team",
            "Which e-mail address",
            "Your question is saved as case",
            "is confirmed",
            ANSWER,
            "Our team has it",
            SECOND,
            "Was this solved?",
            "How did you like our help by e-mail?",
            "tell us a little more",
        ),
        transcript=(
            f"customer: {QUESTION}",
            "assistant",
            "customer: [Talk to customer support]",
            "desk",
            "customer: [Get an answer by e-mail]",
            "desk",
            f"customer: {ADDRESS}",
            "desk",
            f"customer: {ticket.code}",
            "desk",
            f"agent: Our team has answered your case {ticket.case}.\n\n{ANSWER}",
            f"customer: {IN_CHAT}",
            "desk",
            f"agent: Our team has answered your case {ticket.case}.\n\n{SECOND}",
            "desk",
            "customer: [Yes, it’s solved]",
            "desk",
            f"customer: [{RATED}]",
            "desk",
        ),
        mails={
            ticket.opening.to: (ticket.case,) * len(TO_TEAM),
            ADDRESS: (ticket.case,) * len(TO_CUSTOMER),
        },
        stage="Closed",
    )


async def asks_for_an_address(stage: Stage) -> None:
    """After the product's start."""
    await stage.product.start()
    await ways.until_asked_for_an_address(stage)
