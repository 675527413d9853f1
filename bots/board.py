"""The board, put together: its pages over the desk's store, and its gate."""

import time
from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from bots.settings import Settings
from bots.slack.board.sign_in import SlackSignIn
from bots.slack.board.standing import SlackRoles, WhoMay
from bots.slack.home_tab.home import link_at
from bots.slack.link import SlackLink
from bots.ways import closes_at, is_open
from core.engine.changes import Changes
from core.engine.vitals import KnownVitals
from core.language.catalog import Catalog
from core.language.spec import ENGLISH
from core.model.ids import Address, AgentId, Language
from core.ports import Clock, Intake, Store
from handoff.board.acting import acts, blocked
from handoff.board.audit import page as audit_page
from handoff.board.cases import page as transcript_page
from handoff.board.figures import page as figures_page
from handoff.board.gate.gate import BoardGate
from handoff.board.gate.one_time_links import OneTimeLinks
from handoff.board.gate.place import Place
from handoff.board.gate.sessions import Sessions
from handoff.board.gate.sign_in import Doors, SignIn
from handoff.board.live import page as live_page
from handoff.board.privacy import customer, erasures
from handoff.board.room import Room, Rules
from handoff.board.routes import Route
from handoff.board.server import Board
from handoff.board.staffing import page as staffing_page
from handoff.board.unanswered import page as gaps_page
from handoff.board.upkeep import page as health_page
from handoff.board.upkeep.metrics_door import MetricsDoor

PAGES = (
    live_page,
    health_page,
    transcript_page,
    acts,
    blocked,
    figures_page,
    gaps_page,
    staffing_page,
    customer,
    erasures,
    audit_page,
)
LINK_FILE = "board-link.json"  # in the data folder: what `frontdesk board-link` leaves for the desk that runs


def room_of(
    settings: Settings,
    store: Store,
    intake: Intake,
    clock: Clock,
    catalog: Catalog,
    changes: Changes,
    vitals: KnownVitals,
    slack: SlackLink,
) -> Room:
    return Room(store, intake, clock, catalog, _rules(settings, slack), changes, vitals)


def board_of(settings: Settings, room: Room, catalog: Catalog, slack: SlackLink) -> Board | None:
    """None where the settings want none; nothing is listened to yet."""
    ours = settings.board
    if ours.mode == "off":
        return None
    place = Place(ours.host, ours.url)
    roles = SlackRoles(slack, _who_may(settings))
    gate = BoardGate(Sessions(room.store, room.clock, roles), place, catalog, _languages(catalog), room.rules.zone)
    links = OneTimeLinks(room.clock.now, settings.desk.data / LINK_FILE)
    doors = Doors(gate, links, roles, _sign_in(settings, room, slack), room.rules.name, time.monotonic)
    metrics = MetricsDoor(room, place, ours.metrics_token.get_secret_value())
    return Board([*routes_of(room), *doors.inside()], gate, place, links, [*doors.outside(), metrics.route()])


def routes_of(room: Room) -> Sequence[Route]:
    return [route for each in PAGES for route in each.routes(room)]


def _languages(catalog: Catalog) -> tuple[Language, ...]:
    """English, and those into which the pages are translated."""
    others = (code for code, texts in catalog.texts.items() if code != ENGLISH and texts.form("board.skip", {}))
    return (ENGLISH, *others)


def _who_may(settings: Settings) -> WhoMay:
    ours = settings.board
    return WhoMay(ours.operators, settings.slack.supervisors, ours.supervisors_group, ours.viewers == "agents")


def _sign_in(settings: Settings, room: Room, slack: SlackLink) -> SignIn | None:
    if not settings.has_slack_sign_in():
        return None
    ours = settings.slack
    return SlackSignIn(slack, ours.api_root, ours.client_id, ours.client_secret.get_secret_value(), room.clock.now)


def _thread_url(slack: SlackLink, thread: str) -> str:
    channel, _, key = thread.partition(":")
    return link_at(slack.channel.bot.url)(Address(channel, key)) if slack.channel else ""


def _is_staff(slack: SlackLink, agent: AgentId) -> bool:
    """Before Slack is reached everybody passes for one."""
    return slack.channel is None or slack.channel.staff.is_one(agent)


def _rules(settings: Settings, slack: SlackLink) -> Rules:
    return Rules(
        name=settings.desk.name,
        zone=settings.hours.zone,
        languages=tuple(map(Language, settings.languages.chat)),
        capacity=settings.offers.chats_at_once,
        claim=timedelta(seconds=settings.patience.claim),
        reply=timedelta(seconds=settings.patience.reply),
        budget=settings.budget.per_day,
        thread_url=partial(_thread_url, slack),
        closes_at=partial(closes_at, settings),
        is_open=partial(is_open, settings),
        is_staff=partial(_is_staff, slack),
        data=settings.desk.data,
    )
