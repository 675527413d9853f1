"""The mail server has trouble in the middle of a ticket: people go on in the chat, and each mail comes once in the end."""

import asyncio

import pytest

from bots.playground.faults import Fault
from tests.faults import ticket_ways as ways
from tests.faults.database import rows
from tests.faults.oracle import drained, log_is_clean, nothing_given_up, repeats_are_in_the_audit
from tests.faults.stage import Stage, down
from tests.faults.ticket_oracle import read_in, the_ticket

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

ADDRESS, OTHER = ways.ADDRESS, "anna.right@customer.example"
AGAIN = "And one word more."
MORE = "Which bank was it?"

TROUBLE = {
    "421": Fault("mail", "MAIL", times=2, status=421, body="4.3.2 closing"),
    "450": Fault("mail", "RCPT", times=2, status=450, body="4.2.0 greylisted"),
    "451": Fault("mail", "RCPT", times=2, status=451, body="4.3.0 not now"),
    "452": Fault("mail", "DATA", times=2, status=452, body="4.3.1 no room"),
    "broken": Fault("mail", "DATA", times=2, drop=True),
    "lost": Fault("mail", "DATA", times=2, effect=True, drop=True),
}


@pytest.fixture
async def stage(mail_stage: Stage) -> Stage:
    await ways.asks_for_an_address(mail_stage)
    return mail_stage


@pytest.mark.fault("Mail", "server down", "mails wait in their order, the chat does not")
@pytest.mark.parametrize("trouble", TROUBLE)
async def test_both_directions_wait_for_the_mail_server_and_the_chat_does_not(stage: Stage, trouble: str):
    """Two tries meet it: of one mail or of two, as it comes."""
    ticket = await ways.answered(stage)
    stage.faults.add(TROUBLE[trouble])

    await stage.team.replies(ticket.opening, AGAIN)
    await stage.reads(stage.anna, AGAIN)
    await stage.anna.write(MORE)
    await stage.reads(stage.anna, "Our team has it")
    await drained(stage)

    read_in(stage.team, (ways.TO_TEAM[0], MORE))
    read_in(ticket.mailbox, ("your case number is", ways.ANSWER, AGAIN))
    again = 2 if trouble == "lost" else 0
    assert sum(box.mails[-1].times - 1 for box in (stage.team, ticket.mailbox)) == again
    the_ticket(stage)
    nothing_given_up(stage)
    repeats_are_in_the_audit(stage)
    log_is_clean(stage)


async def test_what_was_written_while_there_was_no_mail_server_comes_in_order(stage: Stage):
    await ways.answered(stage)
    async with down(stage.mail, stage.mail.url):
        await stage.anna.write(MORE)
        await stage.reads(stage.anna, "Our team has it")
        assert "usually have our answer by" in stage.anna.screen[-1].text
        await stage.anna.write("It is order 4711.")
        await asyncio.sleep(1)
        stage.product.kill()
    await drained(stage)
    read_in(stage.team, (ways.TO_TEAM[0], MORE, "It is order 4711."))
    nothing_given_up(stage)


# --- no such mailbox


async def test_550_for_the_confirmation_asks_for_another_address_and_it_stays_one_ticket(stage: Stage):
    stage.mail.nobody.add(ADDRESS)
    await stage.anna.write(ADDRESS)
    await stage.sees(stage.anna, lambda phone: "came back" in phone.described())
    opening = await stage.gets(stage.team.address, "Customer: Anna")
    await drained(stage)
    if "Give another address" in stage.anna.screen[-1].buttons:
        await stage.anna.press("Give another address")
        await stage.reads(stage.anna, "Which e-mail address")
    await stage.anna.write(OTHER)
    await stage.gets(OTHER, the_ticket(stage).case)

    await stage.team.replies(opening, ways.ANSWER)

    await stage.reads(stage.anna, ways.ANSWER)
    await stage.gets(OTHER, "is waiting in the chat")
    await drained(stage)
    assert the_ticket(stage).email == OTHER
    assert "@customer.example" not in stage.product.log()


@pytest.mark.fault("Mail", "550-554")
async def test_550_for_an_answer_asks_for_another_address_and_it_stays_one_ticket(stage: Stage):
    ticket = await ways.answered(stage)
    stage.mail.nobody.add(ADDRESS)
    await stage.team.replies(ticket.opening, AGAIN)
    await stage.reads(stage.anna, AGAIN)
    await stage.reads(stage.anna, "came back")
    await stage.gets(stage.team.address, f"Our mail to the customer ({ADDRESS}) came back")
    await stage.anna.press("Give another address")
    await stage.reads(stage.anna, "Which e-mail address")
    await stage.anna.write(OTHER)
    await stage.gets(OTHER, ticket.case)

    await stage.team.replies(ticket.opening, MORE)

    await stage.reads(stage.anna, MORE)
    await stage.gets(OTHER, "is waiting in the chat")
    await drained(stage)
    assert the_ticket(stage).email == OTHER
    assert sum("came back" in message.text for message in stage.anna.screen) == 1


async def test_550_for_the_team_tells_the_customer_of_other_ways_and_the_operator_of_the_mail(stage: Stage):
    ticket = await ways.answered(stage)
    stage.mail.nobody.add(stage.team.address)
    await stage.anna.write(MORE)

    told = await stage.reads(stage.anna, "we can’t reach our team by e-mail at the moment")

    assert "Talk to customer support" in told.buttons
    await drained(stage)
    (given_up,) = rows(stage.folder, "SELECT reason FROM outbox WHERE state = 'failed'")
    assert "550" in given_up[0]
    stage.mail.nobody.clear()
    await ticket.mailbox.replies(ticket.mailbox.mails[-1], ways.BY_MAIL)
    await stage.gets(stage.team.address, ways.BY_MAIL)
    the_ticket(stage)


async def test_550_for_the_team_at_the_first_mail_asks_again_for_a_way_and_leaves_no_ticket_behind(stage: Stage):
    """What the team never read is not joined: the next one is told from its beginning."""
    stage.mail.nobody.add(stage.team.address)
    await stage.anna.write(ADDRESS)
    await stage.reads(stage.anna, "couldn’t hand case")
    await drained(stage)
    assert rows(stage.folder, "SELECT state FROM tickets") == [("closed",)]
    stage.mail.nobody.clear()
    await stage.anna.press("Get an answer by e-mail")
    await stage.reads(stage.anna, "Which e-mail address")
    await stage.anna.press(f"Use {ADDRESS}")
    heard = await stage.gets(stage.team.address, "Customer: Anna")
    await stage.team.replies(heard, ways.ANSWER)
    await stage.reads(stage.anna, ways.ANSWER)
    await drained(stage)
    assert rows(stage.folder, "SELECT state FROM tickets ORDER BY opened_at") == [("closed",), ("answered",)]
    assert rows(stage.folder, "SELECT count(*) FROM cases WHERE closed_at IS NULL") == [(1,)]
