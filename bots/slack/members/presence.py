"""Whether the agents on duty are at it, as Slack sees them: asked again and again, for a bot is not told all of it."""

import asyncio
import json
import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import uuid4

from bots.slack.api import Api
from bots.slack.errors import NoAccess
from bots.slack.ids import SLACK, Json
from bots.slack.members.incoming import StaffReader, resting
from bots.slack.members.people import People
from core.model.errors import DeskError, Final
from core.model.heard import PresenceSeen
from core.model.people import Duty, Veto
from core.model.rows import Received
from core.ports import Intake, Store, Transaction

log = logging.getLogger(__name__)

PRESENCE = "frontdesk_presence"  # the type of these payloads, which Slack itself never sends
BETWEEN = 1.3  # seconds between two questions: users.getPresence allows 50 a minute
_AT_ONCE = 50  # members in one question about do-not-disturb


class PresenceWatch:
    """Asks every `seconds`; what has changed goes to the inbox, like all else that Slack knows.

    Whether somebody is at it is told by no event at all, a status that was set while we were away by none that we get, and of
    do-not-disturb only that its times were changed, not that the next of them has come near.
    """

    def __init__(self, api: Api, people: People, reader: StaffReader, store: Store, seconds: float) -> None:
        self._api = api
        self._people = people
        self._reader = reader
        self._store = store
        self._seconds = seconds
        self._silent: set[str] = set()  # what Slack did not say when it was asked last

    async def run(self, intake: Intake) -> None:
        while True:
            await asyncio.sleep(self._seconds)
            try:
                await self.look(intake)
            except DeskError as error:
                log.info("who is away is looked at again later: %s", error)

    async def look(self, intake: Intake) -> None:
        """Once at everybody on duty. Raises Transient where Slack or the store cannot be asked now: nothing changes then."""
        on_duty = await self._on_duty()
        for duty in on_duty:
            await self._tell(intake, duty, await self._status(duty))
        for duty, rest in await self._rests(on_duty):
            await self._tell(intake, duty, resting(duty.agent.id, rest))
        for place, duty in enumerate(on_duty):
            if place:
                await asyncio.sleep(BETWEEN)
            await self._tell(intake, duty, PresenceSeen(duty.agent.id, await self._is_away(duty)))

    async def _on_duty(self) -> Sequence[Duty]:
        async def read(tx: Transaction) -> list[Duty]:
            return [duty for duty in await tx.staff.all() if duty.on_duty]

        return await self._store.transact(read)

    async def _tell(self, intake: Intake, duty: Duty, seen: PresenceSeen) -> None:
        """Only what is another than is known, and not over."""
        if seen.until and seen.until <= datetime.now(UTC):
            seen = PresenceSeen(seen.agent, False, seen.sign)
        known = next((veto for veto in duty.vetoes if veto.sign == seen.sign), None)
        if known != (Veto(seen.sign, seen.since, seen.until) if seen.away else None):
            await intake.receive([told(seen)])

    # --- the three signs
    async def _status(self, duty: Duty) -> PresenceSeen:
        member = await self._people.member(duty.agent.id)
        return self._reader.status(duty.agent.id, member.status)

    async def _rests(self, duties: Sequence[Duty]) -> list[tuple[Duty, Json]]:
        """Of all at once; where Slack will not say, nobody's duty is vetoed by it."""
        found: list[tuple[Duty, Json]] = []
        for first in range(0, len(duties), _AT_ONCE):
            some = duties[first : first + _AT_ONCE]
            asked = ",".join(duty.agent.id for duty in some)
            try:
                answer = await self._api.ask(self._api.web.dnd_teamInfo(users=asked))
            except (NoAccess, Final) as error:
                self._complain("do-not-disturb", f"Slack does not say who is not to be disturbed: {error}")
                return []
            users = answer.get("users") or {}
            found += [(duty, users.get(duty.agent.id) or {}) for duty in some]
        self._silent.discard("do-not-disturb")
        return found

    async def _is_away(self, duty: Duty) -> bool:
        """Where Slack will not say, nobody's duty is vetoed."""
        try:
            answer = await self._api.ask(self._api.web.users_getPresence(user=duty.agent.id))
        except (NoAccess, Final) as error:
            name = duty.agent.name
            self._complain(
                duty.agent.id, f"Slack does not say whether {name} is away, so the button alone decides: {error}"
            )
            return False
        self._silent.discard(duty.agent.id)
        return bool(answer.get("presence") == "away")

    def _complain(self, what: str, said: str) -> None:
        """Once for each, until it works again."""
        if what not in self._silent:
            log.warning("%s", said)
        self._silent.add(what)


def told(seen: PresenceSeen) -> Received:
    """In order with what the agent presses."""
    times = {name: int(at.timestamp()) for name, at in (("since", seen.since), ("until", seen.until)) if at}
    payload = {"type": PRESENCE, "user": seen.agent, "away": seen.away, "sign": seen.sign, **times}
    return Received(f"slack:presence:{uuid4().hex}", SLACK, f"{SLACK}:{seen.agent}", json.dumps(payload))
