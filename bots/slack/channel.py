"""The Slack channel: what agents do goes to the inbox, and what the desk says to its staff goes out."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial

import aiohttp
from aiohttp import web

from bots.slack import workspace
from bots.slack.access import ByHttp, BySocket, SlackAccess
from bots.slack.alerts import AlertPerformer
from bots.slack.api import Api, new_session, web_client
from bots.slack.callback.callbacks import CallbackPerformer
from bots.slack.cases.catching_up import CatchingUp
from bots.slack.controls.door import ControlDoor
from bots.slack.controls.saved import SlackReplies
from bots.slack.dispute.disputes import DisputePerformer
from bots.slack.dispute.submission import FormCheck
from bots.slack.door import Door, as_web, later
from bots.slack.errors import Rejected
from bots.slack.files import SlackFiles
from bots.slack.home_tab.home import Terms, link_at, mine
from bots.slack.home_tab.views import HomeTab
from bots.slack.incoming import SlackReader
from bots.slack.listener import Listener
from bots.slack.members.door import StaffDoor
from bots.slack.members.incoming import StaffReader
from bots.slack.members.panel import DutyPanel
from bots.slack.members.people import People
from bots.slack.members.presence import PresenceWatch
from bots.slack.members.staff import Staff
from bots.slack.outgoing import SlackPerformer
from bots.slack.posting import Poster
from bots.slack.response_urls import ResponseUrls
from bots.slack.rooms import Rooms, enter
from bots.slack.socket_mode import Socket
from bots.slack.taking_away import TakingAway
from bots.slack.workspace import Bot
from core.answers.saved_replies import Replies
from core.engine.clock import SystemClock
from core.engine.supervise import supervise
from core.model.dispute_file import DisputeFile
from core.model.errors import DeskError
from core.model.figures import Closure
from core.model.ids import AgentId, CaseCode
from core.model.people import Duty
from core.model.view import Text
from core.ports import Catalog, Intake, Store, Transaction, Vitals
from core.ports.ownership import Alone, by_itself
from core.ports.unwatched import UNWATCHED

log = logging.getLogger(__name__)


class SlackChannel:
    """One workspace. `open` makes it; `start` lets events in; with ByHttp mount `http` where Slack posts to.

    `reader`, `performer`, `disputes` and `callbacks` are the core's ports (the performer is the StaffDesk too), `files`
    shows files to staff, `rooms` are the channels, `people` knows the members, `bot` is who we are there. `replies`: the team's saved ones.
    """

    def __init__(
        self,
        access: SlackAccess,
        session: aiohttp.ClientSession,
        bot: Bot,
        rooms: Rooms,
        group: str,
        catalog: Catalog,
        store: Store,
        replies: Replies | None = None,
        vitals: Vitals = UNWATCHED,
    ) -> None:
        self._vitals = vitals
        self._access, self._session, self._catalog, self._store = access, session, catalog, store
        self.bot = bot
        self.api = Api(web_client(access.api_root, session, access.bot_token))
        self.rooms = rooms
        self.people = People(self.api, bot.team)
        self.staff = Staff(self.api, self.people, rooms.of_agents(group), group, access.supervisors)
        about_staff = StaffReader(bot.team, rooms.support, access.away_statuses)
        self.reader = self._new_reader(about_staff)
        self._answer_the_core()
        self._terms = Terms(self._say, link_at(bot.url), access.chats_at_once)
        self.home = self._new_home()
        self._listener = self._new_listener(replies)
        self._door = Door(access.way.signing_secret) if isinstance(access.way, ByHttp) else None
        self._socket: Socket | None = None
        self._presence = PresenceWatch(self.api, self.people, about_staff, store, access.presence_seconds)
        self._catching_up = CatchingUp(self.api, store, bot, SystemClock(), self._connection, self._listener.take_up)
        self._loops: list[asyncio.Task[None]] = []
        self._hears = True
        self._alone: Alone = by_itself

    # --- its parts
    def _new_reader(self, about_staff: StaffReader) -> SlackReader:
        return SlackReader(
            self.bot.team,
            self.bot.user,
            self.rooms.everywhere,
            self.staff.known,
            staff=about_staff,
            supervisors=self.staff.supervisors,
            queues=self.rooms.by_queue,
            zone=self._access.zone,
        )

    def _answer_the_core(self) -> None:
        """What carries out its effects, each at the rate of its channel."""
        rate, store, say, rooms = self._access.per_channel_per_second, self._store, self._say, self.rooms
        poster = Poster(self.api)
        self.performer = SlackPerformer(
            poster, rooms.support, store, say, rate, queues=rooms.queues, fallback=rooms.fallback
        )
        self.disputes = DisputePerformer(self.api, rooms.trust, store, say, rate)
        self.callbacks = CallbackPerformer(poster, rooms.support, store, say, self._access.zone, rate)
        self.files = SlackFiles(self.api, self._session, store, say, rate)
        self.alerts = AlertPerformer(poster, self._access.alerts_channel, say, self._vitals, rate)
        self.erasing = TakingAway(poster, self.bot, say)
        self._panel = DutyPanel(poster, rooms.support, store, say, self._access.zone)

    def _new_home(self) -> HomeTab:
        return HomeTab(
            self.api,
            self._store,
            self.staff,
            self._terms,
            clock=SystemClock(),
            zone=self._access.zone,
            languages=self._access.languages,
            where=self._where,
        )

    def _new_listener(self, replies: Replies | None) -> Listener:
        """What comes in, with the doors at which some of it is answered at once."""
        urls = ResponseUrls(self._session, self._access.api_root)
        door = StaffDoor(self.staff, self.home, urls, self._say, self._where)
        forms = FormCheck(partial(_dispute, self._store), self._say)
        controls = ControlDoor(
            self.api,
            self._store,
            self._say,
            self.staff.known,
            self._mine,
            zone=self._access.zone,
            queues=self.rooms.by_queue,
            saved=SlackReplies(replies, self._store, self._say) if replies else None,
            urls=urls,
        )
        web = web_client(self._access.api_root, self._session)
        return Listener(web, self.bot, self.people, forms, door, controls)

    @property
    def _where(self) -> str:
        """Who the agents are, as those read it who are none."""
        return self._access.agents_group or f"#{self._access.channel.strip().removeprefix('#')}"

    def _say(self, line: Text) -> str:
        return self._catalog.say(line.key, line.params, self._access.language)

    @classmethod
    async def open(
        cls,
        access: SlackAccess,
        catalog: Catalog,
        store: Store,
        replies: Replies | None = None,
        vitals: Vitals = UNWATCHED,
    ) -> "SlackChannel":
        """Find out who we are and where the staff talk, and join them. Raises NotSetUp with what to do, or Transient."""
        session = new_session(access.api_root)
        try:
            api = Api(web_client(access.api_root, session, access.bot_token))
            bot = await workspace.who_we_are(api)
            rooms = await enter(api, access)
            group = await _group(api, access.agents_group)
        except BaseException:
            await session.close()
            raise
        return cls(access, session, bot, rooms, group, catalog, store, replies, vitals)

    @property
    def channel(self) -> str:
        """The id of the support channel."""
        return self.rooms.support

    # --- what the desk may ask of it
    async def show_panel(self, duties: Sequence[Duty], closures: Sequence[Closure] = ()) -> None:
        """Show who is on duty. Raises Transient, Gone or Refused."""
        await self._panel.show(duties, closures)

    async def agent_name(self, id: AgentId) -> str:
        """The name that the member shows to others. Raises Transient."""
        return await self.people.agent_name(id)

    async def connected(self) -> bool:
        """Whether events can come in now."""
        return await self._socket.connected() if self._socket else self._listener.intake is not None

    async def trouble(self) -> str:
        """Why staff cannot be reached or heard now; empty while they can."""
        if self.api.locked_out:
            return self.api.locked_out
        return "" if not self._hears or await self.connected() else "the connection by which events come in is not open"

    def _connection(self) -> str:
        """By HTTP it is the same as long as we run: there Slack knocks again by itself."""
        return self._socket.connection() if self._socket else "http"

    async def _mine(self, agent: AgentId) -> str:
        return mine(await self.home.desk_of(agent), self._terms)

    # --- life
    async def start(self, intake: Intake, *, hears: bool = True, alone: Alone = by_itself) -> None:
        """Let events in, unless another process does. Raises NotSetUp where the app token is not good, or Transient; closed then."""
        try:
            await self._meet_staff()
            self._hears, self._alone = hears, alone
            if hears:
                self._listener.intake = intake
                if isinstance(self._access.way, BySocket):
                    await self._open_socket(self._access.way)
            self._loops = [asyncio.create_task(supervise(name, run)) for name, run in self._watches(intake)]
        except BaseException:
            await self.close()
            raise

    async def _meet_staff(self) -> None:
        """So that the first words of each come with a name; whoever is missed is met when they turn up."""
        try:
            await self.staff.refresh()
        except DeskError as error:
            log.warning("not all names of the staff are known yet: %s", error)

    def _watches(self, intake: Intake) -> Iterator[tuple[str, Callable[[], Awaitable[None]]]]:
        """What goes on as long as the channel is open: but for the first, where events come in."""
        yield "the look at who is an agent", partial(self.staff.run, self._store, intake)
        if not self._hears:
            return
        yield "the agents' home", self.home.run
        yield "the look at what was missed", self._catching_up.run
        if self._access.presence_seconds:
            yield "the look at who is away", partial(self._alone, "presence", partial(self._presence.run, intake))

    async def _open_socket(self, way: BySocket) -> None:
        address = await workspace.socket_address(self.api, way.app_token)
        client = web_client(self._access.api_root, self._session)
        hears = self._listener
        self._socket = Socket(hears.app, client, way.app_token, way.ping_seconds, hears.event)
        await self._socket.open(address)

    def renew_app_token(self, token: str) -> None:
        if self._socket is not None:
            self._socket.renew(token)

    def renew_signing_secret(self, secret: str) -> None:
        if self._door is not None:
            self._door.secrets.renew(secret)

    async def stop(self) -> None:
        """Take nothing more in; what is not acknowledged comes again at the next start."""
        self._listener.intake = None
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)
        self._loops = []
        if self._socket is not None:
            await self._socket.close()
            self._socket = None

    async def close(self) -> None:
        """After this nothing can be sent either."""
        await self.stop()
        await self._session.close()

    # --- events over HTTP
    async def http(self, request: web.Request) -> web.Response:
        """Events, presses and commands, posted to one address. Answers 200, 400, 401, 405, 408, 413 or 503."""
        if self._door is None or self._listener.intake is None:
            return later()
        try:
            answer = await self._listener.hear(await self._door.read(request))
        except Rejected as rejected:
            log.info("a request to Slack's address was rejected: %s", rejected)
            if rejected.status >= 500:
                return later()
            return web.Response(status=rejected.status, text=str(rejected))
        return later() if answer.status >= 500 else as_web(answer)


async def _group(api: Api, wanted: str) -> str:
    return await workspace.user_group(api, wanted, "SLACK_AGENTS_GROUP") if wanted else ""


async def _dispute(store: Store, case: CaseCode) -> DisputeFile | None:
    async def load(tx: Transaction) -> DisputeFile | None:
        return await tx.disputes.load(case)

    return await store.transact(load)
