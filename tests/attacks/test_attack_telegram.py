"""Updates of every shape that the Bot API describes, through the real door, readers and decisions: nothing stumbles over any."""

import asyncio
import json
from collections.abc import AsyncIterator
from itertools import count

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bots.telegram.incoming import _REMARKS, WANTED
from core.flow.choices import TALK
from tests.attacks.besieged import BUDGET, WEBHOOK_SECRET, Besieged
from tests.attacks.telegram_shapes import Json, contents, in_chat, message_with, of_type, steered, texts

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(120 + 600 * (BUDGET - 1))]

SECRET = (b"X-Telegram-Bot-Api-Secret-Token", WEBHOOK_SECRET.encode())
CHATS = range(4001, 4006)
numbers = count(500_000)
plenty = settings(
    max_examples=25 * BUDGET,
    deadline=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)


@pytest_asyncio.fixture(scope="module", loop_scope="module", autouse=True)
async def chats(town: Besieged) -> AsyncIterator[None]:
    for number in CHATS:
        arrives(town, number)
    yield
    guest = town.customer(4999, "Gil")
    await guest.write("When do I get my money back?")
    await guest.reads("working days")


def arrives(town: Besieged, number: int) -> None:
    town.customer(number, "Gil").chat.started = True


async def bring(town: Besieged, *updates: Json) -> list[int]:
    """As Telegram does, at once; the answers."""
    bodies = [json.dumps(update).encode() for update in updates]
    answers = await asyncio.gather(*(town.gate.posts("/telegram", body, SECRET) for body in bodies))
    return [answer.status for answer in answers]


async def nothing_stumbled(town: Besieged, caplog: pytest.LogCaptureFixture) -> None:
    await town.has_settled()
    assert town.poison() == []
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []


@pytest.mark.fault("Coming in", "unknown update types and fields", "kept or passed over, never poison")
@plenty
@given(data=st.data())
async def test_any_update_of_the_bot_api(town: Besieged, caplog: pytest.LogCaptureFixture, data: st.DataObject) -> None:
    updates = data.draw(st.lists(of_type("Update"), min_size=1, max_size=4))
    updates = [each | {"update_id": next(numbers)} for each in updates]
    assert set(await bring(town, *updates)) <= {200}
    await nothing_stumbled(town, caplog)


@plenty
@given(data=st.data())
async def test_any_update_of_a_customers(town: Besieged, caplog: pytest.LogCaptureFixture, data: st.DataObject) -> None:
    kinds = data.draw(st.lists(st.sampled_from(WANTED), min_size=1, max_size=5))
    types = {"message": "Message", "edited_message": "Message", "callback_query": "CallbackQuery"}
    drawn = [{kind: data.draw(of_type(types[kind], 1))} for kind in kinds]
    updates = [steered(each, data.draw(st.sampled_from(CHATS)), next(numbers)) for each in drawn]
    assert set(await bring(town, *updates)) == {200}
    await nothing_stumbled(town, caplog)


@plenty
@given(said=st.lists(texts, min_size=1, max_size=6), chat=st.sampled_from(CHATS))
async def test_any_words_in_any_order(
    town: Besieged, caplog: pytest.LogCaptureFixture, said: list[str], chat: int
) -> None:
    updates = [steered({"message": {"text": text}}, chat, next(numbers)) for text in said]
    assert set(await bring(town, *updates)) == {200}
    await nothing_stumbled(town, caplog)


ACTIONS = (TALK, "offer.live_chat", "offer.email", "rate.1", "close", "", "|", "a|b|c", "\ud800", "x" * 64)


@plenty
@given(
    presses=st.lists(
        st.tuples(st.sampled_from(ACTIONS) | texts, st.integers(-1, 40) | st.just(10**30)), min_size=1, max_size=6
    ),
    chat=st.sampled_from(CHATS),
)
async def test_any_press_of_any_turn(
    town: Besieged, caplog: pytest.LogCaptureFixture, presses: list[tuple[str, int]], chat: int
) -> None:
    updates = [
        steered({"callback_query": {"data": f"{action}|{turn}", "chat_instance": "1"}}, chat, next(numbers))
        for action, turn in presses
    ]
    assert set(await bring(town, *updates)) == {200}
    await nothing_stumbled(town, caplog)


@pytest.mark.fault("Coming in", "messages without text", "a polite word; none to Telegram's own remarks")
async def test_every_kind_of_message_gets_a_word_or_is_a_remark_of_telegrams(
    town: Besieged, caplog: pytest.LogCaptureFixture
) -> None:
    """Each in a chat of its own; whoever is silent after it has not been understood as somebody who waits."""
    senders = dict(zip(contents(), count(10_000), strict=False))
    for field, chat in senders.items():
        arrives(town, chat)
        content = _example(field)
        assert await bring(town, {"update_id": next(numbers), "message": in_chat(content, chat, next(numbers))}) == [
            200
        ]
    await nothing_stumbled(town, caplog)
    silent = {field for field, chat in senders.items() if field not in _REMARKS and not heard(town, chat)}
    for field in silent:
        await town.until(lambda field=field: heard(town, senders[field]), 10)


def heard(town: Besieged, chat: int) -> bool:
    return any(message.by_bot for message in town.customer(chat).screen)


def _example(field: str) -> Json:
    """One message that has this field, the same each time."""
    found: list[Json] = []

    @settings(max_examples=1, database=None, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    @given(message_with(field))
    def draw(message: Json) -> None:
        found.append(message)

    draw()
    return found[-1]
