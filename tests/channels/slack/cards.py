"""What is on a card: its texts, and whether Slack would take it. Anna and Daan, as the cards of disputes show them."""

from typing import Any

from slack_sdk.models.blocks import Block

from bots.playground.slack.blocks import MESSAGE_TEXT_IN_BLOCKS, mistakes, text_length
from core.model.dispute_file import Contact
from core.model.ids import ConversationId
from core.model.shop import CustomerId, Person

Json = dict[str, Any]

ANNA = Contact(Person(CustomerId("c-1"), "Anna", "PL"), ConversationId("telegram:1001"))
DAAN = Contact(Person(CustomerId("c-2"), "Daan", "NL", "daan@mail.example"))
NOBODY = Contact()


def parts(blocks: list[Json]) -> list[Json]:
    """All text objects but those on buttons, from top to bottom."""
    found = [part for b in blocks for part in (b.get("text"), *b.get("fields", []), *b.get("elements", []))]
    return [part for part in found if part and part["type"] not in ("button", "static_select")]


def read(blocks: list[Json]) -> list[str]:
    return [part["text"] for part in parts(blocks)]


def check(blocks: list[Json]) -> None:
    assert mistakes(blocks) == []
    assert text_length(blocks) <= MESSAGE_TEXT_IN_BLOCKS
    for block in blocks:
        parsed = Block.parse(block)
        assert parsed is not None
        parsed.validate_json()
