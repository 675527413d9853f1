"""Slack as the rest of the desk sees it, whether it can be reached now or not."""

import asyncio
import dataclasses
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial

from aiohttp import web
from msgspec.structs import replace

from bots.slack import alerts, workspace
from bots.slack.access import ByHttp, BySocket, SlackAccess
from bots.slack.callback import callbacks
from bots.slack.cases.bursts import join, may_pass, patience
from bots.slack.channel import SlackChannel
from bots.slack.dispute import disputes
from bots.slack.errors import NotSetUp
from bots.slack.files import FilesOnceReached, SlackFiles
from bots.slack.members.staff import NOT_STAFF
from bots.slack.outgoing import in_channel, lane, limits, parts
from core.answers.saved_replies import Replies
from core.engine.supervise import supervise
from core.model.effects import Effect, OpenHandoff
from core.model.errors import DeskError, Transient
from core.model.figures import Closure
from core.model.handoff import CaseOpening
from core.model.heard import Heard, Ignored
from core.model.ids import Address, ConversationId, EffectId
from core.model.people import Agent, Duty
from core.model.rows import Done, Limit, OutboxRow
from core.ports import Catalog, Intake, Performer, Store, Transaction, Vitals
from core.ports.ownership import Alone, by_itself
from core.ports.unwatched import UNWATCHED
from handoff.queues import queue_for

log = logging.getLogger(__name__)

STRANGE = Ignored(NOT_STAFF)

PAUSES = (1.0, 2.0, 5.0, 15.0, 30.0)  # seconds between tries to reach Slack; the last one for ever
VITAL = "slack"
UNHEARD = 5.0  # seconds between two looks at the roster, where nobody tells of its changes
LOOKS = 2.0  # seconds between two looks whether the connection stands
SOON = 2.0  # seconds that an effect waits for the first of them, which is under way when a fresh desk takes up its work


class SlackLink:
    """Until Slack is reached, what needs it waits in the inbox and in its lanes, and everything else goes on.

    `hears`: what staff do comes in here; `shares`: and at other processes; `draws`: here the duty panel may be drawn, by one process
    `alone`; `unheard`: others may change the roster without this one hearing of it.

    It is itself the Performer for conversations; `disputes`, `callbacks` and `alerts` are those for disputes, callbacks and
    alerts, `files` shows files.
    """

    def __init__(
        self,
        access: SlackAccess,
        catalog: Catalog,
        store: Store,
        intake: Intake,
        replies: Replies | None = None,
        vitals: Vitals = UNWATCHED,
        *,
        hears: bool = True,
        shares: bool = False,
        draws: bool = True,
        alone: Alone = by_itself,
        unheard: Callable[[], bool] = lambda: False,
    ) -> None:
        self._hears, self._shares, self._draws = hears, shares, draws
        self._alone, self._unheard = alone, unheard
        self._replies, self._vitals = replies, vitals
        self._access, self._catalog, self._store, self._intake = access, catalog, store, intake
        self._channel: SlackChannel | None = None
        self._dirty = asyncio.Event()
        self._shown: tuple[list[Duty], list[Closure]] | None = None
        self._tried = asyncio.Event()  # whatever came of it
        self.disputes: Performer = _OnceReached(self, lambda channel: channel.disputes, disputes.lane, disputes.parts)
        self.callbacks: Performer = _OnceReached(
            self, lambda channel: channel.callbacks, callbacks.lane, callbacks.parts
        )
        self.alerts: Performer = _OnceReached(self, lambda channel: channel.alerts, alerts.lane, alerts.parts)
        self.files = FilesOnceReached(self._files_soon, access.per_channel_per_second)

    # --- life
    async def run(self) -> None:
        """Reach Slack, let events in, and keep the duty panel as the roster is; ends only by cancellation."""
        self._channel = await self._opened()
        self._tried.set()
        looking = asyncio.create_task(supervise("the look at the connection", partial(self._look_at, self._channel)))
        try:
            if self._draws:
                await self._alone("duty panel", partial(self._draw_panel, self._channel))
            await looking
        finally:
            looking.cancel()

    async def _look_at(self, channel: SlackChannel) -> None:
        while True:
            if trouble := await channel.trouble():
                self._vitals.ill(VITAL, trouble)
            else:
                self._vitals.well(VITAL)
            await asyncio.sleep(LOOKS)

    async def _opened(self) -> SlackChannel:
        tries = 0
        while True:
            try:
                channel = await SlackChannel.open(self._access, self._catalog, self._store, self._replies, self._vitals)
                await channel.start(self._intake, hears=self._hears, alone=self._alone)
            except (Transient, NotSetUp) as error:
                pause = PAUSES[min(tries, len(PAUSES) - 1)]
                log.error(
                    "Slack is not reached, customers are offered e-mail meanwhile (again in %.0f s): %s", pause, error
                )
                self._vitals.ill(VITAL, str(error))
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

    # --- its secrets
    async def renew_bot_token(self, token: str) -> None:
        """For the calls that follow. Raises NotSetUp where it is not good, or is another workspace's, and Transient."""
        await workspace.try_token(self._access.api_root, token, self._channel.bot if self._channel else None)
        self._access = dataclasses.replace(self._access, bot_token=token)
        if self._channel:
            self._channel.api.web.token = token

    async def renew_app_token(self, token: str) -> None:
        """For the next socket; the present one stays open. Raises NotSetUp where it is not good, and Transient."""
        if not isinstance(self._access.way, BySocket):
            return
        await workspace.try_app_token(self._access.api_root, token)
        self._access = dataclasses.replace(self._access, way=dataclasses.replace(self._access.way, app_token=token))
        if self._channel:
            self._channel.renew_app_token(token)

    async def renew_signing_secret(self, secret: str) -> None:
        """What Slack still signs with the one before is taken too."""
        if not isinstance(self._access.way, ByHttp):
            return
        self._access = dataclasses.replace(self._access, way=ByHttp(secret))
        if self._channel:
            self._channel.renew_signing_secret(secret)

    async def http(self, request: web.Request) -> web.Response:
        """The route for Slack's events by HTTP."""
        if self._channel is None:
            return web.Response(status=503, headers={"Retry-After": "5"})
        return await self._channel.http(request)

    # --- the duty panel
    def duty_changed(self) -> None:
        self._dirty.set()

    async def _draw_panel(self, channel: SlackChannel) -> None:
        """For ever, whenever something has changed, or may have."""
        self._shown = None
        self._dirty.set()
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(UNHEARD if self._unheard() else None):
                    await self._dirty.wait()
            self._dirty.clear()
            await self._show_panel(channel)

    async def _show_panel(self, channel: SlackChannel) -> None:
        try:
            content = await self._named(channel), await self._store.transact(_closures)
            if content != self._shown:
                await channel.show_panel(*content)
                self._shown = content
        except Transient as error:
            log.warning("the duty panel is not up to date yet: %s", error)
            await asyncio.sleep(PAUSES[0])
            self._dirty.set()
        except DeskError as error:
            log.error("the duty panel cannot be shown: %s", error)

    async def _named(self, channel: SlackChannel) -> list[Duty]:
        """The roster, with the names that the staff show in Slack kept for what customers read, but for those who chose one."""
        duties = []
        for duty in await self._store.transact(_roster):
            if duty.named:
                duties.append(duty)
                continue
            name = await channel.agent_name(duty.agent.id) or duty.agent.name
            named = replace(duty, agent=Agent(duty.agent.id, name))
            if named != duty:
                await self._store.transact(partial(_keep_name, named.agent))
            duties.append(named)
        return duties

    # --- what the core asks of it
    def read(self, payload: str) -> Heard:
        """Raises Transient also where another process may have let somebody in whom this one has yet to learn of."""
        channel = self.reached()
        heard = channel.reader.read(payload)
        if heard == STRANGE and self._shares and channel.staff.may_lag:
            channel.staff.look_again()
            raise Transient("who is an agent is looked up again")
        return heard

    def lane(self, effect: Effect, conversation: ConversationId) -> str:
        return lane(conversation, effect)

    def parts(self, effect: Effect) -> int:
        return parts(effect)

    def limits(self, effect: Effect) -> tuple[Limit, ...]:
        return limits(effect, self._access.per_channel_per_second)

    def join(self, first: Effect, then: Effect) -> Effect | None:
        return join(first, then)

    def patience(self, effect: Effect) -> timedelta | None:
        return patience(effect)

    def may_pass(self, effect: Effect) -> bool:
        return may_pass(effect)

    async def perform(self, row: OutboxRow) -> Done:
        return await (await self.soon()).performer.perform(row)

    def opening_limits(self, handoff: OpenHandoff) -> tuple[Limit, ...]:
        """None while Slack cannot be reached: no try gets there, and customers hear soon that another way is needed."""
        if self._channel:
            return self._channel.performer.opening_limits(handoff)
        if self._tried.is_set():
            return ()
        queue = queue_for(handoff, self._access.queues)
        return in_channel(queue.channel if queue else self._access.channel, self._access.per_channel_per_second)

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

    async def take_away(self, thread: Address) -> None:
        """As `core.ports.StaffPosts`."""
        await (await self.soon()).erasing.take_away(thread)

    async def take_alerts_back(self, receipts: Sequence[str]) -> None:
        """As `core.ports.StaffPosts`."""
        if receipts:
            await (await self.soon()).alerts.take_back(receipts)

    async def redraw_pages(self) -> None:
        """As `core.ports.StaffPosts`."""
        await (await self.soon()).home.redraw()

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
    if known and not known.named:
        await tx.staff.put(replace(known, agent=agent), datetime.now(UTC))


async def _roster(tx: Transaction) -> list[Duty]:
    return await tx.staff.all()


async def _closures(tx: Transaction) -> list[Closure]:
    return await tx.closures.all()
