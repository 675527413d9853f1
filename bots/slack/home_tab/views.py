"""Publishes the App Home to agents who look at it, and again when what it shows has changed."""

import asyncio
import logging
import time
from functools import partial

from bots.slack.api import Api
from bots.slack.errors import NoAccess
from bots.slack.home_tab.form import settings_form
from bots.slack.home_tab.home import SETTINGS, Terms, home_view, outsiders_view
from bots.slack.home_tab.own_desk import OwnDesk, own_desk
from bots.slack.ids import Json
from bots.slack.members.staff import Staff
from bots.slack.received import actions
from core.model.errors import DeskError, Final
from core.model.ids import AgentId
from core.model.people import Duty
from core.model.view import text
from core.ports import Clock, Store, Transaction

log = logging.getLogger(__name__)

BETWEEN = 2.0  # seconds between two looks at what has changed
_LOOKS_ON = 12 * 3600.0  # seconds: Slack tells when the tab is opened, and never when it is left


class HomeTab:
    """`where`: the channel or group whose members are agents, as it is called; `zone` (IANA): whose day is today."""

    def __init__(
        self,
        api: Api,
        store: Store,
        staff: Staff,
        terms: Terms,
        *,
        clock: Clock,
        zone: str,
        languages: tuple[str, ...],
        where: str,
    ) -> None:
        self._api, self._store, self._staff, self._terms = api, store, staff, terms
        self._clock = clock
        self._zone = zone
        self._languages = languages
        self._where = where
        self._viewers: dict[str, float] = {}  # when they last opened it
        self._shown: dict[str, Json] = {}
        self._opened = asyncio.Event()

    # --- who looks
    def opened(self, body: Json) -> bool:
        """Whether this says that a member looks at the tab (docs.slack.dev/reference/events/app_home_opened)."""
        event = body.get("event")
        if not isinstance(event, dict) or event.get("type") != "app_home_opened":
            return False
        user = event.get("user")
        if event.get("tab", "home") == "home" and isinstance(user, str):
            self._viewers[user] = time.monotonic()
            self._shown.pop(user, None)
            self._opened.set()
        return True

    async def run(self) -> None:
        """Ends only by cancellation."""
        while True:
            self._opened.clear()
            await self.publish()
            await self._pause()

    async def _pause(self) -> None:
        """Until somebody opens the tab; while somebody looks, no longer than until the next look."""
        try:
            async with asyncio.timeout(BETWEEN if self._viewers else None):
                await self._opened.wait()
        except TimeoutError:
            return

    async def publish(self) -> None:
        """To all who look, where what they see has changed."""
        for user, since in list(self._viewers.items()):
            if time.monotonic() - since > _LOOKS_ON:
                self._forget(user)
                continue
            try:
                await self._show(user)
            except (NoAccess, Final) as error:
                log.warning("the home of %s cannot be shown until it is opened again: %s", user, error)
                self._forget(user)
            except DeskError as error:
                log.info("the home of %s is shown later: %s", user, error)

    async def redraw(self) -> None:
        """To all agents: who has not looked for long would still find what it showed then. Raises Transient and Limited.

        Once more, only those are left who have not been reached.
        """
        for duty in await self._store.transact(_roster):
            try:
                await self._show(duty.agent.id)
            except (NoAccess, Final) as error:
                log.warning("the home of %s is not drawn anew: %s", duty.agent.id, error)

    async def _show(self, user: str) -> None:
        view = await self._view(user)
        if self._shown.get(user) != view:
            await self._api.ask(self._api.web.views_publish(user_id=user, view=view))
            self._shown[user] = view

    async def _view(self, user: str) -> Json:
        if await self._staff.why_not(user):
            return outsiders_view(self._terms.say(text("staff.not_yours", where=self._where)))
        return home_view(await self.desk_of(AgentId(user)), self._terms)

    async def desk_of(self, agent: AgentId) -> OwnDesk:
        read = partial(own_desk, agent=agent, now=self._clock.now(), zone=self._zone)
        return await self._store.transact(read)

    def _forget(self, user: str) -> None:
        self._viewers.pop(user, None)
        self._shown.pop(user, None)

    # --- the form
    async def open_form(self, body: Json, user: str) -> None:
        """Open an agent's settings with the trigger of a press. Raises DeskError: then it has to be pressed again."""
        duty = await self._store.transact(partial(_duty_of, AgentId(user)))
        form = settings_form(duty, self._languages, self._terms.chats_at_once, self._terms.say)
        await self._api.ask(self._api.web.views_open(trigger_id=str(body.get("trigger_id", "")), view=form))


def asks_for_settings(body: Json) -> bool:
    return any(action.get("action_id") == SETTINGS for action in actions(body))


async def _roster(tx: Transaction) -> list[Duty]:
    return await tx.staff.all()


async def _duty_of(agent: AgentId, tx: Transaction) -> Duty | None:
    return await tx.staff.get(agent)
