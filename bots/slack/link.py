"""Slack as the rest of the desk sees it, whether it can be reached now or not."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial

from aiohttp import web
from msgspec.structs import replace

from bots.slack import callbacks, disputes
from bots.slack.channel import SlackAccess, SlackChannel
from bots.slack.errors import NotSetUp
from bots.slack.files import FilesOnceReached, SlackFiles
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
SOON = 2.0  # seconds that an effect waits for the first of them, which is under way when a fresh desk takes up its work


class SlackLink:
    """Until Slack is reached, what needs it waits in the inbox and in its lanes, and everything else goes on.

    It is itself the Performer for conversations; `disputes` and `callbacks` are those for
    disputes and callbacks, `files` shows files.
    """

    def __init__(self, access: SlackAccess, catalog: Catalog, store: Store, intake: Intake) -> None:
        self._access, self._catalog, self._store, self._intake = access, catalog, store, intake
        self._channel: SlackChannel | None = None
        self._dirty = asyncio.Event()
        self._tried = asyncio.Event()  # whatever came of it
        self.disputes: Performer = _OnceReached(self, lambda channel: channel.disputes, disputes.lane, disputes.parts)
        self.callbacks: Performer = _OnceReached(
            self, lambda channel: channel.callbacks, callbacks.lane, callbacks.parts
        )
        self.files = FilesOnceReached(lambda: self._channel.files if self._channel else None, self._files_soon)

    # --- life
    async def run(self) -> None:
        """Reach Slack, let events in, and keep the duty panel as the roster is; ends only by cancellation."""
        self._channel = await self._opened()
        self._tried.set()
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
                self._tried.set()
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
            named = replace(duty, agent=Agent(duty.agent.id, name))
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
        return await (await self.soon()).performer.perform(row)

    def opening_limits(self) -> tuple[Limit, ...]:
        return self._channel.performer.opening_limits() if self._channel else ()

    async def open_thread(self, opening: CaseOpening, key: EffectId, again: bool) -> Address:
        return await (await self.soon()).performer.open_thread(opening, key, again)

    @property
    def channel(self) -> SlackChannel | None:
        """None while Slack is not reached."""
        return self._channel

    async def soon(self) -> SlackChannel:
        """As `reached`, once Slack has been tried: what a restart has found undone is not put off for that moment."""
        with suppress(TimeoutError):
            async with asyncio.timeout(SOON):
                await self._tried.wait()
        return self.reached()

    async def _files_soon(self) -> SlackFiles:
        return (await self.soon()).files

    def reached(self) -> SlackChannel:
        """Raises Transient while Slack is not reached."""
        if self._channel is None:
            raise Transient("Slack is not reached yet")
        return self._channel


class _OnceReached:
    """A performer of Slack's, as soon as it is reached. `lane` and `parts` are asked for before that."""

    def __init__(
        self,
        link: SlackLink,
        performer: Callable[[SlackChannel], Performer],
        lane: Callable[[Effect, ConversationId], str],
        parts: Callable[[Effect], int],
    ) -> None:
        self._link, self._performer, self._lane, self._parts = link, performer, lane, parts

    def lane(self, effect: Effect, conversation: ConversationId) -> str:
        return self._lane(effect, conversation)

    def parts(self, effect: Effect) -> int:
        return self._parts(effect)

    def limits(self, effect: Effect) -> tuple[Limit, ...]:
        channel = self._link.channel
        return self._performer(channel).limits(effect) if channel else ()

    async def perform(self, row: OutboxRow) -> Done:
        return await self._performer(await self._link.soon()).perform(row)


async def _keep_name(agent: Agent, tx: Transaction) -> None:
    """Only the name: whether they are on duty may have changed meanwhile."""
    known = await tx.staff.get(agent.id)
    if known:
        await tx.staff.put(replace(known, agent=agent), datetime.now(UTC))


async def _roster(tx: Transaction) -> list[Duty]:
    return await tx.staff.all()
