"""What a person ticks, chooses or leaves empty in a form, as Slack reports it, and what Slack takes as an answer to it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bots.playground.slack import ChannelScreen, NotAcknowledged, Person, SlackServer, Unseen
from bots.playground.slack.forms import filled
from tests.playground_slack.bolt import Product, by_socket

Json = dict[str, Any]


def option(value: str) -> Json:
    return {"value": value, "text": {"type": "plain_text", "text": value.capitalize()}}


OPTIONS = [option("red"), option("green"), option("blue")]


def field(kind: str, **element: Any) -> Json:
    label = {"type": "plain_text", "text": "Field"}
    return {"type": "input", "block_id": "b", "label": label, "element": {"type": kind, "action_id": "a", **element}}


REPORTED: dict[str, tuple[Json, str | None, Json]] = {
    "boxes": (field("checkboxes", options=OPTIONS), "red,Blue", {"selected_options": [OPTIONS[0], OPTIONS[2]]}),
    "no box": (field("checkboxes", options=OPTIONS), None, {"selected_options": []}),
    "boxes as they were": (
        field("checkboxes", options=OPTIONS, initial_options=[OPTIONS[1]]),
        None,
        {"selected_options": [OPTIONS[1]]},
    ),
    "boxes all taken back": (
        field("checkboxes", options=OPTIONS, initial_options=[OPTIONS[1]]),
        "",
        {"selected_options": []},
    ),
    "one of several": (field("radio_buttons", options=OPTIONS), "green", {"selected_option": OPTIONS[1]}),
    "none of several": (field("radio_buttons", options=OPTIONS), None, {"selected_option": None}),
    "a menu taken back": (
        field("static_select", options=OPTIONS, initial_option=OPTIONS[0]),
        "",
        {"selected_option": None},
    ),
    "no date": (field("datepicker"), None, {"selected_date": None}),
    "no people": (field("multi_users_select"), None, {"selected_users": []}),
    "words": (field("plain_text_input"), "two\nlines", {"value": "two\nlines"}),
    "no words": (field("plain_text_input"), None, {"value": None}),
    "words taken back": (field("plain_text_input", initial_value="x"), "", {"value": None}),
}


@pytest.mark.parametrize(("block", "given", "reported"), REPORTED.values(), ids=REPORTED)
def test_what_is_reported(block: Json, given: str | None, reported: Json) -> None:
    values = {} if given is None else {"Field": given}
    assert filled([block], values) == {"b": {"a": {"type": block["element"]["type"], **reported}}}


def test_what_is_not_offered_cannot_be_ticked() -> None:
    with pytest.raises(Unseen):
        filled([field("checkboxes", options=OPTIONS)], {"Field": "red,yellow"})


# --- the answer to a form

FORM = {
    "type": "modal",
    "callback_id": "colours",
    "title": {"type": "plain_text", "text": "Colours"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [field("checkboxes", options=OPTIONS)],
}
CARD = [
    {
        "type": "actions",
        "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Paint"}, "action_id": "paint"}],
    }
]


@pytest.fixture
async def product(server: SlackServer) -> AsyncIterator[Product]:
    product = Product(server)

    @product.app.action("paint")
    async def paint(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)
        await ack()

    async with by_socket(server, product):
        yield product


async def opens(client: AsyncWebClient, support: ChannelScreen, tom: Person) -> None:
    await client.chat_postMessage(channel=support.id, text="Paint", blocks=CARD)
    await tom.clicks("Paint")


async def test_a_complaint_keeps_the_form_with_what_was_ticked(
    product: Product, client: AsyncWebClient, support: ChannelScreen, tom: Person
) -> None:
    @product.app.view("colours")
    async def colours(ack: AsyncAck) -> None:
        await ack(response_action="errors", errors={"b": "Not these."})

    await opens(client, support, tom)
    assert (await tom.submits(Field="red,blue")).errors == {"b": "Not these."}
    assert tom.modal is not None
    assert [each["value"] for each in tom.modal.state["values"]["b"]["a"]["selected_options"]] == ["red", "blue"]


async def test_a_complaint_about_no_field_of_the_form_is_no_answer(
    product: Product, client: AsyncWebClient, support: ChannelScreen, tom: Person
) -> None:
    @product.app.view("colours")
    async def colours(ack: AsyncAck) -> None:
        await ack(response_action="errors", errors={"c": "There is no such field."})

    await opens(client, support, tom)
    with pytest.raises(NotAcknowledged, match="invalid_errors"):
        await tom.submits(Field="red")
    assert tom.modal is not None


async def test_a_channel_says_what_it_is_for(server: SlackServer, client: AsyncWebClient) -> None:
    trust = server.channel("trust", purpose="Disputes appear here.")
    answer = await client.conversations_info(channel=trust.id)
    assert answer["channel"]["purpose"]["value"] == "Disputes appear here."
