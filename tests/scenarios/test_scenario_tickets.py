"""Nobody is on duty, or the customer would rather have a mail: the case becomes a ticket."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bots.playground.faults import Fault
from bots.playground.slack import Person
from bots.playground.telegram import Customer
from core.engine import retry
from tests.scenarios.town import EMAIL, LIVE_CHAT, TALK, Town, both_ways

ADDRESS = "anna@shop.example"


async def asks_for_mail(anna: Customer, question: str = "When do I get my money back?") -> None:
    await anna.write(question)
    await anna.reads("Quoted from the help centre")
    await anna.press(TALK)
    await anna.reads("This is how you can reach our team:")
    await anna.press(EMAIL)
    await anna.reads("Which e-mail address may we send the answer to?")


@both_ways
async def test_with_nobody_on_duty_the_case_becomes_a_ticket(town: Town, anna: Customer) -> None:
    await anna.write("When do I get my money back?")
    await anna.reads("Quoted from the help centre")
    await anna.press(TALK)
    ways = await anna.reads("Live chat: nobody is on duty right now.")
    assert "E-mail: our team usually answers by " in ways.text
    assert ways.buttons == [EMAIL, "Cancel"]
    await anna.press(EMAIL)
    await anna.reads("Which e-mail address")
    await anna.write(ADDRESS)
    saved = await anna.reads(f"We’ll answer to {ADDRESS}.")
    case = re.search(r"FD-\w{6}", saved.text)
    assert case

    ticket = await town.team_gets(case[0])
    assert ticket.subject == f"[{case[0]}] When do I get my money back?"
    assert ticket.headers["Reply-To"] == ADDRESS
    for line in ("Customer: Anna", f"E-mail: {ADDRESS}", "Language: English", "2 working days", f"[{EMAIL}]"):
        assert line in ticket.text

    copy = await town.mail.mailbox(ADDRESS).gets(case[0])
    assert "We’ve received your question" in copy.subject
    assert "When do I get my money back?" in copy.text
    assert copy.headers["Auto-Submitted"] == "auto-generated"


async def test_the_ticket_has_the_whole_conversation_in_its_order(town: Town, anna: Customer) -> None:
    await anna.write("Which colour has the moon?")
    await anna.reads("I couldn’t find an answer")
    await asks_for_mail(anna)
    await anna.write(ADDRESS)
    transcript = (await town.team_gets()).text.partition("The conversation so far:")[2]
    said = (
        "has the moon?",
        "couldn’t find",
        "money back?",
        "2 working days",
        f"[{TALK}]",
        "reach our team",
        "Which e-mail",
    )
    places = [transcript.index(words) for words in said]
    assert places == sorted(places)


async def test_one_who_asked_nothing_yet_is_asked_what_it_is_about(town: Town, anna: Customer) -> None:
    await anna.write("human please")
    await anna.reads("This is how you can reach our team:")
    await anna.write("email")
    await anna.reads("What is it about?")
    await anna.write("My vase is broken\nand the seller is silent")
    await anna.reads("Which e-mail address")
    await anna.write(f"it is {ADDRESS}, thanks!")
    await anna.reads(f"We’ll answer to {ADDRESS}.")
    assert (await town.team_gets()).subject.endswith("] My vase is broken")


async def test_words_without_an_address_are_asked_again(town: Town, anna: Customer) -> None:
    await asks_for_mail(anna)
    for wrong in ("what do you mean", "anna@", "@shop.example", "anna at shop dot example"):
        await anna.write(wrong)
        await anna.reads("I don’t see an e-mail address in your message.")
    await anna.write(ADDRESS)
    await anna.reads(f"We’ll answer to {ADDRESS}.")


@pytest.mark.parametrize("word", ["Cancel", "/cancel"])
async def test_one_may_change_ones_mind(town: Town, anna: Customer, word: str) -> None:
    await asks_for_mail(anna)
    await anna.write(word)
    said = await anna.reads("No problem, I’ve cancelled that.")
    assert said.buttons == [TALK]
    assert town.mail.mailboxes == []


async def test_a_known_address_is_offered_and_not_taken_for_granted(town: Town, anna: Customer) -> None:
    await asks_for_mail(anna)
    await anna.write(ADDRESS)
    first = await town.team_gets()
    await anna.press(TALK)
    await anna.reads("This is how you can reach our team:")
    await anna.press(EMAIL)
    await anna.reads("This is one case")
    await anna.press("This is something else")
    await anna.reads("What is it about?")
    await anna.write("Another thing")
    await anna.reads("Which e-mail address")
    await anna.press(f"Use {ADDRESS}")
    second = await town.team_gets("] Another thing")
    assert (first.subject, second.subject) != (second.subject, first.subject)
    assert second.subject.endswith("] Another thing")


async def test_a_mail_server_that_is_down_keeps_nobody_waiting_and_loses_nothing(
    town: Town, anna: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    soon(monkeypatch)
    town.faults.add(Fault(server="mail", method="DATA", status=451, times=4))
    await asks_for_mail(anna)
    await anna.write(ADDRESS)
    await anna.reads(f"We’ll answer to {ADDRESS}.")
    ticket = await town.team_gets()
    copy = await town.mail.mailbox(ADDRESS).gets()
    assert (ticket.times, copy.times) == (1, 1)


async def test_a_mail_whose_answer_was_lost_is_one_mail(
    town: Town, anna: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    soon(monkeypatch)
    town.faults.add(Fault(server="mail", method="DATA", effect=True, drop=True, times=2))
    await asks_for_mail(anna)
    await anna.write(ADDRESS)
    await town.until(
        lambda: all(box.mails[0].times == 2 for box in town.mail.mailboxes) and len(town.mail.mailboxes) == 2
    )
    assert [len(box.mails) for box in town.mail.mailboxes] == [1, 1]


async def test_an_address_that_comes_back_is_asked_for_again(town: Town, anna: Customer) -> None:
    await asks_for_mail(anna)
    town.mail.nobody.add("anan@shop.example")
    await anna.write("anan@shop.example")
    await anna.reads("We’ll answer to anan@shop.example.")
    await anna.reads("Our e-mail to anan@shop.example came back.")
    await anna.write(ADDRESS)
    saved = await anna.reads(f"at {ADDRESS}.")
    case = re.search(r"FD-\w{6}", saved.text)
    assert case
    assert saved.text.startswith("Thank you. From now on we’ll answer case ")
    await town.mailbox(ADDRESS).gets(case[0])
    await town.team_gets(f"The customer has given another address: {ADDRESS}")


async def test_an_agent_who_comes_on_duty_can_be_chosen_from_the_old_screen(
    town: Town, anna: Customer, tom: Person
) -> None:
    await anna.write("/support")
    await anna.reads("nobody is on duty right now")
    await town.has_on_duty(tom)
    await anna.press(TALK) if TALK in anna.screen[-1].buttons else await anna.write("/support")
    await anna.reads("a colleague is on duty now")
    await anna.press(LIVE_CHAT)
    await town.shows_card(anna)


async def test_an_agent_who_left_meanwhile_is_not_promised(town: Town, anna: Customer, tom: Person) -> None:
    await town.has_on_duty(tom)
    await anna.write("/support")
    await anna.reads("a colleague is on duty now")
    await tom.clicks("I am off duty")
    await town.support.shows(lambda message: message.plain.startswith("Nobody is on duty"))
    await anna.press(LIVE_CHAT)
    ways = await anna.reads("That option isn’t available any more, sorry.")
    assert ways.buttons == [EMAIL, "Cancel"]


OPENS = datetime.now(ZoneInfo("Europe/Amsterdam")) + timedelta(days=3)


@pytest.mark.parametrize("settings", [{"HOURS_LIVE_CHAT": f"{OPENS:%a}"[:2] + " 9:00-10:00"}], ids=["closed"])
async def test_outside_its_hours_chat_is_closed_whoever_is_on_duty_and_its_opening_is_said(
    town: Town, anna: Customer, tom: Person
) -> None:
    await town.has_on_duty(tom)
    await anna.write("/support")
    ways = await anna.reads(f"Live chat: closed at the moment. It opens {OPENS:%A} at 9:00.")
    assert ways.buttons == [EMAIL, "Cancel"]


def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses before another try at mails, short enough for a test."""
    monkeypatch.setattr(retry, "MAILING", retry.MAILING._replace(first=timedelta(milliseconds=5)))
