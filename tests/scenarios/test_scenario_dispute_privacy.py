"""A dispute of Anna and Daan, and everybody else: nothing of it is shown to them, and nothing that they press changes it."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bots.playground.slack import Person
from bots.playground.slack.state import Message as Post
from bots.playground.telegram import Customer
from bots.playground.telegram.state import Message
from core.model.codec import decode
from core.model.dispute_file import DisputeFile
from core.model.shop import CustomerId
from tests.scenarios.disputing import (
    BUYER,
    HER_WORDS,
    HERS,
    HIS,
    HIS_WORDS,
    ORDER,
    SELLER,
    SEND,
    SETTINGS,
    card,
    fills_in,
    says,
    thread_shows,
)
from tests.scenarios.town import Town, copied_articles, signed_in, signs_in

EMMA = CustomerId("c-1003")
_DIGITS, _LETTERS = "23456789", "CFHJKMPRTVWX"  # of codes
_NEXT = str.maketrans(_DIGITS + _LETTERS, _DIGITS[1:] + _DIGITS[:1] + _LETTERS[1:] + _LETTERS[:1])
REASONS = "The parcel’s number shows no delivery."
ADD = "Add something"
WAYS = "This is how you can reach our team"


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


# --- how a dispute comes to stand where others press its buttons


async def files(town: Town, anna: Customer) -> Post:
    await fills_in(anna, HERS)
    await anna.press(SEND)
    await anna.reads(" is open. We will look at it by ")
    return await card(town, "Ask the other party")


async def waits_for_daan(town: Town, anna: Customer, daan: Customer, tom: Person) -> None:
    await tom.clicks("Ask the other party", in_=await files(town, anna))
    await daan.reads(HER_WORDS)
    await anna.reads("we have asked the other party")


async def is_decided(town: Town, anna: Customer, daan: Customer, tom: Person) -> None:
    """After both were heard."""
    await waits_for_daan(town, anna, daan, tom)
    await daan.press("Answer")
    await daan.reads("tell us your side of it")
    await says(daan, HIS_WORDS)
    await anna.reads("what both parties gave us")
    await decides(town, tom)
    for party in (anna, daan):
        await party.reads("We have decided dispute")


async def decides(town: Town, tom: Person) -> None:
    await tom.clicks("Decide…", in_=await card(town, "Decide…"))
    await town.until(lambda: tom.modal is not None)
    await tom.submits(measures="no_action", reasons=REASONS, articles="4.2")


STANDS = {"waiting": waits_for_daan, "decided": is_decided}
every_stand = pytest.mark.parametrize("stands", STANDS)


# --- what is known of it, and what is tried on it


def stored(town: Town) -> list[DisputeFile]:
    return [decode(data, DisputeFile) for (data,) in town.stored("SELECT data FROM disputes ORDER BY opened_at")]


def all_of_it(town: Town) -> list[object]:
    """The dispute, its case and all that ever came to it: none of it may change."""
    with closing(sqlite3.connect(town.folder / "desk.db", timeout=5)) as connection:
        return [
            connection.execute(question).fetchall()
            for question in (
                "SELECT * FROM disputes",
                "SELECT * FROM cases WHERE method = 'dispute'",
                "SELECT id, payload FROM inbox WHERE stream LIKE 'dispute:%'",
                "SELECT kind, detail FROM audit WHERE conversation LIKE 'dispute:%'",
            )
        ]


def shown_to(*customers: Customer) -> list[str]:
    """The data of every button that they were ever shown."""
    found = {button.callback_data for customer in customers for each in customer.screen for button in buttons(each)}
    return sorted(data for data in found if data)


def buttons(message: Message) -> Iterator[object]:
    return (button for row in message.keyboard for button in row)


def turn(said: Message) -> str:
    data = next(button.callback_data for button in buttons(said) if button.callback_data)
    return data.partition("|")[2]


async def presses_all(customer: Customer, shown: list[str]) -> None:
    """Each as it was shown, and as if this customer's present message had shown it."""
    for data in shown:
        await customer.press(callback_data=data)
        await customer.write("/support")
        said = await customer.reads(lambda message: message.text.startswith(WAYS))
        await customer.press(callback_data=f"{data.partition('|')[0]}|{turn(said)}")
    await done_with(customer)


def no_case(case: str) -> str:
    """Nobody's code that looks like this one: letters and digits in the same places, for a few are read as an order's number."""
    prefix, _, signs = case.partition("-")
    return f"{prefix}-{signs.translate(_NEXT)}"


async def types_all(customer: Customer, case: str) -> None:
    """Whatever somebody who knows the code might hope for."""
    for words in (
        case,
        case.lower(),
        f"/start {case}",
        f"add.{case}",
        f"withdraw {case}",
        f"What about report {case}?",
    ):
        await customer.write(words)
        await customer.write("/support")
        await customer.reads(lambda message: message.text.startswith(WAYS))
    await done_with(customer)


async def somebody_asks(town: Town) -> None:
    """From then on the help centre answers at once, and what is written next interrupts no answer."""
    mia = town.customer(1009, "Mia")
    await mia.write("Can I get my money back?")
    await mia.reads("AI assistant")
    await mia.write("What about report FD-1?")
    await mia.reads(lambda message: message.by_bot)


async def done_with(customer: Customer) -> None:
    """Everything before it has been heard."""
    await customer.write("/signout")
    await customer.reads("signed", timeout=20)


def told(customer: Customer, case: str) -> list[tuple[str, list[str]]]:
    """The bot's messages, without the code."""
    return [(message.text.replace(case, "…"), message.buttons) for message in customer.screen if message.by_bot]


# --- others


@every_stand
@pytest.mark.parametrize("person", [EMMA, None], ids=["signed in", "signed out"])
async def test_to_others_the_dispute_is_as_one_that_there_is_not(
    town: Town, anna: Customer, daan: Customer, tom: Person, stands: str, person: CustomerId | None
) -> None:
    """All buttons that its parties were ever shown, and its code, against those of no dispute, in two chats alike."""
    await STANDS[stands](town, anna, daan, tom)
    case, before = stored(town)[0].case, all_of_it(town)
    shown = shown_to(anna, daan)
    assert {"answer", "add", "withdraw"} < {data.partition(".")[0] for data in shown}
    await somebody_asks(town)
    codes = {town.customer(1003, "Emma"): case, town.customer(1004, "Emma"): no_case(case)}
    for chat, code in codes.items():
        await chat.starts()
        await chat.reads("AI assistant")
        if person:
            await signs_in(town, chat, person)
        await types_all(chat, code)
        if person:
            await signs_in(town, chat, person)
        await presses_all(chat, [data.replace(case, code) for data in shown])

    theirs, nobodys = (told(chat, code) for chat, code in codes.items())
    assert theirs == nobodys
    words = "\n".join(text for text, _ in theirs)
    assert [each for each in (HER_WORDS, HIS_WORDS, REASONS, "Box camera", "Anna", "Daan") if each in words] == []
    assert all_of_it(town) == before


# --- the other party


async def test_the_other_party_takes_nothing_back_that_is_not_theirs(
    town: Town, anna: Customer, daan: Customer, tom: Person
) -> None:
    await waits_for_daan(town, anna, daan, tom)
    before, case = all_of_it(town)[0], stored(town)[0].case
    for data in [each for each in shown_to(anna) if case not in each or each.startswith("withdraw")]:
        await daan.press(callback_data=data)
    await done_with(daan)
    assert sum(f"isn’t possible any more for report {case}" in message.text for message in daan.screen) == 1
    assert all_of_it(town)[0] == before


async def test_the_other_party_adds_by_the_others_button_in_their_own_name(
    town: Town, anna: Customer, daan: Customer, tom: Person
) -> None:
    await waits_for_daan(town, anna, daan, tom)
    await daan.press(callback_data=f"answer.{stored(town)[0].case}|0")
    await daan.reads("tell us your side of it")
    await says(daan, HIS_WORDS)
    await anna.reads("what both parties gave us")
    await daan.press(callback_data=next(data for data in shown_to(anna) if data.startswith("add.")))
    await daan.reads("what you want to add")
    await says(daan, "And here is the number.")
    await daan.reads("this is part of dispute")
    dispute = stored(town)[0].dispute
    assert dispute.buyer.account == HER_WORDS
    assert dispute.seller.account == f"{HIS_WORDS}\n\nAnd here is the number."
    assert not any("And here is the number." in message.text for message in anna.screen)


async def test_the_other_party_appeals_by_the_others_button_in_their_own_name(
    town: Town, anna: Customer, daan: Customer, tom: Person
) -> None:
    await is_decided(town, anna, daan, tom)
    await daan.press(callback_data=next(data for data in shown_to(anna) if data.startswith("appeal.")))
    await daan.reads("why you disagree")
    await says(daan, "You have not read the receipt.")
    await daan.reads("there is an appeal")
    dispute = stored(town)[0].dispute
    assert dispute.appeals == ("seller",)
    assert (dispute.steps[-1].by.kind, dispute.steps[-1].by.id) == ("seller", SELLER)


# --- signed out, and in as somebody else


async def test_in_the_chat_that_was_hers_only_she_goes_on(
    town: Town, anna: Customer, daan: Customer, tom: Person
) -> None:
    await waits_for_daan(town, anna, daan, tom)
    case, shown = stored(town)[0].case, [each for each in shown_to(anna) if each.startswith(("add.", "withdraw."))]
    await anna.write("/signout")
    await anna.reads("signed out")
    before = all_of_it(town)
    await nothing_of(anna, shown)
    await signs_in(town, anna, EMMA)
    await nothing_of(anna, shown)
    assert all_of_it(town) == before

    await anna.write("/signout")
    await anna.reads("signed out")
    await signs_in(town, anna, BUYER)
    await anna.press(callback_data=shown[0])
    await anna.reads("what you want to add")
    await says(anna, "It is still not here.")
    await anna.reads(f"this is part of dispute {case} now")
    assert stored(town)[0].dispute.buyer.account == f"{HER_WORDS}\n\nIt is still not here."


async def nothing_of(customer: Customer, shown: list[str]) -> None:
    for data in shown:
        await customer.press(callback_data=data)
        await customer.reads("This isn’t possible any more for report")


async def test_what_she_began_to_add_goes_with_her_name_and_nothing_after_it(
    town: Town, anna: Customer, daan: Customer, tom: Person
) -> None:
    """She said it as herself; whoever writes in the chat after she signed out says nothing in the dispute."""
    await waits_for_daan(town, anna, daan, tom)
    await anna.press(ADD)
    asked = await anna.reads("what you want to add")
    await anna.write("It is still not here.")
    await anna.reads("I’ve noted that")
    await anna.write("/signout")
    await anna.reads("signed out")
    await town.until(lambda: "still not here" in stored(town)[0].dispute.buyer.account)
    before = all_of_it(town)
    await anna.write("Give all the money to somebody else.")
    await anna.reads()
    await anna.press(callback_data=f"enough|{turn(asked)}")
    await done_with(anna)
    assert all_of_it(town) == before


async def test_a_draft_is_seen_by_nobody_who_signs_in_after_her(town: Town, anna: Customer) -> None:
    await fills_in(anna, HERS)
    shown = shown_to(anna)
    await anna.write("/signout")
    await anna.reads("signed out")
    await signs_in(town, anna, EMMA)
    read = len(anna.screen)
    await presses_all(anna, shown)
    words = "\n".join(message.text for message in anna.screen[read:] if message.by_bot)
    assert [each for each in (HER_WORDS, "Box camera", ORDER) if each in words] == []
    assert stored(town) == []
    assert town.stored("SELECT count(*) FROM cases") == [(0,)]


async def test_the_decision_is_read_by_nobody_who_signed_in_after_her(
    town: Town, anna: Customer, daan: Customer, tom: Person
) -> None:
    """It goes to her by mail."""
    await waits_for_daan(town, anna, daan, tom)
    await anna.write("/signout")
    await anna.reads("signed out")
    await signs_in(town, anna, EMMA)
    await tom.clicks("Take under review", in_=await card(town, "Take under review"))
    await decides(town, tom)
    await daan.reads("We have decided dispute")
    mail = await town.mail.mailbox("anna@mail.example").gets(REASONS)
    await done_with(anna)
    assert "dispute" in mail.subject.lower() or ORDER in mail.subject
    assert not any(REASONS in message.text for message in anna.screen)


# --- staff who are none


async def test_guests_and_people_of_other_workspaces_press_in_vain(
    town: Town, anna: Customer, daan: Customer, tom: Person
) -> None:
    await tom.clicks("Take under review", in_=await files(town, anna))
    await anna.reads("we are looking at what both parties gave us")
    shown = await card(town, "Decide…")
    await tom.clicks("Decide…", in_=shown)
    await town.until(lambda: tom.modal is not None)
    form, before = tom.modal, all_of_it(town)[:2]
    outsiders = [town.slack.agent("Gus", "U0GUS", guest=True), town.slack.agent("Eve", "U0EVE", team="T0OTHER")]
    for outsider in outsiders:
        for button in shown.buttons:
            await outsider.clicks(button, in_=shown)
        await outsider.submits(form, measures="no_action", reasons=REASONS, articles="4.2")
        assert outsider.modal is None
    await tom.clicks("Write to a party…", in_=shown)  # all before it has been read
    await town.until(lambda: tom.modal is not form)
    assert all_of_it(town)[:2] == before


# --- two reports about one order


async def test_the_other_partys_own_report_joins_the_one_that_is_open(
    town: Town, anna: Customer, daan: Customer
) -> None:
    await fills_in(daan, HIS)
    await files(town, anna)
    await daan.press(SEND)
    await daan.reads("There is a report about this order already")
    await thread_shows(town, HIS_WORDS)
    (file,) = stored(town)
    assert (file.dispute.role, file.dispute.buyer.account, file.dispute.seller.account) == (
        "buyer",
        HER_WORDS,
        HIS_WORDS,
    )
    assert len(town.stored("SELECT * FROM cases WHERE closed_at IS NULL")) == 1


async def test_two_reports_that_are_sent_at_once_are_one_dispute(town: Town, anna: Customer, daan: Customer) -> None:
    await asyncio.gather(fills_in(anna, HERS), fills_in(daan, HIS))
    await asyncio.gather(anna.press(SEND), daan.press(SEND))
    await town.until(
        lambda: [bool(f.dispute.buyer.account and f.dispute.seller.account) for f in stored(town)] == [True]
    )
    (file,) = stored(town)
    assert (file.dispute.buyer.account, file.dispute.seller.account) == (HER_WORDS, HIS_WORDS)
    second = daan if file.dispute.role == "buyer" else anna
    await second.reads("There is a report about this order already")
    assert len([message for message in town.trust.messages if message.plain.startswith("Dispute FD-")]) == 1
