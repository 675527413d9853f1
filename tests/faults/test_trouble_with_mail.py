"""The mail server says later, says no, or says nothing after it took the mail."""

import pytest

from bots.playground.faults import Fault
from tests.faults import ways
from tests.faults.oracle import check, drained
from tests.faults.stage import TEAM, Stage

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]


@pytest.mark.fault("Mail", "421, 450, 451, 452", "tried again until it is taken")
@pytest.mark.parametrize(("command", "status"), [("MAIL", 421), ("RCPT", 450), ("RCPT", 451), ("DATA", 452)])
async def test_not_now_is_tried_again_until_it_is_taken(stage: Stage, command: str, status: int):
    stage.faults.add(Fault("mail", command, times=2, status=status, body="4.3.0 not now"))
    await stage.product.start()

    assert await check(stage, {stage.anna: await ways.ticket(stage)}) == 0


@pytest.mark.fault(
    "Mail", "DATA accepted and the answer lost", "again with the same Message-ID, which mail programs fold into one"
)
async def test_data_accepted_and_the_answer_lost_comes_again_with_the_same_message_id(stage: Stage):
    stage.faults.add(Fault("mail", "DATA", times=2, effect=True, drop=True))
    await stage.product.start()

    await ways.ticket(stage)
    await drained(stage)

    (to_team,), (to_anna,) = (stage.mail.mailbox(address).mails for address in (TEAM, "anna@customer.example"))
    assert to_team.times + to_anna.times == 4, "two answers were lost, of one mail or of both"


@pytest.mark.fault("Mail", "550-554", "not tried again; told where somebody can mend it")
async def test_550_for_the_team_and_for_the_customer_is_told_and_another_address_mends_it(stage: Stage):
    """The two mails are refused in any order; the customer goes by what the last message says."""
    refusal = "5.1.1 <somebody@customer.example>: no such mailbox"
    stage.faults.add(Fault("mail", "RCPT", times=2, status=550, body=refusal))
    await stage.product.start()
    anna = stage.anna
    await ways.until_asked_for_an_address(stage)
    await anna.write("anna@customer.example")

    await stage.sees(anna, lambda phone: "couldn’t hand case" in phone.described())
    await stage.sees(anna, lambda phone: "Our e-mail to anna@customer.example came back" in phone.described())
    await drained(stage)
    if "Get an answer by e-mail" in anna.screen[-1].buttons:
        await anna.press("Get an answer by e-mail")
        await stage.reads(anna, "Which e-mail address")
    await anna.write("anna.right@customer.example")

    await stage.gets(TEAM, "FD-")
    await stage.gets("anna.right@customer.example", "FD-")
    assert "@customer.example" not in stage.product.log()
