"""The composition root: makes a desk of the settings, with `bots.post` for its mail and `bots.facts` for what it knows."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from functools import partial

from bots.alerting import alarming_of, alerting_of
from bots.board import board_of, room_of
from bots.evidence.folder import EvidenceFolder
from bots.facts import facts_loader
from bots.help_centre import answers_from
from bots.kept_files import KeptOnDisk
from bots.machines import Machines, desk_id, machines
from bots.mail.incoming_folder import MailFolder
from bots.performers import routes_of
from bots.post import mail_desk, post, ticket_desk
from bots.replies import replies_from
from bots.retention_files import shelves
from bots.running import TELEGRAM_PATH, App
from bots.secrets.uses import uses
from bots.secrets.wiring import renewal
from bots.settings import Settings
from bots.shared import Shared
from bots.shop.client import ShopAccess
from bots.shop.deep_links import kept_secret
from bots.shop.door import ShopDoor
from bots.shop.http import HttpShop
from bots.shop.links import new_sign_in, start_reader
from bots.slack.link import SlackLink
from bots.telegram.channel import ByPolling, ByWebhook, Profile, TelegramChannel
from bots.telegram.incoming import TelegramReader
from bots.telegram.outgoing import TelegramPerformer
from bots.telegram.request import make_bot
from bots.ways import Calls, shifts_of
from bots.workspace import slack_access
from core.answers import guard
from core.answers.saved_replies import Replies
from core.engine.alarms import Alarms
from core.engine.alerts import Alerts
from core.engine.board_desk import BoardDesk
from core.engine.callback_desk import CallbackDesk
from core.engine.changes import Changes
from core.engine.clock import SteadyClock, SystemClock, TheirClock
from core.engine.desk import Desk
from core.engine.dispatcher import Dispatcher
from core.engine.dispute_desk import DisputeDesk
from core.engine.facts import FactsLoader, Links
from core.engine.housekeeping import Housekeeping
from core.engine.intake import DurableIntake
from core.engine.privacy.erasing import Eraser
from core.engine.pulse import ClockWatch, Pulse
from core.engine.record import Recorder
from core.engine.retention.job import Retention
from core.engine.routes import Routes
from core.engine.shifts import Shifts
from core.engine.streams import Streams
from core.engine.supervise import supervise
from core.engine.timers import Timers
from core.engine.vitals import KnownVitals
from core.engine.worker import Worker
from core.language import detect, intent
from core.language.catalog import read_catalog
from core.language.remembered import forget_words
from core.language.spec import LANGUAGES
from core.ports import Catalog, Store
from handoff import callback_flow, dispute_flow
from handoff.board.acting.reading import SOURCE, BoardReader

RULES_AFTER = 2.0  # seconds from the start, and from one language to the next


async def build(settings: Settings) -> App:
    """Make everything and connect it; nothing is sent or listened to yet. Raises DeskError with what to do."""
    words = _read_words() if {"worker", "sender"} & set(settings.desk.roles) else None  # they cost 60 MB
    catalog = read_catalog()
    doors = AsyncExitStack()
    vitals = KnownVitals(SystemClock())
    between = await machines(settings, SystemClock(), vitals, doors)
    store = between.store
    answers = await doors.enter_async_context(answers_from(settings, store, vitals=vitals, places=between.places))
    saved = await replies_from(settings)
    shared = _shared(settings, catalog, between, await desk_id(store), doors, saved.replies, vitals)
    routes = routes_of(shared, answers)
    read_start = start_reader(await _link_secrets(settings, store), answers.help_centre.named)
    links = Links(new_sign_in(settings.shop.sign_in) if shared.shop else None, read_start)
    translates = answers.translator is not None
    facts = facts_loader(settings, shared.clock, catalog, links, translates=translates, theirs=shared.theirs.now)
    desk = _desk(shared, routes, facts)
    watches = [answers.watch, saved.watch]
    if words:
        await words  # the first message must not wait for what is loaded once
        watches.append(partial(supervise, "the rules of wishes", _compile_rules))
    watch = partial(_together, *watches)
    room = room_of(settings, store, shared.intake, shared.clock, catalog, shared.changes, shared.vitals, shared.slack)
    board = board_of(settings, room, catalog, shared.slack) if "board" in between.roles else None
    telegram, shop_door = _telegram(shared), _shop_door(shared)
    secrets = uses(
        settings.telegram.api_root,
        shared.bot,
        telegram,
        shared.slack,
        shared.post,
        shared.shop,
        shop_door,
        answers.servers,
    )
    return App(
        between,
        desk,
        telegram,
        shared.slack,
        shared.bot,
        watch,
        doors,
        shop_door,
        shared.post,
        room,
        board,
        renewal(settings, secrets, store, shared.clock),
    )


async def _together(*watches: Callable[[], Awaitable[None]]) -> None:
    await asyncio.gather(*(watch() for watch in watches))


def _shared(
    settings: Settings,
    catalog: Catalog,
    between: Machines,
    desk_id: str,
    doors: AsyncExitStack,
    replies: Replies | None,
    vitals: KnownVitals,
) -> Shared:
    clock, store, nerves, theirs = SystemClock(), between.store, between.nerves, TheirClock()
    clocks = ClockWatch(clock, vitals)

    def told(there: datetime) -> None:
        theirs.tells(there)
        clocks.heard("Telegram", there)

    intake = DurableIntake(store, clock, between.ownership, nerves)
    changes = Changes(unheard=lambda: nerves.deaf)
    nerves.heard("changed", changes.tell)
    return Shared(
        settings=settings,
        clock=clock,
        catalog=catalog,
        machines=between,
        store=store,
        intake=intake,
        slack=_slack(settings, catalog, between, intake, replies, vitals),
        bot=make_bot(settings.telegram.token.get_secret_value(), settings.telegram.api_root, told),
        shop=_shop(settings, clock, doors, vitals),
        post=post(settings, store, intake, clock, catalog, desk_id, doors, vitals),
        changes=changes,
        vitals=vitals,
        theirs=theirs,
        clocks=clocks,
    )


def _slack(
    settings: Settings,
    catalog: Catalog,
    between: Machines,
    intake: DurableIntake,
    replies: Replies | None,
    vitals: KnownVitals,
) -> SlackLink:
    """Every process speaks to the staff; what they do comes in by one role, and one process draws the panel."""
    slack = SlackLink(
        slack_access(settings),
        catalog,
        between.store,
        intake,
        replies,
        vitals,
        hears="intake" in between.roles,
        shares=between.ownership.slots("decide") is not None,
        draws="sender" in between.roles,
        alone=between.ownership.alone,
        unheard=lambda: between.nerves.deaf,
    )
    between.nerves.heard("roster", slack.duty_changed)
    return slack


def _shop(settings: Settings, clock: SystemClock, doors: AsyncExitStack, vitals: KnownVitals) -> HttpShop | None:
    if not settings.has_shop():
        return None
    shop = HttpShop(ShopAccess(settings.shop.url, settings.shop.secret.get_secret_value()), clock, vitals)
    doors.push_async_callback(shop.close)
    return shop


def _desk(shared: Shared, routes: Routes, facts: FactsLoader) -> Desk:
    store, clock, intake, between = shared.store, shared.clock, shared.intake, shared.machines
    ownership, nerves = between.ownership, between.nerves
    dispatcher = Dispatcher(store, routes, clock, intake, ownership=ownership, rates=between.rates, nerves=nerves)
    recorder = Recorder(shared.catalog, routes)
    worker = Worker(
        store=store,
        intake=intake,
        clock=clock,
        streams=_streams(shared, facts, recorder),
        recorder=recorder,
        send=dispatcher.put,
        duty_changed=shared.slack.duty_changed,
        changed=shared.changes.tell,
        ownership=ownership,
        nerves=nerves,
    )

    def roster_changed() -> None:
        shared.slack.duty_changed()
        nerves.tell("roster")

    shifts = Shifts(store, clock, intake, shifts_of(shared.settings), roster_changed)
    timers = Timers(store, SteadyClock(clock), intake)
    kept = shared.settings.retention.periods()
    retention = Retention(store, clock, kept, shelves(shared.settings.desk.data, store))
    housekeeping = Housekeeping(store, clock, retention)
    alerts = _alerts(shared, routes, dispatcher)
    eraser = _eraser(shared, routes, dispatcher)
    alarms = _alarms(shared, routes, dispatcher)
    return Desk(
        worker,
        timers,
        dispatcher,
        housekeeping,
        shifts,
        alerts,
        eraser,
        alarms,
        _pulse(shared, alarms),
        ownership=ownership,
        roles=between.roles,
    )


def _eraser(shared: Shared, routes: Routes, dispatcher: Dispatcher) -> Eraser:
    nerves = shared.machines.nerves

    def forget() -> None:
        forget_words()
        for channel in routes.channels.values():
            if isinstance(channel, TelegramPerformer):
                channel.forget()

    def changed() -> None:
        forget()
        shared.changes.tell()
        nerves.tell("changed")
        nerves.tell("erased")

    nerves.heard("erased", forget)
    return Eraser(
        shared.store, shared.clock, routes, shared.slack, kept_files(shared.settings), dispatcher.put, changed
    )


def kept_files(settings: Settings) -> KeptOnDisk:
    """Evidence and mails on the desk's disk."""
    data = settings.desk.data
    return KeptOnDisk(EvidenceFolder(data / "evidence"), MailFolder(data / "mail"))


def _alerts(shared: Shared, routes: Routes, dispatcher: Dispatcher) -> Alerts | None:
    if not shared.settings.alerts.channel:
        return None
    return Alerts(shared.store, SteadyClock(shared.clock), alerting_of(shared.settings), routes, dispatcher.put)


def _alarms(shared: Shared, routes: Routes, dispatcher: Dispatcher) -> Alarms:
    clock, alarming, mail = SteadyClock(shared.clock), alarming_of(shared.settings), shared.settings.alarm.email
    return Alarms(shared.store, clock, alarming, shared.vitals, routes, dispatcher.put, shared.catalog, mail)


def _pulse(shared: Shared, alarms: Alarms) -> Pulse:
    patience = timedelta(seconds=shared.settings.alarm.away)
    return Pulse(shared.store, shared.vitals, shared.clocks, alarms, patience)


def _streams(shared: Shared, facts: FactsLoader, recorder: Recorder) -> Streams:
    settings, clock = shared.settings, shared.clock
    tickets = ticket_desk(settings, clock, recorder)
    return Streams(
        clock=clock,
        readers={
            "telegram": TelegramReader(),
            "slack": shared.slack,
            "mail": shared.post.reader,
            SOURCE: BoardReader(),
        },
        facts=facts,
        recorder=recorder,
        callbacks=CallbackDesk(clock, callback_flow, Calls(settings).facts, recorder),
        disputes=DisputeDesk(clock, dispute_flow, recorder, settings.hours.zone),
        tickets=tickets,
        mails=mail_desk(settings.mail, clock, tickets, recorder),
        board=BoardDesk(clock, recorder, settings.hours.zone),
    )


def _shop_door(shared: Shared) -> ShopDoor | None:
    if not shared.shop:
        return None
    secret = shared.settings.shop.secret.get_secret_value()
    return ShopDoor(shared.store, shared.clock, secret, shared.intake.wake)


def _telegram(shared: Shared) -> TelegramChannel:
    ours = shared.settings.telegram
    way: ByPolling | ByWebhook = ByPolling()
    if ours.mode == "webhook":
        way = ByWebhook(ours.webhook_url + TELEGRAM_PATH, ours.webhook_secret.get_secret_value())
    languages = [row.code for row in LANGUAGES if row.catalog]
    profile = Profile(shared.catalog, languages, shared.settings.has_shop())
    alone = shared.machines.ownership.alone
    return TelegramChannel(shared.bot, shared.intake, way, profile, vitals=shared.vitals, alone=alone)


async def _link_secrets(settings: Settings, store: Store) -> tuple[str, ...]:
    """The shop's, with which its pages sign, and the desk's own, for links that were made without a shop."""
    return tuple(filter(None, (settings.shop.secret.get_secret_value(), await store.transact(kept_secret))))


def _read_words() -> asyncio.Future[None]:
    """In a thread, begun at once: most of it is unpacked without the interpreter, while the rest of the desk is made."""
    return asyncio.get_running_loop().run_in_executor(None, _warm_up)


async def _compile_rules() -> None:
    """Once those who wrote before the start have their answers: few messages need rules, and these compile what they need."""
    for row in LANGUAGES:
        await asyncio.sleep(RULES_AFTER)
        await asyncio.to_thread(intent.compile_rules, row.code)


def _warm_up() -> None:
    detect.warm_up()
    intent.warm_up()
    guard.check("?", [], "en")
