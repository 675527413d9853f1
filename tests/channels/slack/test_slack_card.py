"""The card: what it shows in each state, that nothing on it is markup, and that Slack would take it whatever is on it."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bots.slack.cases.card import WAITING, card_blocks, card_of, duty_blocks, headline
from bots.slack.cases.card_facts import CardState, CaseCard
from core.language.catalog import read_catalog
from core.model.codec import decode, encode
from core.model.dispute import OrderFacts
from core.model.effects import OpenHandoff
from core.model.handoff import CaseOpening
from core.model.ids import Address, AgentId, CaseCode, ConversationId, Language
from core.model.people import Agent, Duty
from core.model.rows import Message
from core.model.shop import OrderId
from core.model.view import Money, Text, text
from tests.channels.slack.cards import Json, check

NOW = datetime(2026, 10, 9, 8, 53, 20, tzinfo=UTC)
ANNA = ConversationId("telegram:1001")
catalog = read_catalog()


def say(line: Text) -> str:
    return catalog.say(line.key, line.params, Language("en"))


def opening(
    question: str = "Where is it?", name: str = "Anna", lines: tuple[Message, ...] = (), **more: Any
) -> CaseOpening:
    customer = Address("telegram", "1001")
    handoff = OpenHandoff("live_chat", CaseCode("FD-7K2M9"), 3, customer, name, Language("pl"), question, **more)
    return CaseOpening(ANNA, handoff, lines, NOW)


def line(author: Any, text: str, name: str = "") -> Message:
    return Message(ANNA, 1, author, name, text, NOW)


def read(blocks: list[Json]) -> list[str]:
    """The card's texts from top to bottom."""
    texts = []
    for block in blocks:
        parts = [block.get("text"), *block.get("fields", []), *block.get("elements", [])]
        for part in filter(None, parts):
            label = part.get("placeholder", part)["text"]
            texts.append(label if isinstance(label, str) else label["text"])
    return texts


def menu(state: CardState) -> list[str]:
    """What the menu of a card offers."""
    [actions] = [block for block in card_blocks(card_of(opening()), state, say) if block["type"] == "actions"]
    return [option["text"]["text"] for option in actions["elements"][-1]["options"]]


def card(state: CardState, **of: Any) -> list[str]:
    return read(card_blocks(card_of(opening(**of)), state, say))


def test_waiting() -> None:
    assert card(WAITING, sources=("Track a parcel",)) == [
        "Case FD-7K2M9",
        "Customer: Anna",
        "Language: 🇵🇱 Polish",
        "Waiting since: <!date^1791536000^{date_short_pretty} {time}|2026-10-09 08:53 UTC>",
        "*Question*",
        "Where is it?",
        "*Assistant answered with*",
        "• Track a parcel",
        "Waiting for a colleague",
        "Claim",
        "Close",
        "More…",
    ]
    assert menu(WAITING) == ["Transfer…", "Note…", "Change the language…", "Block…"]


def test_claimed() -> None:
    assert card(CardState("claimed", "Tom")) == [
        "Case FD-7K2M9",
        "Customer: Anna",
        "Language: 🇵🇱 Polish",
        "*Question*",
        "Where is it?",
        "Tom is answering",
        "Suggest a reply",
        "Saved reply…",
        "Note…",
        "Transfer…",
        "Snooze…",
        "Close",
        "More…",
    ]
    assert menu(CardState("claimed", "Tom")) == [
        "Release",
        "Ask for photos",
        "Ask for the order",
        "Ask for details",
        "Change the language…",
        "Go on by e-mail",
        "Offer a call",
        "Hand back to the assistant",
        "Close, with a reason…",
        "Block…",
    ]


AT = "<!date^1791536000^{date_short_pretty} {time}|2026-10-09 08:53 UTC>"


def test_since_when_the_customer_waits_and_until_when() -> None:
    shown = card(CardState("claimed", "Tom", since=NOW, due=NOW))
    assert shown[3:5] == [f"Waiting since: {AT}", f"Answer due: {AT}"]


def test_snoozed() -> None:
    assert f"Tom has it. Snoozed until {AT}" in card(CardState("snoozed", "Tom", until=NOW))
    shown = card(CardState("snoozed", "Tom"))
    assert "Tom has it. Snoozed until the customer writes." in shown
    assert "Snooze…" in shown


def test_handed_back_to_the_assistant() -> None:
    assert card(CardState("assistant"))[-2:] == ["Handed back to the AI assistant", "Take back"]


def test_another_language_than_was_heard_at_first() -> None:
    assert "Language: 🇩🇪 German" in card(CardState("claimed", "Tom", language=Language("de")))


def test_the_order_as_the_shop_told_it() -> None:
    order = OrderFacts(OrderId("H-104233"), "Vase", Money("45.00", "EUR"), "sent", "paid", NOW)
    shown = read(card_blocks(card_of(replace(opening(), order=order)), WAITING, say))
    at = shown.index("Total: €45.00")
    assert "H-104233" in shown[at - 1]
    assert shown[at + 1] == f"Order as of: {AT}"


def test_a_summary_and_the_note_of_a_colleague() -> None:
    noted = replace(opening(note="She has called before."), summary="A vase came broken.")
    shown = read(card_blocks(card_of(noted), WAITING, say))
    assert shown[shown.index("*How it began*") + 1] == "A vase came broken."
    assert shown[shown.index("*Note from a colleague*") + 1] == "She has called before."


def test_a_menu_is_fresh_on_each_version_of_the_card() -> None:
    """Slack would keep what was chosen last."""
    states = (WAITING, CardState("claimed", "Tom"), CardState("claimed", "Tom", since=NOW))
    names = {card_blocks(card_of(opening()), state, say)[-1]["block_id"] for state in states}
    assert len(names) == len(states)


def test_closed() -> None:
    state = CardState("closed", closing=text("closing.by_agent", agent="Tom"))
    assert card(state)[-2:] == ["Closed. Tom has ended the chat.", "Reopen"]
    assert card(replace(state, reopens=False))[-1] == "Closed. Tom has ended the chat."


def test_the_last_lines_if_there_is_more_than_the_question() -> None:
    asked = line("customer", "Where is it?", "Anna")
    answered = line("assistant", "Track your parcel with the number in the mail.")
    assert "*Conversation so far*" not in card(WAITING, lines=(asked,))
    assert card(WAITING, lines=(asked, answered))[6:8] == [
        "*Conversation so far*",
        "Anna: Where is it?\nAI assistant: Track your parcel with the number in the mail.",
    ]


def test_what_a_customer_wrote_is_never_markup() -> None:
    hostile = "*bold* <!channel> <https://evil.example|bank>"
    blocks = card_blocks(
        card_of(opening(hostile, hostile, (line("customer", hostile), line("desk", "x")))), WAITING, say
    )
    texts = [
        part for block in blocks for part in (block.get("text"), *block.get("fields", []), *block.get("elements", []))
    ]
    spoken = [part for part in texts if part and hostile in str(part.get("text"))]
    assert [part["type"] for part in spoken] == ["plain_text"] * 3
    assert "<" not in headline(card_of(opening(hostile, hostile)), say)


STATES = st.sampled_from(
    [
        WAITING,
        CardState("claimed", "T" * 5000, since=NOW, due=NOW),
        CardState("snoozed", "T" * 5000, until=NOW),
        CardState("assistant"),
        CardState("closed", closing=text("card.closed")),
    ]
)


@given(st.text(max_size=20), st.text(max_size=20), st.integers(1, 3000), STATES)
def test_slack_takes_every_card(question: str, name: str, times: int, state: CardState) -> None:
    lines = tuple(line("agent", question * times, name * times) for _ in range(30))
    opened = opening(question * times, name * times, lines, sources=(question * times,) * 30, note=question * times)
    shown = card_of(replace(opened, summary=question * times))
    check(card_blocks(shown, state, say))
    assert decode(encode(shown), type(shown)) == shown


def test_slack_takes_the_panel_however_many_are_there() -> None:
    check(duty_blocks([], say))
    tom = Duty(Agent(AgentId("U0TOM"), "Tom Visser"), on_duty=True)
    check(duty_blocks([tom, replace(tom, away=True)] * 2000, say))


KEPT = (
    '{"conversation":"telegram:1001","case":"FD-7K2M9","name":"Anna","language":"pl","question":"Where is it?",'
    '"sources":["Track a parcel"],"lines":[{"author":"customer","name":"Anna","text":"Hello"}],'
    '"opened_at":"2026-10-09T08:53:20Z"}'
)


def test_a_card_that_an_older_version_kept_is_read() -> None:
    """Cards outlive a deploy: a field added later needs a default."""
    said = (line("customer", "Hello", "Anna"),)
    assert decode(KEPT, CaseCard) == card_of(opening(lines=said, sources=("Track a parcel",)))


def test_whether_there_is_a_translation() -> None:
    assert "Translation: by a machine" in card(WAITING, translation="machine")
    assert "Language: 🇵🇱 Polish (needs translation)" in card(WAITING, translation="none")
    assert "Translation: none" in card(WAITING, translation="none")
    assert not [each for each in card(WAITING) if each.startswith("Translation")]
