"""How a trouble of the desk is said to those who look after it: what it is, what to do next, and that it is over."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from core.model.view import Lasting, Text, text


class Said(NamedTuple):
    what: Text
    do: Text


def connection(name: str, lasted: Lasting, why: str) -> Said | None:
    """By the name of a vital; None for one of which nobody need be told."""
    match name:
        case "telegram":
            return Said(text("alarms.telegram", lasted=lasted, why=why), text("alarms.telegram.do"))
        case "slack":
            return Said(text("alarms.slack", lasted=lasted, why=why), text("alarms.slack.do"))
        case "alerts":
            return Said(text("alarms.alerts", lasted=lasted, why=why), text("alarms.alerts.do"))
        case "smtp":
            return Said(text("alarms.smtp", lasted=lasted, why=why), text("alarms.smtp.do"))
        case "imap":
            return Said(text("alarms.imap", lasted=lasted, why=why), text("alarms.imap.do"))
        case "model":
            return Said(text("alarms.model", lasted=lasted, why=why), text("alarms.model.do"))
        case "shop":
            return Said(text("alarms.shop", lasted=lasted, why=why), text("alarms.shop.do"))
        case "redis":
            return Said(text("alarms.redis", lasted=lasted, why=why), text("alarms.redis.do"))
        case "database":
            return Said(text("alarms.database", lasted=lasted, why=why), text("alarms.database.do"))
        case "clock":
            return Said(text("alarms.clock", lasted=lasted, why=why), text("alarms.clock.do"))
        case _:
            return None


def lanes(kind: str, count: int, lasted: Lasting, why: str) -> Said:
    do = text("alarms.lanes.do")
    match kind:
        case "telegram":
            return Said(text("alarms.lanes.telegram", count=count, lasted=lasted, why=why), do)
        case "slack":
            return Said(text("alarms.lanes.slack", count=count, lasted=lasted, why=why), do)
        case "email":
            return Said(text("alarms.lanes.email", count=count, lasted=lasted, why=why), do)
        case "assistant":
            return Said(text("alarms.lanes.assistant", count=count, lasted=lasted, why=why), do)
        case "shop":
            return Said(text("alarms.lanes.shop", count=count, lasted=lasted, why=why), do)
        case "files":
            return Said(text("alarms.lanes.files", count=count, lasted=lasted, why=why), do)
        case _:
            return Said(text("alarms.lanes.other", count=count, lasted=lasted, why=why), do)


_OVER: Mapping[str, Callable[[Lasting], Text]] = {
    "telegram": lambda lasted: text("alarms.over.telegram", lasted=lasted),
    "slack": lambda lasted: text("alarms.over.slack", lasted=lasted),
    "alerts": lambda lasted: text("alarms.over.alerts", lasted=lasted),
    "smtp": lambda lasted: text("alarms.over.smtp", lasted=lasted),
    "imap": lambda lasted: text("alarms.over.imap", lasted=lasted),
    "model": lambda lasted: text("alarms.over.model", lasted=lasted),
    "shop": lambda lasted: text("alarms.over.shop", lasted=lasted),
    "redis": lambda lasted: text("alarms.over.redis", lasted=lasted),
    "database": lambda lasted: text("alarms.over.database", lasted=lasted),
    "clock": lambda lasted: text("alarms.over.clock", lasted=lasted),
    "lanes/telegram": lambda lasted: text("alarms.over.lanes.telegram", lasted=lasted),
    "lanes/slack": lambda lasted: text("alarms.over.lanes.slack", lasted=lasted),
    "lanes/email": lambda lasted: text("alarms.over.lanes.email", lasted=lasted),
    "lanes/assistant": lambda lasted: text("alarms.over.lanes.assistant", lasted=lasted),
    "lanes/shop": lambda lasted: text("alarms.over.lanes.shop", lasted=lasted),
    "lanes/files": lambda lasted: text("alarms.over.lanes.files", lasted=lasted),
    "lanes/other": lambda lasted: text("alarms.over.lanes.other", lasted=lasted),
    "inbox": lambda lasted: text("alarms.over.inbox", lasted=lasted),
    "letters": lambda _: text("alarms.over.letters"),
}

KNOWN = tuple(name for name in _OVER if name != "letters")
"""The names of the troubles that may ring; dead letters are counted by themselves."""


def over(name: str, lasted: Lasting) -> Text | None:
    """None for a trouble that an older release told of and this one does not know."""
    says = _OVER.get(name)
    return says(lasted) if says else None
