"""Slack's names of emoji as the characters themselves; a name of the workspace's own stays as it is written. Pure.

docs.slack.dev/reference/block-kit/blocks/rich-text-block#emoji-element-type: the client says the character where it is a
standard one; in plain text there is only the name.
"""

import re

_HEX = re.compile(r"[0-9a-f]{2,6}(?:-[0-9a-f]{2,6}){0,9}", re.ASCII)
_TONE = re.compile(r"::skin-tone-[2-6]$")

_NAMED = {
    "+1": "👍", "thumbsup": "👍", "-1": "👎", "thumbsdown": "👎", "100": "💯", "blush": "😊", "bow": "🙇", "bulb": "💡",
    "calendar": "📅", "camera": "📷", "clap": "👏", "cold_sweat": "😰", "cry": "😢", "email": "📧", "envelope": "✉️",
    "exclamation": "❗", "eyes": "👀", "fire": "🔥", "gift": "🎁", "grin": "😁", "grinning": "😀", "handshake": "🤝",
    "heart": "❤️", "heavy_check_mark": "✔️", "hourglass": "⌛", "hugging_face": "🤗", "joy": "😂", "laughing": "😆",
    "link": "🔗", "lock": "🔒", "mag": "🔍", "memo": "📝", "moneybag": "💰", "muscle": "💪", "ok": "🆗", "ok_hand": "👌",
    "package": "📦", "paperclip": "📎", "partying_face": "🥳", "pencil2": "✏️", "pensive": "😔", "point_down": "👇",
    "point_right": "👉", "point_up": "☝️", "pray": "🙏", "question": "❓", "raised_hands": "🙌", "relaxed": "☺️",
    "rocket": "🚀", "see_no_evil": "🙈", "simple_smile": "🙂", "slightly_smiling_face": "🙂", "smile": "😄",
    "smiley": "😃", "sob": "😭", "sparkles": "✨", "star": "⭐", "sunny": "☀️", "sweat_smile": "😅", "tada": "🎉",
    "telephone_receiver": "📞", "thinking_face": "🤔", "truck": "🚚", "tulip": "🌷", "warning": "⚠️", "wave": "👋",
    "white_check_mark": "✅", "wink": "😉", "x": "❌", "yum": "😋",
}  # fmt: skip


def character(name: str, unicode: str = "") -> str:
    """`unicode`: its code points in lower-case hexadecimal with hyphens between, if they are said."""
    if _HEX.fullmatch(unicode):
        points = [int(each, 16) for each in unicode.split("-")]
        if all(_is_shown(point) for point in points):
            return "".join(map(chr, points))
    plain = _TONE.sub("", name)
    return _NAMED.get(plain, f":{plain}:" if plain else "")


def _is_shown(point: int) -> bool:
    return 0x20 <= point <= 0x10FFFF and not 0xD800 <= point <= 0xDFFF
