"""Slack as the rest of the desk sees it, whether it can be reached now or not."""

import asyncio
import logging
from datetime import UTC, datetime
from functools import partial

from aiohttp import web

from bots.slack import disputes
from bots.slack.channel import SlackAccess, SlackChannel
from bots.slack.errors import NotSetUp
from bots.slack.files import FilesOnceReached
from bots.slack.outgoing import lane, parts
from core.model.effects import Effect
from core.model.errors import DeskError, Transient
from core.model.handoff import CaseOpening
from core.model.heard import Heard
from core.model.ids import Address, ConversationId, EffectId
from core.model.people import Agent, Duty
from core.model.rows import Done, Limit, OutboxRow
from core.ports import Catalog, Intake, Performer, Store, Transaction

log = logging.getLogger(__name__)

PAUSES = (1.0, 2.0, 5.0, 15.0, 30.0)  # seconds between tries to reach Slack; the last one for ever


class SlackLink:
    """Until Slack is reached, what needs it waits in the inbox and in its lanes, and everything else goes on.

    It is itself the Performer for conversations; `disputes` is the one for disputes, `files`
    shows files.
    """

    def __init__(self, access: SlackAccess, catalog: Catalog, store: Store, intake: Intake) -> None:
        self._access, self._catalog, self._store, self._intake = access, catalog, store, intake
        self._channel: SlackChannel | None = None
        self._dirty = asyncio.Event()
        self.disputes: Performer = _Disputes(self)
        self.files = FilesOnceReached(lambda: self._channel.files if self._channel else None)

    # --- life
    async def run(self) -> None:
        """Reach Slack, let events in, and keep the duty panel as the roster is; ends only by cancellation."""
        self._channel = await self._opened()
        self._dirty.set()
        while True:
            await self._dirty.wait()
            self._dirty.clear()
            await self._show_panel(self._channel)

    async def _opened(self) -> SlackChannel:
        tries = 0
        while True:
            try:
                channel = await SlackChannel.open(self._access, self._catalog, self._store)
                await channel.start(self._intake)
            except (Transient, NotSetUp) as error:
                pause = PAUSES[min(tries, len(PAUSES) - 1)]
                log.error(
                    "Slack is not reached, customers are offered e-mail meanwhile (again in %.0f s): %s", pause, error
                )
                await asyncio.sleep(pause)
                tries += 1
            else:
                return channel

    async def stop(self) -> None:
        """Take nothing more in; what is being sent may still go out."""
        if self._channel:
            await self._channel.stop()

    async def close(self) -> None:
        if self._channel:
            await self._channel.close()

    async def http(self, request: web.Request) -> web.Response:
        """The route for Slack's events by HTTP."""
        if self._channel is None:
            return web.Response(status=503, headers={"Retry-After": "5"})
        return await self._channel.http(request)

    # --- the duty panel
    def duty_changed(self) -> None:
        self._dirty.set()

    async def _show_panel(self, channel: SlackChannel) -> None:
        try:
            await channel.show_panel(await self._named(channel))
        except Transient as error:
            log.warning("the duty panel is not up to date yet: %s", error)
            await asyncio.sleep(PAUSES[0])
            self._dirty.set()
        except DeskError as error:
            log.error("the duty panel cannot be shown: %s", error)

    async def _named(self, channel: SlackChannel) -> list[Duty]:
        """The roster, with the names that the staff show in Slack kept for what customers read."""
        duties = []
        for duty in await self._store.transact(_roster):
            name = await channel.agent_name(duty.agent.id) or duty.agent.name
            named = Duty(Agent(duty.agent.id, name), duty.on_duty, duty.languages)
            if named != duty:
                await self._store.transact(partial(_keep_name, named.agent))
            duties.append(named)
        return duties

    # --- what the core asks of it
    def read(self, payload: str) -> Heard:
        return self.reached().reader.read(payload)

    def lane(self, effect: Effect, conversation: ConversationId) -> str:
        return lane(conversation)

    def parts(self, effect: Effect) -> int:
        return parts(effect)

    def limits(self, effect: Effect) -> tuple[Limit, ...]:
        return self._channel.performer.limits(effect) if self._channel else ()

    async def perform(self, row: OutboxRow) -> Done:
        return await self.reached().performer.perform(row)

    def opening_limits(self) -> tuple[Limit, ...]:
        return self._channel.performer.opening_limits() if self._channel else ()

    async def open_thread(self, opening: CaseOpening, key: EffectId, again: bool) -> Address:
        return await self.reached().performer.open_thread(opening, key, again)

    @property
    def channel(self) -> SlackChannel | None:
        """None while Slack is not reached."""
        return self._channel

    def reached(self) -> SlackChannel:
        """Raises Transient while Slack is not reached."""
        if self._channel is None:
            raise Transient("Slack is not reached yet")
        return self._channel


class _Disputes:
    """Shows disputes in Slack, as soon as it is reached."""

    def __init__(self, link: SlackLink) -> None:
        self._link = link

    def lane(self, effect: Effect, conversation: ConversationId) -> str:
        return disputes.lane(effect, conversation)

    def parts(self, effect: Effect) -> int:
        return disputes.parts(effect)

    def limits(self, effect: Effect) -> tuple[Limit, ...]:
        channel = self._link.channel
        return channel.disputes.limits(effect) if channel else ()

    async def perform(self, row: OutboxRow) -> Done:
        return await self._link.reached().disputes.perform(row)


async def _keep_name(agent: Agent, tx: Transaction) -> None:
    """Only the name: whether they are on duty may have changed meanwhile."""
    known = await tx.staff.get(agent.id)
    if known:
        await tx.staff.put(Duty(agent, known.on_duty, known.languages), datetime.now(UTC))


async def _roster(tx: Transaction) -> list[Duty]:
    return await tx.staff.all()
