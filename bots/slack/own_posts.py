"""What Slack tells us of what we did ourselves: it holds customers' words once more, and is kept out of the inbox."""

from bots.slack.ids import Json
from bots.slack.workspace import Bot

_MOVES = ("member_joined_channel", "member_left_channel")  # somebody may have brought us in, or put us out


def is_of_ours(body: Json, bot: Bot) -> bool:
    """Whether we did it, or it says what became of a post of ours: changed, taken away, replied to. Nothing follows from that."""
    event = body.get("event")
    if not isinstance(event, dict) or event.get("type") in _MOVES:
        return False
    if _is_by(event, bot):
        return True
    if event.get("type") != "message":
        return False
    message = event.get("previous_message") or event.get("message")
    return isinstance(message, dict) and _is_by(message, bot)


def _is_by(what: Json, bot: Bot) -> bool:
    return what.get("user") == bot.user or (bool(bot.bot) and what.get("bot_id") == bot.bot)


def without_our_page(body: Json) -> Json:
    """Without what an agent's home tab showed when it was opened or pressed: the names and questions of customers."""
    event, view = body.get("event"), body.get("view")
    if isinstance(event, dict) and event.get("type") == "app_home_opened" and "view" in event:
        body = body | {"event": {name: value for name, value in event.items() if name != "view"}}
    if isinstance(view, dict) and view.get("type") == "home":
        body = body | {"view": view | {"blocks": []}}
    return body
