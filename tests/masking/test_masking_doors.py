"""At each door payment data is taken out of what people wrote, and of nothing else, before a row is written."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bots.mail.reading import Rules, file_in, files_only, read
from bots.slack.masked import masked as slack_masked
from bots.slack.received import received as slack_received
from bots.telegram.incoming import TelegramReader, received
from bots.telegram.masked import masked
from core.model.board_acts import ChatAssigned
from core.model.events import CustomerSentFile, CustomerWrote
from core.model.heard import FromCustomer
from core.model.ids import AgentId, CaseCode
from core.model.people import Agent
from handoff.board.acting.reading import received as at_the_board
from tests.mail.samples import mail, of_parts

CARD, IBAN = "4111 1111 1111 1111", "NL91ABNA0417164300"


def update(**message: Any) -> dict[str, Any]:
    chat = {"id": 1001, "type": "private"}
    return {"update_id": 7, "message": {"message_id": 5, "date": 1, "chat": chat, "from": {"id": 1001}, **message}}


def heard(**message: Any) -> Any:
    row = received(update(**message), "42")
    assert "1111" not in row.payload
    read = TelegramReader().read(row.payload)
    assert isinstance(read, FromCustomer)
    return read.event


def test_the_words_of_a_message():
    event = heard(text=f"my card is {CARD}")
    assert isinstance(event, CustomerWrote)
    assert event.text == "my card is [card]"


def test_the_caption_and_the_name_of_a_file():
    document = {"file_id": "4111111111111111", "file_name": f"{CARD}.pdf", "file_size": 9}
    row = received(update(document=document, caption=f"see {IBAN}"), "42")
    read = TelegramReader().read(row.payload)
    assert isinstance(read, FromCustomer)
    assert isinstance(read.event, CustomerSentFile)
    assert (read.event.caption, read.event.name) == ("see [IBAN]", "[card].pdf")
    assert read.event.file == "4111111111111111"  # an id, whatever it looks like


def test_words_keep_their_form_behind_what_was_taken_out():
    text = f"😀 {CARD} now"
    bold = {"type": "bold", "offset": 2 + 1 + len(CARD) + 1, "length": 3}
    (entity,) = masked(update(text=text, entities=[bold]))["message"]["entities"]
    kept = "😀 [card] now".encode("utf-16-le")
    assert kept[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le") == "now"


def test_a_form_around_the_number_is_around_its_mark():
    (entity,) = masked(update(text=f"a {CARD} b", entities=[{"type": "code", "offset": 2, "length": len(CARD)}]))[
        "message"
    ]["entities"]
    assert (entity["offset"], entity["length"]) == (2, len("[card]"))


def test_a_link_that_opens_the_chat_keeps_its_token():
    message = update(text="/start 4111111111111111")
    assert masked(message) == message


def test_what_a_button_carries_stays():
    press = {
        "update_id": 7,
        "callback_query": {"id": "4111111111111111", "from": {"id": 1}, "data": "4111111111111111"},
    }
    assert masked(press) == press


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text("ab 4111-", max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["text", "data", "id", "entities", "message", "elements", "state"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["message", "event", "callback_query"]), _JSON, max_size=3))
def test_updates_and_payloads_without_payment_data_stay_as_they_are(body: dict[str, Any]):
    assert masked(body) == body
    assert slack_masked(body) == body


def slack(**event: Any) -> dict[str, Any]:
    return {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": {"type": "message", **event}}


def test_the_words_of_an_agent_and_their_blocks():
    elements = [{"type": "text", "text": "4111 1111 "}, {"type": "text", "text": "1111 1111", "style": {"bold": True}}]
    section = {"type": "rich_text_section", "elements": elements}
    blocks = [{"type": "rich_text", "elements": [section]}]
    body = slack(ts="1700000000.411111", channel="C1", user="U1", text=f"pay with {CARD}", blocks=blocks)
    row = slack_received(slack_masked(body))
    assert "1111 1111" not in row.payload
    kept = json.loads(row.payload)["event"]
    assert kept["text"] == "pay with [card]"
    assert [each["text"] for each in kept["blocks"][0]["elements"][0]["elements"]] == ["[card]", ""]
    assert (kept["ts"], kept["channel"], kept["user"]) == ("1700000000.411111", "C1", "U1")


def test_a_number_that_slack_made_a_telephone_link():
    link = {"type": "link", "url": "tel:4111111111111111", "text": CARD}
    (kept,) = slack_masked({"elements": [link]})["elements"]
    assert kept == {"type": "link", "url": "tel:[card]", "text": "[card]"}


def test_the_name_of_an_agents_file():
    file = {"id": "F4111111111111111", "name": f"{CARD}.png", "title": CARD, "mimetype": "image/png"}
    (kept,) = slack_masked(slack(files=[file]))["event"]["files"]
    assert (kept["id"], kept["name"], kept["title"]) == ("F4111111111111111", "[card].png", "[card]")


def test_what_is_typed_into_a_form_and_not_what_is_chosen_in_it():
    chosen = {"selected_option": {"value": "4111111111111111"}}
    state = {"values": {"note": {"note": {"type": "plain_text_input", "value": CARD}}, "who": {"who": chosen}}}
    view = {"id": "V1", "private_metadata": "4111111111111111", "state": state}
    kept = slack_masked({"type": "view_submission", "view": view})["view"]
    assert kept["state"]["values"]["note"]["note"]["value"] == "[card]"
    assert kept["state"]["values"]["who"]["who"] == chosen
    assert kept["private_metadata"] == "4111111111111111"


def test_a_typed_command():
    body = slack_masked({"command": "/desk", "text": f"reply {CARD}", "trigger_id": "4111111111111111.1"})
    assert (body["text"], body["trigger_id"]) == ("reply [card]", "4111111111111111.1")


RULES = Rules("desk@shop.example")


def test_the_subject_and_the_body_of_a_mail():
    letter = read(mail(f"Subject: {IBAN}", body=f"my card: {CARD}"), RULES)
    assert (letter.subject, letter.text) == ("[IBAN]", "my card: [card]")


def test_of_a_mail_only_its_files_are_kept():
    file = 'Content-Type: image/png\nContent-Disposition: attachment; filename="a.png"\n\nthe picture'
    raw = of_parts("mixed", f"Content-Type: text/plain\n\nmy card: {CARD}\n", file)
    left = files_only(raw)
    assert left is not None
    assert CARD.encode() not in left
    (attached,) = read(raw, RULES).attached
    assert file_in(left, attached.part) == file_in(raw, attached.part) == b"the picture"


def test_what_a_supervisor_types_at_the_board():
    eva = Agent(AgentId("U0EVA"), "Eva")
    row = at_the_board(ChatAssigned(eva, CaseCode("FD-7K2M9P"), eva, f"the card is {CARD}"))
    assert "1111" not in row.payload
    assert "the card is [card]" in row.payload
