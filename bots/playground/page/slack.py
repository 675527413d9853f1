"""What the agents' Slack shows, as JSON for the page."""

import html
import re
from typing import Any

from bots.playground.page import mrkdwn
from bots.playground.page.blocks import Drawing
from bots.playground.page.emoji import emoji, with_emoji
from bots.playground.page.files import picture_kind
from bots.playground.slack import Message, SlackServer, State
from bots.playground.slack.state import Channel, File

Json = dict[str, Any]

_ANGLE = re.compile(r"<(?P<target>[^<>|]+)(?:\|[^<>]*)?>")
MOST_MESSAGES = 400  # of one channel, replies included


def snapshot(server: SlackServer) -> Json:
    """The workspace with everybody's messages, forms and homes; the page shows each person only what is theirs."""
    state = server.state
    drawing = _drawing(server)
    return {
        "team": state.team_name,
        "bot": state.bot,
        "app": state.users[state.bot].real_name,
        "commands": list(server.commands),
        "shortcuts": [{"id": key, "name": name} for key, name in server.shortcuts.items()],
        "people": [_person(server, user_id) for user_id in (each.id for each in server.people)],
        "channels": [_channel(state, each, drawing) for each in state.channels.values()],
        "modals": {user: drawing.view(state.views[stack[-1]]) for user, stack in state.modals.items() if stack},
        "homes": {user: drawing.view(state.views[view]) for user, view in state.homes.items()},
    }


def _drawing(server: SlackServer) -> Drawing:
    state = server.state
    names = {user.id: user.real_name for user in state.users.values()}
    names |= {channel.id: channel.name for channel in state.channels.values()}
    people = [{"value": each.id, "label": each.name} for each in server.people]
    channels = [{"value": each.id, "label": f"#{each.name}"} for each in server.channels]
    return Drawing(names, people, channels)


def _person(server: SlackServer, user_id: str) -> Json:
    user = server.state.users[user_id]
    now = server.workspace.clock()
    return {
        "id": user.id,
        "name": user.real_name,
        "active": user.presence == "active",
        "gone": user.deleted,
        "status": {"emoji": with_emoji(user.status_emoji), "text": user.status_text} if user.status_emoji else None,
        "quiet": user.quiet_from <= now < user.quiet_until,
    }


def _channel(state: State, channel: Channel, drawing: Drawing) -> Json:
    messages = state.messages.get(channel.id, [])[-MOST_MESSAGES:]
    return {
        "id": channel.id,
        "name": channel.name,
        "purpose": channel.purpose,
        "private": channel.private,
        "archived": channel.archived,
        "with": channel.im_with or "",
        "members": channel.members,
        "messages": [_message(state, message, drawing) for message in messages],
    }


def _message(state: State, message: Message, drawing: Drawing) -> Json:
    """A person's words are their text; the app's message is its blocks, or its text where it has none."""
    by_app = message.bot_id is not None
    return {
        "ts": message.ts,
        "user": message.user,
        "author": message.author,
        "app": by_app,
        "text": [] if by_app and message.blocks else mrkdwn.parsed(message.text, drawing.names),
        "blocks": drawing.blocks(message.blocks) if by_app else [],
        "source": "" if by_app else _source(message, drawing),
        "thread": message.thread_ts if message.thread_ts != message.ts else None,
        "top": message.top_level,
        "kind": message.subtype or "",
        "edited": message.edited is not None,
        "reactions": [_reaction(state, name, users) for name, users in message.reactions.items()],
        "files": [_file(file) for file in message.files],
        "only": message.ephemeral_to or "",
    }


def _source(message: Message, drawing: Drawing) -> str:
    """What the author would have typed, to be changed."""

    def typed(found: re.Match[str]) -> str:
        target = found["target"]
        if target.startswith("@"):
            return f"@{drawing.names.get(target[1:], target[1:])}"
        return f"@{target[1:]}" if target.startswith("!") else target.removeprefix("mailto:")

    return html.unescape(_ANGLE.sub(typed, message.text))


def _file(file: File) -> Json:
    name = file.title or file.name
    return {"id": file.id, "name": name, "size": len(file.content), "picture": bool(picture_kind(file.content))}


def _reaction(state: State, name: str, users: list[str]) -> Json:
    who = ", ".join(state.users[each].real_name for each in users if each in state.users)
    return {"name": name, "emoji": emoji(name), "users": users, "who": who}
