"""Reads what Slack tells of the members themselves: who leaves, and what says that somebody is away. No I/O."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

import msgspec

from bots.slack.members.people import Status, outsider, status_of
from bots.slack.payloads import decoded
from core.model.heard import AgentLeft, Heard, Ignored, PresenceSeen
from core.model.ids import AgentId
from core.model.people import Sign

AWAY_STATUSES = (
    ":palm_tree:",
    ":face_with_thermometer:",
    ":no_entry:",
    ":spiral_calendar_pad:",
    ":bus:",
)  # Slack's own suggestions but for working elsewhere, and the sign for "no entry"


class _Membership(msgspec.Struct, frozen=True):
    """docs.slack.dev/reference/events/member_left_channel"""

    user: str
    channel: str


class _Changed(msgspec.Struct, frozen=True):
    """docs.slack.dev/reference/events/user_change; user_status_changed has the same shape."""

    user: dict[str, Any]


class _Rest(msgspec.Struct, frozen=True):
    dnd_enabled: bool = False
    next_dnd_start_ts: int = 0
    next_dnd_end_ts: int = 0


class _RestChanged(msgspec.Struct, frozen=True):
    """docs.slack.dev/reference/events/dnd_updated_user"""

    user: str
    dnd_status: _Rest


class _Seen(msgspec.Struct, frozen=True):
    """What we ourselves saw of a member (bots/slack/members/presence.py, bots/slack/members/staff.py); times are seconds since 1970."""

    user: str
    away: bool = False
    sign: Sign = "presence"
    since: int | None = None
    until: int | None = None


class StaffReader:
    """Of one workspace; `support` is the channel whose members are agents, `away` the emoji of those who are not there."""

    def __init__(self, team: str, support: str, away: Collection[str] = AWAY_STATUSES) -> None:
        self._team = team
        self._support = support
        self._away = frozenset(away)

    def event(self, kind: str, event: bytes) -> Heard | None:
        """None for what is about no member."""
        match kind:
            case "member_left_channel":
                return self._left(decoded(event, _Membership))
            case "user_change" | "user_status_changed":
                return self._changed(decoded(event, _Changed).user)
            case "dnd_updated_user":
                changed = decoded(event, _RestChanged)
                return resting(changed.user, msgspec.structs.asdict(changed.dnd_status))
            case _:
                return None

    def _left(self, membership: _Membership) -> Heard:
        if membership.channel != self._support:
            return Ignored("another channel")
        return AgentLeft(AgentId(membership.user))

    def _changed(self, user: dict[str, Any]) -> Heard:
        id, why = AgentId(str(user.get("id") or "")), outsider(user, self._team)
        if not id or why == "a bot":
            return Ignored(why or "a change of nobody")
        if why:
            return AgentLeft(id)
        profile = user.get("profile")
        return self.status(id, status_of(profile)) if isinstance(profile, dict) else Ignored("no profile")

    def status(self, user: AgentId, said: Status) -> PresenceSeen:
        """What they say of themselves; one that is over by itself needs no event."""
        away = said.emoji in self._away
        return PresenceSeen(user, away, "status", until=said.until if away else None)


def resting(user: str, rest: dict[str, Any]) -> PresenceSeen:
    """Do-not-disturb that is on now or is the next to come; "enabled" alone says only that there are such times
    (docs.slack.dev/reference/methods/dnd.teamInfo).
    """
    begins, ends = int(rest.get("next_dnd_start_ts") or 0), int(rest.get("next_dnd_end_ts") or 0)
    if not rest.get("dnd_enabled") or ends <= begins or begins <= 0:
        return PresenceSeen(AgentId(user), False, "dnd")
    return PresenceSeen(AgentId(user), True, "dnd", _moment(begins), _moment(ends))


def seen_by_us(payload: bytes) -> PresenceSeen:
    saw = decoded(payload, _Seen)
    return PresenceSeen(AgentId(saw.user), saw.away, saw.sign, _moment(saw.since), _moment(saw.until))


def left_by_us(payload: bytes) -> AgentLeft:
    return AgentLeft(AgentId(decoded(payload, _Seen).user))


def _moment(seconds: int | None) -> datetime | None:
    try:
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None
