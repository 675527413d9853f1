"""Who is who in the workspace: the names that customers read, and who is no member of the staff."""

import asyncio
import logging
import re
from datetime import UTC, datetime
from typing import NamedTuple

from bots.slack.api import Api
from bots.slack.ids import Json
from core.model.errors import DeskError, Refused
from core.model.ids import AgentId

log = logging.getLogger(__name__)

_EMOJI = re.compile(r":[^:\s]+:")
_FAR = 2**35  # seconds since 1970, the year 3058: no time that anybody means
_PATIENCE = 1.0  # seconds that an event may wait for a name; Slack wants its answer within three


class Status(NamedTuple):
    """What a member says of themselves: an emoji such as ":palm_tree:", until when (UTC), if that is said."""

    emoji: str
    until: datetime | None = None


class Member(NamedTuple):
    """`outsider` says why this is no colleague; empty for one. `email` is empty where the app may not read it."""

    name: str
    outsider: str = ""
    email: str = ""
    status: Status = Status("")


class People:
    """The members as far as they were met; `known` is what the reader looks at."""

    def __init__(self, api: Api, team: str) -> None:
        self.known: dict[str, Member] = {}
        self._api = api
        self._team = team
        self._asking: dict[str, asyncio.Task[Member]] = {}

    async def agent_name(self, id: AgentId) -> str:
        """The name that the member shows to others. Raises Transient where Slack cannot be asked now."""
        return (await self._meet(id)).name

    async def meet(self, user: str) -> None:
        """Get to know a member, if Slack answers soon.

        Without an answer what they write passes for a colleague's of no name, and stays inside: whoever owns a chat has
        pressed something, and for that it has to `know` them.
        """
        if not user or user in self.known:
            return
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._meet(user)
        except (DeskError, TimeoutError) as error:
            log.info("the name of %s is not known yet: %s", user, error)

    def knows(self, user: str) -> bool:
        return user in self.known

    async def member(self, user: str) -> Member:
        """Raises Transient where Slack cannot be asked now."""
        return await self._meet(user)

    def forget(self, user: str) -> None:
        """Something about them changed: ask anew when they next turn up."""
        self.known.pop(user, None)

    async def _meet(self, user: str) -> Member:
        """One question to Slack per member, however many wait for its answer."""
        if user in self.known:
            return self.known[user]
        asking = self._asking.get(user)
        if asking is None:
            asking = self._asking[user] = asyncio.create_task(self._ask(user))
            asking.add_done_callback(lambda done: self._asked(user, done))
        return await asyncio.shield(asking)

    def _asked(self, user: str, done: asyncio.Task[Member]) -> None:
        del self._asking[user]
        if not done.cancelled():
            done.exception()  # whoever waited has it; if all have gone it is no news

    async def _ask(self, user: str) -> Member:
        try:
            answer = await self._api.answer(self._api.web.users_info(user=user))
        except Refused as refused:
            member = Member("", str(refused))
        else:
            member = member_of(answer.get("user", {}), self._team)
        self.known[user] = member
        return member


def member_of(user: Json, team: str) -> Member:
    """What a user object says (docs.slack.dev/reference/objects/user-object)."""
    profile = user.get("profile") or {}
    name = profile.get("display_name") or user.get("real_name") or profile.get("real_name") or user.get("name") or ""
    return Member(str(name), outsider(user, team), str(profile.get("email") or ""), status_of(profile))


def status_of(profile: Json) -> Status:
    """Of an emoji its name alone: a tone of skin says nothing of where somebody is."""
    found = _EMOJI.match(str(profile.get("status_emoji") or ""))
    ends = profile.get("status_expiration")
    until = datetime.fromtimestamp(ends, UTC) if isinstance(ends, int) and 0 < ends < _FAR else None
    return Status(found[0] if found else "", until)


def outsider(user: Json, team: str) -> str:
    """Why a user object's is no colleague; empty for one."""
    if user.get("is_bot"):
        return "a bot"
    if user.get("is_restricted") or user.get("is_ultra_restricted"):
        return "a guest"
    if user.get("is_stranger") or user.get("team_id", team) != team:
        return "from another workspace"
    return "a deactivated account" if user.get("deleted") else ""
