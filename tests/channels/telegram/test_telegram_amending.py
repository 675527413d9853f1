"""What becomes of an agent's message in a customer's chat when the agent changes it or takes it back."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace
from telegram import Bot

from bots.playground.faults import Fault
from bots.playground.telegram import Customer, TelegramServer
from bots.playground.telegram.state import Message
from bots.telegram.outgoing import TelegramPerformer
from core.model.effects import Amend, Say, SendFile
from core.model.errors import Blocked, Limited, Refused, Uncertain
from core.model.events import Delivered
from core.model.file import File
from core.model.ids import Address, AgentId, ConversationId, EffectId, Language
from core.model.people import Agent
from core.model.rows import CopyPart, Done
from core.model.view import View, Words
from tests.channels.telegram.fakes import FewWords, row, say

EVA = Agent(AgentId("U0EVA"), "Eva")
CHAT = Address("telegram", "1001")
THREAD = Address("slack", "C1/100.1")
LONG = "a" * 4000 + "\n" + "b" * 4000


class Chat:
    """Says Eva's words in Anna's chat, and knows what was sent, as the desk's outbox does."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self.parts: list[CopyPart] = []
        self.performer = TelegramPerformer(bot, FewWords(), sent=self.sent)

    async def sent(self, conversation: ConversationId, ref: str) -> Sequence[CopyPart]:
        return self.parts if (conversation, ref) == ("telegram:1001", "1.1") else ()

    async def says(self, words: str) -> list[Done]:
        said = replace(say(words), speaker=EVA, ref="1.1")
        done = [await self.performer.perform(row(said, part)) for part in range(self.performer.parts(said))]
        id = EffectId(f"{len(self.parts)}.0")
        self.parts += [CopyPart(THREAD, id, part, said, "done", each.receipt) for part, each in enumerate(done)]
        return done

    async def sends(self, caption: str) -> None:
        """A file with words under it, as `TelegramFileSender` would."""
        sent = await self.bot.send_document(CHAT.key, b"%PDF", caption=f"Eva\n{caption}", filename="a.pdf")
        effect = SendFile(CHAT, File("slack:F1"), Language("en"), EVA, caption, "1.1")
        self.parts.append(CopyPart(THREAD, EffectId("9.0"), 0, effect, "done", str(sent.message_id)))

    async def changes(self, words: str) -> Done:
        return await self.performer.perform(row(_amend(View((Words(words),)))))

    async def takes_back(self) -> Done:
        return await self.performer.perform(row(_amend(None)))


def _amend(view: View | None) -> Amend:
    return Amend(CHAT, "1.1", Language("en"), EVA, view)


@pytest.fixture
def eva(bot: Bot, anna: Customer) -> Chat:
    assert anna.screen
    return Chat(bot)


def shown(anna: Customer) -> list[str]:
    return [message.text for message in anna.screen if message.by_bot]


def edited(anna: Customer) -> list[Message]:
    return [message for message in anna.screen if message.by_bot and message.edited]


async def test_the_desk_hears_when_all_of_an_agents_message_has_arrived(eva: Chat) -> None:
    assert [done.event for done in await eva.says(LONG)] == [None, Delivered("1.1")]


async def test_words_under_a_file_are_changed_there(eva: Chat, anna: Customer) -> None:
    await eva.sends("Here it iz")
    await eva.changes("Here it is")
    [message] = edited(anna)
    assert message.media
    assert message.text == "Eva\nHere it is"


async def test_more_words_than_fit_under_a_file_are_refused(eva: Chat) -> None:
    await eva.sends("Here it iz")
    with pytest.raises(Refused):
        await eva.changes("x" * 1024)


async def test_where_no_words_are_none_can_be_changed(eva: Chat) -> None:
    with pytest.raises(Refused):
        await eva.changes("Hello")


async def test_of_our_own_words_nobody_hears(eva: Chat) -> None:
    assert (await eva.performer.perform(row(say("Hi")))).event is None


async def test_a_change_is_shown_in_place(eva: Chat, anna: Customer) -> None:
    await eva.says("Helo")
    assert await eva.changes("Hello <b>") == Done()
    assert shown(anna) == ["Eva\nHello <b>"]
    assert len(edited(anna)) == 1


async def test_each_piece_of_a_long_message_is_changed(eva: Chat, anna: Customer) -> None:
    await eva.says(LONG)
    await eva.changes(LONG.replace("b", "c"))
    assert shown(anna) == ["Eva\n" + "a" * 4000, "c" * 4000]


async def test_the_same_words_once_more_are_no_error(eva: Chat, anna: Customer) -> None:
    await eva.says("Hello")
    await eva.changes("Hello")
    assert shown(anna) == ["Eva\nHello"]


async def test_words_that_take_more_messages_than_they_had_are_refused(eva: Chat, anna: Customer) -> None:
    await eva.says("Hello")
    with pytest.raises(Refused, match="1 messages, and now takes 2"):
        await eva.changes(LONG)
    assert shown(anna) == ["Eva\nHello"]


async def test_what_has_not_arrived_whole_is_not_changed(eva: Chat) -> None:
    await eva.says(LONG)
    eva.parts[1] = replace(eva.parts[1], state="failed", receipt="")
    with pytest.raises(Refused, match="whole"):
        await eva.changes(LONG)


async def test_the_words_that_were_sent_last_are_changed(eva: Chat, anna: Customer) -> None:
    await eva.says("Helo")
    await eva.says("Helo")
    await eva.changes("Hello")
    assert shown(anna) == ["Eva\nHelo", "Eva\nHello"]


async def test_a_message_that_is_gone_cannot_be_changed(eva: Chat, anna: Customer) -> None:
    await eva.says("Helo")
    anna.chat.messages.pop()
    with pytest.raises(Refused, match="to edit not found"):
        await eva.changes("Hello")


async def test_what_telegram_cannot_parse_is_changed_without_its_styles(
    eva: Chat, anna: Customer, server: TelegramServer
) -> None:
    await eva.says("Helo")
    unparsed = '{"ok":false,"error_code":400,"description":"Bad Request: can\'t parse entities: Unclosed start tag"}'
    server.faults.add(Fault(method="editMessageText", status=400, body=unparsed))
    await eva.changes("Hello <b>")
    assert shown(anna) == ["Eva\nHello <b>"]


async def test_a_deletion_deletes_all_that_was_sent(eva: Chat, anna: Customer) -> None:
    await eva.says(LONG)
    await eva.says("Hello")
    assert await eva.takes_back() == Done()
    assert shown(anna) == []


async def test_a_second_try_deletes_what_the_first_left(eva: Chat, anna: Customer, server: TelegramServer) -> None:
    await eva.says(LONG)
    server.faults.add(Fault(method="deleteMessage", nth=2, drop=True, effect=True))
    with pytest.raises(Uncertain):
        await eva.takes_back()
    await eva.takes_back()
    assert shown(anna) == []


async def test_after_48_hours_nothing_can_be_deleted(eva: Chat, anna: Customer) -> None:
    await eva.says("Hello")
    anna.screen[-1].date -= 48 * 3600 + 1
    with pytest.raises(Refused, match="can't be deleted"):
        await eva.takes_back()
    await eva.changes("Hello Anna")
    assert shown(anna) == ["Eva\nHello Anna"]


async def test_what_can_be_deleted_is_deleted_though_the_rest_cannot(eva: Chat, anna: Customer) -> None:
    await eva.says("Old")
    anna.screen[-1].date -= 48 * 3600 + 1
    await eva.says("New")
    with pytest.raises(Refused):
        await eva.takes_back()
    assert shown(anna) == ["Eva\nOld"]


async def test_nothing_that_was_sent_is_nothing_to_take_back(eva: Chat) -> None:
    assert await eva.takes_back() == Done()


async def test_too_many_changes_wait_as_long_as_telegram_says(eva: Chat, server: TelegramServer) -> None:
    await eva.says("Helo")
    slow = '{"ok":false,"parameters":{"retry_after":7}}'
    server.faults.add(Fault(method="editMessageText", status=429, body=slow))
    with pytest.raises(Limited):
        await eva.changes("Hello")


async def test_for_who_blocked_us_nothing_is_changed(eva: Chat, anna: Customer) -> None:
    await eva.says("Helo")
    anna.blocks()
    with pytest.raises(Blocked):
        await eva.changes("Hello")


def test_a_change_stands_behind_what_is_said_in_the_same_chat(bot: Bot) -> None:
    performer = TelegramPerformer(bot, FewWords())
    change, words = _amend(View((Words("x"),))), say("Hi")
    assert isinstance(words, Say)
    assert performer.lane(change, ConversationId("x")) == performer.lane(words, ConversationId("x"))
    assert performer.limits(change) == performer.limits(words)
    assert performer.parts(change) == 1
