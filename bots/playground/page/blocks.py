"""Block Kit as the page draws it: blocks with their texts parsed, and elements with what is needed to press them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bots.playground.page import markdown, mrkdwn, rich_text
from bots.playground.page.emoji import with_emoji
from bots.playground.page.mrkdwn import Names
from bots.playground.page.rich import Rich
from bots.playground.slack import View

Json = dict[str, Any]
Option = dict[str, str]  # value and label


@dataclass(frozen=True)
class Drawing:
    """Who and what a workspace has: names by id for mentions, and the options of menus of people and channels."""

    names: Names
    people: list[Option]
    channels: list[Option]

    def view(self, view: View) -> Json:
        """A modal or an app home."""
        return {
            "id": view.id,
            "title": view.heading,
            "submit": _words(view.submit),
            "close": _words(view.close) or "Cancel",
            "blocks": self.blocks(view.blocks),
        }

    def blocks(self, blocks: Sequence[Json]) -> list[Json]:
        return [self._block(block) for block in blocks]

    def _block(self, block: Json) -> Json:
        kind = str(block.get("type"))
        drawn: Json = {"type": kind, "id": block.get("block_id", "")}
        match kind:
            case "header":
                return drawn | {"text": _words(block["text"])}
            case "section":
                return drawn | self._section(block)
            case "context":
                return drawn | {"elements": [self._context(each) for each in block["elements"]]}
            case "actions":
                return drawn | {"elements": [self._element(each, block) for each in block["elements"]]}
            case "input":
                return drawn | self._input(block)
            case "image":
                return drawn | {"text": str(block.get("alt_text", "")), "url": str(block.get("image_url", ""))}
            case "markdown":
                return drawn | {"text": markdown.parsed(block["text"])}
            case "rich_text":
                return drawn | {"text": rich_text.parsed(block, self.names)}
            case _:
                return drawn

    def _section(self, block: Json) -> Json:
        drawn: Json = {"fields": [self.text(each) for each in block.get("fields") or []]}
        if block.get("text"):
            drawn["text"] = self.text(block["text"])
        if block.get("accessory"):
            drawn["accessory"] = self._element(block["accessory"], block)
        return drawn

    def _context(self, element: Json) -> Rich:
        return [str(element.get("alt_text", ""))] if element.get("type") == "image" else self.text(element)

    def _input(self, block: Json) -> Json:
        return {
            "label": _words(block["label"]),
            "hint": _words(block.get("hint")),
            "optional": bool(block.get("optional")),
            "element": self._element(block["element"], block),
        }

    def _element(self, element: Json, block: Json) -> Json:
        kind = str(element.get("type"))
        return {
            "type": kind,
            "block": block.get("block_id", ""),
            "action": element.get("action_id", ""),
            "label": _words(element.get("text")),
            "placeholder": _words(element.get("placeholder")),
            "style": element.get("style", ""),
            "value": element.get("value") or element.get("initial_value") or "",
            "url": element.get("url", ""),
            "multiline": bool(element.get("multiline")),
            "most": int(element.get("max_length") or 0),
            "options": self._options(element),
            "initial": _initial(element),
            "confirm": _confirm(element.get("confirm")),
            "text": str(element.get("alt_text", "")),
        }

    def _options(self, element: Json) -> list[Option]:
        kind = str(element.get("type")).removeprefix("multi_")
        if kind == "users_select":
            return self.people
        if kind in ("channels_select", "conversations_select"):
            return self.channels
        groups = [element, *element.get("option_groups", [])]
        given = [option for group in groups for option in group.get("options", [])]
        return [{"value": str(each.get("value", "")), "label": _words(each.get("text"))} for each in given]

    def text(self, text: Json) -> Rich:
        """A text object: mrkdwn, or words in which nothing is markup."""
        if text.get("type") == "mrkdwn":
            return mrkdwn.parsed(str(text.get("text", "")), self.names)
        return [_words(text)]


def _words(text: Json | None) -> str:
    if not text:
        return ""
    words = str(text.get("text", ""))
    return words if text.get("emoji") is False else with_emoji(words)


def _initial(element: Json) -> list[str]:
    one = element.get("initial_option")
    many = element.get("initial_options") or ([one] if one else [])
    given = [
        element.get(f"initial_{kind}") for kind in ("user", "channel", "conversation", "date", "time", "date_time")
    ]
    return [str(option.get("value", "")) for option in many] + [str(each) for each in given if each]


def _confirm(confirm: Json | None) -> str:
    return f"{_words(confirm.get('title'))}\n{_words(confirm.get('text'))}" if confirm else ""
