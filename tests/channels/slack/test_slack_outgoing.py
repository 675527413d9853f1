"""What the desk says to its staff, as they see it; every way in which Slack refuses; and that a repeat is not a double."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bots.playground.faults import Fault
from bots.playground.slack import ChannelScreen, Message, Person, SlackServer
from bots.slack.errors import NoAccess
from bots.slack.outgoing import SlackPerformer
from core.model.effects import CloseHandoff, Effect, Post
from core.model.errors import DeskError, Gone, Limited, Refused, Transient, Uncertain
from core.model.handoff import CaseOpening
from core.model.ids import Address, AgentId, CaseCode, ConversationId, EffectId
from core.model.people import Agent
from core.model.posts import Card, Relay, Remark, Whisper
from core.model.rows import Limit, OutboxRow
from core.model.view import text

ANNA = ConversationId("telegram:1001")
CASE = CaseCode("FD-7K2M9")
TOM = Agent(AgentId("U0TOM"), "Tom")


def row(effect: Effect, part: int = 0, attempts: int = 1) -> OutboxRow:
    now = datetime.now(UTC)
    return OutboxRow(5, EffectId("9.1"), ANNA, f"staff:{ANNA}", effect, 3, part, attempts, now, now)


async def opened(performer: SlackPerformer, opening: CaseOpening, again: bool = False) -> Address:
    return await performer.open_thread(opening, EffectId("7.1"), again)


@pytest.fixture
async def thread(performer: SlackPerformer, opening: CaseOpening) -> Address:
    return await opened(performer, opening)


def root_of(support: ChannelScreen) -> Message:
    [root] = support.messages
    return root


def replies(support: ChannelScreen) -> list[Message]:
    return support.thread(root_of(support).ts)[1:]


def rich(message: Message) -> list[dict[str, Any]]:
    """The elements of a rich text message."""
    return [each for block in message.blocks for section in block["elements"] for each in section["elements"]]


# --- the card


async def test_opening_posts_the_card(performer: SlackPerformer, support: ChannelScreen, opening: CaseOpening) -> None:
    thread = await opened(performer, opening)
    root = root_of(support)
    assert thread == Address("slack", f"{support.id}/{root.ts}")
    assert root.buttons == ["Claim", "Close"]
    assert root.text == "Case FD-7K2M9 - Anna: Where is my &lt;parcel&gt; &amp; *money*?"


async def test_the_card_follows_its_case(performer: SlackPerformer, support: ChannelScreen, thread: Address) -> None:
    assert (await performer.perform(row(Post(thread, Card(CASE, "claimed", "Tom"))))).receipt == root_of(support).ts
    assert root_of(support).buttons == ["Suggest a reply", "Saved reply…", "Note…", "Transfer…", "Snooze…", "Close"]
    assert "Tom is answering" in str(root_of(support).blocks)
    assert "*money*" in str(root_of(support).blocks)


async def test_closing_shows_why_on_the_card_and_in_the_thread(
    performer: SlackPerformer, support: ChannelScreen, thread: Address
) -> None:
    close = CloseHandoff(thread, CASE, text("closing.by_agent", agent="Tom"))
    assert performer.parts(close) == 2
    for part in range(2):
        await performer.perform(row(close, part))
    assert root_of(support).buttons == []  # it cannot be opened again
    assert "Closed. Tom has ended the chat." in str(root_of(support).blocks)
    assert [reply.text for reply in replies(support)] == ["_Tom has ended the chat._"]


async def test_the_last_line_says_how_it_ended_where_the_card_was_deleted(
    performer: SlackPerformer, support: ChannelScreen, thread: Address
) -> None:
    await performer.perform(row(Post(thread, Relay("Anna", "Hello"))))
    support.workspace.delete(root_of(support))
    close = CloseHandoff(thread, CASE, text("closing.by_agent", agent="Tom"))
    for part in range(2):
        await performer.perform(row(close, part))
    assert [reply.text for reply in replies(support)][-1] == "_Tom has ended the chat._"


async def test_where_nothing_can_be_closed_any_more_it_is_a_failure(
    performer: SlackPerformer, support: ChannelScreen, thread: Address
) -> None:
    support.archive()
    close = CloseHandoff(thread, CASE, text("closing.by_agent", agent="Tom"))
    await performer.perform(row(close, 0))
    with pytest.raises(Gone):
        await performer.perform(row(close, 1))


async def test_a_card_that_we_never_posted_is_refused(performer: SlackPerformer, support: ChannelScreen) -> None:
    with pytest.raises(Refused):
        await performer.perform(row(Post(Address("slack", f"{support.id}/1.2"), Card(CASE, "claimed", "Tom"))))


# --- words


async def test_a_customers_words_are_relayed_literally(
    performer: SlackPerformer, support: ChannelScreen, thread: Address
) -> None:
    said = "<!channel> *help* & <https://evil.example|bank>"
    done = await performer.perform(row(Post(thread, Relay("Anna <b>", said))))
    [reply] = replies(support)
    assert done.receipt == reply.ts
    assert reply.plain == f"*Anna <b>*\n{said}"
    assert "<" not in reply.text
    assert rich(reply)[0] == {"type": "text", "text": "Anna <b>\n", "style": {"bold": True}}
    assert "<!channel> *help* & <" in [each.get("text") for each in rich(reply)]


@pytest.mark.parametrize(("mark", "shown"), [("edited", "Anna (edited)"), ("file", "Anna (sent a file)")])
async def test_a_mark_says_what_the_words_are(
    performer: SlackPerformer, support: ChannelScreen, thread: Address, mark: Any, shown: str
) -> None:
    await performer.perform(row(Post(thread, Relay("Anna", "photo", mark))))
    assert replies(support)[0].text == f"*{shown}*\nphoto"


async def test_a_customer_without_a_name(performer: SlackPerformer, support: ChannelScreen, thread: Address) -> None:
    await performer.perform(row(Post(thread, Relay("", "Hello"))))
    assert replies(support)[0].text == "*Customer*\nHello"


@pytest.mark.fault("Slack", "text of 40,001 characters")
async def test_a_long_text_arrives_in_parts_and_whole(
    performer: SlackPerformer, support: ChannelScreen, thread: Address
) -> None:
    said = "Where is my parcel? " * 2100  # 42,000 characters
    post = Post(thread, Relay("Anna", said))
    for part in range(performer.parts(post)):
        await performer.perform(row(post, part))
    texts = [reply.text.split("\n", 1) for reply in replies(support)]
    assert [name for name, _ in texts] == [f"*Anna ({n}/5)*" for n in range(1, 6)]
    assert "".join(words for _, words in texts) == said


async def test_a_remark_is_for_everybody(performer: SlackPerformer, support: ChannelScreen, thread: Address) -> None:
    await performer.perform(row(Post(thread, Remark(text("staff.customer_waits", minutes=5)))))
    [reply] = replies(support)
    assert reply.text == "_The customer has been waiting for an answer for 5 minutes._"
    assert reply.ephemeral_to is None


async def test_a_whisper_is_for_one(
    performer: SlackPerformer, support: ChannelScreen, thread: Address, tom: Person
) -> None:
    await performer.perform(row(Post(thread, Whisper(TOM, text("staff.over")))))
    [reply] = replies(support)
    assert reply.ephemeral_to == tom.id


async def test_a_whisper_to_somebody_who_left_is_said_aloud(
    performer: SlackPerformer, support: ChannelScreen, thread: Address, tom: Person
) -> None:
    tom.leaves(support)
    await performer.perform(row(Post(thread, Whisper(TOM, text("staff.over")))))
    [reply] = replies(support)
    assert reply.ephemeral_to is None
    assert reply.text.startswith("_Tom: ")


@pytest.mark.fault("Slack", "51 blocks", "what Slack does not take goes as plain text, and is never dropped")
async def test_blocks_that_slack_does_not_like_are_sent_as_plain_text(
    performer: SlackPerformer, support: ChannelScreen, thread: Address, server: SlackServer
) -> None:
    for code in ("invalid_blocks", "msg_too_long", "msg_blocks_too_long"):
        server.faults.add(refusal(code))
        await performer.perform(row(Post(thread, Relay("Anna", code))))
    assert [(reply.text, reply.blocks) for reply in replies(support)] == [
        ("*Anna*\ninvalid_blocks", []),
        ("*Anna*\nmsg_too_long", []),
        ("*Anna*\nmsg_blocks_too_long", []),
    ]


async def test_what_is_refused_as_plain_text_too_is_refused(
    performer: SlackPerformer, thread: Address, server: SlackServer
) -> None:
    server.faults.add(refusal("invalid_blocks", times=2))
    with pytest.raises(Refused):
        await performer.perform(row(Post(thread, Relay("Anna", "Hello"))))


# --- lanes and limits


def test_all_of_a_conversation_is_one_lane_and_all_of_a_channel_one_limit(performer: SlackPerformer) -> None:
    one, other = (Post(Address("slack", f"C1/{ts}"), Relay("Anna", "Hello")) for ts in ("1.1", "2.2"))
    assert performer.lane(one, ANNA) == "staff:telegram:1001"
    assert performer.limits(one) == performer.limits(other) == (Limit("slack:C1", 1.0),)
    assert performer.limits(CloseHandoff(one.to, CASE, text("staff.over"))) == (Limit("slack:C1", 1.0),)


# --- trouble


def refusal(code: str, times: int = 1, status: int = 200, **headers: str) -> Fault:
    named = {"Content-Type": "application/json"} | {key.replace("_", "-"): value for key, value in headers.items()}
    body = f'{{"ok": false, "error": "{code}"}}'
    return Fault("slack", "chat.postMessage", times=times, status=status, body=body, headers=named)


def answer(status: int, body: str = "", kind: str = "text/html") -> Fault:
    return Fault("slack", "chat.postMessage", status=status, body=body, headers={"Content-Type": kind})


TROUBLE: dict[str, tuple[Fault, type[DeskError]]] = {
    "channel gone": (refusal("channel_not_found", times=2), Gone),
    "removed from the channel": (refusal("not_in_channel", times=2), Gone),
    "archived": (refusal("is_archived", times=2), Gone),
    "thread gone": (refusal("thread_not_found", times=2), Gone),
    "message gone": (refusal("message_not_found", times=2), Gone),
    "revoked": (refusal("token_revoked"), NoAccess),
    "inactive": (refusal("account_inactive"), NoAccess),
    "a scope is missing": (refusal("missing_scope"), NoAccess),
    "refused": (refusal("restricted_action"), Refused),
    "an error of tomorrow": (refusal("never_heard_of"), Refused),
    "trouble at Slack": (refusal("internal_error"), Transient),
    "trouble at Slack, 500": (refusal("internal_error", status=500), Transient),
    "limited, said in the body": (refusal("ratelimited"), Limited),
    "502 HTML": (answer(502, "<h1>Bad gateway</h1>"), Transient),
    "503 with nothing": (answer(503), Transient),
    "500 text": (answer(500, "oops", "text/plain"), Transient),
    "200 HTML": (answer(200, "<h1>Welcome</h1>"), Transient),
    "200 text": (answer(200, "ok", "text/plain"), Transient),
    "200 half a JSON": (answer(200, '{"ok": tr', "application/json"), Transient),
    "200 a list": (answer(200, "[1]", "application/json"), Transient),
    "200 nothing in it": (answer(200, "{}", "application/json"), Transient),
    "cut off": (Fault("slack", "chat.postMessage", drop=True), Uncertain),
}


@pytest.mark.fault("Slack", "ok:false of each class", "each is what it means: try again, wait, give up and say so")
@pytest.mark.parametrize(("fault", "error"), TROUBLE.values(), ids=TROUBLE)
async def test_trouble(
    performer: SlackPerformer, thread: Address, server: SlackServer, fault: Fault, error: type[DeskError]
) -> None:
    server.faults.add(fault)
    with pytest.raises(DeskError) as met:
        await performer.perform(row(Post(thread, Relay("Anna", "my secret words"))))
    assert type(met.value) is error
    assert "secret" not in str(met.value)


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [("30", 30), ("1", 1), ("0.5", 0.5), ("garbage", 1), ("-3", 1), ("nan", 1), ("1e9", 3600), (None, 1)],
)
async def test_429_says_how_long_to_wait_for_the_whole_channel(
    performer: SlackPerformer, thread: Address, server: SlackServer, retry_after: str | None, seconds: float
) -> None:
    server.faults.add(refusal("ratelimited", status=429, **({"Retry_After": retry_after} if retry_after else {})))
    with pytest.raises(Limited) as met:
        await performer.perform(row(Post(thread, Relay("Anna", "Hello"))))
    assert (met.value.retry_after, met.value.scope) == (seconds, "key")


async def test_a_server_that_is_not_there(performer: SlackPerformer, thread: Address, server: SlackServer) -> None:
    await server.stop()
    with pytest.raises(Transient):  # over the connection that was open, if its end is not known yet
        await performer.perform(row(Post(thread, Relay("Anna", "Hello"))))
    with pytest.raises(Transient) as met:  # and now there is none
        await performer.perform(row(Post(thread, Relay("Anna", "Hello")), attempts=2))
    assert type(met.value) is Transient


async def test_an_archived_channel(
    performer: SlackPerformer, thread: Address, support: ChannelScreen, opening: CaseOpening
) -> None:
    support.archive()
    with pytest.raises(Gone):
        await performer.perform(row(Post(thread, Relay("Anna", "Hello"))))
    with pytest.raises(Gone):
        await opened(performer, opening)


async def test_an_address_that_is_no_thread(performer: SlackPerformer) -> None:
    with pytest.raises(Gone):
        await performer.perform(row(Post(Address("slack", "C1"), Relay("Anna", "Hello"))))


@pytest.mark.fault("Slack", "token revoked in mid-conversation")
async def test_a_revoked_token_is_complained_of_once_and_goes_on_once_mended(
    performer: SlackPerformer, thread: Address, server: SlackServer, caplog: pytest.LogCaptureFixture
) -> None:
    post = row(Post(thread, Relay("Anna", "Hello")))
    server.revoke_tokens()
    for _ in range(3):
        with pytest.raises(NoAccess):
            await performer.perform(post)
    server.restore_tokens()
    await performer.perform(post)
    assert [record.levelname for record in caplog.records if "token_revoked" in record.message] == ["ERROR", "WARNING"]
    assert "xoxb-playground" not in caplog.text


# --- a repeat is not a double


async def test_a_post_whose_answer_was_lost_is_found_again(
    performer: SlackPerformer, thread: Address, server: SlackServer, support: ChannelScreen
) -> None:
    server.faults.add(Fault("slack", "chat.postMessage", effect=True, drop=True))
    post = Post(thread, Relay("Anna", "Only once"))
    with pytest.raises(Uncertain):
        await performer.perform(row(post))
    done = await performer.perform(row(post, attempts=2))
    assert [reply.ts for reply in replies(support)] == [done.receipt]


async def test_a_post_that_did_not_happen_happens_at_the_repeat(
    performer: SlackPerformer, thread: Address, server: SlackServer, support: ChannelScreen
) -> None:
    server.faults.add(Fault("slack", "chat.postMessage", drop=True))
    post = Post(thread, Relay("Anna", "Only once"))
    with pytest.raises(Uncertain):
        await performer.perform(row(post))
    await performer.perform(row(post, attempts=2))
    assert len(replies(support)) == 1


async def test_the_sdk_repeats_nothing_by_itself(
    performer: SlackPerformer, thread: Address, server: SlackServer
) -> None:
    before = len(server.faults.seen)
    server.faults.add(Fault("slack", "chat.postMessage", drop=True))
    with pytest.raises(Uncertain):
        await performer.perform(row(Post(thread, Relay("Anna", "Hello"))))
    assert [seen.method for seen in server.faults.seen[before:]] == ["chat.postMessage"]


async def test_parts_are_told_apart(performer: SlackPerformer, thread: Address, support: ChannelScreen) -> None:
    post = Post(thread, Relay("Anna", "Where is it? " * 1000))
    first = await performer.perform(row(post, part=0))
    second = await performer.perform(row(post, part=1))
    assert (await performer.perform(row(post, part=1, attempts=2))).receipt == second.receipt
    assert [reply.ts for reply in replies(support)] == [first.receipt, second.receipt]


async def test_a_repeat_is_found_behind_hundreds_of_replies(
    performer: SlackPerformer, thread: Address, support: ChannelScreen, tom: Person
) -> None:
    root = root_of(support).ts
    for number in range(250):
        await tom.writes(support, f"{number}", root)
    done = await performer.perform(row(Post(thread, Relay("Anna", "Hello"))))
    again = await performer.perform(row(Post(thread, Relay("Anna", "Hello")), attempts=2))
    assert again.receipt == done.receipt


async def test_a_card_whose_answer_was_lost_is_found_again_and_can_be_closed(
    performer: SlackPerformer, support: ChannelScreen, server: SlackServer, opening: CaseOpening
) -> None:
    server.faults.add(Fault("slack", "chat.postMessage", effect=True, drop=True))
    opening = CaseOpening(opening.conversation, opening.handoff, opening.transcript, datetime.now(UTC))
    with pytest.raises(Uncertain):
        await opened(performer, opening)
    thread = await opened(performer, opening, again=True)
    assert len(support.messages) == 1
    await performer.perform(row(CloseHandoff(thread, CASE, text("closing.not_needed"))))
    assert root_of(support).buttons == []


async def test_a_card_that_was_not_posted_is_posted_at_the_repeat(
    performer: SlackPerformer, support: ChannelScreen, opening: CaseOpening
) -> None:
    await opened(performer, opening, again=True)
    assert len(support.messages) == 1


# --- translations


async def test_a_translation_stands_above_its_original_and_says_what_it_is(
    performer: SlackPerformer, support: ChannelScreen, thread: Address
) -> None:
    relay = Relay("Maja", "Where is <it>?", original="Var är <det>?\n@channel", translation="machine")
    await performer.perform(row(Post(thread, relay)))
    [reply] = replies(support)
    assert reply.text == ("*Maja (machine translation)*\nWhere is &lt;it&gt;?\n> Var är &lt;det&gt;?\n> @channel")
    quote = reply.blocks[-1]["elements"][0]
    assert quote["type"] == "rich_text_quote"
    assert quote["elements"] == [{"type": "text", "text": "Var är <det>?\n@channel"}]


@pytest.mark.parametrize(
    ("relay", "shown"),
    [
        (Relay("Maja", "Hej", translation="none"), "*Maja (not translated)*\nHej"),
        (
            Relay("Maja", "5", "edited", "50", "doubtful"),
            "*Maja (edited) (machine translation: compare numbers and links with the original)*\n5\n> 50",
        ),
        (Relay("Maja", "Hi", "earlier", "Hej", "machine"), "*Maja (from before) (machine translation)*\nHi\n> Hej"),
    ],
)
async def test_marks_of_a_translation(
    performer: SlackPerformer, support: ChannelScreen, thread: Address, relay: Relay, shown: str
) -> None:
    await performer.perform(row(Post(thread, relay)))
    [reply] = replies(support)
    assert reply.text == shown
