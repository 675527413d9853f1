"""The names of common emoji, as Slack writes them between colons."""

import re

EMOJI = {
    "+1": "👍",
    "-1": "👎",
    "100": "💯",
    "arrow_right": "➡️",
    "bell": "🔔",
    "blush": "😊",
    "bulb": "💡",
    "bust_in_silhouette": "👤",
    "calendar": "📅",
    "clock1": "🕐",
    "email": "📧",
    "envelope": "✉️",
    "exclamation": "❗",
    "eyes": "👀",
    "fire": "🔥",
    "grin": "😁",
    "hand": "✋",
    "heart": "❤️",
    "heavy_check_mark": "✔️",
    "hourglass": "⌛",
    "hourglass_flowing_sand": "⏳",
    "information_source": "ℹ️",
    "joy": "😂",
    "large_blue_circle": "🔵",
    "large_green_circle": "🟢",
    "large_yellow_circle": "🟡",
    "lock": "🔒",
    "memo": "📝",
    "moneybag": "💰",
    "no_entry": "⛔",
    "ok_hand": "👌",
    "package": "📦",
    "pray": "🙏",
    "question": "❓",
    "raised_hands": "🙌",
    "red_circle": "🔴",
    "robot_face": "🤖",
    "rotating_light": "🚨",
    "slightly_smiling_face": "🙂",
    "smile": "😄",
    "smiley": "😃",
    "sos": "🆘",
    "speech_balloon": "💬",
    "star": "⭐",
    "tada": "🎉",
    "thinking_face": "🤔",
    "thumbsdown": "👎",
    "thumbsup": "👍",
    "ticket": "🎫",
    "wave": "👋",
    "warning": "⚠️",
    "white_check_mark": "✅",
    "wink": "😉",
    "x": "❌",
    "zap": "⚡",
    "zzz": "💤",
}

_NAMED = re.compile(r":([a-z0-9_+-]+):")


def with_emoji(words: str) -> str:
    """The words with known names replaced; others stay as they are."""
    return _NAMED.sub(lambda named: EMOJI.get(named[1], named[0]), words)
