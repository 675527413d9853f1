"""Payloads of every shape that Slack's samples have, rightly signed, through the real door, readers and decisions."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from urllib.parse import urlencode

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bots.playground.slack.delivery_http import signature
from core.model.ids import CaseCode, ConversationId
from tests.attacks.besieged import BUDGET, Besieged
from tests.attacks.slack_shapes import Json, Names, interaction, payload
from tests.attacks.telegram_shapes import texts
from tests.scenarios.town import SIGNING_SECRET, Chat, chatting

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(120 + 600 * (BUDGET - 1))]

CUSTOMER = 5001
OUTSIDERS = ("U0GUEST", "U0FOREIGN", "U0BOT")
plenty = settings(
    max_examples=25 * BUDGET,
    deadline=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chat(town: Besieged) -> AsyncIterator[Chat]:
    """A live chat that goes on around all of this: what its agent writes at the end still arrives."""
    town.slack.agent("Gus", "U0GUEST", guest=True)
    town.slack.agent("Max", "U0FOREIGN", team="T0OTHER")
    made = await chatting(town, town.customer(CUSTOMER, "Anna"), town.agent())
    yield made
    fresh = await chatting(town, town.customer(CUSTOMER + 1, "Ben"), town.agent())
    await fresh.agent_writes("Here I am")
    await fresh.customer.reads("Here I am")


@pytest.fixture
def names(town: Besieged, chat: Chat) -> Names:
    (case,) = town.stored("SELECT code FROM cases WHERE conversation = ?", f"telegram:{CUSTOMER}")[0]
    return Names(
        town.slack.state.team_id,
        ("U0TOM", "U0GUEST"),
        (town.support.id,),
        (chat.card.ts,),
        ConversationId(f"telegram:{CUSTOMER}"),
        CaseCode(case),
    )


async def bring(town: Besieged, *bodies: bytes, form: bool = False) -> set[int]:
    """As Slack does, at once; the answers."""
    kind = b"application/x-www-form-urlencoded" if form else b"application/json"
    now = str(int(time.time()))
    answers = await asyncio.gather(
        *(
            town.gate.posts(
                "/slack/events",
                body,
                (b"Content-Type", kind),
                (b"X-Slack-Request-Timestamp", now.encode()),
                (b"X-Slack-Signature", signature(SIGNING_SECRET, now, body).encode()),
            )
            for body in bodies
        )
    )
    return {answer.status for answer in answers}


async def nothing_stumbled(town: Besieged, caplog: pytest.LogCaptureFixture) -> None:
    """What is no payload of ours may become a dead letter, with its reason; a mistake of ours it is never."""
    await town.has_settled()
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []
    assert [record.getMessage() for record in caplog.records if "mistake of ours" in record.getMessage()] == []


@plenty
@given(data=st.data())
async def test_any_event(town: Besieged, names: Names, caplog: pytest.LogCaptureFixture, data: st.DataObject) -> None:
    events = data.draw(st.lists(payload(names), min_size=1, max_size=3))
    assert await bring(town, *(json.dumps(each).encode() for each in events)) <= {200, 400, 503}
    await nothing_stumbled(town, caplog)


@plenty
@given(data=st.data())
async def test_any_press_and_any_form(
    town: Besieged, names: Names, caplog: pytest.LogCaptureFixture, data: st.DataObject
) -> None:
    made = data.draw(st.lists(interaction(names), min_size=1, max_size=3))
    bodies = [urlencode({"payload": json.dumps(each)}).encode() for each in made]
    assert await bring(town, *bodies, form=True) <= {200, 400, 503}
    await nothing_stumbled(town, caplog)


@plenty
@given(
    words=texts, user=st.sampled_from(("U0TOM", "U0GUEST", "U0FOREIGN", "")), name=st.sampled_from(("/frontdesk", "/x"))
)
async def test_any_command(
    town: Besieged, names: Names, caplog: pytest.LogCaptureFixture, words: str, user: str, name: str
) -> None:
    command = {"command": name, "text": words, "user_id": user, "team_id": names.team, "trigger_id": f"{time.time()}.1"}
    body = urlencode(command, errors="surrogatepass").encode()
    assert await bring(town, body, form=True) <= {200, 400, 503}
    await nothing_stumbled(town, caplog)


def written(names: Names, **fields: object) -> Json:
    """A reply in the thread of the chat."""
    event = {
        "type": "message",
        "channel": names.channels[0],
        "user": "U0TOM",
        "text": "a word of nobody's",
        "ts": f"{time.time():.6f}",
        "thread_ts": names.threads[0],
    }
    return {"type": "event_callback", "team_id": names.team, "event_id": f"Ev{time.time()}", "event": event | fields}


NOT_OURS = {
    "a guest": {"user": "U0GUEST"},
    "a member of another workspace": {"user": "U0FOREIGN"},
    "somebody unknown": {"user": "U0NOBODY"},
    "another bot": {"bot_id": "B0OTHER"},
    "another bot's kind": {"subtype": "bot_message"},
    "another channel": {"channel": "C0NOWHERE"},
    "no thread": {"thread_ts": None},
    "a thread that is nobody's": {"thread_ts": "1111111111.000100"},
}


@pytest.mark.fault("Security", "Slack: foreign team, foreign channel, guest, other bot", "not relayed to the customer")
@pytest.mark.parametrize("fields", NOT_OURS.values(), ids=NOT_OURS)
async def test_what_outsiders_write_reaches_no_customer(town: Besieged, names: Names, fields: Json) -> None:
    await bring(town, json.dumps(written(names, **fields)).encode())
    await town.has_settled()
    screen = [message.text for message in town.customer(CUSTOMER).screen]
    assert not any("a word of nobody's" in text for text in screen)


async def test_another_workspace_reaches_no_customer(town: Besieged, names: Names) -> None:
    await bring(town, json.dumps(written(names) | {"team_id": "T0OTHER"}).encode())
    await town.has_settled()
    assert not any("a word of nobody's" in message.text for message in town.customer(CUSTOMER).screen)


@pytest.mark.fault("Security", "Slack: a replay", "one effect, however often it comes")
async def test_what_was_recorded_and_sent_again_has_one_effect(town: Besieged) -> None:
    chat = await chatting(town, town.customer(CUSTOMER + 2, "Cid"), town.agent())
    names = Names(town.slack.state.team_id, (), (town.support.id,), (chat.card.ts,), ConversationId("x"), CaseCode("x"))
    body = json.dumps(written(names, text="only once")).encode()
    for _ in range(4):
        assert await bring(town, body, body) == {200}
    await chat.customer.reads("only once")
    await town.has_settled()
    assert sum("only once" in message.text for message in chat.customer.screen) == 1
