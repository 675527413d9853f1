"""The channels where staff talk: about conversations, about disputes, of the queues, and to fall back to."""

import logging
from typing import NamedTuple

from bots.slack import workspace
from bots.slack.access import SlackAccess
from bots.slack.api import Api
from bots.slack.errors import NotSetUp
from handoff.queues import Queue

log = logging.getLogger(__name__)


class Rooms(NamedTuple):
    """Their ids. Without a `fallback` of its own it is the support channel.

    `missing`: why some of them cannot be entered, instead of which it is the fallback.
    """

    support: str
    trust: str
    queues: tuple[Queue, ...] = ()
    fallback: str = ""
    missing: tuple[str, ...] = ()

    @property
    def everywhere(self) -> tuple[str, ...]:
        """The support channel first, each once."""
        ids = (self.support, self.trust, *(queue.channel for queue in self.queues), self.fallback)
        return tuple(dict.fromkeys(filter(None, ids)))

    @property
    def by_queue(self) -> dict[str, str]:
        """The queues' channels by the queues' names."""
        return {queue.name: queue.channel for queue in self.queues}

    def of_agents(self, group: str) -> tuple[str, ...]:
        """Those by whose members agents are known; beside a group the queues' channels say nothing."""
        return (self.support, self.trust) if group else self.everywhere


async def enter(api: Api, access: SlackAccess) -> Rooms:
    """Find them all and join them; the fallback takes the place of each that is gone.

    Raises NotSetUp, which names the setting, or Transient.
    """
    wanted = access.fallback_channel.strip()
    doors = _Doors(api, await workspace.staff_channel(api, wanted, "SLACK_FALLBACK_CHANNEL") if wanted else "")
    support = await doors.enter(access.channel, "SLACK_SUPPORT_CHANNEL")
    trust = await doors.enter(access.trust_channel, "SLACK_TRUST_CHANNEL") if access.trust_channel.strip() else support
    queues = [
        queue._replace(channel=await doors.enter(queue.channel, f"slack.queues, {queue.name}"))
        for queue in access.queues
    ]
    return Rooms(support, trust, tuple(queues), doors.fallback, tuple(doors.missing))


class _Doors:
    def __init__(self, api: Api, fallback: str) -> None:
        self._api = api
        self.fallback = fallback
        self.missing: list[str] = []

    async def enter(self, wanted: str, setting: str) -> str:
        try:
            return await workspace.staff_channel(self._api, wanted, setting)
        except NotSetUp as error:
            if not self.fallback:
                raise
            log.error("%s: what belongs there is shown in the fallback channel", error)
            self.missing.append(str(error))
            return self.fallback
