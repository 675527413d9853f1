"""What Slack's own client makes of what a person types.

docs.slack.dev/messaging/formatting-message-text: `&`, `<` and `>` are escaped, addresses become links.
"""

import re

_ADDRESS = re.compile(r"(?P<url>https?://[^\s<>]*[^\s<>.,;:!?)])|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)")


def as_typed(text: str) -> str:
    """The mrkdwn that is stored and sent in events."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _ADDRESS.sub(_link, escaped)


def _link(match: re.Match[str]) -> str:
    url, mail = match["url"], match["mail"]
    return f"<{url}>" if url else f"<mailto:{mail}|{mail}>"
