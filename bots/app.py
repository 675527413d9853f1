"""The composition root: makes a desk of the settings, with `bots.post` for its mail and `bots.facts` for what it knows."""

import asyncio
import secrets
from contextlib import AsyncExitStack
from dataclasses import dataclass

from telegram import Bot

from bots.evidence.folder import EvidenceFolder
from bots.evidence.performer import EvidencePerformer
from bots.facts import facts_loader
from bots.help_centre import Answers, answers_from
from bots.post import Post, mail_desk, post, ticket_desk
from bots.running import TELEGRAM_PATH, App
from bots.settings import Settings
from bots.shop.client import ShopAccess
from bots.shop.deep_links import kept_secret
from bots.shop.door import ShopDoor
from bots.shop.http import HttpShop
from bots.shop.links import new_sign_in, start_reader
from bots.slack.channel import ByHttp, BySocket, SlackAccess
from bots.slack.link import SlackLink
from bots.telegram.channel import ByPolling, ByWebhook, Profile, TelegramChannel
from bots.telegram.files import TelegramFiles
from bots.telegram.incoming import TelegramReader
from bots.telegram.outgoing import TelegramPerformer
from bots.telegram.request import make_bot
from bots.ways import Calls
from core.answers import guard
from core.answers.personal import PersonalAnswers
from core.engine.asking import Asking
from core.engine.callback_desk import CallbackDesk
from core.engine.clock import SteadyClock, SystemClock
from core.engine.desk import Desk
from core.engine.dispatcher import Dispatcher
from core.engine.dispute_desk import DisputeDesk
from core.engine.facts import FactsLoader, Links
from core.engine.housekeeping import Housekeeping
from core.engine.intake import DurableIntake
from core.engine.measures import ShopPerformer
from core.engine.record import Recorder
from core.engine.routes import Routes
from core.engine.streams import Streams
from core.engine.timers import Timers
from core.engine.translating import Translating
from core.engine.worker import Worker
from core.language import detect, intent
from core.language.catalog import read_catalog
from core.language.spec import LANGUAGES
from core.ports import AnswerSource, Catalog, Store
from core.store.sqlite import SqliteStore
from handoff import callback_flow, dispute_flow
from handoff.methods.live_chat import LiveChat


@dataclass(frozen=True)
class Shared:
    """What many parts of the desk are connected to."""

    settings: Settings
    clock: SystemClock
    catalog: Catalog
    store: Store
    intake: DurableIntake
    slack: SlackLink
    bot: Bot
    shop: HttpShop | None
    post: Post


async def build(settings: Settings) -> App:
    """Make everything and connect it; nothing is sent or listened to yet. Raises DeskError with what to do."""
    catalog = read_catalog()
    store = SqliteStore.open(settings.desk.database)
    desk_id = await _desk_id(store)
    doors = AsyncExitStack()
    answers = await doors.enter_async_context(answers_from(settings, store))
    shared = _shared(settings, catalog, store, desk_id, doors)
    routes = _routes(shared, answers)
    read_start = start_reader(await _link_secrets(settings, store), answers.help_centre.named)
    links = Links(new_sign_in(settings.shop.sign_in) if shared.shop else None, read_start)
    facts = facts_loader(settings, shared.clock, catalog, links, translates=answers.translator is not None)
    desk = _desk(shared, routes, facts)
    await asyncio.to_thread(_warm_up)  # the first message must not wait for what is loaded once
    return App(
        store, desk, _telegram(shared), shared.slack, shared.bot, answers.watch, doors, _shop_door(shared), shared.post
    )


def _shared(settings: Settings, catalog: Catalog, store: Store, desk_id: str, doors: AsyncExitStack) -> Shared:
    clock = SystemClock()
    intake = DurableIntake(store, clock)
    return Shared(
        settings=settings,
        clock=clock,
        catalog=catalog,
        store=store,
        intake=intake,
        slack=SlackLink(slack_access(settings), catalog, store, intake),
        bot=make_bot(settings.telegram.token.get_secret_value(), settings.telegram.api_root),
        shop=_shop(settings, clock, doors),
        post=post(settings, store, intake, clock, catalog, desk_id, doors),
    )


def _shop(settings: Settings, clock: SystemClock, doors: AsyncExitStack) -> HttpShop | None:
    if not settings.has_shop():
        return None
    shop = HttpShop(ShopAccess(settings.shop.url, settings.shop.secret.get_secret_value()), clock)
    doors.push_async_callback(shop.close)
    return shop


def _routes(shared: Shared, answers: Answers) -> Routes:
    """Who performs what."""
    slack, shop, translator = shared.slack, shared.shop, answers.translator
    telegram = _telegram_performer(shared)
    general: AnswerSource = answers.answerer
    source = PersonalAnswers(general, shop, shared.clock) if shop else general
    return Routes(
        channels={"telegram": telegram, "slack": slack, "email": shared.post.mails},
        methods={"live_chat": LiveChat(slack, shared.store), "email": shared.post.tickets},
        answers=Asking(source, telegram, shared.store),
        shop=ShopPerformer(shop, shared.clock) if shop else None,
        disputes=slack.disputes,
        callbacks=slack.callbacks,
        evidence=_evidence(shared),
        translations=Translating(translator, shared.store, shared.clock) if translator else None,
    )


def _telegram_performer(shared: Shared) -> TelegramPerformer:
    ours = shared.settings.telegram
    return TelegramPerformer(
        shared.bot, shared.catalog, per_chat=ours.per_chat_per_second, in_total=ours.total_per_second
    )


def _evidence(shared: Shared) -> EvidencePerformer:
    folder = EvidenceFolder(shared.settings.desk.data / "evidence")
    return EvidencePerformer(folder, {"telegram": TelegramFiles(shared.bot)}, shared.slack.files)


def _desk(shared: Shared, routes: Routes, facts: FactsLoader) -> Desk:
    store, clock, intake = shared.store, shared.clock, shared.intake
    dispatcher = Dispatcher(store, routes, clock, intake)
    recorder = Recorder(shared.catalog, routes)
    worker = Worker(
        store=store,
        intake=intake,
        clock=clock,
        streams=_streams(shared, facts, recorder),
        recorder=recorder,
        send=dispatcher.put,
        duty_changed=shared.slack.duty_changed,
    )
    return Desk(worker, Timers(store, SteadyClock(clock), intake), dispatcher, Housekeeping(store, clock))


def _streams(shared: Shared, facts: FactsLoader, recorder: Recorder) -> Streams:
    settings, clock = shared.settings, shared.clock
    tickets = ticket_desk(settings, clock, recorder)
    return Streams(
        clock=clock,
        readers={"telegram": TelegramReader(), "slack": shared.slack, "mail": shared.post.reader},
        facts=facts,
        recorder=recorder,
        callbacks=CallbackDesk(clock, callback_flow, Calls(settings).facts, recorder),
        disputes=DisputeDesk(clock, dispute_flow, recorder, settings.hours.zone),
        tickets=tickets,
        mails=mail_desk(settings.mail, clock, tickets, recorder),
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
    return TelegramChannel(shared.bot, shared.intake, way, profile)


def slack_access(settings: Settings) -> SlackAccess:
    ours = settings.slack
    way: BySocket | ByHttp = BySocket(ours.app_token.get_secret_value())
    if ours.mode == "http":
        way = ByHttp(ours.signing_secret.get_secret_value())
    return SlackAccess(
        bot_token=ours.bot_token.get_secret_value(),
        channel=ours.support_channel,
        way=way,
        api_root=ours.api_root,
        per_channel_per_second=ours.per_channel_per_second,
        trust_channel=ours.trust_channel,
        zone=settings.hours.zone,
        presence_seconds=ours.presence_seconds,
    )


async def _link_secrets(settings: Settings, store: Store) -> tuple[str, ...]:
    """The shop's, with which its pages sign, and the desk's own, for links that were made without a shop."""
    return tuple(filter(None, (settings.shop.secret.get_secret_value(), await store.transact(kept_secret))))


def _warm_up() -> None:
    detect.warm_up()
    intent.warm_up()
    guard.check("?", [], "en")


async def _desk_id(store: Store) -> str:
    """Tells this desk's Message-IDs from every other's."""
    kept = await store.transact(lambda tx: tx.keep.get("desk_id"))
    if kept:
        return kept
    made = secrets.token_hex(4)
    await store.transact(lambda tx: tx.keep.put("desk_id", made))
    return made
