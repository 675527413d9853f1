"""Who is an agent: the members of the channels where staff talk, or of a user group; and who is one no more."""

import asyncio
import json
import logging
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from uuid import uuid4

from bots.slack.api import Api
from bots.slack.ids import SLACK
from bots.slack.members.people import Member, People
from core.model.errors import DeskError
from core.model.ids import AgentId
from core.model.rows import Received
from core.ports import Intake, Store, Transaction

log = logging.getLogger(__name__)

LEFT = "frontdesk_left"  # the type of these payloads, which Slack itself never sends
NOT_STAFF = "not one of the staff"
REFRESH = 300.0  # seconds between two looks at who is in the channels and the group
SOON = 15.0  # seconds until they are looked at again where Slack did not say
_FRESH = 5.0  # seconds: so soon the list is not read again on account of the same stranger, or at the start
_PATIENCE = 1.5  # seconds that a press may wait for the list; Slack wants its answer within three
_PAGE = 1000


class Staff:
    """`channels` are those whose members are agents; with a `group` (its id) only that one's are, and those of all channels
    but the first. `supervisors` are ids and e-mail addresses.

    Until Slack has said who they are, every colleague passes for an agent.
    """

    def __init__(
        self, api: Api, people: People, channels: Sequence[str], group: str = "", supervisors: Collection[str] = ()
    ) -> None:
        self.known: Mapping[str, Member] = _AsStaff(people.known, self.is_one)
        self.supervisors: set[str] = set(supervisors)
        self._api, self._people = api, people
        self._channels = tuple(dict.fromkeys(channels))
        self._group = group
        self._emails = {each.casefold() for each in supervisors if "@" in each}
        self._unknown: set[str] = set()  # those of them who were not found last
        self._members: frozenset[str] | None = None
        self._read_at = 0.0
        self._strangers: dict[str, float] = {}  # when the list was read on their account
        self._stale = asyncio.Event()

    def is_one(self, user: str) -> bool:
        return self._members is None or user in self._members

    @property
    def is_read(self) -> bool:
        """Whether Slack has said who they are."""
        return self._members is not None

    @property
    def may_lag(self) -> bool:
        """Whether another process may know somebody as an agent who is not yet in this list."""
        return time.monotonic() - self._read_at > _FRESH

    async def why_not(self, user: str) -> str:
        """Why a member of the workspace is no agent; empty for one. Somebody who has just been added is known at once."""
        if not self.is_one(user) and self._may_be_new(user):
            try:
                async with asyncio.timeout(_PATIENCE):
                    await self.refresh()
            except (DeskError, TimeoutError) as error:
                log.info("who is an agent is as it was: %s", error)
        member = self.known.get(user)
        return member.outsider if member else ""

    def _may_be_new(self, user: str) -> bool:
        """Once in a while for each: strangers may press as often as they like."""
        now = time.monotonic()
        self._strangers = {id: at for id, at in self._strangers.items() if now - at < _FRESH}
        return self._strangers.setdefault(user, now) == now

    # --- keeping the list
    def look_again(self) -> None:
        """Somebody has come or gone."""
        self._stale.set()

    async def refresh(self) -> None:
        """Read the lists, and get to know everybody in them. Raises DeskError; where a list cannot be read it stays as it was."""
        everybody: set[str] = set()
        for channel in self._channels[1:] if self._group else self._channels:
            everybody |= await self._in_channel(channel)
        if self._group:
            everybody |= await self._in_group()
        self._members, self._read_at = frozenset(everybody), time.monotonic()
        addresses = {(await self._people.member(user)).email.casefold(): user for user in everybody}
        self.supervisors |= {user for address, user in addresses.items() if address in self._emails}
        self._complain(self._emails - addresses.keys())

    def _complain(self, unknown: set[str]) -> None:
        """Once, until others are missing."""
        if unknown - self._unknown:
            log.warning(
                "no agent has the address %s of SLACK_SUPERVISORS, or the app may not read addresses (users:read.email)",
                ", ".join(sorted(unknown)),
            )
        self._unknown = unknown

    async def _in_channel(self, channel: str) -> set[str]:
        found: set[str] = set()
        cursor = ""
        while True:
            page = await self._api.answer(
                self._api.web.conversations_members(channel=channel, limit=_PAGE, cursor=cursor or None)
            )
            found |= {str(user) for user in page.get("members", [])}
            cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return found

    async def _in_group(self) -> set[str]:
        answer = await self._api.ask(self._api.web.usergroups_users_list(usergroup=self._group))
        return {str(user) for user in answer.get("users", [])}

    # --- who is gone
    async def run(self, store: Store, intake: Intake) -> None:
        """Look every few minutes, and when somebody has come or gone; ends only by cancellation."""
        while True:
            try:
                await self._look(store, intake)
            except DeskError as error:
                log.warning("who is an agent is as it was, and looked at again soon: %s", error)
                await asyncio.sleep(SOON)
            else:
                await self._pause()

    async def _look(self, store: Store, intake: Intake) -> None:
        if self._members is None or self._stale.is_set() or time.monotonic() - self._read_at > _FRESH:
            self._stale.clear()
            await self.refresh()
        if gone := await self._gone(store):
            await intake.receive([left(user) for user in gone])

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(REFRESH):
                await self._stale.wait()
        except TimeoutError:
            return

    async def _gone(self, store: Store) -> list[AgentId]:
        """Those on duty or with a chat who are no agents any more, also since before this process was started."""

        async def at_work(tx: Transaction) -> set[AgentId]:
            on_duty = {duty.agent.id for duty in await tx.staff.all() if duty.on_duty}
            return on_duty | {AgentId(chat.agent) for chat in await tx.chats.live() if chat.claimed_at and chat.agent}

        found = await store.transact(at_work)
        return sorted(user for user in found if (member := self.known.get(user)) and member.outsider)


class _AsStaff(Mapping[str, Member]):
    """Everybody whom we have met; whoever is no agent is an outsider here."""

    def __init__(self, known: Mapping[str, Member], is_one: Callable[[str], bool]) -> None:
        self._known = known
        self._is_one = is_one

    def __getitem__(self, user: str) -> Member:
        if self._is_one(user):
            return self._known[user]
        member = self._known.get(user, Member(""))
        return member if member.outsider else member._replace(outsider=NOT_STAFF)

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def left(agent: AgentId) -> Received:
    """In order with what the agent presses."""
    payload = json.dumps({"type": LEFT, "user": agent})
    return Received(f"slack:left:{uuid4().hex}", SLACK, f"{SLACK}:{agent}", payload)
