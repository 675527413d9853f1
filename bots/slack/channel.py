"""The Slack channel: what agents do goes to the inbox, and what the desk says to its staff goes out."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

import aiohttp
from aiohttp import web
from slack_bolt.response import BoltResponse

from bots.slack import workspace
from bots.slack.api import Api, new_session, web_client
from bots.slack.callbacks import CallbackPerformer
from bots.slack.dispute_submission import FormCheck
from bots.slack.disputes import DisputePerformer
from bots.slack.door import Door
from bots.slack.errors import Rejected
from bots.slack.files import SlackFiles
from bots.slack.incoming import SlackReader
from bots.slack.listener import Listener
from bots.slack.outgoing import SlackPerformer
from bots.slack.panel import DutyPanel
from bots.slack.people import People
from bots.slack.posting import Poster
from bots.slack.presence import PresenceWatch
from bots.slack.socket_mode import Socket
from bots.slack.workspace import Bot
from core.engine.supervise import supervise
from core.language.spec import ENGLISH
from core.model.dispute_file import DisputeFile
from core.model.errors import DeskError
from core.model.ids import AgentId, CaseCode, Language
from core.model.people import Duty
from core.model.view import Text
from core.ports import Catalog, Intake, Store, Transaction

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class BySocket:
    """Events come over a web socket that we open; it is tested every `ping_seconds`."""

    app_token: str = field(repr=False)
    ping_seconds: float = 10.0


@dataclass(frozen=True)
class ByHttp:
    """Events are posted to us, signed with the secret."""

    signing_secret: str = field(repr=False)


@dataclass(frozen=True)
class SlackAccess:
    """How to reach a workspace. `channel` is the support channel's name or id; staff read `language` there.

    `trust_channel` is where disputes are shown; empty: in the support channel. `zone` (IANA) is where staff read times.
    Who is away is asked every `presence_seconds`; 0: never.
    """

    bot_token: str = field(repr=False)
    channel: str
    way: BySocket | ByHttp
    api_root: str = "https://slack.com"
    language: Language = ENGLISH
    per_channel_per_second: float = 1.0
    trust_channel: str = ""
    zone: str = "Europe/Amsterdam"
    presence_seconds: float = 0.0


class Rooms(NamedTuple):
    """The ids of the channels where staff talk: about conversations, and about disputes."""

    support: str
    trust: str


class SlackChannel:
    """One workspace. `open` makes it; `start` lets events in; with ByHttp mount `http` where Slack posts to.

    `reader`, `performer`, `disputes` and `callbacks` are the core's ports (the performer is the StaffDesk too), `files`
    shows files to staff, `rooms` are the channels, `people` knows the members.
    """

    def __init__(
        self,
        access: SlackAccess,
        session: aiohttp.ClientSession,
        bot: Bot,
        rooms: Rooms,
        catalog: Catalog,
        store: Store,
    ) -> None:
        def say(line: Text) -> str:
            return catalog.say(line.key, line.params, access.language)

        self._access, self._session = access, session
        self._api = Api(web_client(access.api_root, session, access.bot_token))
        poster = Poster(self._api)
        self.rooms = rooms
        self.people = People(self._api, bot.team)
        self.reader = SlackReader(bot.team, bot.user, rooms, self.people.known)
        self.performer = SlackPerformer(poster, rooms.support, store, say, access.per_channel_per_second)
        self.disputes = DisputePerformer(self._api, rooms.trust, store, say, access.per_channel_per_second)
        self.callbacks = CallbackPerformer(
            poster, rooms.support, store, say, access.zone, access.per_channel_per_second
        )
        self.files = SlackFiles(self._api, session, store, say, access.per_channel_per_second)
        self._panel = DutyPanel(poster, rooms.support, store, say)
        forms = FormCheck(partial(_dispute, store), say)
        self._listener = Listener(web_client(access.api_root, session), bot, self.people, forms)
        self._door = Door(access.way.signing_secret) if isinstance(access.way, ByHttp) else None
        self._socket: Socket | None = None
        self._presence = PresenceWatch(self._api, store, access.presence_seconds)
        self._watching: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, access: SlackAccess, catalog: Catalog, store: Store) -> "SlackChannel":
        """Find out who we are and where the staff talk, and join them. Raises NotSetUp with what to do, or Transient."""
        session = new_session(access.api_root)
        try:
            api = Api(web_client(access.api_root, session, access.bot_token))
            bot = await workspace.who_we_are(api)
            rooms = await _rooms(api, access)
        except BaseException:
            await session.close()
            raise
        return cls(access, session, bot, rooms, catalog, store)

    @property
    def channel(self) -> str:
        """The id of the support channel."""
        return self.rooms.support

    # --- what the desk may ask of it
    async def show_panel(self, duties: Sequence[Duty]) -> None:
        """Show who is on duty. Raises Transient, Gone or Refused."""
        await self._panel.show(duties)

    async def agent_name(self, id: AgentId) -> str:
        """The name that the member shows to others. Raises Transient."""
        return await self.people.agent_name(id)

    async def connected(self) -> bool:
        """Whether events can come in now."""
        return await self._socket.connected() if self._socket else self._listener.intake is not None

    # --- life
    async def start(self, intake: Intake) -> None:
        """Let events in. Raises NotSetUp where the app token is not good, or Transient; the channel is closed then."""
        try:
            await self._meet_staff()
            self._listener.intake = intake
            if isinstance(self._access.way, BySocket):
                await self._open_socket(self._access.way)
            if self._access.presence_seconds:
                watch = partial(self._presence.run, intake)
                self._watching = asyncio.create_task(supervise("the look at who is away", watch))
        except BaseException:
            await self.close()
            raise

    async def _meet_staff(self) -> None:
        """So that the first words of each come with a name; whoever is missed is met when they turn up."""
        try:
            for room in set(self.rooms):
                await self.people.meet_members(room)
        except DeskError as error:
            log.warning("not all names of the staff are known yet: %s", error)

    async def _open_socket(self, way: BySocket) -> None:
        address = await workspace.socket_address(self._api, way.app_token)
        client = web_client(self._access.api_root, self._session)
        self._socket = Socket(self._listener.app, client, way.app_token, way.ping_seconds)
        await self._socket.open(address)

    async def stop(self) -> None:
        """Take nothing more in; what is not acknowledged comes again at the next start."""
        self._listener.intake = None
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
            self._watching = None
        if self._socket is not None:
            await self._socket.close()
            self._socket = None

    async def close(self) -> None:
        """After this nothing can be sent either."""
        await self.stop()
        await self._session.close()

    # --- events over HTTP
    async def http(self, request: web.Request) -> web.Response:
        """Events, presses and commands, posted to one address. Answers 200, 400, 401, 405, 413 or 503."""
        if self._door is None or self._listener.intake is None:
            return _later()
        try:
            answer = await self._listener.hear(await self._door.read(request))
        except Rejected as rejected:
            log.info("a request to Slack's address was rejected: %s", rejected)
            return web.Response(status=rejected.status, text=str(rejected))
        return _later() if answer.status >= 500 else _as_web(answer)


async def _rooms(api: Api, access: SlackAccess) -> Rooms:
    support = await workspace.staff_channel(api, access.channel, "SLACK_SUPPORT_CHANNEL")
    if not access.trust_channel.strip():
        return Rooms(support, support)
    return Rooms(support, await workspace.staff_channel(api, access.trust_channel, "SLACK_TRUST_CHANNEL"))


async def _dispute(store: Store, case: CaseCode) -> DisputeFile | None:
    async def load(tx: Transaction) -> DisputeFile | None:
        return await tx.disputes.load(case)

    return await store.transact(load)


def _as_web(answer: BoltResponse) -> web.Response:
    is_json = answer.first_headers().get("content-type", "").startswith("application/json")
    kind = "application/json" if is_json else "text/plain"
    return web.Response(status=answer.status, text=answer.body, content_type=kind)


def _later() -> web.Response:
    """Slack delivers again (docs.slack.dev/apis/events-api#retries)."""
    return web.Response(status=503, headers={"Retry-After": "5"})
