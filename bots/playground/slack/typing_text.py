"""What Slack's own client makes of what a person types.

docs.slack.dev/messaging/formatting-message-text: `&`, `<` and `>` are escaped, addresses become links, mentions ids.
"""

import re
from collections.abc import Mapping

_ADDRESS = re.compile(r"(?P<url>https?://[^\s<>|]*[^\s<>|.,;:!?)])|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)")
_DASH = re.compile(r"^[-*] +", re.MULTILINE)
_EVERYBODY = ("here", "channel", "everyone")


def as_typed(text: str, people: Mapping[str, str] | None = None) -> str:
    """The mrkdwn that is stored and sent in events; `people` are user ids by what can stand after an @."""
    pieces, rest = list[str](), _DASH.sub("• ", text)
    while found := _ADDRESS.search(rest):
        pieces += [_escaped(rest[: found.start()]), _link(found)]
        rest = rest[found.end() :]
    return _mentioned("".join([*pieces, _escaped(rest)]), people or {})


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _link(match: re.Match[str]) -> str:
    """An address ends where markup begins, before anything is escaped."""
    url, mail = match["url"], match["mail"]
    return f"<{_escaped(url)}>" if url else f"<mailto:{mail}|{mail}>"


def _mentioned(text: str, people: Mapping[str, str]) -> str:
    """With ids for the names after an @; the longest name counts."""
    names = sorted([*people, *_EVERYBODY], key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w.|])@(?P<name>{'|'.join(map(re.escape, names))})(?!\w)", re.IGNORECASE)
    known = {name.lower(): f"<@{user}>" for name, user in people.items()}
    return pattern.sub(lambda match: known.get(match["name"].lower(), f"<!{match['name'].lower()}>"), text)
