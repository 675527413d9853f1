"""Whether the agents on duty are at it, as Slack sees them: asked again and again, for bots are told nothing of presence."""

import asyncio
import json
import logging
from collections.abc import Sequence
from typing import Literal
from uuid import uuid4

from bots.slack.api import Api
from bots.slack.errors import NoAccess
from bots.slack.ids import SLACK
from core.model.errors import DeskError, Final
from core.model.ids import AgentId
from core.model.people import Duty
from core.model.rows import Received
from core.ports import Intake, Store, Transaction

log = logging.getLogger(__name__)

PRESENCE = "frontdesk_presence"  # the type of these payloads, which Slack itself never sends
BETWEEN = 1.3  # seconds between two questions: users.getPresence allows 50 a minute


class PresenceWatch:
    """Asks every `seconds`; what has changed goes to the inbox, like all else that Slack knows."""

    def __init__(self, api: Api, store: Store, seconds: float) -> None:
        self._api = api
        self._store = store
        self._seconds = seconds
        self._unknown: set[AgentId] = set()

    async def run(self, intake: Intake) -> None:
        while True:
            await asyncio.sleep(self._seconds)
            try:
                await self.look(intake)
            except DeskError as error:
                log.info("who is away is looked at again later: %s", error)

    async def look(self, intake: Intake) -> None:
        """Once at everybody on duty. Raises Transient where Slack or the store cannot be asked now: nothing changes then."""
        for place, duty in enumerate(await self._on_duty()):
            if place:
                await asyncio.sleep(BETWEEN)
            away = await self._is_away(duty)
            if away != duty.away:
                await intake.receive([seen(duty.agent.id, away=away)])

    async def _on_duty(self) -> Sequence[Duty]:
        async def read(tx: Transaction) -> list[Duty]:
            return [duty for duty in await tx.staff.all() if duty.on_duty]

        return await self._store.transact(read)

    async def _is_away(self, duty: Duty) -> bool:
        """Where Slack will not say, nobody's duty is vetoed."""
        try:
            answer = await self._api.ask(self._api.web.users_getPresence(user=duty.agent.id))
        except (NoAccess, Final) as error:
            self._complain(duty, error)
            return False
        self._unknown.discard(duty.agent.id)
        presence: Literal["active", "away"] | None = answer.get("presence")
        return presence == "away"

    def _complain(self, duty: Duty, error: DeskError) -> None:
        """Once for each, until it works again."""
        if duty.agent.id not in self._unknown:
            log.warning(
                "Slack does not say whether %s is away, so the button alone decides: %s", duty.agent.name, error
            )
        self._unknown.add(duty.agent.id)


def seen(agent: AgentId, *, away: bool) -> Received:
    """In order with what the agent presses."""
    payload = json.dumps({"type": PRESENCE, "user": agent, "away": away})
    return Received(f"slack:presence:{uuid4().hex}", SLACK, f"{SLACK}:{agent}", payload)
