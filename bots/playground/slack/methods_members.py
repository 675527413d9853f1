"""dnd.* and usergroups.*"""

from typing import Any

import msgspec

from bots.playground.slack.errors import Refused
from bots.playground.slack.members import quiet
from bots.playground.slack.method import Json, Method, the_bot
from bots.playground.slack.state import UserGroup
from bots.playground.slack.workspace import Workspace

_MOST_AT_ONCE = 50  # users of one dnd.teamInfo


class OfUser(msgspec.Struct):
    user: str = ""


class OfUsers(msgspec.Struct):
    """Identifiers with commas between them."""

    users: str = ""


class Groups(msgspec.Struct):
    include_count: bool = False
    include_disabled: bool = False
    include_users: bool = False


class OfGroup(msgspec.Struct):
    usergroup: str
    include_disabled: bool = False


def dnd_info(workspace: Workspace, asked: OfUser) -> Json:
    user = workspace.state.users.get(asked.user or the_bot(workspace).id)
    if user is None:
        raise Refused("user_not_found")
    return quiet(user)


def dnd_team(workspace: Workspace, asked: OfUsers) -> Json:
    """Those of the users that there are; at most fifty."""
    wanted = [each.strip() for each in asked.users.split(",") if each.strip()]
    if not wanted:
        raise Refused("no_users_provided")
    users = workspace.state.users
    return {"users": {each: quiet(users[each]) for each in wanted[:_MOST_AT_ONCE] if each in users}}


def list_groups(workspace: Workspace, asked: Groups) -> Json:
    groups = [each for each in workspace.state.groups.values() if asked.include_disabled or not each.disabled]
    return {"usergroups": [_shown(workspace, each, asked) for each in groups]}


def _shown(workspace: Workspace, group: UserGroup, asked: Groups) -> Json:
    shown: Json = {
        "id": group.id,
        "team_id": workspace.state.team_id,
        "is_usergroup": True,
        "is_subteam": True,
        "name": group.name,
        "description": "",
        "handle": group.handle,
        "is_external": False,
        "date_create": group.created,
        "date_update": group.updated,
        "date_delete": group.updated if group.disabled else 0,
        "auto_type": None,
        "auto_provision": False,
        "created_by": next(iter(group.users), ""),
        "updated_by": next(iter(group.users), ""),
        "deleted_by": None,
        "prefs": {"channels": [], "groups": []},
    }
    shown |= {"users": list(group.users)} if asked.include_users else {}
    return shown | ({"user_count": len(group.users)} if asked.include_count or asked.include_users else {})


def group_members(workspace: Workspace, asked: OfGroup) -> Json:
    group = workspace.state.groups.get(asked.usergroup)
    if group is None or (group.disabled and not asked.include_disabled):
        raise Refused("no_such_subteam")
    return {"users": list(group.users)}


MEMBERS: dict[str, Method[Any]] = {
    "dnd.info": Method(OfUser, dnd_info),
    "dnd.teamInfo": Method(OfUsers, dnd_team),
    "usergroups.list": Method(Groups, list_groups),
    "usergroups.users.list": Method(OfGroup, group_members),
}
