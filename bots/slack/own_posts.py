"""What Slack tells us of our own posts: it holds customers' words once more, and is kept out of the inbox."""

from bots.slack.ids import Json
from bots.slack.workspace import Bot

_CHANGES = ("message_changed", "message_deleted")


def is_of_ours(body: Json, bot: Bot) -> bool:
    """Whether it says that a post of ours was changed or taken away: nothing ever follows from that."""
    event = body.get("event")
    if not isinstance(event, dict) or event.get("type") != "message" or event.get("subtype") not in _CHANGES:
        return False
    message = event.get("previous_message") or event.get("message")
    return isinstance(message, dict) and (message.get("user") == bot.user or bool(_is_bots(message, bot)))


def _is_bots(message: Json, bot: Bot) -> bool:
    return bool(bot.bot) and message.get("bot_id") == bot.bot


def without_our_page(body: Json) -> Json:
    """Without what an agent's home tab showed when it was opened or pressed: the names and questions of customers."""
    event, view = body.get("event"), body.get("view")
    if isinstance(event, dict) and event.get("type") == "app_home_opened" and "view" in event:
        body = body | {"event": {name: value for name, value in event.items() if name != "view"}}
    if isinstance(view, dict) and view.get("type") == "home":
        body = body | {"view": view | {"blocks": []}}
    return body
