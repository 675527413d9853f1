"""The composition root: the only module that knows every class, and makes a desk of the settings."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from functools import partial

from aiohttp import web
from telegram import Bot

from bots.evidence.folder import EvidenceFolder
from bots.evidence.performer import EvidencePerformer
from bots.help_centre import answers_from
from bots.mail.outgoing import MailPerformer, SmtpMailer
from bots.settings import Settings
from bots.shop.client import ShopAccess
from bots.shop.deep_links import kept_secret
from bots.shop.door import LINK_PATH, ShopDoor
from bots.shop.http import HttpShop
from bots.shop.links import new_sign_in, start_reader
from bots.slack.channel import ByHttp, BySocket, SlackAccess
from bots.slack.link import SlackLink
from bots.telegram.channel import ByPolling, ByWebhook, Profile, TelegramChannel
from bots.telegram.files import TelegramFiles
from bots.telegram.incoming import TelegramReader
from bots.telegram.outgoing import TelegramPerformer
from bots.telegram.request import close as close_bot
from bots.telegram.request import make_bot
from bots.ways import Calls, desk_of
from core.answers import guard
from core.answers.personal import PersonalAnswers
from core.engine.asking import Asking
from core.engine.callback_desk import CallbackDesk
from core.engine.case_codes import new_code
from core.engine.clock import SystemClock
from core.engine.desk import Desk
from core.engine.dispatcher import Dispatcher
from core.engine.dispute_desk import DisputeDesk
from core.engine.facts import FactsLoader
from core.engine.housekeeping import Housekeeping
from core.engine.intake import DurableIntake
from core.engine.measures import ShopPerformer
from core.engine.record import Recorder
from core.engine.routes import Routes
from core.engine.supervise import supervise
from core.engine.timers import Timers
from core.engine.waits import Waits
from core.engine.why import answer_behind
from core.engine.worker import Worker
from core.language import detect, intent
from core.language.catalog import read_catalog
from core.language.spec import LANGUAGES
from core.model.answer import Answer
from core.model.facts import Patience
from core.model.ids import Address, conversation_at
from core.model.tongue import Tongue
from core.ports import AnswerSource, Catalog, Shop, Store
from core.store.sqlite import SqliteStore
from handoff import callback_flow, dispute_flow
from handoff.calibration import changed_much
from handoff.live_queue import LiveQueue
from handoff.methods.email import EmailTicket
from handoff.methods.live_chat import LiveChat
from handoff.routing import offers

log = logging.getLogger(__name__)

TELEGRAM_PATH = "/telegram"
SLACK_PATH = "/slack/events"


class App:
    """A running desk. `start` returns when customers can write; `stop` when everything is on disk."""

    def __init__(
        self,
        store: Store,
        desk: Desk,
        telegram: TelegramChannel,
        slack: SlackLink,
        bot: Bot,
        watch: Callable[[], Awaitable[None]],
        doors: AsyncExitStack,
        shop_door: ShopDoor | None = None,
    ) -> None:
        self._store = store
        self._desk = desk
        self._telegram = telegram
        self._slack = slack
        self._bot = bot
        self._watch = watch
        self._loops: list[asyncio.Future[None]] = []
        self._doors = doors
        self._shop_door = shop_door
        self.address = ""  # where webhooks, events and the shop come in, once they do

    async def start(self, listen: tuple[str, int] | None = None) -> None:
        """`listen`: host and port for webhooks and events, where any are used."""
        await self._desk.start()
        if listen:
            await self._open_doors(*listen)
        self._loops = [
            asyncio.ensure_future(supervise("Slack", self._slack.run)),
            asyncio.ensure_future(self._watch()),
        ]
        await self._telegram.start()

    async def _open_doors(self, host: str, port: int) -> None:
        server = web.Application()
        server.router.add_route("*", TELEGRAM_PATH, self._telegram.webhook)
        server.router.add_route("*", SLACK_PATH, self._slack.http)
        if self._shop_door:
            server.router.add_get(LINK_PATH, self._shop_door.show, allow_head=False)
            server.router.add_post(LINK_PATH, self._shop_door.confirm)
        server.router.add_get("/health", _healthy)
        # What comes in is checked as it was signed: a body that is not what its headers say is the doors' business.
        runner = web.AppRunner(server, access_log=None, shutdown_timeout=5, auto_decompress=False)
        await runner.setup()
        self._doors.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, host, port).start()
        self.address = f"http://{host}:{runner.addresses[0][1]}"
        log.info("webhooks and events come in at %s", self.address)

    async def why(self, customer: Address, receipt: str) -> Answer | None:
        """The answer behind a message in a customer's chat, by the platform's id of the message."""
        return await answer_behind(self._store, conversation_at(customer), receipt)

    async def stop(self) -> None:
        """Close the doors, let what is under way finish, leave the rest on disk."""
        await self._telegram.stop()
        await self._slack.stop()
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)
        await self._desk.stop()
        await self._doors.aclose()
        await self._slack.close()
        await close_bot(self._bot)
        await self._store.close()


async def _healthy(_: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


async def build(settings: Settings) -> App:
    """Make everything and connect it; nothing is sent or listened to yet. Raises DeskError with what to do."""
    clock = SystemClock()
    catalog = read_catalog()
    store = SqliteStore.open(settings.desk.database)
    desk_id = await _desk_id(store)
    doors = AsyncExitStack()
    answers = await doors.enter_async_context(answers_from(settings, store))
    shop = _shop(settings, clock, doors)
    intake = DurableIntake(store, clock)
    slack = SlackLink(slack_access(settings), catalog, store, intake)
    bot = make_bot(settings.telegram.token.get_secret_value(), settings.telegram.api_root)
    telegram = TelegramPerformer(
        bot,
        catalog,
        per_chat=settings.telegram.per_chat_per_second,
        in_total=settings.telegram.total_per_second,
    )
    mailer = SmtpMailer(settings.smtp.url.get_secret_value(), settings.mail.sender, settings.desk.name, clock)
    routes = Routes(
        channels={
            "telegram": telegram,
            "slack": slack,
            "email": MailPerformer(mailer, catalog, desk_id, settings.desk.name, settings.mail.team_inbox),
        },
        methods={
            "live_chat": LiveChat(slack, store),
            "email": EmailTicket(mailer, store, catalog, settings.mail.team_inbox, desk_id),
        },
        answers=Asking(_source(answers.answerer, shop, clock), telegram, store),
        shop=ShopPerformer(shop, clock) if shop else None,
        disputes=slack.disputes,
        callbacks=slack.callbacks,
        evidence=EvidencePerformer(
            EvidenceFolder(settings.desk.data / "evidence"), {"telegram": TelegramFiles(bot)}, slack.files
        ),
    )
    dispatcher = Dispatcher(store, routes, clock, intake)
    ways = desk_of(settings, methods=("live_chat", "callback", "email"))
    calls = Calls(settings)
    queue = LiveQueue(
        ways.languages["live_chat"],
        {language: hours for (method, language), hours in ways.hours.items() if method == "live_chat"},
        settings.offers.chats_at_once,
    )
    facts = FactsLoader(
        clock,
        catalog,
        partial(offers, desk=ways),
        Patience(**settings.patience.model_dump()),
        new_code,
        tuple(Tongue(row.code, row.name) for row in LANGUAGES if row.catalog),
        new_sign_in=new_sign_in(settings.shop.sign_in) if shop else None,
        waits=Waits(queue, changed_much),
        call_slots=calls.slots,
        call_line=callback_flow.line,
        zone=settings.hours.zone,
        dispute_line=dispute_flow.line,
        read_start=start_reader(await _link_secrets(settings, store), answers.help_centre.named),
    )
    recorder = Recorder(catalog, routes)
    worker = Worker(
        store=store,
        intake=intake,
        clock=clock,
        readers={"telegram": TelegramReader(), "slack": slack},
        facts=facts,
        recorder=recorder,
        send=dispatcher.put,
        duty_changed=slack.duty_changed,
        callbacks=CallbackDesk(clock, callback_flow, calls.facts, recorder),
        disputes=DisputeDesk(clock, dispute_flow, recorder, settings.hours.zone),
    )
    await asyncio.to_thread(_warm_up)  # the first message must not wait for what is loaded once
    desk = Desk(worker, Timers(store, clock, intake), dispatcher, Housekeeping(store, clock))
    door = ShopDoor(store, clock, settings.shop.secret.get_secret_value(), intake.wake) if shop else None
    return App(store, desk, _telegram(settings, bot, intake, catalog), slack, bot, answers.watch, doors, door)


def _shop(settings: Settings, clock: SystemClock, doors: AsyncExitStack) -> HttpShop | None:
    if not settings.has_shop():
        return None
    shop = HttpShop(ShopAccess(settings.shop.url, settings.shop.secret.get_secret_value()), clock)
    doors.push_async_callback(shop.close)
    return shop


def _source(general: AnswerSource, shop: Shop | None, clock: SystemClock) -> AnswerSource:
    return PersonalAnswers(general, shop, clock) if shop else general


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


def _telegram(settings: Settings, bot: Bot, intake: DurableIntake, catalog: Catalog) -> TelegramChannel:
    ours = settings.telegram
    way: ByPolling | ByWebhook = ByPolling()
    if ours.mode == "webhook":
        way = ByWebhook(ours.webhook_url + TELEGRAM_PATH, ours.webhook_secret.get_secret_value())
    languages = [row.code for row in LANGUAGES if row.catalog]
    return TelegramChannel(bot, intake, way, Profile(catalog, languages, settings.has_shop()))


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
    )
