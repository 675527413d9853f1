"""Texts for Slack: nothing that a customer wrote is ever markup or a ping, and no text is longer than Slack takes."""

import re
from collections.abc import Sequence
from datetime import datetime

import regex

from bots.slack.ids import Json

LONGEST_PART = 10_000  # characters; Slack takes about 13,000 in the blocks of one message

_GRAPHEME = regex.compile(r"\X")
_UNSAFE = re.compile(r"[\x00\ud800-\udfff]")


def writable(text: str) -> str:
    """The text with what no database takes shown as the replacement character."""
    return _UNSAFE.sub("\ufffd", text)


def unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def escaped(text: str) -> str:
    """For a `text` or `mrkdwn` field: without this `<!channel>` would ping the company."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def literal(text: str, most: int) -> Json:
    """A text object in which nothing is markup, cut to `most` characters."""
    return {"type": "plain_text", "text": shortened(text, most) or "-", "emoji": False}


DATE_FORMAT = "{date_short_pretty} {time}"


def date_of(at: datetime) -> str:
    """In mrkdwn, shown in each reader's own time zone (docs.slack.dev/messaging/formatting-message-text#date-formatting)."""
    return f"<!date^{int(at.timestamp())}^{DATE_FORMAT}|{in_utc(at)}>"


def in_utc(at: datetime) -> str:
    """What stands there where Slack cannot show the reader's own time."""
    return f"{at:%Y-%m-%d %H:%M} UTC"


def remark(text: str, to: Sequence[str] = ()) -> list[Json]:
    """Blocks for a line of ours, in italics, after the mentions of members by their ids: Slack tells them of it."""
    mentions = ({"type": "user", "user_id": user} for user in to)
    called = [each for mention in mentions for each in (mention, {"type": "text", "text": " "})]
    elements = [*called, {"type": "text", "text": text, "style": {"italic": True}}]
    return [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}]


def quoted(text: str) -> str:
    """Somebody's words as a quotation, in mrkdwn."""
    return "\n".join(f"> {escaped(line)}" for line in text.splitlines())


def shortened(text: str, most: int) -> str:
    """At most `most` characters, with an ellipsis where something is missing."""
    return text if len(text) <= most else text[: _grapheme_end(text, most - 1)].rstrip() + "…"


def parts_of(text: str, most: int = LONGEST_PART) -> list[str]:
    """The text in parts of at most `most` characters, cut between lines or words where there are any; joined they are the text."""
    parts = []
    while len(text) > most:
        at = _break(text, most)
        parts.append(text[:at])
        text = text[at:]
    return [*parts, text]


def _break(text: str, most: int) -> int:
    low = most * 3 // 4
    for separator in ("\n", " "):
        found = text.rfind(separator, low, most)
        if found >= 0:
            return found + 1
    return _grapheme_end(text, most)


def _grapheme_end(text: str, most: int) -> int:
    """The last place up to `most` that is not inside a character as a reader sees it."""
    low = max(0, most - 100)
    starts = [low + found.start() for found in _GRAPHEME.finditer(text[low : most + 1])]
    return next((start for start in reversed(starts) if low < start <= most), most)
