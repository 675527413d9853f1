"""An agent and the product talk through the playground, over both of Slack's ways in."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bots.playground.slack import ChannelScreen, Person, SlackServer, Unseen
from tests.playground_slack.bolt import CONNECT, Product

CARD = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "*Anna* needs help"}},
    {
        "type": "actions",
        "elements": [
            {"type": "button", "text": {"type": "plain_text", "text": "Claim"}, "action_id": "claim", "value": "7"},
            {
                "type": "static_select",
                "action_id": "topic",
                "placeholder": {"type": "plain_text", "text": "Topic"},
                "options": [
                    {"text": {"type": "plain_text", "text": "Refunds"}, "value": "refunds"},
                    {"text": {"type": "plain_text", "text": "Bidding"}, "value": "bidding"},
                ],
            },
        ],
    },
]

FORM = {
    "type": "modal",
    "callback_id": "close",
    "title": {"type": "plain_text", "text": "Close the case"},
    "submit": {"type": "plain_text", "text": "Close"},
    "blocks": [
        {
            "type": "input",
            "block_id": "why",
            "label": {"type": "plain_text", "text": "Why"},
            "element": {"type": "plain_text_input", "action_id": "reason"},
        }
    ],
}


@pytest.fixture(params=sorted(CONNECT))
async def product(request: pytest.FixtureRequest, server: SlackServer) -> AsyncIterator[Product]:
    product = Product(server)
    async with CONNECT[request.param](server, product):
        yield product


async def test_an_agent_claims_and_answers(
    product: Product, client: AsyncWebClient, support: ChannelScreen, tom: Person
) -> None:
    @product.app.action("claim")
    async def claim(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        text = f"Claimed by <@{body['user']['id']}>"
        await client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text=text, blocks=[])

    await client.chat_postMessage(channel=support.id, text="Anna needs help", blocks=CARD)
    card = await support.posts(lambda m: "Claim" in m.buttons)
    await tom.clicks("Claim", in_=card)
    claimed = await support.shows(lambda m: m.text == "Claimed by <@U0TOM>")
    assert claimed.ts == card.ts
    assert claimed.buttons == []

    await tom.writes(support, "Hello Anna", thread=card.ts)
    await product.hears(3)
    said = product.heard[-1]["event"]
    assert (said["user"], said["text"], said["thread_ts"]) == ("U0TOM", "Hello Anna", card.ts)
    assert said["parent_user_id"] == "U0FRONTDSK"


async def test_the_product_hears_its_own_posts_with_its_bot_id(
    product: Product, client: AsyncWebClient, support: ChannelScreen
) -> None:
    await client.chat_postMessage(channel=support.id, text="Hello")
    await product.hears(1)
    event = product.heard[0]["event"]
    assert (event["bot_id"], event["app_id"], event["user"]) == ("B0FRONTDSK", "A0PLAYGRND", "U0FRONTDSK")


async def test_menus_report_the_option(
    product: Product, client: AsyncWebClient, support: ChannelScreen, tom: Person
) -> None:
    chosen: list[str] = []

    @product.app.action("topic")
    async def topic(ack: AsyncAck, action: dict[str, Any]) -> None:
        chosen.append(action["selected_option"]["value"])
        await ack()

    await client.chat_postMessage(channel=support.id, text="Anna needs help", blocks=CARD)
    await tom.selects("Refunds", menu="Topic")
    with pytest.raises(Unseen):
        await tom.selects("Cars", menu="Topic")
    assert chosen == ["refunds"]


async def test_a_form_is_opened_refused_and_taken(
    product: Product, client: AsyncWebClient, support: ChannelScreen, tom: Person
) -> None:
    @product.app.action("claim")
    async def claim(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)
        await ack()

    @product.app.view("close")
    async def close(ack: AsyncAck, view: dict[str, Any]) -> None:
        reason = view["state"]["values"]["why"]["reason"]["value"]
        if reason == "?":
            await ack(response_action="errors", errors={"why": "Say more"})
        else:
            await ack()

    await client.chat_postMessage(channel=support.id, text="Anna needs help", blocks=CARD)
    await tom.clicks("Claim")
    assert tom.modal is not None
    assert tom.modal.heading == "Close the case"
    assert (await tom.submits(Why="?")).errors == {"why": "Say more"}
    assert tom.modal is not None
    assert (await tom.submits(reason="Solved")).errors == {}
    assert tom.modal is None


async def test_a_slash_command_is_answered_for_one_person(
    product: Product, support: ChannelScreen, tom: Person
) -> None:
    @product.app.command("/frontdesk")
    async def frontdesk(ack: AsyncAck, command: dict[str, str]) -> None:
        await ack(f"You are {command['text']} duty")

    await tom.slash("/frontdesk", "on", support)
    assert [(m.text, m.ephemeral_to) for m in support.messages] == [("You are on duty", "U0TOM")]


async def test_the_home_tab_is_published_and_its_button_pressed(
    product: Product, client: AsyncWebClient, tom: Person
) -> None:
    pressed: list[str] = []

    @product.app.event("app_home_opened")
    async def opened(event: dict[str, Any], client: AsyncWebClient) -> None:
        button = {"type": "button", "text": {"type": "plain_text", "text": "I am on duty"}, "action_id": "on"}
        view = {"type": "home", "blocks": [{"type": "actions", "elements": [button]}]}
        await client.views_publish(user_id=event["user"], view=view)

    @product.app.action("on")
    async def on(ack: AsyncAck, body: dict[str, Any]) -> None:
        pressed.append(body["view"]["type"])
        await ack()

    await tom.opens_home()
    while tom.home is None:
        await tom.workspace.change()
    await tom.clicks("I am on duty")
    assert pressed == ["home"]


async def test_a_response_url_replaces_the_message(
    product: Product, client: AsyncWebClient, support: ChannelScreen, tom: Person
) -> None:
    @product.app.action("claim")
    async def claim(ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        await respond(text="Claimed", replace_original=True)

    await client.chat_postMessage(channel=support.id, text="Anna needs help", blocks=CARD)
    await tom.clicks("Claim")
    await support.shows(lambda m: m.text == "Claimed" and not m.blocks)


@pytest.mark.parametrize(
    ("typed", "arrives"),
    [
        ("Tom & Jerry <3", "Tom &amp; Jerry &lt;3"),
        ("see https://shop.example/a?b=1&c=2.", "see <https://shop.example/a?b=1&amp;c=2>."),
        ("mail me@shop.example", "mail <mailto:me@shop.example|me@shop.example>"),
    ],
)
async def test_what_is_typed_arrives_escaped(
    product: Product, support: ChannelScreen, tom: Person, typed: str, arrives: str
) -> None:
    await tom.writes(support, typed)
    assert await product.hears(1) == [arrives]


async def test_every_kind_of_message_arrives_as_its_subtype(
    product: Product, support: ChannelScreen, tom: Person, server: SlackServer
) -> None:
    root = await tom.writes(support, "root")
    reply = await tom.writes(support, "reply", root)
    await tom.writes(support, "also to the channel", root, broadcast=True)
    await tom.says_me(support, "waves")
    await tom.shares(support, "invoice.pdf", b"%PDF", "see file", root)
    await tom.edits(reply, "better reply")
    await tom.deletes(reply)
    await tom.deletes(root)
    await server.agent("Jira", bot=True).writes(support, "FD-1 was opened")
    await product.hears(9)
    subtypes = [each["event"].get("subtype") for each in product.heard]
    assert subtypes == [
        *(None, None, "thread_broadcast", "me_message", "file_share"),
        *("message_changed", "message_deleted", "message_changed", "bot_message"),
    ]
    tombstone = product.heard[7]["event"]
    assert tombstone["message"]["subtype"] == "tombstone"
    assert tombstone["previous_message"]["text"] == "root"
