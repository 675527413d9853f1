"""Hostile words arrive on the other side as they were written, and do nothing there."""

import pytest

from bots.playground.slack import Person
from bots.playground.slack.state import Message as Post
from bots.playground.telegram import Customer
from bots.playground.telegram.texts import plain
from tests.scenarios.town import Town, chatting

HOSTILE = {
    "ping": "<!channel> <!here> <@U0TOM> <#C1|general>",
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "entities": "&amp; &lt;b&gt; &#60; & < > \" '",
    "link": "[bank](https://evil.example) and https://evil.example/?a=1&b=2#c",
    "markdown": "*bold* _it_ ~no~ `code` ```pre``` > quote \\*",
    "right to left": "\u202egnp.exe\u202c \u2067שלום\u2069 ‏مرحبا",
    "emoji": "👩‍👩‍👧‍👦 🇳🇱 🏴󠁧󠁢󠁥󠁮󠁧󠁿 e\u0301 Z̸̡̢͔͓",
    "format": "{case} %s %(name)s {0} {__class__} $HOME `id` '; DROP TABLE inbox; --",
    "lines": "one\n\n two\n\tthree",
}
UNSET = {
    name: words for name, words in HOSTILE.items() if "`" not in words
}  # what Slack's writing field leaves as it is
hostile = pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)


@pytest.mark.fault("Content", "naughty strings from a messenger to Slack", "shown as written; they call nobody")
@pytest.mark.fault("Content", "right-to-left marks", "as written")
@pytest.mark.fault("Content", "joined emoji", "as written")
@pytest.mark.fault(
    "Security", "Slack pings, fake links, formatting from customers", "shown literally; nobody is called"
)
@hostile
async def test_a_customers_words_are_shown_as_written_and_ping_nobody(
    town: Town, anna: Customer, tom: Person, words: str
) -> None:
    chat = await chatting(town, anna, tom)
    number = await anna.write(words)
    typed = next(message.text for message in anna.screen if message.id == number)
    await anna.write("that was it")
    await chat.thread_shows("that was it")
    relayed = next(reply for reply in town.support.thread(chat.card.ts)[1:] if "that was it" not in reply.plain)
    assert relayed.plain == f"*Anna*\n{typed}"
    assert _shown(relayed) == f"Anna\n{typed}"
    assert "<!" not in relayed.text
    assert "<@" not in relayed.text


@pytest.mark.fault("Content", "naughty strings from Slack to a messenger", "shown as written")
@pytest.mark.parametrize("words", UNSET.values(), ids=UNSET)
async def test_an_agents_words_reach_the_customer_as_written(
    town: Town, anna: Customer, tom: Person, words: str
) -> None:
    chat = await chatting(town, anna, tom)
    await chat.agent_writes(words)
    said = await anna.reads(lambda message: message.text.startswith("Tom\n"))
    as_telegram_shows_it, _ = plain(words)
    assert said.text.partition("\n")[2].strip() == as_telegram_shows_it
    assert [each.type for each in said.entities if each.type in ("text_link", "italic", "code", "pre")] == []


@pytest.mark.fault("Content", "NUL", "a mark in its place, everywhere the same")
@pytest.mark.fault("Content", "lone surrogates", "a mark in its place, everywhere the same")
async def test_nul_and_half_characters_become_a_mark(town: Town, anna: Customer, tom: Person) -> None:
    chat = await chatting(town, anna, tom)
    sender = {"id": 1001, "is_bot": False, "first_name": "Anna\x00"}
    private = {"id": 1001, "type": "private", "first_name": "Anna"}
    message = {"message_id": 900, "date": 1, "chat": private, "from": sender, "text": "a\x00b\ud800c"}
    town.telegram.push_update({"message": message})
    await chat.thread_shows("a\ufffdb\ufffdc")
    assert town.stored("SELECT text FROM messages ORDER BY seq DESC LIMIT 1") == [("a\ufffdb\ufffdc",)]


@pytest.mark.fault("Content", "naughty strings in a name", "inert on the card and in the ticket")
@pytest.mark.fault("Content", "naughty strings from a messenger to a mail", "as written, and never a header")
@pytest.mark.fault("Security", "Slack pings, fake links, formatting from customers")
async def test_hostile_words_in_a_question_and_a_name_reach_card_and_ticket_inert(town: Town, tom: Person) -> None:
    eve = town.customer(1666, "<!channel>*Eve*\r\nBcc: all@shop.example")
    await town.has_on_duty(tom)
    await eve.write("<!here> refund\r\nBcc: all@shop.example {case} %s")
    await eve.reads()
    await eve.write("/support")
    await eve.reads("reach our team")
    await eve.write("1")
    card = await town.support.posts(lambda message: "Claim" in message.buttons)
    assert "<!" not in card.text
    assert "<!here> refund" in card.plain
    await eve.write("/support")
    await eve.reads("You’re waiting for a colleague")
    await eve.press("Answer me by e-mail instead")
    await eve.reads("Which e-mail address")
    await eve.write("eve@shop.example")
    ticket = await town.team_gets()
    assert "\n" not in ticket.subject
    assert "Bcc" not in ticket.headers
    assert "Bcc: all@shop.example {case} %s" in ticket.text


def _shown(post: Post) -> str:
    """What a reader sees in the blocks of a relayed message."""
    sections = (section for block in post.blocks for section in block.get("elements", []))
    return "".join(each.get("text") or each.get("url", "") for section in sections for each in section["elements"])
