"""What members of the workspace change about themselves, and what is changed about them; told to the product as Slack does.

docs.slack.dev/reference/events: user_status_changed and user_change come together and alike; dnd_updated_user tells
when quiet begins and ends, not who set it; subteam_members_changed tells the difference only.
"""

import asyncio
from collections.abc import Collection
from typing import Any

from bots.playground.slack.methods_people import shown
from bots.playground.slack.state import User, UserGroup
from bots.playground.slack.workspace import Workspace

Json = dict[str, Any]


def change(workspace: Workspace, user: User, *kinds: str) -> None:
    """Tell of the user as they are now: `user_change`, and the `kinds` that come with it."""
    for kind in ("user_change", *kinds):
        event = {
            "type": kind,
            "user": shown(workspace, user),
            "cache_ts": int(workspace.clock()),
            "event_ts": workspace.ts(),
        }
        workspace.publish(event)
    workspace.touch()


def set_status(workspace: Workspace, user: User, text: str, emoji: str, until: int) -> None:
    """`until` is in seconds since 1970, 0 for ever; then the status goes by itself, which is told too."""
    user.status_text, user.status_emoji, user.status_expiration = text, emoji, until
    change(workspace, user, "user_status_changed")
    if until:
        later = max(0.0, until - workspace.clock())
        asyncio.get_running_loop().call_later(later, _end_status, workspace, user, until)


def _end_status(workspace: Workspace, user: User, until: int) -> None:
    """Unless another status has taken its place."""
    if user.status_expiration == until:
        set_status(workspace, user, "", "", 0)


def be_quiet(workspace: Workspace, user: User, start: int, end: int) -> None:
    """Do not disturb from `start` to `end`, seconds since 1970; both 0 ends it."""
    user.quiet_from, user.quiet_until = start, end
    event = {
        "type": "dnd_updated_user",
        "user": user.id,
        "dnd_status": quiet(user),
        "event_ts": workspace.ts(),
    }
    workspace.publish(event)
    workspace.touch()


def quiet(user: User) -> Json:
    """As dnd.info, dnd.teamInfo and dnd_updated_user have it; 1 stands for never."""
    return {
        "dnd_enabled": bool(user.quiet_until),
        "next_dnd_start_ts": user.quiet_from or 1,
        "next_dnd_end_ts": user.quiet_until or 1,
    }


def set_members(workspace: Workspace, group: UserGroup, users: Collection[str]) -> None:
    added = [each for each in users if each not in group.users]
    removed = [each for each in group.users if each not in users]
    before, group.updated = group.updated, int(workspace.clock())
    group.users = list(users)
    event = {
        "type": "subteam_members_changed",
        "subteam_id": group.id,
        "team_id": workspace.state.team_id,
        "date_previous_update": before,
        "date_update": group.updated,
        "added_users": added,
        "added_users_count": len(added),
        "removed_users": removed,
        "removed_users_count": len(removed),
        "event_ts": workspace.ts(),
    }
    workspace.publish(event)
    workspace.touch()
