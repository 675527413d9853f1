"""Updates at the door in any order, again and again, with gaps: each counts once, and none harms another."""

import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

import aiohttp
import pytest

from bots.playground.slack import Person
from bots.playground.telegram import Customer
from tests.scenarios.town import TALK, WAYS, Town, Ways, chatting, waiting

Update = dict[str, Any]
Deliver = Callable[[Update], Awaitable[None]]

SECRET = {"X-Telegram-Bot-Api-Secret-Token": "a-webhook-secret"}
DAY = 86_400  # seconds
SETTLED = (
    "SELECT (SELECT count(*) FROM inbox WHERE state = 'new') + (SELECT count(*) FROM outbox WHERE state = 'waiting')"
)


@pytest.fixture
def ways() -> Ways:
    return WAYS["doors"]


@pytest.fixture
async def deliver(town: Town) -> AsyncIterator[Deliver]:
    """As Telegram does: one update, until it is taken."""
    async with aiohttp.ClientSession(headers=SECRET) as session:

        async def post(update: Update) -> None:
            async with session.post(town.door, json=update) as answer:
                assert answer.status == 200, await answer.text()

        yield post


def update(number: int, kind: str, body: Update) -> Update:
    return {"update_id": number, kind: body}


def written(town: Town, number: int, words: str | None, **more: object) -> Update:
    """Anna's message of this number; None: without a text."""
    anna = {"id": 1001, "is_bot": False, "first_name": "Anna", "language_code": "en"}
    text = {} if words is None else {"text": words}
    chat = {"id": 1001, "type": "private", "first_name": "Anna"}
    date = int(town.telegram.account.now())
    return {"message_id": number, "date": date, "chat": chat, "from": anna, **text, **more}


def pressed(town: Town, number: int, data: str) -> Update:
    message = written(town, number, "What was pressed")
    return {"id": f"press-{number}", "from": message["from"], "message": message, "chat_instance": "1", "data": data}


async def settled(town: Town) -> None:
    await town.until(lambda: town.stored(SETTLED) == [(0,)], 20)


def transcript(town: Town, author: str = "customer") -> list[str]:
    lines = town.stored("SELECT text FROM messages WHERE author = ? ORDER BY seq", author)
    return [text for (text,) in lines]


def dead(town: Town) -> list[tuple[Any, ...]]:
    return town.stored("SELECT id, reason FROM inbox WHERE state = 'dead'")


QUESTIONS = [f"When do I get my money back for order {number}?" for number in range(4711, 4719)]


@pytest.mark.fault("Coming in", "a random permutation with gaps", "each counts once, whatever came before it")
@pytest.mark.fault("Coming in", "each update delivered up to four times")
@pytest.mark.parametrize("seed", range(3))
async def test_a_permutation_with_gaps_and_repeats(town: Town, anna: Customer, deliver: Deliver, seed: int) -> None:
    chance = random.Random(seed)
    numbers = chance.sample(range(500, 900), len(QUESTIONS))  # with gaps
    updates = [
        update(number, "message", written(town, 9000 + number, words))
        for number, words in zip(numbers, QUESTIONS, strict=True)
    ]
    sent = [each for each in updates for _ in range(chance.randint(1, 4))]
    chance.shuffle(sent)
    anna.chat.started = True

    for each in sent:
        await deliver(each)
    await settled(town)

    assert sorted(transcript(town)) == sorted(QUESTIONS)
    assert dead(town) == []


@pytest.mark.fault("Coming in", "delivered again after a restart", "it counts once")
@pytest.mark.fault("Coming in", "delivered again after 24 hours", "it counts once")
@pytest.mark.parametrize("later", [0, DAY], ids=["after a restart", "after a day"])
async def test_what_comes_again_later_counts_once(town: Town, anna: Customer, deliver: Deliver, later: float) -> None:
    anna.chat.started = True
    news = update(700, "message", written(town, 9700, QUESTIONS[0]))
    await deliver(news)
    await settled(town)
    said = len(anna.screen)

    await town.closes()
    town.stored("UPDATE inbox SET received_at = received_at - ?", later)
    await town.opens()
    await deliver(news)
    await settled(town)

    assert transcript(town) == [QUESTIONS[0]]
    assert len(anna.screen) == said


@pytest.mark.fault("Coming in", "an edit before its message", "both are kept, the words of each once")
async def test_an_edit_that_comes_before_its_message(town: Town, anna: Customer, tom: Person, deliver: Deliver) -> None:
    chat = await chatting(town, anna, tom)
    edit = written(town, 9800, "It is order 4712.", edit_date=int(town.telegram.account.now()))

    await deliver(update(801, "edited_message", edit))
    await chat.thread_shows("It is order 4712.")
    await deliver(update(800, "message", written(town, 9800, "It is order 4711.")))
    await chat.thread_shows("It is order 4711.")

    await settled(town)
    for words in ("It is order 4712.", "It is order 4711."):
        assert sum(words in line for line in town.thread(chat.card)) == 1, town.thread(chat.card)
    assert dead(town) == []


@pytest.mark.fault("Coming in", "a press before its text", "told that the choice has expired, with the present ones")
async def test_a_press_that_comes_before_the_text_that_led_to_it(town: Town, anna: Customer, deliver: Deliver) -> None:
    """The button is one of a stage in which the desk never saw the chat."""
    anna.chat.started = True

    await deliver(update(901, "callback_query", pressed(town, 9901, "7:callback")))
    await settled(town)
    await deliver(update(900, "message", written(town, 9900, QUESTIONS[0])))

    await anna.reads("working days")
    await anna.press(TALK)
    await anna.reads("reach our team")
    await settled(town)
    assert dead(town) == []


STRANGE: Mapping[str, Update] = {
    "a kind that nobody knows": {"teleported": {"to": "Delft"}},
    "a field that nobody knows": {
        "message": {"message_id": 1, "date": 1, "chat": {"id": 1001, "type": "private"}, "aura": []}
    },
    "a kind that is nothing": {"message": None},
    "a list for a message": {"message": []},
    "a text that is a number": {
        "message": {"message_id": 2, "date": 1, "chat": {"id": 1001, "type": "private"}, "text": 7}
    },
    "nothing at all": {},
}


@pytest.mark.fault("Coming in", "unknown update types and fields")
@pytest.mark.fault(
    "Coming in", "a poison item", "a dead letter with its reason at most; the customer's next message flows"
)
@pytest.mark.parametrize("strange", STRANGE.values(), ids=STRANGE)
async def test_what_nobody_understands_is_in_nobodys_way(
    town: Town, anna: Customer, deliver: Deliver, strange: Update
) -> None:
    anna.chat.started = True
    await deliver({"update_id": 1000, **strange})
    await deliver(update(1001, "message", written(town, 9001, QUESTIONS[0])))
    await anna.reads("working days")


@pytest.mark.fault("Coming in", "the same text ten times in a minute", "one case, one place in the queue")
async def test_ten_times_the_same_wish_is_one_place_in_the_queue(town: Town, anna: Customer, tom: Person) -> None:
    await waiting(town, anna, tom)
    for _ in range(10):
        await anna.write("/support")
    await settled(town)

    assert town.stored("SELECT count(*) FROM cases") == [(1,)]
    assert len([m for m in town.support.messages if "Claim" in m.buttons]) == 1
