"""One case, not five: asked again it joins the one that is open, and "My requests" shows how each stands."""

import re

from bots.playground.telegram import Customer
from tests.scenarios.town import EMAIL, TALK, Town, chatting

ADDRESS = "anna@shop.example"
QUESTION = "When do I get my money back?"


async def asks_by_mail(anna: Customer, question: str = QUESTION) -> None:
    await anna.write(question)
    await anna.reads("Quoted from the help centre")
    await anna.press(TALK)
    await anna.reads("This is how you can reach our team:")
    await anna.press(EMAIL)


async def has_a_ticket(anna: Customer, question: str = QUESTION) -> str:
    """The code of a new one."""
    await asks_by_mail(anna, question)
    await anna.reads("Which e-mail address may we send the answer to?")
    await anna.write(ADDRESS)
    return code_in((await anna.reads(f"We’ll answer to {ADDRESS}.")).text)


def code_in(text: str) -> str:
    found = re.search(r"FD-\w{6}", text)
    assert found
    return found[0]


async def test_the_same_request_joins_the_case_that_is_open(town: Town, anna: Customer) -> None:
    case = await has_a_ticket(anna)
    await town.team_gets(case)
    await asks_by_mail(anna, "When do I get back my money?")
    told = await anna.reads("Writing again doesn’t change your place.")
    assert case in told.text
    assert "This is something else" in told.buttons
    again = await town.team_gets("When do I get back my money?")
    assert case in again.subject
    (only,) = town.stored("SELECT count(*) FROM tickets")
    assert only == (1,)


async def test_one_tap_makes_it_a_case_of_its_own(town: Town, anna: Customer) -> None:
    case = await has_a_ticket(anna)
    await asks_by_mail(anna, "When do I get back my money?")
    await anna.reads("Writing again doesn’t change your place.")
    await anna.press("This is something else")
    await anna.reads("Which e-mail address")
    await anna.write(ADDRESS)
    saved = await anna.reads("Your question is saved as case")
    assert code_in(saved.text) != case


async def test_my_requests_lists_what_is_open_and_a_code_shows_it(town: Town, anna: Customer) -> None:
    case = await has_a_ticket(anna)
    await anna.write("My requests")
    listed = await anna.reads(f"{case}: “{QUESTION}”")
    assert "By e-mail: our team answers by " in listed.text
    assert listed.buttons == ["Reply", "Solved, thank you", TALK]
    await anna.write(case.removeprefix("FD-").lower())
    assert (await anna.reads(f"{case}: “")).text == listed.text


async def test_anothers_code_is_nobodys(town: Town, anna: Customer) -> None:
    case = await has_a_ticket(anna)
    bert = town.customer(1002, "Bert")
    await bert.write("/requests")
    await bert.reads("You have no open requests.")
    await bert.write(case)
    await bert.reads(f"I can’t find a request of yours with the code {case}.")
    await bert.write("FD-2C3F4H")
    await bert.reads("I can’t find a request of yours with the code FD-2C3F4H.")


async def test_a_closed_case_is_shown_by_its_code_alone(town: Town, anna: Customer) -> None:
    chat = await chatting(town, anna, town.agent())
    case = code_in(chat.card.plain)
    await anna.write("/requests")
    await anna.reads("Live chat: you’re with Tom now.")
    await chat.agent.clicks("Close", in_=chat.card)
    await anna.reads("Was this solved?")
    await anna.write("/requests")
    await anna.reads("You have no open requests.")
    await anna.write(case)
    assert "Closed: " in (await anna.reads(f"{case}: “")).text
