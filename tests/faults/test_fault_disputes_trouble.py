"""Disputes while Slack, the shop, the mail server or Telegram's files are not there, and what is pressed twice or too late."""

import asyncio

import pytest

from bots.playground.faults import Fault
from bots.playground.shop.trouble import Trouble
from tests.faults import dispute_ways as ways
from tests.faults.database import changes
from tests.faults.dispute_oracle import carried_out_once, check_dispute, disputes, the_card, the_dispute
from tests.faults.oracle import check, drained, log_is_clean
from tests.faults.product import until
from tests.faults.stage import Stage, bot_messages, down

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

NOBODY = Trouble(status=404, body=b'{"error": "There is nothing here."}')
NOT_UNDERSTOOD = Trouble(status=400, body=b'{"error": "The amount is missing."}')
EXPIRED, JSON = '{"ok": false, "error": "expired_trigger_id"}', {"Content-Type": "application/json"}
DAANS_MAIL = "daan@mail.example"


@pytest.fixture
async def stage(shop_stage: Stage) -> Stage:
    """Both parties are signed in, and Anna reads her filled-in form."""
    await ways.both_sign_in(shop_stage)
    await ways.fills_in(shop_stage)
    return shop_stage


async def later(stage: Stage, change: str) -> None:
    """The desk ends and begins again, with a change on its disk that otherwise only time would make."""
    assert await stage.product.stop() == 0
    changes(stage.folder, change)
    await stage.product.start_again()


def told(stage: Stage, words: str) -> int:
    """How often staff were."""
    return sum(words in message.plain for message in stage.support.all)


# --- Slack


async def test_slack_down_for_the_whole_filing_the_customer_is_told_at_once_and_the_card_comes_later(
    shop_stage: Stage,
):
    stage = shop_stage
    async with down(stage.slack, stage.slack.root):
        await ways.both_sign_in(stage)
        await ways.fills_in(stage)
        await ways.is_filed(stage)
        assert not [m for m in stage.support.messages if m.plain.startswith("Dispute")]

    await ways.other_party_answers(stage)
    await ways.is_decided(stage)
    await ways.is_confirmed(stage)
    await check(stage, {stage.anna: ways.BUYERS, stage.daan: ways.SELLERS})
    await check_dispute(stage)


async def test_every_update_and_event_delivered_three_times_is_one(stage: Stage):
    stage.telegram.deliver_times = 3
    stage.slack.deliver_times = 3

    assert await check(stage, await ways.to_the_end(stage)) == 0
    await check_dispute(stage)


async def test_a_press_whose_trigger_has_expired_is_told_to_be_made_again(stage: Stage):
    await ways.is_filed(stage)
    review = await ways.card(stage, "Take under review")
    await ways.clicks(stage, stage.tom, "Take under review")
    stage.faults.add(Fault("slack", "views.open", status=200, body=EXPIRED, headers=JSON))
    await stage.tom.clicks("Decide…", review.ts)
    await stage.shows(lambda m: m.ephemeral_to == stage.tom.id and "Please press the button again" in m.plain)
    assert stage.tom.modal is None

    await ways.is_decided(stage)
    assert len(the_dispute(stage).dispute.decisions) == 1


async def test_a_form_that_two_colleagues_send_twice_at_once_is_one_decision(stage: Stage):
    await ways.is_filed(stage)
    await ways.clicks(stage, stage.tom, "Take under review")
    fields = {"measures": "partial_refund", "amount": ways.REFUND, "reasons": ways.REASONS, "articles": ways.ARTICLES}
    for agent in (stage.tom, stage.zofia):
        await ways.opens_form(stage, agent, "Decide…")
    forms = [(agent, agent.modal) for agent in (stage.tom, stage.zofia) for _ in range(2)]

    await asyncio.gather(*(agent.submits(form, **fields) for agent, form in forms))

    await stage.shows(lambda m: bool(m.ephemeral_to) and "not possible at this stage" in m.plain)
    await drained(stage)
    dispute = the_dispute(stage).dispute
    assert (len(dispute.decisions), len(dispute.deeds)) == (1, 1)


# --- the shop


async def test_the_shop_is_down_for_longer_than_patience_staff_are_told_and_try_again(stage: Stage):
    """It had sent the money back before it went down, and nobody could know that: none of its answers arrived."""
    await ways.is_filed(stage)
    await ways.clicks(stage, stage.tom, "Take under review")
    await ways.is_decided(stage)
    stage.faults.add(Fault("shop", "measures", times=1_000, effect=True, drop=True))
    await ways.clicks(stage, stage.zofia, "Confirm: Refund")
    await until(lambda: bool(stage.sample.carried_out))
    assert [proposal.measure for proposal, _ in stage.sample.carried_out.values()] == ["refund"]
    async with down(stage.shop, stage.shop.root):
        stage.faults.clear()
        await later(stage, "UPDATE outbox SET created_at = created_at - 660 WHERE lane LIKE 'measures:%'")
        await stage.in_thread("It is not certain that the shop has done")

    await ways.clicks(stage, stage.tom, "Try again: Refund")
    await stage.in_thread("Its reference: M-00001")
    await ways.clicks(stage, stage.zofia, "Confirm: Restrict")
    await stage.in_thread("Its reference: M-00002")
    await drained(stage)
    await carried_out_once(stage, the_dispute(stage).dispute)
    assert told(stage, "It is not certain that the shop has done") == 1
    log_is_clean(stage)


async def test_what_the_shop_does_not_understand_comes_back_to_the_thread_at_once(stage: Stage):
    await ways.is_filed(stage)
    await ways.clicks(stage, stage.tom, "Take under review")
    await ways.is_decided(stage)
    stage.shop.script("measures", NOT_UNDERSTOOD, NOT_UNDERSTOOD)
    await ways.clicks(stage, stage.zofia, "Confirm: Refund")
    await stage.in_thread("What went wrong")
    await ways.card(stage, "Try again: Refund")
    await drained(stage)
    assert stage.shop.asked("measures") == 1, "a repeat by itself would bring the same"
    assert stage.sample.carried_out == {}
    await stage.tom.clicks("Try again: Refund of €20.50")
    await stage.in_thread("has asked the shop again")
    await until(lambda: told(stage, "What went wrong") == 2)
    await ways.clicks(stage, stage.zofia, "Try again: Refund")
    await stage.in_thread("Its reference: M-00001")
    await drained(stage)
    assert stage.shop.asked("measures") == 3
    assert [proposal.measure for proposal, _ in stage.sample.carried_out.values()] == ["refund"]


async def test_a_party_whom_the_shop_does_not_know_is_found_at_the_next_step(stage: Stage):
    stage.shop.always("other_party", NOBODY)
    await ways.is_filed(stage)
    shown = await ways.card(stage, "Take under review")
    assert "Ask the other party" not in shown.buttons
    await drained(stage)
    assert the_dispute(stage).seller.person is None

    stage.shop.always("other_party", Trouble())
    await ways.clicks(stage, stage.tom, "Take under review")
    await ways.card(stage, "Ask the other party")
    await ways.is_decided(stage)
    await ways.is_confirmed(stage)
    await drained(stage)
    await carried_out_once(stage, the_dispute(stage).dispute)


async def test_a_party_whom_the_shop_never_names_is_not_told_and_staff_read_that(stage: Stage):
    stage.shop.always("other_party", NOBODY)
    await ways.is_filed(stage)
    await ways.clicks(stage, stage.tom, "Take under review")
    await ways.is_decided(stage, accounts="")
    await ways.clicks(stage, stage.zofia, "Confirm: Refund")

    await stage.reads(stage.anna, "We have decided dispute")
    await stage.in_thread("There is no way to reach the seller")
    await stage.in_thread("Its reference: M-00001")
    await drained(stage)
    assert not [m for m in bot_messages(stage.daan) if "ispute" in m.text]
    assert stage.mail.mailbox(DAANS_MAIL).mails == []


# --- mail


async def files_while_daan_is_not_signed_in(stage: Stage) -> None:
    await stage.product.start()
    await ways.signs_in(stage, stage.anna, ways.BUYER)
    await ways.fills_in(stage)
    await ways.is_filed(stage)


async def test_the_mail_server_is_down_while_a_party_is_asked_who_is_reached_only_there(shop_stage: Stage):
    stage = shop_stage
    await files_while_daan_is_not_signed_in(stage)
    async with down(stage.mail, stage.mail.url):
        await ways.clicks(stage, stage.tom, "Ask the other party")
        await stage.reads(stage.anna, "we have asked the other party")
        await asyncio.sleep(0.3)

    asked = await stage.gets(DAANS_MAIL, ways.ORDER)
    assert ways.ACCOUNT in asked.text
    await drained(stage)
    assert [mail.times for mail in stage.mail.mailbox(DAANS_MAIL).mails] == [1]


async def test_a_mail_that_is_refused_is_told_to_staff(shop_stage: Stage):
    stage = shop_stage
    await files_while_daan_is_not_signed_in(stage)
    stage.faults.add(Fault("mail", "RCPT", status=550, body="5.1.1 no such mailbox"))

    await ways.clicks(stage, stage.tom, "Ask the other party")

    lost = await stage.in_thread("could not be delivered")
    assert "An e-mail to the seller" in lost.plain
    await drained(stage)
    assert stage.mail.mailbox(DAANS_MAIL).mails == []
    assert "mail.example" not in stage.product.log()


async def test_a_party_who_has_blocked_the_bot_is_told_by_mail_and_staff_read_that(stage: Stage):
    await ways.is_filed(stage)
    await ways.clicks(stage, stage.tom, "Take under review")
    await ways.card(stage, "Decide…")
    stage.daan.blocks()
    await ways.is_decided(stage, accounts="")
    await ways.clicks(stage, stage.zofia, "Confirm: Refund")

    mail = await stage.gets(DAANS_MAIL, ways.ORDER)
    assert ways.REASONS in mail.text
    await stage.in_thread("A message to the seller could not be delivered in the chat")
    await stage.reads(stage.anna, "We have decided dispute")
    await drained(stage)
    assert len(stage.mail.mailbox(DAANS_MAIL).mails) == 1


# --- evidence


async def test_a_file_that_telegram_has_no_more_is_told_and_the_others_are_shown(stage: Stage):
    gone = next(id for id in stage.telegram.account.state.files if id.startswith("photo"))
    del stage.telegram.account.state.files[gone]

    await ways.is_filed(stage)

    missing = await stage.in_thread("cannot be shown here")
    assert "Telegram has no such file any more" in missing.plain
    await ways.card(stage, "Ask the other party")
    await drained(stage)
    assert [file.name for message in stage.support.all for file in message.files] == ["parcel.pdf"]


# --- customers


async def test_a_report_that_is_sent_again_and_again_is_one(stage: Stage):
    for _ in range(3):
        await stage.anna.press("Send the report")
    await stage.reads(stage.anna, " is open. We will look at it by ")
    await ways.card(stage, "Ask the other party")
    await drained(stage)

    assert len(disputes(stage)) == 1
    assert sum("your report is sent" in m.text for m in bot_messages(stage.anna)) == 1
    the_card(stage)
