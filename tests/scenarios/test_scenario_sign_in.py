"""Signing in from a chat through the shop's own page, and every way in which a link can go astray."""

import asyncio
import logging
import re
from datetime import timedelta
from pathlib import Path

import pytest

from bots.playground.shop.desk import OVER, UNKNOWN, UNREACHABLE
from bots.playground.slack import Person
from bots.playground.telegram import Customer
from bots.shop import links
from tests.scenarios.town import (
    SHOP_SECRET,
    TALK,
    Town,
    asks_to_sign_in,
    both_ways,
    chatting,
    confirms,
    copied_articles,
    sign_in_link,
    signs_in,
)

ANNA, DAAN, EMMA = "c-1001", "c-1002", "c-1003"  # at the shop
WHERE = "Where is my parcel?"
AUDIT = "SELECT kind, detail FROM audit WHERE conversation = ? ORDER BY rowid"


@pytest.fixture
def settings() -> dict[str, str]:
    return {"SHOP_SECRET": SHOP_SECRET}


@pytest.fixture(scope="session")
def help_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied_articles(tmp_path_factory.mktemp("help"))


@pytest.fixture
def daan(town: Town) -> Customer:
    return town.customer(1002, "Daan")


async def whose_orders(customer: Customer) -> list[str]:
    """What the list of orders shows now; nothing where one has to sign in first."""
    await customer.write("/orders")
    said = await customer.reads(lambda message: "Which one" in message.text or "Open this link" in message.text)
    return [label for label in said.buttons if label.startswith("H-")]


async def is_told_at_the_shop(town: Town, link: str, person: str = ANNA) -> str:
    """What somebody reads at the shop who opens this link there."""
    async with town.browser() as browser:
        await browser.opens(link)
        if browser.status == 200:
            await browser.is_(person)
        return browser.text


# --- signed in


@both_ways
async def test_the_question_that_was_interrupted_goes_on(town: Town, anna: Customer) -> None:
    await anna.write(WHERE)
    general = await anna.reads("If you sign in, I can look at your own orders.")
    await anna.press("Sign in", message_id=general.id)
    await confirms(town, sign_in_link(await anna.reads("Open this link and sign in")), ANNA, "Anna")
    await anna.reads("Hello Anna Kowalska, you’re signed in.")
    await anna.reads("Which one is it about?")
    await anna.write("H-104203")
    answer = await anna.reads("Order H-104203: Box camera Agfa")
    assert "Quoted from the help centre" in answer.text
    assert "I can’t see your order" not in answer.text


async def test_without_a_question_the_greeting_asks_for_one(town: Town, anna: Customer) -> None:
    said = await signs_in(town, anna, ANNA)
    assert said.buttons == ["Question about an order", TALK]


async def test_who_does_not_sign_in_is_answered_and_finds_a_person(town: Town, anna: Customer) -> None:
    await asks_to_sign_in(anna)
    await anna.write("When do I get my money back?")
    await anna.reads("Quoted from the help centre")
    await anna.press(TALK)
    await anna.reads("This is how you can reach our team:")


@pytest.mark.fault("Security", "account linking confirmed by the person, who is shown the chat's name")
async def test_who_says_that_it_is_not_them_connects_nothing(town: Town, anna: Customer) -> None:
    link = await asks_to_sign_in(anna)
    async with town.browser() as browser:
        await browser.opens(link)
        await browser.is_(DAAN)
        await browser.sends("/sign-in/connect", answer="not_me")
        assert browser.text.startswith("Nothing was connected")
    assert await whose_orders(anna) == []


async def test_the_desk_may_restart_while_somebody_is_at_the_shop(town: Town, anna: Customer) -> None:
    await anna.write(WHERE)
    await anna.reads("If you sign in")
    await anna.press("Sign in")
    link = sign_in_link(await anna.reads("Open this link"))
    async with town.browser() as browser:
        await browser.opens(link)
        await browser.is_(ANNA)
        page = browser.page
        await town.closes()
        await browser.sends("/sign-in/connect", answer="confirm")
        assert browser.text == f"That did not work {UNREACHABLE}"
        await town.opens()
        browser.page = page
        await browser.sends("/sign-in/connect", answer="confirm")
        assert browser.text.startswith("You are connected")
    await anna.reads("Hello Anna Kowalska")
    await anna.reads("Which one is it about?")


async def test_beside_a_live_chat_the_agent_is_told(town: Town, anna: Customer, tom: Person) -> None:
    chat = await chatting(town, anna, tom)
    await signs_in(town, anna, ANNA)
    await chat.thread_shows("Anna Kowalska")
    await anna.write("still there?")
    await chat.thread_shows("still there?")


# --- links that go astray


@pytest.mark.fault(
    "Security", "stolen, replayed, forwarded, raced links", "nothing is gained; one of many at once is first"
)
async def test_whoever_opens_a_stolen_link_sees_whose_it_is_and_gains_nothing(
    town: Town, anna: Customer, daan: Customer
) -> None:
    """Daan has got hold of Anna's link. Agreeing lets Anna's chat see his orders, which the page told him, and not his hers."""
    link = await asks_to_sign_in(anna)
    await confirms(town, link, DAAN, "Anna")
    await anna.reads("Hello Daan de Vries, you’re signed in.")
    assert await whose_orders(daan) == []
    await signs_in(town, anna, ANNA)
    assert await whose_orders(daan) == []


async def test_a_link_works_once(town: Town, anna: Customer) -> None:
    link = await asks_to_sign_in(anna)
    await confirms(town, link, ANNA, "Anna")
    await anna.reads("Hello Anna Kowalska")
    for person in (ANNA, EMMA):
        assert await is_told_at_the_shop(town, link, person) == f"That did not work {OVER}"
    assert await whose_orders(anna) != []
    assert sum("signed in" in message.text for message in anna.screen) == 1


async def test_a_link_that_was_left_lying_opens_nothing(
    town: Town, anna: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "VALID", timedelta(milliseconds=1))
    link = await asks_to_sign_in(anna)
    assert await is_told_at_the_shop(town, link) == f"That did not work {OVER}"
    assert await whose_orders(anna) == []


async def test_a_page_that_was_left_open_for_too_long_connects_nothing(town: Town, anna: Customer) -> None:
    link = await asks_to_sign_in(anna)
    async with town.browser() as browser:
        await browser.opens(link)
        await browser.is_(ANNA)
        town.stored("UPDATE links SET expires_at = expires_at - 601")
        await browser.sends("/sign-in/connect", answer="confirm")
        assert browser.text == f"That did not work {OVER}"
    assert await whose_orders(anna) == []


@pytest.mark.fault("Security", "stolen, replayed, forwarded, raced links")
async def test_of_two_who_agree_at_once_one_is_connected(town: Town, anna: Customer) -> None:
    """A link that was forwarded is open in two browsers."""
    link = await asks_to_sign_in(anna)
    async with town.browser() as hers, town.browser() as anothers:
        for browser, person in ((hers, ANNA), (anothers, EMMA)):
            await browser.opens(link)
            await browser.is_(person)
        await asyncio.gather(*(each.sends("/sign-in/connect", answer="confirm") for each in (hers, anothers)))
        won, lost = (hers, anothers) if hers.status == 200 else (anothers, hers)
        assert (won.text[:17], lost.text) == ("You are connected", f"That did not work {OVER}")
    name = "Anna Kowalska" if won is hers else "Emma O’Connor-Byrne"
    await anna.reads(f"Hello {name}, you’re signed in.")
    await anna.write("thanks")
    await anna.reads()
    assert sum("signed in" in message.text for message in anna.screen) == 1


async def test_a_newer_link_takes_the_place_of_an_older_one(town: Town, anna: Customer) -> None:
    older = await asks_to_sign_in(anna)
    newer = await asks_to_sign_in(anna)
    assert await is_told_at_the_shop(town, older) == f"That did not work {OVER}"
    await confirms(town, newer, ANNA, "Anna")
    await anna.reads("Hello Anna Kowalska")


async def test_the_link_of_one_chat_leaves_that_of_another_alone(town: Town, anna: Customer, daan: Customer) -> None:
    hers = await asks_to_sign_in(anna)
    his = await asks_to_sign_in(daan)
    await asyncio.gather(confirms(town, hers, ANNA, "Anna"), confirms(town, his, DAAN, "Daan"))
    await anna.reads("Hello Anna Kowalska")
    await daan.reads("Hello Daan de Vries")
    hers_alone = "H-104202"
    assert any(hers_alone in label for label in await whose_orders(anna))
    assert not any(hers_alone in label for label in await whose_orders(daan))


async def test_a_link_that_nobody_made_is_not_known(town: Town, anna: Customer) -> None:
    link = await asks_to_sign_in(anna)
    changed = link[:-1] + ("A" if link[-1] != "A" else "B")
    assert await is_told_at_the_shop(town, changed) == f"That did not work {UNKNOWN}"
    assert await is_told_at_the_shop(town, "/sign-in?link=none") == f"That did not work {UNKNOWN}"
    await confirms(town, link, ANNA, "Anna")


async def test_a_link_that_was_used_stands_in_no_log(
    town: Town, anna: Customer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        link = await asks_to_sign_in(anna)
        await confirms(town, link, ANNA, "Anna")
        await anna.reads("Hello Anna Kowalska")
        await is_told_at_the_shop(town, link)
    desks = [
        record.getMessage()
        for record in caplog.records
        if record.name.startswith(("bots.shop", "core", "bots.running"))
    ]
    assert all(link.rpartition("=")[2] not in said for said in desks)


# --- out, and somebody else


async def test_who_signs_out_is_a_stranger_again(town: Town, anna: Customer) -> None:
    await signs_in(town, anna, ANNA)
    await anna.write("/orders")
    listed = await anna.reads("Which one is it about?")
    await anna.write("/signout")
    said = await anna.reads("You’re signed out. I’ve forgotten which orders we talked about.")
    assert said.buttons == ["Sign in", TALK]
    asked = len(town.shop.requests)
    await anna.press(listed.buttons[0], message_id=listed.id)
    await anna.reads("That button is from earlier and no longer works.")
    await anna.write("where is H-104203?")
    await anna.reads(lambda message: "H-104203: " not in message.text)
    assert len(town.shop.requests) == asked
    await anna.write("/signout")
    await anna.reads("You’re not signed in.")


async def test_signing_in_as_somebody_else_starts_afresh(town: Town, anna: Customer) -> None:
    await signs_in(town, anna, ANNA)
    await anna.write("where is H-104203?")
    hers = await anna.reads("Box camera Agfa, with leather case, bought from")
    asked = len(town.shop.requests)
    await signs_in(town, anna, EMMA)
    assert "You were signed in as somebody else before, so we start afresh." in anna.screen[-1].text
    await anna.write("and when will it arrive?")
    await anna.reads(lambda message: "Agfa" not in message.text)
    assert await whose_orders(anna) != []
    assert all(f"/people/{EMMA}/" in request.target for request in town.shop.requests[asked:])
    assert hers.buttons  # pressing them is harmless: none of them names an order


async def test_each_step_is_in_the_audit(town: Town, anna: Customer, daan: Customer) -> None:
    link = await asks_to_sign_in(anna)
    await confirms(town, link, ANNA, "Anna")
    await anna.reads("Hello Anna Kowalska")
    await is_told_at_the_shop(town, link)
    await signs_in(town, anna, EMMA)
    await anna.write("/signout")
    await anna.reads("signed out")
    late = await asks_to_sign_in(daan)
    town.stored("UPDATE links SET expires_at = expires_at - 601 WHERE conversation = 'telegram:1002'")
    await is_told_at_the_shop(town, late)

    hers = town.stored(AUDIT, "telegram:1001")
    assert [kind for kind, _ in hers if kind != "link made"] == [
        *("link shown", "link confirmed", "signed in", "link refused"),
        *("link shown", "link confirmed", "signed in", "signed out"),
    ]
    confirmed = [detail.partition(" by ")[2] for kind, detail in hers if kind == "link confirmed"]
    assert confirmed == [detail for kind, detail in hers if kind == "signed in"] == [ANNA, EMMA]
    assert [kind for kind, _ in town.stored(AUDIT, "telegram:1002") if kind != "link made"] == ["link expired"]
    assert all(len(max(re.split(r"\W", detail), key=len)) < 43 for _, detail in hers), "no link stands there whole"


# --- in a group


async def test_in_a_group_it_is_said_once_why_nothing_personal_is_said_there(town: Town, anna: Customer) -> None:
    await signs_in(town, anna, ANNA)
    asked = len(town.shop.requests)
    group = town.group("Friends")
    for words in ("/orders", "/signin", "@sample_market_bot where is H-104203?"):
        town.writes_in(group, anna, words)
    said = await group.reads("In a group I can’t talk about orders or accounts")
    assert said.buttons == []
    await anna.write("/orders")
    await anna.reads("Which one is it about?")  # her own chat is as it was
    await town.reopens()
    town.writes_in(group, anna, "/orders")
    await anna.write("/signout")
    await anna.reads("signed out")
    assert len([message for message in group.screen if message.by_bot]) == 1
    assert [each.method for each in town.shop.requests[asked:]] == ["orders", "items"]
