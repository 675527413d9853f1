"""What customers read in Telegram, and what becomes of what does not reach them."""

import logging

import pytest

from bots.playground.faults import Fault
from bots.playground.telegram import Customer, Entity, Limits, TelegramServer
from bots.telegram.outgoing import TelegramPerformer
from bots.telegram.request import close, make_bot
from core.model.effects import Note, Say
from core.model.errors import Blocked, DeskError, Gone, Limited, Refused, Transient, Uncertain
from core.model.ids import Address, AgentId, ConversationId, Language
from core.model.people import Agent
from core.model.rows import Done, Limit
from core.model.view import Block, Button, Line, Quote, View, Words, text
from tests.channels.telegram.fakes import TOKEN, FewWords, row, say

TOM = Agent(AgentId("U0TOM"), "Tom <T>")
TALK = Button(text("button.talk"), "talk")
EMAIL = Button(text("button.email"), "offer:email")
ARTICLE = Quote("You have **14 days**.", "Returns & refunds", "https://a.example/returns", "nl")


# --- what is shown ---


async def test_sentences_of_ours_are_said_in_the_customers_language(
    performer: TelegramPerformer, anna: Customer
) -> None:
    await performer.perform(
        row(say(Line(text("queued.place", case="FD-7K2M9")), Line(text("idle.ask")), language="pl"))
    )
    assert (await anna.reads()).text == "pl:queued.place case=FD-7K2M9\n\npl:idle.ask"


async def test_words_are_shown_as_they_are(performer: TelegramPerformer, anna: Customer) -> None:
    words = "1 < 2 & <b>not bold</b> *nor this* [x](http://a.example) &amp; \\"
    await performer.perform(row(say(words)))
    assert (await anna.reads()).text == words


async def test_words_that_nothing_can_carry_are_mended(performer: TelegramPerformer, anna: Customer) -> None:
    await performer.perform(row(say("a\x00b\ud800c")))
    assert (await anna.reads()).text == "a\ufffdb\ufffdc"


async def test_a_passage_comes_with_its_source_and_its_language(performer: TelegramPerformer, anna: Customer) -> None:
    await performer.perform(row(say(ARTICLE)))
    message = await anna.reads()
    assert message.text == (
        "en:quote.other_language language=Dutch\n\nYou have 14 days.\n\nen:quote.source title=Returns & refunds"
    )
    assert message.entities == [
        Entity("italic", 0, 38),
        Entity("bold", 49, 7),
        Entity("text_link", 59, 39, url="https://a.example/returns"),
    ]


async def test_a_passage_in_the_customers_language_says_nothing_about_it(
    performer: TelegramPerformer, anna: Customer
) -> None:
    await performer.perform(row(say(ARTICLE, language="nl")))
    assert (await anna.reads()).text == "You have 14 days.\n\nnl:quote.source title=Returns & refunds"


async def test_an_article_without_an_address_in_the_web_is_named_and_not_linked(
    performer: TelegramPerformer, anna: Customer
) -> None:
    await performer.perform(row(say(Quote("Yes.", "Fees", "javascript:x", "en"))))
    assert [entity.type for entity in (await anna.reads()).entities] == []


async def test_an_agents_words_come_under_the_agents_name(performer: TelegramPerformer, anna: Customer) -> None:
    said = Say(Address("telegram", "1001"), View((Words("On its way!"),)), Language("en"), speaker=TOM)
    await performer.perform(row(said))
    message = await anna.reads()
    assert (message.text, message.entities) == ("Tom <T>\nOn its way!", [Entity("bold", 0, 7)])


@pytest.mark.parametrize(
    ("blocks", "shown"),
    [
        ((Line(text("chat.ask")),), "Tom <T>\nen:chat.ask"),
        ((Line(text("chat.ask")), Line(text("chat.more"))), "Tom <T>\nen:chat.ask\n\nen:chat.more"),
        ((Line(text("chat.news")), Words("On its way!")), "en:chat.news\n\nTom <T>\nOn its way!"),
    ],
)
async def test_what_the_desk_says_for_an_agent_comes_under_their_name_too(
    performer: TelegramPerformer, anna: Customer, blocks: tuple[Block, ...], shown: str
) -> None:
    await performer.perform(row(Say(Address("telegram", "1001"), View(blocks), Language("en"), speaker=TOM)))
    assert (await anna.reads()).text == shown


async def test_each_choice_is_a_button_with_its_turn(performer: TelegramPerformer, anna: Customer) -> None:
    await performer.perform(row(say("How?", buttons=(EMAIL, TALK), turn=12)))
    keyboard = (await anna.reads()).keyboard
    assert [[(button.label, button.callback_data) for button in line] for line in keyboard] == [
        [("en:button.email", "offer:email|12")],
        [("en:button.talk", "talk|12")],
    ]


async def test_the_longest_action_fits_into_a_button(performer: TelegramPerformer, anna: Customer) -> None:
    await performer.perform(row(say("How?", buttons=(Button(text("x"), "a" * 40),), turn=10**12)))
    assert (await anna.reads()).buttons == ["en:x"]


async def test_the_receipt_is_the_number_of_the_message(performer: TelegramPerformer, anna: Customer) -> None:
    done = await performer.perform(row(say("Hi")))
    assert done == Done(receipt=str((await anna.reads()).id))


async def test_a_long_message_comes_in_parts_and_the_last_has_the_buttons(
    performer: TelegramPerformer, anna: Customer
) -> None:
    said = say("😀" * 4096 + "\n" + "b" * 10, buttons=(TALK,))
    assert performer.parts(said) == 2
    for part in range(2):
        await performer.perform(row(said, part))
    first, second = [message for message in anna.screen if message.by_bot]
    assert (first.text, first.buttons) == ("😀" * 4096, [])
    assert (second.text, second.buttons) == ("b" * 10, ["en:button.talk"])


@pytest.mark.fault("Telegram", "texts around 4,096 code points")
@pytest.mark.parametrize("length", [4095, 4096, 4097])
async def test_every_part_of_a_text_at_the_limit_is_taken(
    performer: TelegramPerformer, anna: Customer, length: int
) -> None:
    said = say("&" * (length - 2) + "👍🏽")
    for part in range(performer.parts(said)):
        await performer.perform(row(said, part))
    assert "".join(message.text for message in anna.screen if message.by_bot) == "&" * (length - 2) + "👍🏽"


async def test_a_part_that_is_no_more_after_a_change_of_the_texts_is_done(
    performer: TelegramPerformer, anna: Customer, server: TelegramServer
) -> None:
    assert await performer.perform(row(say("Hi"), part=1)) == Done()
    assert not [seen for seen in server.faults.seen if seen.method == "sendMessage"]


async def test_the_customer_sees_that_something_is_being_written(performer: TelegramPerformer, anna: Customer) -> None:
    await performer.show_typing(Address("telegram", "1001"))
    assert anna.typing


async def test_nobody_minds_when_typing_cannot_be_shown(
    performer: TelegramPerformer, server: TelegramServer, anna: Customer
) -> None:
    server.faults.add(Fault(method="sendChatAction", status=500))
    await performer.show_typing(Address("telegram", "1001"))
    assert [seen.method for seen in server.faults.seen].count("sendChatAction") == 1
    assert not anna.typing


# --- where it goes, and how fast ---


def test_a_chat_is_a_lane_with_a_limit_of_its_own_and_a_share_in_the_whole() -> None:
    performer = TelegramPerformer(make_bot(TOKEN), FewWords(), per_chat=2, in_total=20)
    assert performer.lane(say("Hi"), ConversationId("x")) == "telegram:1001"
    assert performer.limits(say("Hi")) == (
        Limit("telegram:1001", 2, in_one=True),
        Limit("telegram", 20, burst=3),
    )


def test_what_is_not_said_is_not_telegrams() -> None:
    performer = TelegramPerformer(make_bot(TOKEN), FewWords())
    with pytest.raises(TypeError):
        performer.parts(Note("x"))


# --- what goes wrong ---

HTML = "<html>502 Bad Gateway</html>"
NOT_FOUND = '{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}'
DEACTIVATED = '{"ok":false,"error_code":403,"description":"Forbidden: user is deactivated"}'
KICKED = '{"ok":false,"error_code":403,"description":"Forbidden: bot can\'t initiate conversation with a user"}'
UNAUTHORIZED = '{"ok":false,"error_code":401,"description":"Unauthorized"}'
CONFLICT = '{"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates request"}'
INTERNAL = '{"ok":false,"error_code":500,"description":"Internal Server Error"}'
TOO_LONG = '{"ok":false,"error_code":400,"description":"Bad Request: message is too long"}'
NOT_OK = '{"ok":false,"error_code":400,"description":"Bad Request: BUTTON_DATA_INVALID"}'

FAULTS: dict[str, tuple[Fault, type[DeskError]]] = {
    "blocked": (Fault(status=403, body=DEACTIVATED), Blocked),
    "not allowed to write first": (Fault(status=403, body=KICKED), Gone),
    "no such chat": (Fault(status=400, body=NOT_FOUND), Gone),
    "too long": (Fault(status=400, body=TOO_LONG), Refused),
    "refused with status 200": (Fault(status=200, body=NOT_OK), Refused),
    "token revoked": (Fault(status=401, body=UNAUTHORIZED), Transient),
    "404 by something that is no Bot API": (Fault(status=404, body="<h1>nginx</h1>"), Transient),
    "sent elsewhere": (Fault(status=302, headers={"Location": "http://127.0.0.1:9/"}), Transient),
    "two of us": (Fault(status=409, body=CONFLICT), Transient),
    "trouble at Telegram": (Fault(status=500, body=INTERNAL), Uncertain),
    "a gateway's page": (Fault(status=502, body=HTML), Uncertain),
    "a page instead of an answer": (Fault(status=200, body=HTML), Uncertain),
    "an answer cut short": (Fault(status=200, body='{"ok":true,"resu'), Uncertain),
    "an answer without a result": (Fault(status=200, body='{"ok":true}'), Uncertain),
    "another JSON": (Fault(status=200, body="[]"), Uncertain),
    "no answer": (Fault(drop=True), Uncertain),
    "no answer though it was sent": (Fault(drop=True, effect=True), Uncertain),
}


@pytest.mark.parametrize("name", FAULTS)
async def test_a_failure_says_what_it_means(
    performer: TelegramPerformer, anna: Customer, server: TelegramServer, name: str
) -> None:
    fault, error = FAULTS[name]
    server.faults.add(fault)
    with pytest.raises(error) as raised:
        await performer.perform(row(say("Hi")))
    assert raised.type is error
    assert TOKEN not in str(raised.value)


async def test_a_customer_who_blocked_us_is_left_alone(performer: TelegramPerformer, anna: Customer) -> None:
    anna.blocks()
    with pytest.raises(Blocked, match="blocked by the user"):
        await performer.perform(row(say("Hi")))


async def test_a_chat_that_never_was_is_gone(performer: TelegramPerformer, anna: Customer) -> None:
    with pytest.raises(Gone, match="not found"):
        await performer.perform(row(say("Hi", chat=5)))


async def test_nothing_to_read_is_refused(performer: TelegramPerformer, anna: Customer) -> None:
    with pytest.raises(Refused, match="empty"):
        await performer.perform(row(say("  ")))


async def test_too_many_messages_wait_as_long_as_telegram_says() -> None:
    server = TelegramServer(TOKEN, limits=Limits(per_chat_per_second=0.1, per_chat_burst=1))
    bot = make_bot(TOKEN, await server.start())
    await server.customer(1001).write("Hello")
    performer = TelegramPerformer(bot, FewWords())
    await performer.perform(row(say("one")))
    with pytest.raises(Limited) as limited:
        await performer.perform(row(say("two")))
    assert (limited.value.retry_after, limited.value.scope) == (10, "lane")
    await close(bot)
    await server.stop()


RETRY_AFTER = {
    "in the answer": (Fault(status=429, body='{"ok":false,"parameters":{"retry_after":600}}'), 600),
    "in the header": (Fault(status=429, body="slow down", headers={"Retry-After": "30"}), 30),
    "nowhere": (Fault(status=429, body=HTML), 5),
    "garbage": (
        Fault(status=429, body='{"ok":false,"parameters":{"retry_after":"soon"}}', headers={"Retry-After": "x"}),
        5,
    ),
}


@pytest.mark.parametrize("name", RETRY_AFTER)
async def test_the_wait_is_found_wherever_it_is_said(
    performer: TelegramPerformer, anna: Customer, server: TelegramServer, name: str
) -> None:
    fault, seconds = RETRY_AFTER[name]
    server.faults.add(fault)
    with pytest.raises(Limited) as limited:
        await performer.perform(row(say("Hi")))
    assert limited.value.retry_after == seconds


@pytest.mark.fault("Telegram", "migrate_to_chat_id", "followed once")
async def test_a_chat_that_moved_is_followed_once(
    performer: TelegramPerformer, anna: Customer, server: TelegramServer
) -> None:
    moved = '{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat"%s}'
    server.faults.add(Fault(status=400, body=moved % ',"parameters":{"migrate_to_chat_id":1002}'))
    ben = server.customer(1002, "Ben")
    await ben.write("Hello")
    await performer.perform(row(say("Hi")))
    assert (await ben.reads()).text == "Hi"


async def test_what_telegram_cannot_parse_is_sent_without_its_styles(
    performer: TelegramPerformer, anna: Customer, server: TelegramServer
) -> None:
    unparsed = '{"ok":false,"error_code":400,"description":"Bad Request: can\'t parse entities: Unclosed start tag"}'
    server.faults.add(Fault(method="sendMessage", status=400, body=unparsed))
    await performer.perform(row(say(Quote("a **b** < c", "T", "https://a.example", "en"), buttons=(TALK,))))
    message = await anna.reads()
    assert (message.text, message.entities) == ("a b < c\n\nen:quote.source title=T", [])
    assert message.buttons == ["en:button.talk"]


async def test_a_send_without_an_answer_may_have_happened(
    performer: TelegramPerformer, anna: Customer, server: TelegramServer
) -> None:
    server.faults.add(Fault(method="sendMessage", drop=True, effect=True))
    with pytest.raises(Uncertain):
        await performer.perform(row(say("Hi")))
    assert (await anna.reads()).text == "Hi"


@pytest.mark.fault("Telegram", "401, 404, 409")
async def test_trouble_with_the_token_is_said_loudly_once_until_it_is_over(
    performer: TelegramPerformer, anna: Customer, server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.faults.add(Fault(method="sendMessage", status=401, body=UNAUTHORIZED, times=2))
    server.faults.add(Fault(method="sendMessage", nth=4, status=401, body=UNAUTHORIZED))
    for _ in range(4):
        try:
            await performer.perform(row(say("Hi")))
        except Transient:
            continue
    loud = [record.message for record in caplog.records if record.levelno >= logging.ERROR]
    assert loud == ["Telegram takes nothing from us until its set-up is mended: Unauthorized"] * 2


async def test_no_log_line_shows_the_token_or_what_customers_read(
    performer: TelegramPerformer, anna: Customer, server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    for fault, _ in FAULTS.values():
        server.faults.add(fault)
        with pytest.raises(DeskError):
            await performer.perform(row(say("my secret")))
        server.faults.clear()
    assert TOKEN not in caplog.text
    assert "my secret" not in caplog.text
