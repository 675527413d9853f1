"""auth.test, users.*, team.info and bots.info"""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from bots.playground.slack import events
from bots.playground.slack.errors import Refused
from bots.playground.slack.method import Json, Method, page, the_bot
from bots.playground.slack.state import User
from bots.playground.slack.workspace import Workspace


class Nothing(msgspec.Struct):
    pass


class OfUser(msgspec.Struct):
    user: str


class List(msgspec.Struct):
    cursor: str = ""
    limit: int = 100


class OfBot(msgspec.Struct):
    bot: str = ""


def auth_test(workspace: Workspace, _asked: Nothing) -> Json:
    state = workspace.state
    return {
        "url": f"{workspace.root}/",
        "team": state.team_name,
        "user": the_bot(workspace).name,
        "team_id": state.team_id,
        "user_id": state.bot,
        "bot_id": state.bot_id,
        "is_enterprise_install": False,
    }


def shown(workspace: Workspace, user: User) -> Json:
    """A user object."""
    offset = datetime.fromtimestamp(workspace.clock(), UTC).astimezone(ZoneInfo(user.tz)).utcoffset()
    return {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.name,
        "deleted": user.deleted,
        "color": "9f69e7",
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": user.tz,
        "tz_offset": int(offset.total_seconds()) if offset is not None else 0,
        "profile": _profile(user),
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.guest,
        "is_ultra_restricted": user.guest,
        "is_stranger": user.team_id != workspace.state.team_id,
        "is_bot": user.bot_id is not None,
        "is_app_user": False,
        "updated": 0,
    }


def _profile(user: User) -> Json:
    shown = {
        "title": "",
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.real_name.partition(" ")[0],
        "display_name_normalized": user.real_name.partition(" ")[0],
        "status_text": user.status_text,
        "status_emoji": user.status_emoji,
        "status_emoji_display_info": [],
        "status_expiration": user.status_expiration,
        "email": user.email,
        "image_48": "https://playground.example/person.png",
        "team": user.team_id,
    }
    return shown | ({"bot_id": user.bot_id, "api_app_id": user.app_id} if user.bot_id else {})


def _user(workspace: Workspace, user_id: str) -> User:
    user = workspace.state.users.get(user_id)
    if user is None:
        raise Refused("user_not_found")
    return user


def info(workspace: Workspace, asked: OfUser) -> Json:
    return {"user": shown(workspace, _user(workspace, asked.user))}


def list_users(workspace: Workspace, asked: List) -> Json:
    users, following = page(list(workspace.state.users.values()), asked.cursor, asked.limit)
    found = [shown(workspace, user) for user in users]
    return {"members": found, "cache_ts": 0, "response_metadata": {"next_cursor": following}}


def presence(workspace: Workspace, asked: OfUser) -> Json:
    """Of another user a bot learns no more than active or away."""
    return {"presence": _user(workspace, asked.user).presence}


def team(workspace: Workspace, _asked: Nothing) -> Json:
    state = workspace.state
    return {
        "team": {
            "id": state.team_id,
            "name": state.team_name,
            "domain": state.team_domain,
            "email_domain": "",
            "icon": {"image_default": True},
        }
    }


def bot(workspace: Workspace, asked: OfBot) -> Json:
    wanted = asked.bot or workspace.state.bot_id
    for user in workspace.state.users.values():
        if user.bot_id == wanted:
            return {"bot": events.bot_profile(workspace.state, user)}
    raise Refused("bot_not_found")


PEOPLE: dict[str, Method[Any]] = {
    "auth.test": Method(Nothing, auth_test),
    "users.info": Method(OfUser, info),
    "users.list": Method(List, list_users),
    "users.getPresence": Method(OfUser, presence),
    "team.info": Method(Nothing, team),
    "bots.info": Method(OfBot, bot),
}
