"""A dispute from the buyer's first word to its outcome: both parties in their chats, staff in Slack, the shop, and restarts."""

from pathlib import Path

import pytest

from bots.playground.slack import Person
from bots.playground.slack.state import Message as Post
from bots.playground.telegram import Customer
from core.model.shop import OrderId, Proposal
from core.model.view import Money
from tests.scenarios.disputing import (
    BUYER,
    ENOUGH,
    HER_WORDS,
    HERS,
    HIS_WORDS,
    ORDER,
    REPORT,
    SEND,
    SETTINGS,
    begins,
    card,
    fills_in,
    says,
    thread_shows,
)
from tests.scenarios.town import TALK, Town, copied_articles, signed_in

ARTICLES = "4.2, 5.1"
REASONS = "The parcel’s number shows no delivery, and the seller has shown no proof of sending."


@pytest.fixture
def settings() -> dict[str, str]:
    return SETTINGS


@pytest.fixture(scope="session")
def help_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied_articles(tmp_path_factory.mktemp("help"))


@pytest.fixture
async def anna(town: Town) -> Customer:
    return await signed_in(town, 1001, "Anna")


@pytest.fixture
async def daan(town: Town) -> Customer:
    return await signed_in(town, 1002, "Daan")


# --- what people do


async def reports(town: Town, anna: Customer) -> Post:
    """The report is sent, and its card is there."""
    await fills_in(anna, HERS, photo="My letter box")
    await anna.press(SEND)
    await anna.reads("your report is sent")
    return await card(town, "Take under review")


async def decides(town: Town, who: Person, **fields: str) -> None:
    if "Decide…" not in (post := await card(town, "Write to a party")).buttons:
        await who.clicks("Take under review", in_=post)
    await who.clicks("Decide…", in_=await card(town, "Decide"))
    await town.until(lambda: who.modal is not None)
    answer = await who.submits(reasons=REASONS, articles=ARTICLES, **fields)
    assert answer.errors == {}


async def confirms(town: Town, who: Person) -> None:
    post = await card(town, "Confirm")
    (label,) = [each for each in post.buttons if each.startswith("Confirm")]
    await who.clicks(label, in_=post)


def case_of(anna: Customer) -> str:
    (said,) = [message.text for message in anna.screen if "Its code is " in message.text]
    return said.split("Its code is ")[1].split(".")[0]


async def order_of(town: Town) -> str:
    order = await town.sample.order(BUYER, OrderId(ORDER))
    assert order
    return f"{order.status} {order.payment.status}"


# --- the way through


async def test_a_refund_from_the_first_word_to_the_money(
    town: Town, anna: Customer, daan: Customer, tom: Person, zofia: Person
) -> None:
    await reports(town, anna)
    await anna.reads(" is open. We will look at it by ")
    shown = await thread_shows(town, "File from the buyer")
    assert len(shown.files) == 1
    await decides(town, tom, measures="full_refund")
    await thread_shows(town, "Somebody else must confirm")
    await confirms(town, tom)
    await town.trust.shows(lambda message: message.ephemeral_to == tom.id and "a second person" in message.plain)
    assert await order_of(town) == "sent paid"
    await confirms(town, zofia)
    for party in (anna, daan):
        said = await party.reads("We have decided dispute")
        assert "€67.55" in said.text
        assert REASONS in said.text
        assert "4.2, 5.1" in said.text
        assert "I disagree" in [button.label for row in said.keyboard for button in row]
    await thread_shows(town, "The shop has done")
    assert await order_of(town) == "sent refund_started"


async def test_the_report_survives_a_restart_at_every_step(
    town: Town, anna: Customer, daan: Customer, tom: Person, zofia: Person
) -> None:
    await begins(anna)
    await town.reopens()
    await anna.press("It hasn’t arrived")
    await anna.reads("You can write to the seller")
    await town.reopens()
    await anna.press("Go on anyway")
    await anna.reads("tell me in your own words")
    await anna.write("It never came.")
    await anna.reads("What would you like to happen?")
    await town.reopens()
    await anna.press("All of the money back")
    await anna.reads("If you have photos or files")
    await anna.press(ENOUGH)
    await anna.reads("Is everything right?")
    await town.reopens()
    await anna.press(SEND)
    await anna.reads("your report is sent")
    await card(town, "Take under review")
    await town.reopens()
    await decides(town, tom, measures="full_refund")
    await card(town, "Confirm")
    await town.reopens()
    await confirms(town, zofia)
    await anna.reads("We have decided dispute")
    await daan.reads("We have decided dispute")
    await thread_shows(town, "The shop has done")
    assert await order_of(town) == "sent refund_started"


OUTCOMES = {
    "full_refund": ({"measures": "full_refund"}, "€67.55"),
    "partial_refund": ({"measures": "partial_refund", "amount": "20,50"}, "€20.50"),
    "cancel_order": ({"measures": "cancel_order"}, "cancelled"),
    "remove_item": ({"measures": "remove_item"}, "removed"),
    "restrict_account": ({"accounts": "restrict_account.seller"}, ""),
    "suspend_account": ({"accounts": "suspend_account.seller"}, ""),
    "referred_to_police": ({"measures": "referred_to_police"}, ""),
    "no_action": ({"measures": "no_action"}, "No action is taken"),
}
DONE = {"referred_to_police", "no_action"}  # nobody's money or account is touched, so no second person is needed


@pytest.mark.faults  # a restart for each
@pytest.mark.parametrize("outcome", OUTCOMES)
async def test_each_outcome_with_a_restart_in_the_middle(
    town: Town, anna: Customer, daan: Customer, tom: Person, zofia: Person, outcome: str
) -> None:
    fields, told = OUTCOMES[outcome]
    await reports(town, anna)
    await town.reopens()
    await decides(town, tom, **fields)
    if outcome not in DONE:
        await card(town, "Confirm")
        await town.reopens()
        await confirms(town, zofia)
        await thread_shows(town, "The shop has done")
    for party in (anna, daan):
        said = await party.reads("We have decided dispute")
        assert told in said.text
        assert REASONS in said.text
    if outcome.endswith("account"):
        assert "account" in daan.screen[-1].text
        assert "account" not in anna.screen[-1].text.split(REASONS)[0]


async def test_the_other_party_is_heard_in_their_own_chat(
    town: Town, anna: Customer, daan: Customer, tom: Person
) -> None:
    await reports(town, anna)
    await tom.clicks("Ask the other party", in_=await card(town, "Ask the other party"))
    asked = await daan.reads(HER_WORDS)
    assert ORDER in asked.text
    await daan.press("Answer")
    await daan.reads("tell us your side")
    await says(daan, HIS_WORDS)
    await thread_shows(town, "I sent it on Monday")
    await anna.reads("what both parties gave us")


async def test_one_dispute_for_each_order_and_more_is_added_to_it(town: Town, anna: Customer) -> None:
    await reports(town, anna)
    await anna.reads(" is open. We will look at it by ")
    await anna.press(REPORT)
    await anna.reads("There is a report about this order already")
    await says(anna, "The tracking page says nothing.")
    await thread_shows(town, "The tracking page says nothing.")


async def test_an_appeal_is_decided_by_somebody_else(
    town: Town, anna: Customer, daan: Customer, tom: Person, zofia: Person
) -> None:
    await reports(town, anna)
    await decides(town, tom, measures="no_action")
    await anna.reads("We have decided dispute")
    await anna.press("I disagree")
    await anna.reads("why you disagree")
    await says(anna, "Nobody has asked the carrier.")
    await thread_shows(town, "Nobody has asked the carrier.")
    await zofia.clicks("Take under review", in_=await card(town, "Take under review"))
    await tom.clicks("Decide…", in_=await card(town, "Decide"))
    await town.trust.shows(lambda message: message.ephemeral_to == tom.id and "somebody else must" in message.plain)
    assert tom.modal is None
    await decides(town, zofia, measures="partial_refund", amount="20,00")
    await confirms(town, tom)
    said = await anna.reads("€20.00")
    assert "No further appeal" in said.text


async def test_a_report_is_withdrawn(town: Town, anna: Customer) -> None:
    await reports(town, anna)
    await anna.reads(" is open. We will look at it by ")
    await anna.press("Withdraw the report")
    await anna.reads("Do you want to withdraw")
    await anna.press("Withdraw the report")
    await anna.reads("Nothing more will be decided.")
    case = case_of(anna)
    await town.until(lambda: town.stored("SELECT stage FROM disputes WHERE case_code = ?", case) == [("closed",)])


async def test_what_the_shop_refuses_comes_back_to_the_thread(
    town: Town, anna: Customer, tom: Person, zofia: Person
) -> None:
    """The shop itself has sent all of the money back meanwhile."""
    await reports(town, anna)
    await decides(town, tom, measures="full_refund")
    all_of_it = Money("67.55", "EUR")
    await town.sample.carry_out(Proposal("by hand", "refund", "shop", OrderId(ORDER), person=BUYER, amount=all_of_it))
    await confirms(town, zofia)
    await thread_shows(town, "The shop refuses")
    assert await card(town, "Try again")


async def test_a_referral_puts_the_case_under_legal_hold_and_warns_nobody(
    town: Town, anna: Customer, daan: Customer, tom: Person
) -> None:
    await reports(town, anna)
    await decides(town, tom, measures="referred_to_police,cancel_order")
    case = case_of(anna)
    await town.until(lambda: town.stored("SELECT legal_hold FROM disputes WHERE case_code = ?", case) == [(1,)])
    await confirms(town, town.agent("Zofia", "U0ZOFIA"))
    for party in (anna, daan):
        said = await party.reads("We have decided dispute")
        assert "police" not in said.text.lower()
        assert "law enforcement" not in said.text.lower()


async def test_words_of_staff_in_the_thread_reach_no_party(
    town: Town, anna: Customer, daan: Customer, tom: Person
) -> None:
    post = await reports(town, anna)
    await anna.reads(" is open. We will look at it by ")
    await tom.writes(town.trust, "I do not believe a word of it.", post.ts)
    await tom.clicks("Write to a party…", in_=post)
    await town.until(lambda: tom.modal is not None)
    await tom.submits(party="buyer", words="Could you send the tracking number?")
    await anna.reads("Could you send the tracking number?")
    for party in (anna, daan):
        assert not any("believe" in message.text for message in party.screen)
        assert party is anna or not any("tracking number" in message.text for message in party.screen)


async def test_a_person_is_to_be_had_in_the_middle_of_the_report(town: Town, anna: Customer) -> None:
    await begins(anna)
    await anna.press(TALK)
    await anna.reads("Live chat:")
    await anna.press(REPORT)
    await anna.reads("Let’s go on where you stopped.")
