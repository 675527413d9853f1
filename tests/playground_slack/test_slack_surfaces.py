"""Where an agent meets the app: menus in messages, what only they see, shortcuts, commands, reactions and the home tab."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bots.playground.slack import ChannelScreen, Person, SlackServer, Unseen
from tests.playground_slack.bolt import Product, by_socket

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(value: str) -> Json:
    return {"value": value, "text": plain(value.capitalize())}


MENUS = [
    {
        "type": "actions",
        "block_id": "card",
        "elements": [
            {"type": "button", "text": plain("Claim"), "action_id": "claim", "value": "7"},
            {
                "type": "static_select",
                "action_id": "more",
                "placeholder": plain("More…"),
                "options": [option("release"), option("block")],
            },
            {"type": "users_select", "action_id": "to", "placeholder": plain("Transfer to")},
            {"type": "overflow", "action_id": "rest", "options": [option("email"), option("call")]},
            {"type": "datetimepicker", "action_id": "until"},
        ],
    }
]
MODAL = {"type": "modal", "title": plain("Note"), "blocks": []}


@pytest.fixture
async def product(server: SlackServer) -> AsyncIterator[Product]:
    product = Product(server)
    async with by_socket(server, product):
        yield product


@pytest.fixture
def heard(product: Product) -> list[Json]:
    """The payloads of everything that was pressed or chosen."""
    payloads: list[Json] = []

    async def hear(ack: AsyncAck, body: Json) -> None:
        payloads.append(body)
        await ack()

    for action in ("claim", "more", "to", "rest", "until"):
        product.app.action(action)(hear)
    return payloads


CHOICES: dict[str, tuple[str, str, Json, Json]] = {
    "a list, by its words": ("Block", "", {"selected_option": option("block")}, {"selected_option": option("block")}),
    "a list, by its value": ("release", "More…", {"selected_option": option("release")}, {}),
    "people": ("U0TOM", "Transfer to", {"selected_user": "U0TOM"}, {"selected_user": "U0TOM"}),
    "an overflow": ("Call", "", {"selected_option": option("call")}, {}),
    "a moment": ("1800000000", "until", {"selected_date_time": 1_800_000_000}, {"selected_date_time": 1_800_000_000}),
}


@pytest.mark.parametrize(("words", "menu", "picked", "state"), CHOICES.values(), ids=CHOICES)
async def test_a_menu_in_a_message(
    heard: list[Json],
    client: AsyncWebClient,
    support: ChannelScreen,
    tom: Person,
    words: str,
    menu: str,
    picked: Json,
    state: Json,
) -> None:
    sent = await client.chat_postMessage(channel=support.id, text="Card", blocks=MENUS)
    await tom.selects(words, sent["ts"], menu=menu)
    (action,) = heard[0]["actions"]
    assert (heard[0]["type"], action["block_id"]) == ("block_actions", "card")
    assert picked.items() <= action.items()
    values = heard[0]["state"]["values"]["card"]
    assert state.items() <= values.get(action["action_id"], {}).items()
    assert not {"claim", "rest"} & values.keys()


async def test_what_no_menu_offers_cannot_be_chosen(
    heard: list[Json], client: AsyncWebClient, support: ChannelScreen, tom: Person
) -> None:
    await client.chat_postMessage(channel=support.id, text="Card", blocks=MENUS)
    with pytest.raises(Unseen):
        await tom.selects("Refund", menu="More…")
    assert heard == []


async def test_what_only_one_sees_has_buttons_and_goes_when_pressed(
    product: Product, client: AsyncWebClient, support: ChannelScreen, tom: Person, server: SlackServer
) -> None:
    payloads: list[Json] = []

    @product.app.action("claim")
    async def claim(ack: AsyncAck, body: Json, respond: AsyncRespond) -> None:
        payloads.append(body)
        await ack()
        await respond(delete_original=True)

    root = await tom.writes(support, "A thread")
    await client.chat_postEphemeral(channel=support.id, user=tom.id, text="Take it?", blocks=MENUS, thread_ts=root)
    assert server.agent("Zofia Nowak").whispers(root) == []
    (whisper,) = tom.whispers(root)
    await tom.clicks("Claim", whisper)
    while tom.whispers(root):
        await server.workspace.change()
    container = payloads[0]["container"]
    assert (container["is_ephemeral"], container["message_ts"], container["thread_ts"]) == (True, whisper.ts, root)
    assert "message" not in payloads[0]
    await product.hears(1)
    assert len(product.heard) == 1, "that a message for one was taken away is told to nobody"


async def test_what_only_one_sees_is_replaced(
    product: Product, client: AsyncWebClient, support: ChannelScreen, tom: Person, server: SlackServer
) -> None:
    @product.app.action("claim")
    async def claim(ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        await respond(text="It is yours.", replace_original=True)

    await client.chat_postEphemeral(channel=support.id, user=tom.id, text="Take it?", blocks=MENUS)
    await tom.clicks("Claim")
    while not [each for each in tom.whispers() if each.text == "It is yours."]:
        await server.workspace.change()
    assert tom.whispers()[0].buttons == []


async def test_a_message_shortcut_opens_a_form(
    product: Product, client: AsyncWebClient, support: ChannelScreen, tom: Person
) -> None:
    payloads: list[Json] = []

    @product.app.shortcut("keep_note")
    async def keep(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        payloads.append(body)
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL)
        await ack()

    ts = await tom.writes(support, "For *us* only")
    await tom.shortcut("keep_note", ts)
    (payload,) = payloads
    assert (payload["type"], payload["callback_id"], payload["message_ts"]) == ("message_action", "keep_note", ts)
    assert (payload["message"]["text"], payload["channel"]["id"]) == ("For *us* only", support.id)
    assert payload["response_url"].startswith("http://127.0.0.1")
    assert tom.modal is not None
    assert tom.modal.heading == "Note"


async def test_a_command_answers_with_blocks_for_one(
    product: Product, support: ChannelScreen, tom: Person, server: SlackServer
) -> None:
    @product.app.command("/frontdesk")
    async def command(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL)
        await ack(text="Yours:", blocks=[{"type": "section", "text": plain(f"You said {body['text']}")}, *MENUS])

    await tom.slash("/frontdesk", "mine", support)
    (answer,) = tom.whispers()
    assert answer.blocks[0]["text"]["text"] == "You said mine"
    assert answer.buttons == ["Claim"]
    assert tom.modal is not None


async def test_the_home_tab_is_published_and_pressed(product: Product, tom: Person, server: SlackServer) -> None:
    payloads: list[Json] = []

    @product.app.event("app_home_opened")
    async def opened(event: Json, client: AsyncWebClient) -> None:
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": MENUS})

    @product.app.action("claim")
    async def claim(ack: AsyncAck, body: Json) -> None:
        payloads.append(body)
        await ack()

    await tom.opens_home()
    while tom.home is None:
        await server.workspace.change()
    await tom.clicks("Claim", tom.home)
    assert (payloads[0]["container"]["type"], payloads[0]["view"]["type"]) == ("view", "home")


async def test_reactions_of_the_bot(
    client: AsyncWebClient, support: ChannelScreen, tom: Person, server: SlackServer
) -> None:
    told: list[Json] = []
    ts = await tom.writes(support, "Hello")
    server.workspace.publish = told.append
    await client.reactions_add(channel=support.id, timestamp=ts, name="white_check_mark")
    assert tom.reactions(ts) == {"white_check_mark"}
    shown = (await client.reactions_get(channel=support.id, timestamp=ts))["message"]
    assert shown["reactions"] == [{"name": "white_check_mark", "users": [server.state.bot], "count": 1}]
    await client.reactions_remove(channel=support.id, timestamp=ts, name="white_check_mark")
    assert [each["type"] for each in told] == ["reaction_added", "reaction_removed"]
    assert tom.reactions(ts) == set()


@pytest.mark.parametrize(
    ("method", "change", "error"),
    [
        ("reactions.add", {"name": "lock"}, "already_reacted"),
        ("reactions.remove", {"name": "tada"}, "no_reaction"),
        ("reactions.add", {"name": "Not A Name"}, "invalid_name"),
        ("reactions.add", {"name": "tada", "timestamp": "1.000001"}, "message_not_found"),
        ("reactions.get", {"timestamp": ""}, "no_item_specified"),
    ],
)
async def test_a_reaction_is_refused(
    client: AsyncWebClient, support: ChannelScreen, tom: Person, method: str, change: Json, error: str
) -> None:
    ts = await tom.writes(support, "Hello")
    await client.reactions_add(channel=support.id, timestamp=ts, name="lock")
    with pytest.raises(SlackApiError) as refused:
        await client.api_call(method, data={"channel": support.id, "timestamp": ts, **change})
    assert refused.value.response["error"] == error
