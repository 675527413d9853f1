"""What a supervisor does at the board, with the whole desk behind it: what the customer reads, and what staff see in Slack."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import pytest
from aiohttp.test_utils import TestClient

from bots.playground.faults import Fault
from bots.playground.slack import Person
from bots.playground.telegram import Customer
from core.model.ids import AgentId
from core.model.people import Agent
from handoff.board.acting.acts import routes
from handoff.board.visitors import Visitor
from tests.board.visiting import inside
from tests.scenarios.town import EMAIL, LIVE_CHAT, TALK, Chat, Town, chatting, waiting

FETCH = {"X-Requested-With": "fetch"}
REFUSED = json.dumps({"ok": False, "error_code": 400, "description": "Bad Request: a whim"})
MEETING = {"method": "live_chat", "reason": "meeting", "until": "60", "words": "Weekly talk"}


class Supervisor:
    """At the board, signed in with Slack; their thread of a case is in Slack as everybody's."""

    def __init__(self, client: TestClient) -> None:
        self._client = client

    async def does(self, deed: str, form: Mapping[str, str]) -> None:
        answer = await self._client.post(f"/acts/{deed}", data=form, headers=FETCH)
        assert answer.status == 204, await answer.text()

    async def is_refused(self, deed: str, form: Mapping[str, str]) -> str:
        answer = await self._client.post(f"/acts/{deed}", data=form, headers=FETCH)
        assert answer.status == 409
        return str((await answer.json())["error"])


@asynccontextmanager
async def at_the_board(town: Town, who: Person) -> AsyncIterator[Supervisor]:
    visitor = Visitor(Agent(AgentId(who.id), who.name), "operator", "a-token", member=True)
    async with inside(routes(town.room), visitor) as client:
        yield Supervisor(client)


@pytest.fixture
async def board(town: Town, zofia: Person) -> AsyncIterator[Supervisor]:
    async with at_the_board(town, zofia) as supervisor:
        yield supervisor


async def code(town: Town) -> str:
    ((found,),) = town.stored("SELECT code FROM cases")
    return str(found)


# --- chats


async def test_a_supervisor_takes_over_a_chat_and_its_owner_has_no_say_any_more(
    town: Town, anna: Customer, tom: Person, zofia: Person, board: Supervisor
) -> None:
    chat = await chatting(town, anna, tom)
    await board.does("take-over", {"case": await code(town)})
    await anna.reads("Zofia is taking over from Tom and can read everything you’ve written here.")
    told = await chat.thread_shows("Zofia (supervisor) has taken over this chat.")
    assert told.text.startswith("<@U0ZOFIA>")
    await chat.agent_writes("I am still here")
    await town.until(lambda: any("Zofia" in said for said in town.whispers(tom)))
    await Chat(town, anna, zofia, chat.card).agent_writes("Hello Anna")
    await anna.reads("Hello Anna")
    assert not any("I am still here" in message.text for message in anna.screen)


async def test_a_chat_that_waits_is_given_to_a_colleague(
    town: Town, anna: Customer, tom: Person, board: Supervisor
) -> None:
    card = await waiting(town, anna, tom)
    form = {"case": await code(town), "agent": "U0TOM", "note": "She knows the seller"}
    await board.does("assign", form)
    await board.does("assign", form)
    await anna.reads("Tom is now in the chat with you.")
    chat = Chat(town, anna, tom, card)
    told = await chat.thread_shows("Zofia (supervisor) gave this chat to Tom.")
    assert told.text.startswith("<@U0TOM>")
    await chat.thread_shows("She knows the seller")
    await chat.agent_writes("Hello Anna")
    await anna.reads("Hello Anna")
    assert sum("gave this chat to Tom" in line for line in town.thread(card)) == 1
    assert town.stored("SELECT count(*) FROM audit WHERE kind = 'board: assigned'") == [(1,)]


async def test_nobody_is_given_a_chat_that_is_over(town: Town, anna: Customer, tom: Person, board: Supervisor) -> None:
    await chatting(town, anna, tom)
    case = await code(town)
    await tom.slash("/frontdesk", "close", town.support)
    await anna.reads("Was this solved?")
    assert await board.is_refused("take-over", {"case": case}) == f"The live chat of {case} is over."


# --- duty


async def test_an_agent_is_put_on_duty_and_off_again_and_told_by_whom(
    town: Town, tom: Person, board: Supervisor
) -> None:
    await town.has_on_duty(tom)
    await board.does("duty", {"agent": "U0TOM", "on": "0"})
    await town.support.shows(lambda message: "Nobody is on duty." in message.plain)
    told = await town.support.shows(lambda message: "Zofia has taken Tom off duty." in message.plain)
    assert told.text.startswith("<@U0TOM>")
    await board.does("duty", {"agent": "U0TOM", "on": "1"})
    await town.support.shows(lambda message: message.plain.startswith("On duty now: Tom"))
    await town.support.shows(lambda message: "Zofia has put Tom on duty." in message.plain)
    ((detail,),) = town.stored("SELECT detail FROM audit WHERE kind = 'board: on duty'")
    assert detail == "U0ZOFIA Zofia: U0TOM"


# --- ways to a person


async def test_live_chat_is_closed_at_once_for_everybody_and_opens_again(
    town: Town, anna: Customer, tom: Person, board: Supervisor
) -> None:
    daan = town.customer(1002, "Daan")
    await waiting(town, anna, tom)
    await daan.write("/support")
    old = await daan.reads("Live chat: a colleague is on duty now.")

    await board.does("close-method", MEETING)
    left = await anna.reads("Our team is in a meeting.")
    assert "Live chat: closed for now. It opens again" in left.text
    assert left.buttons == [EMAIL, "Keep waiting", "Stop waiting"]
    ways = await daan.reads("The ways to reach our team have just changed:")
    assert (EMAIL in ways.buttons, LIVE_CHAT in ways.buttons) == (True, False)
    await daan.press(LIVE_CHAT, message_id=old.id)
    assert LIVE_CHAT not in (await daan.reads("This is how you can reach our team:")).buttons
    shut = await town.support.shows(lambda message: "I am on duty" in message.buttons and "closed" in message.plain)
    assert "by Zofia: Weekly talk" in shut.plain

    eve = town.customer(1003, "Eve")
    await eve.write("/support")
    assert LIVE_CHAT not in (await eve.reads("Our team is in a meeting.")).buttons

    await board.does("open-method", {"method": "live_chat"})
    await anna.reads("a colleague is there for live chats again")
    assert LIVE_CHAT in (await eve.reads("The ways to reach our team have just changed:")).buttons
    await town.support.shows(lambda message: "Zofia has opened live chat again." in message.plain)


async def test_who_keeps_waiting_while_it_is_closed_is_still_claimed(
    town: Town, anna: Customer, tom: Person, board: Supervisor
) -> None:
    card = await waiting(town, anna, tom)
    await board.does("close-method", {**MEETING, "until": ""})
    await anna.reads("Live chat: closed until further notice. Our team is in a meeting.")
    await tom.clicks("Claim", in_=card)
    await anna.reads("Tom is now in the chat with you.")


async def test_it_stays_closed_over_a_restart(town: Town, anna: Customer, tom: Person, board: Supervisor) -> None:
    await town.has_on_duty(tom)
    await board.does("close-method", MEETING)
    await town.support.shows(lambda message: "by Zofia: Weekly talk" in message.plain)
    await town.reopens()
    await anna.write("/support")
    ways = await anna.reads("Our team is in a meeting.")
    assert LIVE_CHAT not in ways.buttons


# --- customers


async def test_a_customer_is_unblocked(
    town: Town, anna: Customer, tom: Person, zofia: Person, board: Supervisor
) -> None:
    chat = await chatting(town, anna, tom)
    await tom.slash("/frontdesk", "block threats", town.support)
    await zofia.clicks("Block", in_=await chat.thread_shows("asks for this customer to be blocked"))
    await anna.reads("You can still reach us by e-mail.")
    await board.does("unblock", {"case": await code(town)})
    await anna.reads("Live chat and phone calls are open to you again.")
    await anna.press(TALK)
    assert LIVE_CHAT in (await anna.reads("This is how you can reach our team:")).buttons


# --- dead letters


async def test_what_was_refused_is_sent_again_by_the_running_desk(
    town: Town, anna: Customer, tom: Person, board: Supervisor
) -> None:
    chat = await chatting(town, anna, tom)
    town.faults.add(Fault("telegram", "sendMessage", status=400, body=REFUSED))
    await chat.agent_writes("Hello Anna")
    await town.until(lambda: bool(dead_letters(town)))
    ((id,),) = dead_letters(town)
    await board.does("letter", {"kind": "outbox", "id": id, "how": "again"})
    await anna.reads("Hello Anna")
    assert dead_letters(town) == []


def dead_letters(town: Town) -> list[tuple[str]]:
    return town.stored("SELECT id FROM outbox WHERE state = 'failed' AND NOT discarded")
