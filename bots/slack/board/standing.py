"""What members of the workspace may do at the board, as Slack has it now."""

import asyncio
import logging
import time
from collections.abc import Collection
from dataclasses import dataclass

from bots.slack import workspace
from bots.slack.channel import SlackChannel
from bots.slack.errors import NotSetUp
from bots.slack.link import SlackLink
from bots.slack.members.people import Member, member_of
from core.model.errors import DeskError, Refused
from core.model.ids import AgentId
from core.model.people import Agent
from core.model.view import text
from handoff.board.gate.roles import Standing
from handoff.board.visitors import Role

log = logging.getLogger(__name__)

GROUP = "BOARD_SUPERVISORS_GROUP"
_FRESH = 15.0  # seconds: a group's list is not read more often; Slack allows 20 calls a minute (Tier 2)


@dataclass(frozen=True)
class WhoMay:
    """Ids and e-mail addresses of operators and supervisors, a user group of supervisors (handle or id), and whether agents look on."""

    operators: tuple[str, ...] = ()
    supervisors: tuple[str, ...] = ()
    supervisors_group: str = ""
    agents_look_on: bool = True


class SlackRoles:
    """The Roles of the board. Each look-up asks Slack about the person; the group is read at most every few seconds."""

    def __init__(self, link: SlackLink, may: WhoMay) -> None:
        self._link, self._may = link, may
        self._group_id = ""
        self._group: frozenset[str] = frozenset()
        self._read_at = -_FRESH
        self._reading = asyncio.Lock()
        self._complained = ""

    async def standing(self, id: AgentId, email: str) -> Standing:
        channel = self._link.reached()
        member = await _member(channel, id)
        agent = Agent(id, member.name or id)
        if member.outsider:
            return Standing(agent, None, why=text("board.refused.guest"))
        is_agent = await _is_agent(channel, id)
        role = await self._role(channel, id, (member.email or email).casefold(), is_agent)
        return Standing(agent, role, is_agent, why=None if role else text("board.refused.nobody"))

    async def _role(self, channel: SlackChannel, id: str, email: str, is_agent: bool) -> Role | None:
        if _is_named(self._may.operators, id, email):
            return "operator"
        if _is_named(self._may.supervisors, id, email) or await self._is_in_group(channel, id):
            return "supervisor"
        return "viewer" if is_agent and self._may.agents_look_on else None

    async def _is_in_group(self, channel: SlackChannel, id: str) -> bool:
        if not self._may.supervisors_group:
            return False
        async with self._reading:
            if time.monotonic() - self._read_at > _FRESH:
                await self._read_group(channel)
        return id in self._group

    async def _read_group(self, channel: SlackChannel) -> None:
        """Raises Transient; a group that is not there has no members, which is said once."""
        api = channel.api
        try:
            if not self._group_id:
                self._group_id = await workspace.user_group(api, self._may.supervisors_group, GROUP)
            answer = await api.ask(api.web.usergroups_users_list(usergroup=self._group_id))
        except (NotSetUp, Refused) as error:
            self._complain(error)
            self._group_id, self._group = "", frozenset()
        else:
            self._group = frozenset(map(str, answer.get("users", [])))
        self._read_at = time.monotonic()

    def _complain(self, error: DeskError) -> None:
        if str(error) != self._complained:
            log.error("nobody is a supervisor by a user group: %s", error)
        self._complained = str(error)


async def _member(channel: SlackChannel, id: str) -> Member:
    """As they are this moment: a guest, deactivated, or one of us."""
    try:
        answer = await channel.api.answer(channel.api.web.users_info(user=id))
    except Refused as refused:
        return Member("", str(refused))
    return member_of(answer.get("user", {}), channel.bot.team)


async def _is_agent(channel: SlackChannel, id: str) -> bool:
    """Before Slack has said who is one, everybody passes for an agent in the chats, but not here."""
    if not channel.staff.is_read:
        await channel.staff.refresh()
    return channel.staff.is_one(id) or not await channel.staff.why_not(id)


def _is_named(named: Collection[str], id: str, email: str) -> bool:
    return any(each in (id, email) or each.casefold() == email for each in named if each)
