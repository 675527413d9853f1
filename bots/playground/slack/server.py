"""A Slack workspace on loopback: Web API, Socket Mode, signed HTTP events, and the people in it."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from bots.playground.faults import Faults
from bots.playground.slack import methods_files, responses
from bots.playground.slack.api import WebApi
from bots.playground.slack.channel import ChannelScreen
from bots.playground.slack.delivery import ByMode, Deliveries
from bots.playground.slack.delivery_http import Answer, HttpDelivery
from bots.playground.slack.delivery_socket import SocketMode
from bots.playground.slack.limits import Limits, Rates
from bots.playground.slack.people import Person
from bots.playground.slack.sign_in import SignInWithSlack
from bots.playground.slack.state import Channel, State, User, UserGroup, dump
from bots.playground.slack.workspace import Workspace

Json = dict[str, Any]

_LARGEST_REQUEST = 4 * 1024 * 1024


class SlackServer:
    """The playground's Slack.

    Give the product `root + "/api/"` as the address of the Web API. Events go over Socket Mode, or over
    HTTP to `events_url` once that is set (interactions and slash commands too). `clock` gives seconds
    since 1970; `on_change` is called after every visible change.
    """

    def __init__(
        self,
        bot_token: str = "xoxb-playground",  # noqa: S107 - opens nothing but this playground
        app_token: str = "xapp-playground",  # noqa: S107
        signing_secret: str = "playground-signing-secret",  # noqa: S107
        faults: Faults | None = None,
        limits: Limits | None = None,
        state: State | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.faults = faults or Faults()
        self.workspace = Workspace(state or _new_state(), clock)
        self.sockets = SocketMode(self.faults, self.state.app_id)
        self.http = HttpDelivery(signing_secret, self.faults, clock)
        self.deliveries = Deliveries(self.workspace, ByMode(self.sockets, self.http))
        self.workspace.publish = self.deliveries.publish
        rates = Rates(limits or Limits(), time.monotonic)
        self.api = WebApi(self.workspace, self.sockets, self.faults, rates, bot_token, app_token)
        self.sign_in = SignInWithSlack(self.workspace, self.faults)
        self.commands: tuple[str, ...] = ()  # what the app was configured with, as its manifest says
        self.shortcuts: Mapping[str, str] = {}  # of messages: the name in their menu, by callback_id
        self.page_url = ""  # where the channels are shown, if anywhere
        self._screens: dict[str, ChannelScreen] = {}
        self._runner: web.AppRunner | None = None

    # --- life
    async def start(self, port: int = 0, host: str = "127.0.0.1") -> str:
        """The address, `http://host:port`; what was undelivered at the last stop is delivered."""
        app = web.Application(client_max_size=_LARGEST_REQUEST)
        self.sign_in.add_to(app)
        app.router.add_route("*", "/api/{method}", self.api.serve)
        app.router.add_get("/link/", self.sockets.serve)
        app.router.add_post("/actions/{team}/{key}", self._response_url)
        app.router.add_get("/files-pri/{key}/{name}", self._file)
        app.router.add_get("/archives/{channel}/{message}", self._message)
        app.router.add_post("/upload/v1/{ticket}", self._upload)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        await self.http.start()
        self.workspace.root = f"http://{host}:{self._runner.addresses[0][1]}"
        self.deliveries.resume()
        return self.root

    async def stop(self) -> None:
        await self.deliveries.stop()
        await self.sockets.close()
        await self.http.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @property
    def root(self) -> str:
        return self.workspace.root

    # --- what the page and tests set
    @property
    def events_url(self) -> str | None:
        return self.http.url

    @events_url.setter
    def events_url(self, url: str | None) -> None:
        self.http.url = url

    @property
    def deliver_times(self) -> int:
        """How often each event is delivered, 1 to 4."""
        return self.deliveries.times

    @deliver_times.setter
    def deliver_times(self, times: int) -> None:
        self.deliveries.times = times

    @property
    def on_change(self) -> Callable[[], None]:
        return self.workspace.on_change

    @on_change.setter
    def on_change(self, hook: Callable[[], None]) -> None:
        self.workspace.on_change = hook

    # --- who and what is there
    @property
    def state(self) -> State:
        return self.workspace.state

    def dump(self) -> bytes:
        """Everything worth keeping; `SlackServer(state=load(...))` goes on from it."""
        return dump(self.state)

    def channel(self, name: str, *, private: bool = False, with_bot: bool = True, purpose: str = "") -> ChannelScreen:
        """The channel of this name; made, with everybody in it, when there is none."""
        for channel in self.state.channels.values():
            if channel.name == name:
                return self._screen(channel)
        members = [u.id for u in self.state.users.values() if with_bot or u.id != self.state.bot]
        number, now = self.state.number("C"), int(self.workspace.clock())
        channel = Channel(number, name, now, members, private, purpose=purpose)
        self.state.channels[channel.id] = channel
        self.workspace.touch()
        return self._screen(channel)

    def _screen(self, channel: Channel) -> ChannelScreen:
        """One per channel, because it knows how far its messages were awaited."""
        return self._screens.setdefault(channel.id, ChannelScreen(self.workspace, channel))

    @property
    def channels(self) -> list[ChannelScreen]:
        return [self._screen(each) for each in self.state.channels.values() if each.im_with is None]

    def agent(
        self,
        name: str,
        id: str | None = None,
        *,
        guest: bool = False,
        team: str | None = None,
        bot: bool = False,
    ) -> Person:
        """A member of all channels; `team` makes a stranger from another workspace, `bot` somebody else's bot."""
        known = self.state.users.get(id or "")
        if known is None:
            known = self._new_user(name, id or self.state.number("U"), guest=guest, team=team, bot=bot)
        return Person(self.workspace, self.deliveries, known)

    def newcomer(self, name: str) -> Person:
        """As `agent`, but somebody who joins the channels while all look on: the product is told."""
        user = self._made(name, self.state.number("U"))
        for channel in self.state.channels.values():
            if channel.im_with is None:
                self.workspace.join(channel, user)
        return Person(self.workspace, self.deliveries, user)

    def _made(self, name: str, id: str, *, guest: bool = False, team: str | None = None) -> User:
        handle = name.lower().replace(" ", ".")
        user = User(id, handle, name, team or self.state.team_id, f"{handle}@playground.example", guest=guest)
        self.state.users[user.id] = user
        return user

    def _new_user(self, name: str, id: str, *, guest: bool, team: str | None, bot: bool) -> User:
        user = self._made(name, id, guest=guest, team=team)
        if bot:
            user.bot_id, user.app_id = self.state.number("B"), self.state.number("A")
        for channel in self.state.channels.values():
            if channel.im_with is None and user.id not in channel.members:
                channel.members.append(user.id)
        self.workspace.touch()
        return user

    def user_group(self, handle: str, *people: Person) -> UserGroup:
        """The user group of this handle; made when there is none."""
        for group in self.state.groups.values():
            if group.handle == handle:
                return group
        now, number = int(self.workspace.clock()), self.state.number("S")
        group = UserGroup(number, handle, handle.capitalize(), now, now, [each.id for each in people])
        self.state.groups[group.id] = group
        return group

    @property
    def people(self) -> list[Person]:
        """Everybody but bots."""
        users = [user for user in self.state.users.values() if user.bot_id is None]
        return [Person(self.workspace, self.deliveries, user) for user in users]

    # --- trouble
    def revoke_tokens(self, error: str = "token_revoked") -> None:
        self.api.token_error = error

    def restore_tokens(self) -> None:
        self.api.token_error = None

    def push_event(self, event: Json) -> None:
        """Deliver any event, wrapped."""
        self.deliveries.publish(event)

    async def push_envelope(self, raw: Json | str) -> None:
        """Write any text to an open socket."""
        await self.sockets.push(raw)

    async def push_http(self, body: bytes, **headers: str) -> Answer:
        """Post any body to `events_url`, rightly signed unless `headers` (`_` for `-`) say otherwise."""
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        return await self.http.post(body, {"Content-Type": "application/json", **named})

    # --- the small doors
    async def _response_url(self, request: web.Request) -> web.StreamResponse:
        async def effect() -> web.Response:
            return await responses.serve_response_url(self.workspace, request)

        return await self.faults.http(request, "slack", "response_url", effect)

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        async def effect() -> web.Response:
            return await methods_files.receive(self.workspace, request)

        return await self.faults.http(request, "slack", "upload", effect)

    async def _message(self, request: web.Request) -> web.Response:
        """A link to a message, as others show it, leads to the page where it is shown."""
        if not self.page_url:
            return web.Response(status=404)
        return web.Response(status=302, headers={"Location": f"{self.page_url}#{request.rel_url}"})

    async def _file(self, request: web.Request) -> web.Response:
        """A shared file, for the bot's token only."""
        if request.headers.get("Authorization") != f"Bearer {self.api.bot_token}":
            return web.Response(status=302, headers={"Location": f"{self.root}/signin"})
        wanted = request.match_info["key"].partition("-")[2]
        for messages in self.state.messages.values():
            for file in (each for message in messages for each in message.files):
                if file.id == wanted:
                    return web.Response(body=file.content, content_type=file.mimetype)
        return web.Response(status=404)


def _new_state() -> State:
    state = State()
    bot = User(state.bot, "frontdesk", "Frontdesk", state.team_id, bot_id=state.bot_id, app_id=state.app_id)
    state.users[bot.id] = bot
    return state
