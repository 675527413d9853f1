"""Slack's text to plain text and back: nothing that a customer wrote is ever markup, a link in disguise or a ping."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

import regex

from bots.slack.ids import Json

LONGEST_PART = 10_000  # characters; Slack takes about 13,000 in the blocks of one message

_TOKEN = re.compile(r"<([^<>]*)>")
_LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]}']")
_SCHEME = re.compile(r"^(mailto:|tel:|https?://)")
_GRAPHEME = regex.compile(r"\X")
_UNSAFE = re.compile(r"[\x00\ud800-\udfff]")


def plain(text: str) -> str:
    """What a person reads in a text of Slack's (docs.slack.dev/messaging/formatting-message-text). Emoji codes stay."""
    pieces = []
    end = 0
    for token in _TOKEN.finditer(text):
        pieces += [_unescaped(text[end : token.start()]), _unescaped(_spoken(token[1]))]
        end = token.end()
    pieces.append(_unescaped(text[end:]))
    return _UNSAFE.sub("\ufffd", "".join(pieces))


def _spoken(token: str) -> str:
    """The inside of `<...>`: a person, a channel, a group, a date or a link."""
    target, _, label = token.partition("|")
    match target[:1]:
        case "@" | "#":
            return target[0] + label.removeprefix(target[0]) if label else target
        case "!":
            return _special(target[1:], label)
        case _:
            return _link(target, label)


def _special(target: str, label: str) -> str:
    if target.startswith("subteam^"):
        return label or "@" + target.removeprefix("subteam^")
    return label or "@" + target


def _link(url: str, label: str) -> str:
    """A label is kept only where it says more than the address."""
    bare = _SCHEME.sub("", url)
    shown = bare if url.startswith(("mailto:", "tel:")) else url
    if not label or label == url:
        return shown
    return label if label == bare else f"{label} ({shown})"


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def escaped(text: str) -> str:
    """For a `text` or `mrkdwn` field: without this `<!channel>` would ping the company."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def literal(text: str, most: int) -> Json:
    """A text object in which nothing is markup, cut to `most` characters."""
    return {"type": "plain_text", "text": shortened(text, most) or "-", "emoji": False}


def date_of(at: datetime) -> str:
    """In mrkdwn, shown in each reader's own time zone (docs.slack.dev/messaging/formatting-message-text#date-formatting)."""
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{at:%Y-%m-%d %H:%M} UTC>"


def words(name: str, text: str) -> list[Json]:
    """Blocks that show somebody's words under their name exactly as written; web addresses can be clicked."""
    spoken = [{"type": "text", "text": name + "\n", "style": {"bold": True}}, *_elements(text)]
    return _rich_text(spoken)


def remark(text: str, to: Sequence[str] = ()) -> list[Json]:
    """Blocks for a line of ours, in italics, after the mentions of members by their ids: Slack tells them of it."""
    mentions = ({"type": "user", "user_id": user} for user in to)
    called = [each for mention in mentions for each in (mention, {"type": "text", "text": " "})]
    return _rich_text([*called, {"type": "text", "text": text, "style": {"italic": True}}])


def quote(text: str) -> list[Json]:
    """Blocks that show somebody's words as a quotation; nothing for no words."""
    return _rich_text(list(_elements(text)), "rich_text_quote") if text else []


def quoted(text: str) -> str:
    """The same in mrkdwn."""
    return "\n".join(f"> {escaped(line)}" for line in text.splitlines())


def _rich_text(elements: list[Json], kind: str = "rich_text_section") -> list[Json]:
    return [{"type": "rich_text", "elements": [{"type": kind, "elements": elements}]}]


def _elements(text: str) -> Iterator[Json]:
    """A link shows its own address, so it cannot pretend to lead elsewhere."""
    end = 0
    for link in _LINK.finditer(text):
        if link.start() > end:
            yield {"type": "text", "text": text[end : link.start()]}
        yield {"type": "link", "url": link[0]}
        end = link.end()
    if end < len(text):
        yield {"type": "text", "text": text[end:]}


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
