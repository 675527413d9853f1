"""Who is who in the workspace: the names that customers read, and who is no member of the staff."""

import asyncio
import logging
from typing import NamedTuple

from bots.slack.api import Api
from bots.slack.ids import Json
from core.model.errors import DeskError, Refused
from core.model.ids import AgentId

log = logging.getLogger(__name__)

_PATIENCE = 1.0  # seconds that an event may wait for a name; Slack wants its answer within three


class Member(NamedTuple):
    """`outsider` says why this is no colleague; empty for one."""

    name: str
    outsider: str = ""


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

        Without an answer they pass for a colleague of no name; not in disputes, which look whether it `knows` them.
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

    async def meet_members(self, channel: str) -> None:
        """Get to know everybody in a channel (at most 1,000)."""
        answer = await self._api.answer(self._api.web.conversations_members(channel=channel, limit=1000))
        for user in answer.get("members", []):
            await self._meet(str(user))

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
    return Member(str(name), _outsider(user, team))


def _outsider(user: Json, team: str) -> str:
    if user.get("is_bot"):
        return "a bot"
    if user.get("is_restricted") or user.get("is_ultra_restricted"):
        return "a guest"
    if user.get("is_stranger") or user.get("team_id", team) != team:
        return "from another workspace"
    return "a deactivated account" if user.get("deleted") else ""
