"""What a person at the page can do, and what the page is told of it."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from bots.playground.world import SLACK_BOT_TOKEN, TELEGRAM_TOKEN, Playground
from tests.playground_page.conftest import Visitor
from tests.playground_page.product import FORM, Product, card

EMMA = 1003
KEYS = InlineKeyboardMarkup(
    [[InlineKeyboardButton("Yes", callback_data="1"), InlineKeyboardButton("No", callback_data="2")]]
)


async def customer(visitor: Visitor, number: int = EMMA) -> dict[str, Any]:
    customers = (await visitor.sees("phone"))["customers"]
    return dict(next(each for each in customers if each["id"] == number))


async def support(visitor: Visitor) -> list[dict[str, Any]]:
    return list((await visitor.sees("slack"))["channels"][0]["messages"])


@pytest.fixture
def slack(playground: Playground) -> AsyncWebClient:
    assert playground.slack is not None
    return AsyncWebClient(SLACK_BOT_TOKEN, base_url=f"{playground.slack.root}/api/", retry_handlers=[])


@pytest.fixture
def channel(playground: Playground) -> str:
    assert playground.slack is not None
    return playground.slack.channel("support").id


# --- the phone
async def test_a_customer_writes(visitor: Visitor) -> None:
    await visitor.did("write", customer=EMMA, text="Where is my *parcel*?")
    [message] = (await customer(visitor))["messages"]
    assert (message["bot"], message["text"]) == (False, ["Where is my *parcel*?"])


async def test_a_customer_is_added_and_named(visitor: Visitor) -> None:
    made = (await visitor.did("add_customer", name="  Maria\nRossi ", language="IT"))["made"]
    added = await customer(visitor, int(made))
    assert (added["name"], added["language"]) == ("Maria Rossi", "it")
    assert added["suggestions"][0] == "Quando ricevo il rimborso?"


async def test_a_button_turns_until_it_is_answered(visitor: Visitor, playground: Playground) -> None:
    assert playground.telegram is not None
    await visitor.did("write", customer=EMMA, text="hi")
    async with Bot(TELEGRAM_TOKEN, base_url=f"{playground.telegram.root}/bot") as bot:
        sent = await bot.send_message(EMMA, "Sure?", reply_markup=KEYS)
        await visitor.did("press", customer=EMMA, message=sent.message_id, row=0, column=1, label="No")
        keyboard = (await customer(visitor))["messages"][-1]["keyboard"]
        assert [button["until"] > 0 for button in keyboard[0]] == [False, True]
        query = (await bot.get_updates())[-1].callback_query
        assert query is not None
        assert query.data == "2"
        await bot.answer_callback_query(query.id, "Thank you")
    told = await customer(visitor)
    assert told["messages"][-1]["keyboard"][0][1]["until"] == 0
    assert [toast["text"] for toast in told["toasts"]] == ["Thank you"]


async def test_a_keyboard_that_has_changed(visitor: Visitor, playground: Playground) -> None:
    assert playground.telegram is not None
    await visitor.did("write", customer=EMMA, text="hi")
    async with Bot(TELEGRAM_TOKEN, base_url=f"{playground.telegram.root}/bot") as bot:
        sent = await bot.send_message(EMMA, "Sure?", reply_markup=KEYS)
    status, answer = await visitor.does("press", customer=EMMA, message=sent.message_id, row=0, column=0, label="Maybe")
    assert (status, answer["error"]) == (409, "This keyboard has changed in the meantime.")


async def test_who_has_blocked_the_bot_unblocks_it_first(visitor: Visitor) -> None:
    await visitor.did("block", customer=EMMA, blocked=True)
    assert (await customer(visitor))["blocked"]
    status, answer = await visitor.does("photo", customer=EMMA)
    assert (status, answer["error"]) == (409, "Emma has blocked the bot. Unblock it first.")
    await visitor.did("block", customer=EMMA, blocked=False)
    await visitor.did("photo", customer=EMMA)


async def test_a_photo_is_shown(visitor: Visitor) -> None:
    await visitor.did("photo", customer=EMMA)
    media = (await customer(visitor))["messages"][-1]["media"]
    async with visitor.session.get(f"{visitor.url}photo/{media['file_id']}") as answer:
        assert (answer.status, answer.content_type) == (200, "image/png")


async def test_what_is_no_picture_is_not_served(visitor: Visitor, playground: Playground) -> None:
    assert playground.telegram is not None
    await playground.telegram.customer(EMMA).sends_photo(b"<script>alert(1)</script>" * 10)
    media = (await customer(visitor))["messages"][-1]["media"]
    async with visitor.session.get(f"{visitor.url}photo/{media['file_id']}") as answer:
        assert answer.status == 404


async def test_an_own_message_is_edited(visitor: Visitor) -> None:
    await visitor.did("write", customer=EMMA, text="parcl")
    number = int((await customer(visitor))["messages"][0]["id"])
    await visitor.did("rewrite", customer=EMMA, message=number, text="parcel")
    [message] = (await customer(visitor))["messages"]
    assert (message["text"], message["edited"]) == (["parcel"], True)


IMPOSSIBLE = [
    ({"do": "write", "customer": 5, "text": "hi"}, 404),
    ({"do": "write", "customer": EMMA, "text": " \n"}, 400),
    ({"do": "rewrite", "customer": EMMA, "message": 99, "text": "x"}, 404),
    ({"do": "add_customer", "name": " ", "language": "en"}, 400),
    ({"do": "post", "agent": "U9", "channel": "C1", "text": "hi"}, 404),
    ({"do": "post", "agent": "U0TOM", "channel": "C1", "text": "hi"}, 404),
    ({"do": "click", "agent": "U0TOM", "place": "1.1", "block": "b", "action": "a"}, 404),
    ({"do": "click", "agent": "U0TOM", "place": "modal", "block": "b", "action": "a"}, 404),
    ({"do": "submit", "agent": "U0TOM", "values": {}}, 404),
    ({"do": "add_agent", "name": ""}, 400),
    ({"do": "start_over"}, 404),
]


@pytest.mark.parametrize(("action", "status"), IMPOSSIBLE, ids=[str(each[0]["do"]) for each in IMPOSSIBLE])
async def test_what_cannot_be_done_is_said(visitor: Visitor, action: dict[str, Any], status: int) -> None:
    got, answer = await visitor.does(**action)
    assert (got, bool(answer["error"])) == (status, True)


# --- Slack
async def test_an_agent_posts_and_replies(visitor: Visitor, channel: str) -> None:
    await visitor.did("post", agent="U0TOM", channel=channel, text="Who takes *this*? <b>")
    root = (await support(visitor))[0]["ts"]
    await visitor.did("post", agent="U0ZOFIA", channel=channel, text="Me", thread=root, broadcast=True)
    first, second = await support(visitor)
    assert first["text"] == ["Who takes ", {"tag": "b", "kids": ["this"]}, "? <b>"]
    assert (second["author"], second["thread"], second["top"]) == ("Zofia Nowak", root, True)


async def test_an_own_post_is_edited_and_deleted(visitor: Visitor, channel: str) -> None:
    await visitor.did("post", agent="U0TOM", channel=channel, text="helo")
    ts = (await support(visitor))[0]["ts"]
    assert (await visitor.does("delete_post", agent="U0ZOFIA", ts=ts))[0] == 403
    await visitor.did("edit_post", agent="U0TOM", ts=ts, text="hello")
    assert [(each["text"], each["edited"]) for each in await support(visitor)] == [(["hello"], True)]
    await visitor.did("delete_post", agent="U0TOM", ts=ts)
    assert await support(visitor) == []


async def test_a_reaction_comes_and_goes(visitor: Visitor, channel: str) -> None:
    await visitor.did("post", agent="U0TOM", channel=channel, text="done")
    ts = (await support(visitor))[0]["ts"]
    await visitor.did("react", agent="U0ZOFIA", ts=ts, name="eyes")
    [reaction] = (await support(visitor))[0]["reactions"]
    assert reaction == {"name": "eyes", "emoji": "👀", "users": ["U0ZOFIA"], "who": "Zofia Nowak"}
    await visitor.did("react", agent="U0ZOFIA", ts=ts, name="eyes")
    assert (await support(visitor))[0]["reactions"] == []


async def test_an_agent_goes_away_and_comes_back(visitor: Visitor, channel: str, slack: AsyncWebClient) -> None:
    for active, presence in ((False, "away"), (True, "active")):
        await visitor.did("set_presence", agent="U0TOM", active=active)
        assert (await slack.users_getPresence(user="U0TOM"))["presence"] == presence


async def test_a_click_that_nobody_answers_is_said(visitor: Visitor, slack: AsyncWebClient, channel: str) -> None:
    posted = await slack.chat_postMessage(channel=channel, text="card", blocks=card("Emma"))
    blocks = (await support(visitor))[0]["blocks"]
    button = blocks[-1]["elements"][0]
    place = {"agent": "U0TOM", "place": posted["ts"]}
    status, answer = await visitor.does("click", **place, block=button["block"], action=button["action"])
    assert (status, "did not respond" in answer["error"]) == (502, True)


async def test_equal_buttons_are_told_apart_by_their_value(
    playground: Playground, visitor: Visitor, channel: str
) -> None:
    assert playground.slack is not None
    pressed: list[str] = []
    rows = [
        {
            "type": "actions",
            "block_id": f"row{value}",
            "elements": [
                {"type": "button", "action_id": "take", "value": value, "text": {"type": "plain_text", "text": "Take"}}
            ],
        }
        for value in ("a", "b")
    ]
    async with Product(playground) as product:

        async def take(ack: Any, action: dict[str, Any]) -> None:
            await ack()
            pressed.append(action["value"])

        product.app.action("take")(take)
        posted = await product.slack.chat_postMessage(channel=channel, text="rows", blocks=rows)
        await visitor.did("click", agent="U0TOM", place=posted["ts"], block="rowb", action="take")
    assert pressed == ["b"]


async def test_blocks_as_the_page_draws_them(visitor: Visitor, slack: AsyncWebClient, channel: str) -> None:
    await slack.chat_postMessage(channel=channel, text="card", blocks=card("Emma <b>"))
    header, fields, question, divider, context, actions = (await support(visitor))[0]["blocks"]
    assert (header["type"], header["text"]) == ("header", "Case K7QX4")
    assert fields["fields"][0] == [{"tag": "b", "kids": ["Customer"]}, "\nEmma <b>"]
    assert question["text"] == ["When do I get my money back?"]
    assert divider["type"] == "divider"
    assert context["elements"][0][0] == "Answered from "
    assert [(each["type"], each["label"], each["style"]) for each in actions["elements"]] == [
        ("button", "Claim", "primary"),
        ("button", "Add a note", ""),
        ("static_select", "", ""),
    ]
    assert actions["elements"][2]["options"][1] == {"value": "Polski", "label": "Polski"}


async def test_a_form_complains_and_is_sent(playground: Playground, visitor: Visitor, channel: str) -> None:
    async with Product(playground) as product:
        posted = await product.slack.chat_postMessage(channel=channel, text="card", blocks=card("Emma"))
        element = (await support(visitor))[0]["blocks"][-1]["elements"][1]
        await visitor.did("click", agent="U0TOM", place=posted["ts"], block=element["block"], action="form")
        form = (await visitor.sees("slack"))["modals"]["U0TOM"]
        assert (form["title"], form["submit"], form["close"]) == ("Add a note", "Save", "Cancel")
        assert [block["label"] for block in form["blocks"]] == [each["label"]["text"] for each in FORM["blocks"]]  # type: ignore[index]
        complaint = await visitor.did("submit", agent="U0TOM", values={"note": "bad"})
        assert complaint["errors"] == {"note": "Say it more kindly."}
        await visitor.did("submit", agent="U0TOM", values={"note": "kind", "urgency": "high"})
        assert (await visitor.sees("slack"))["modals"] == {}
        assert product.submitted[0]["urgency"]["level"]["selected_option"]["value"] == "high"


# --- the playground itself
async def test_mails_are_shown(playground: Playground, visitor: Visitor) -> None:
    async with Product(playground) as product:
        for _ in range(2):
            await product.mails("Ticket <b>K7QX4</b>", "Hello", message_id="<1@x>")
    [mailbox] = (await visitor.sees("mail"))["mailboxes"]
    assert (mailbox["address"], mailbox["count"]) == ("team@desk.example", 1)
    [[mail]] = mailbox["threads"]
    assert (mail["subject"], mail["text"], mail["times"]) == ("Ticket <b>K7QX4</b>", "Hello", 2)
    assert ["Message-ID", "<1@x>"] in mail["headers"]


async def test_trouble_waits_for_its_request(playground: Playground, visitor: Visitor, slack: AsyncWebClient) -> None:
    await visitor.did("trouble", server="slack", kind="drop")
    await visitor.did("trouble", server="mail", kind="fail")
    assert (await visitor.sees("frame"))["trouble"] == ["Slack: dropped request", "Mail: failure"]
    playground.faults.meet("slack", "chat.postMessage")
    assert (await visitor.sees("frame"))["trouble"] == ["Mail: failure"]
    await visitor.did("calm")
    assert (await visitor.sees("frame"))["trouble"] == []


async def test_everything_comes_twice(playground: Playground, visitor: Visitor) -> None:
    assert playground.telegram is not None
    await visitor.did("deliver_times", times=2)
    assert (await visitor.sees("frame"))["twice"]
    await visitor.did("write", customer=EMMA, text="hi")
    async with Bot(TELEGRAM_TOKEN, base_url=f"{playground.telegram.root}/bot") as bot:
        assert [update.message and update.message.text for update in await bot.get_updates()] == ["hi", "hi"]
    await visitor.did("calm")
    assert playground.telegram.deliver_times == 1


async def test_others_see_who_types_until_it_is_sent(visitor: Visitor) -> None:
    await visitor.did("typing", pane="phone", name="Emma")
    assert (await visitor.sees("frame"))["typing"] == {"phone": ["Emma"], "slack": []}
    await visitor.did("write", customer=EMMA, text="hi")
    assert (await visitor.sees("frame"))["typing"] == {"phone": [], "slack": []}
