"""A board with its doors, over a played Slack, and people with browsers before them."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

import aiohttp

from bots.board import board_of, routes_of
from bots.playground.slack import Limits, Person, SlackServer
from bots.playground.slack.sign_in import AUTHORIZE, CLIENT_ID, CLIENT_SECRET
from bots.settings import Settings
from bots.settings_board import BoardSettings
from bots.settings_channels import Slack
from bots.slack.link import SlackLink
from bots.workspace import slack_access
from core.model.errors import DeskError, Transient
from core.model.ids import AgentId, Language
from core.model.people import Agent
from core.model.view import text
from handoff.board.gate.gate import BoardGate
from handoff.board.gate.one_time_links import OneTimeLinks
from handoff.board.gate.place import Place
from handoff.board.gate.roles import Standing
from handoff.board.gate.sessions import Sessions
from handoff.board.gate.sign_in import Doors
from handoff.board.room import Room
from handoff.board.routes import Route
from handoff.board.server import Board
from handoff.board.visitors import Role
from tests.board.visiting import CATALOG, room_at

HTML = {"Accept": "text/html"}
_CSRF = re.compile(r'name="csrf" (?:content|value)="(\w+)"')


class Wound:
    """A clock that stands until somebody winds it on."""

    def __init__(self) -> None:
        self.at = datetime.now(UTC)

    def now(self) -> datetime:
        return self.at

    def on(self, **by: float) -> None:
        self.at += timedelta(**by)


class Seen(NamedTuple):
    """An answer; `to` is where it leads."""

    status: int
    text: str
    headers: Any
    to: str


class Browser:
    """Somebody's, with cookies of its own; it is led nowhere by itself."""

    def __init__(self, root: str, session: aiohttp.ClientSession) -> None:
        self.root, self.session = root, session

    async def opens(self, path: str, **headers: str) -> Seen:
        return await self.asks("GET", path, headers=HTML | headers)

    async def sends(self, path: str, headers: dict[str, str] | None = None, **form: str) -> Seen:
        return await self.asks("POST", path, data=form, headers=headers or {})

    async def asks(self, method: str, path: str, **given: Any) -> Seen:
        address = path if path.startswith("http") else f"{self.root}{path}"
        async with self.session.request(method, address, allow_redirects=False, **given) as answer:
            stream = answer.content_type == "text/event-stream"
            told = "" if stream else unescape(await answer.text())
            return Seen(answer.status, told, answer.headers, answer.headers.get("Location", ""))

    async def token(self, path: str = "/") -> str:
        """What the page puts into its forms."""
        found = _CSRF.search((await self.opens(path)).text)
        assert found, "the page has no form"
        return found[1]

    async def enters_by(self, link: str) -> Seen:
        """As the page's own script does."""
        parts = urlsplit(link)
        given = dict(parse_qsl(parts.query))
        return await self.sends("/sign-in", token=given["token"], to=given.get("to", "/"))

    @property
    def cookie(self) -> str:
        return next((each.value for each in self.session.cookie_jar if each.key == "frontdesk_board"), "")

    # --- Slack
    async def is_led_to_slack(self, to: str = "/") -> dict[str, str]:
        """What Slack is asked, by its names."""
        away = await self.asks("GET", "/sign-in/slack", params={"to": to})
        assert away.status == 303, away
        assert urlsplit(away.to).path == AUTHORIZE
        return dict(parse_qsl(urlsplit(away.to).query))

    async def chooses(self, slack: SlackServer, user: str, asked: dict[str, str]) -> str:
        """Presses a button on Slack's page; the address to which Slack leads back."""
        page = await self.asks("GET", f"{slack.root}{AUTHORIZE}", params=asked)
        assert page.status == 200, page.text
        back = await self.asks("POST", f"{slack.root}{AUTHORIZE}", data={**asked, "user": user})
        return back.to

    async def signs_in(self, slack: SlackServer, who: Person | str, to: str = "/") -> Seen:
        user = who if isinstance(who, str) else who.id
        return await self.opens(await self.chooses(slack, user, await self.is_led_to_slack(to)))


class Named:
    """The Roles of people who are called after what they may do; `out` holds those who were removed."""

    def __init__(self) -> None:
        self.out: set[str] = set()
        self.asked = 0
        self.trouble: DeskError | None = None

    async def standing(self, id: AgentId, email: str) -> Standing:
        self.asked += 1
        if self.trouble:
            raise self.trouble
        role: Role = next(each for each in ("viewer", "supervisor", "operator") if each in id)  # type: ignore[assignment]
        if id in self.out:
            return Standing(Agent(id, id), None, why=text("board.refused.nobody"))
        return Standing(Agent(id, id.capitalize()), role, member=True)


class House(NamedTuple):
    board: Board
    gate: BoardGate
    roles: Named
    clock: Wound
    room: Room
    open: aiohttp.ClientSession
    root: str
    browsers: list[aiohttp.ClientSession]

    def browser(self) -> Browser:
        made = _session()
        self.browsers.append(made)
        return Browser(self.root, made)

    async def inside(self, role: Role) -> Browser:
        """Somebody with this role, signed in."""
        standing = await self.roles.standing(AgentId(role), "")
        secret = await self.gate.sessions.by_messenger(standing, role, "", "")
        browser = self.browser()
        browser.session.cookie_jar.update_cookies({self.gate.cookie: secret}, aiohttp.client.URL(self.root))
        return browser


def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))


@asynccontextmanager
async def house(
    routes: Sequence[Route] | None = None,
    *,
    host: str = "127.0.0.1",
    url: str = "",
    file: Path | None = None,
    look_again: float = 15.0,
) -> AsyncIterator[House]:
    """The real board with all its pages, or with these; who may come in is in the roles' own hands."""
    clock, roles = Wound(), Named()
    async with room_at(clock) as room:
        place = Place(host, url)
        gate = BoardGate(Sessions(room.store, clock, roles), place, CATALOG, (Language("en"),), "Europe/Amsterdam")
        links = OneTimeLinks(clock.now, file)
        doors = Doors(gate, links, roles, None, "Sample Market", lambda: clock.at.timestamp())
        pages = [*(routes_of(room) if routes is None else routes), *doors.inside()]
        board = Board(pages, gate, place, links, doors.outside(), look_again)
        await board.start(0)
        made = House(board, gate, roles, clock, room, _session(), board.listening, [])
        try:
            yield made
        finally:
            for each in (made.open, *made.browsers):
                await each.close()
            await board.stop()


class Workspace:
    """A played Slack: Eva supervises, Tom and Zofia take chats, Gus is a guest, Max is of another workspace, Nina is no agent."""

    def __init__(self, server: SlackServer) -> None:
        self.server = server
        support = server.channel("support")
        self.eva = server.agent("Eva de Wit", "U0EVA")
        self.tom = server.agent("Tom Visser", "U0TOM")
        self.zofia = server.agent("Zofia Nowak", "U0ZOFIA")
        self.gus = server.agent("Gus Guest", "U0GUS", guest=True)
        self.max = server.agent("Max Mover", "U0MAX", team="T0OTHER")
        self.nina = server.agent("Nina New", "U0NINA")
        self.olga = server.agent("Olga Ops", "U0OLGA")
        for each in (self.nina, self.olga):
            support.channel.members.remove(each.id)
        self.leads = server.user_group("leads", self.eva)


class Town(NamedTuple):
    """A board that is entered through Slack."""

    slack: SlackServer
    people: Workspace
    board: Board
    link: SlackLink
    clock: Wound
    room: Room
    browsers: list[aiohttp.ClientSession]

    def browser(self) -> Browser:
        made = _session()
        self.browsers.append(made)
        return Browser(self.board.listening, made)


@asynccontextmanager
async def town(folder: Path, supervisors: tuple[str, ...] = (), **board: Any) -> AsyncIterator[Town]:
    server, clock = SlackServer(limits=Limits.lifted()), Wound()
    await server.start()
    people = Workspace(server)
    settings = _settings(server, folder, supervisors, board)
    async with room_at(clock) as room:
        link = SlackLink(slack_access(settings), CATALOG, room.store, room.intake)
        running = asyncio.create_task(link.run())
        await link.soon()
        made = board_of(settings, room, CATALOG, link)
        assert made
        await made.start(0)
        town = Town(server, people, made, link, clock, room, [])
        try:
            yield town
        finally:
            for each in town.browsers:
                await each.close()
            await made.stop()
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await link.stop()
            await link.close()
            await server.stop()


def _settings(server: SlackServer, folder: Path, supervisors: tuple[str, ...], board: dict[str, Any]) -> Settings:
    slack = Slack.model_validate(
        {
            "bot_token": server.api.bot_token,
            "app_token": server.api.app_token,
            "api_root": server.root,
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "presence_seconds": 0,
            "supervisors": supervisors,
        }
    )
    known = {"supervisors_group": "@leads", "operators": ("olga.ops@playground.example",)} | board
    base = Settings()
    return base.model_copy(
        update={
            "slack": slack,
            "board": BoardSettings.model_validate(known),
            "desk": base.desk.model_copy(update={"data": folder}),
        }
    )


OUT_OF_REACH = Transient("Slack is not reached")
