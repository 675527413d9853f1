"""`frontdesk check`: what is configured, whether each server answers, and what is missing, each with what to do."""

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

import aiohttp
from telegram.error import TelegramError

from bots.cli import check_machines
from bots.cli.check_board import board
from bots.cli.check_model import budget, idle_budgets, idle_settings, reach_model
from bots.cli.check_shop import reach_shop
from bots.mail.imap_mailbox import reach as reach_mailbox
from bots.mail.message import Sender
from bots.mail.outgoing import SmtpMailer
from bots.mail.webhook import MAIL_PATH
from bots.read_settings import misspelt
from bots.settings import Settings
from bots.slack.channel import SlackChannel
from bots.slack.errors import NotSetUp
from bots.telegram.errors import desk_error
from bots.telegram.request import close, make_bot
from bots.workspace import slack_access
from core.answers.articles import Article, read_help_centre
from core.answers.saved_replies import VARIABLES, unknown_variables
from core.answers.translations import ORIGINAL, outdated, untranslated
from core.engine.clock import SystemClock
from core.language.catalog import read_catalog
from core.language.check import check as check_catalogs
from core.language.spec import LANGUAGES
from core.model.errors import DeskError
from core.store.sqlite import SqliteStore
from handoff.remedies import findings, read_remedies

MARKS = {"ok": "ok     ", "playground": "played ", "note": "note   ", "wrong": "WRONG  "}

REPLIES = "Replies"

_LISTED = 20  # missing translations named one by one for each language


class Finding(NamedTuple):
    state: str  # a key of MARKS
    subject: str
    words: str


def check(settings: Settings) -> int:
    """0 when everything that is configured works."""
    logging.basicConfig(level=logging.CRITICAL)
    findings = asyncio.run(_findings(settings))
    for state, subject, words in findings:
        print(f"{MARKS[state]}{subject:<12}{words}")
    wrong = [finding for finding in findings if finding.state == "wrong"]
    if wrong:
        print(f"\n{len(wrong)} {'thing' if len(wrong) == 1 else 'things'} to mend.", file=sys.stderr)
    return 1 if wrong else 0


async def _findings(settings: Settings) -> list[Finding]:
    return [
        *(Finding("note", "Settings", f"{name} is not read; is {like} meant?") for name, like in misspelt(os.environ)),
        *_help_centre(settings),
        *_texts(),
        *remedies(SystemClock().now().date()),
        *await _each("Database", check_machines.database(settings)),
        *await _each("Redis", check_machines.redis(settings)),
        *[await _server(server) for server in _servers(settings)],
        *await _mailbox(settings),
        await _shop(settings),
        *await _model(settings),
        *_replies(settings),
        *(Finding(state, "Board", words) for state, words in board(settings)),
    ]


class Server(NamedTuple):
    subject: str
    configured: bool
    reach: Callable[[], Awaitable[str]]
    token: str  # the setting that makes it real
    address: str = ""  # where it is looked for, and by which setting, if its token does not say it


def _servers(settings: Settings) -> tuple[Server, ...]:
    telegram = f"{settings.telegram.api_root} (TELEGRAM_API_ROOT)"
    slack = f"{settings.slack.api_root} (SLACK_API_ROOT)"
    return (
        Server("Telegram", settings.has_telegram(), lambda: _telegram(settings), "TELEGRAM_TOKEN", telegram),
        Server("Slack", settings.has_slack(), lambda: _slack(settings), "SLACK_BOT_TOKEN", slack),
        Server("Mail", settings.has_smtp(), lambda: _mail(settings), "SMTP_URL"),
    )


async def _server(server: Server) -> Finding:
    if not server.configured:
        return Finding("playground", server.subject, f"by the playground; set {server.token} for the real one")
    found = await _try(server.subject, server.reach)
    if found.state == "ok":
        return found
    settings = ", ".join(filter(None, (server.address, server.token)))
    return found._replace(words=f"{found.words}. Check {settings} and the network")


async def _mailbox(settings: Settings) -> list[Finding]:
    """Where answers by mail come in, if they do."""
    address = settings.mail.reply_address
    webhook = Finding("ok", "Mailbox", f"a provider delivers to {MAIL_PATH} what comes to {address}")
    found = [webhook] if settings.has_mail_webhook() else []
    if settings.has_mailbox():
        url = settings.imap.url.get_secret_value()
        mailbox = await _try("Mailbox", lambda: asyncio.to_thread(reach_mailbox, url))
        how = "" if mailbox.state == "ok" else ". Check IMAP_URL and the network"
        found.append(mailbox._replace(words=mailbox.words + how))
    none = "none: the team answers customers from its own inbox. Set MAIL_REPLY_ADDRESS and IMAP_URL to let answers come in"
    return found or ([Finding("note", "Mailbox", none)] if settings.has_smtp() else [])


async def _shop(settings: Settings) -> Finding:
    """Without one nobody is asked to sign in; beside a played Telegram the sample shop is played too."""
    if settings.has_shop():
        return await _try("Shop", lambda: reach_shop(settings))
    if settings.has_telegram():
        return Finding(
            "note", "Shop", "none: answers are general. Set SHOP_URL and SHOP_SECRET to let customers sign in"
        )
    return Finding("playground", "Shop", "by the playground; set SHOP_URL and SHOP_SECRET for the real one")


async def _model(settings: Settings) -> list[Finding]:
    """Quoting articles needs none."""
    if settings.has_model():
        found = await _try("Model", lambda: reach_model(settings))
        if found.state == "ok":
            found = found._replace(words=f"{found.words}; {budget(settings)}")
        if found.state == "wrong":
            found = found._replace(words=f"{found.words}. Check OPENAI_BASE_URL, OPENAI_API_KEY and OPENAI_MODEL")
        return [found, *(Finding("wrong", "Budget", words) for words in idle_budgets(settings))]
    if settings.playground.model:
        return [Finding("playground", "Model", "by the playground; set OPENAI_MODEL for a real one")]
    words = idle_settings(settings) or "none: articles are quoted. Set OPENAI_MODEL to have answers written"
    return [Finding("note", "Model", words)]


async def _try(subject: str, reach: Callable[[], Awaitable[str]]) -> Finding:
    try:
        return Finding("ok", subject, await reach())
    except (DeskError, aiohttp.ClientError, OSError) as error:
        return Finding("wrong", subject, str(error) or type(error).__name__)


async def _each(subject: str, said: AsyncIterator[tuple[str, str]]) -> list[Finding]:
    """What is said until something fails, and then that."""
    found: list[Finding] = []
    try:
        async for state, words in said:
            found.append(Finding(state, subject, words))
    except DeskError as error:
        found.append(Finding("wrong", subject, str(error)))
    return found


def _help_centre(settings: Settings) -> list[Finding]:
    articles, problems = read_help_centre(settings.help.folder)
    languages = sorted({article.language for article in articles})
    count = Finding(
        "ok", "Help centre", f"{len(articles)} articles in {', '.join(languages)}{_only_english(languages)}"
    )
    if not articles:
        none = f"no article in {settings.help.folder}: put Markdown files at <language>/<id>.md"
        count = Finding("wrong", "Help centre", none)
    broken = (Finding("wrong", "Article", str(problem)) for problem in problems)
    return [count, *broken, *(Finding("note", "Translation", words) for words in _behind(articles))]


def _replies(settings: Settings) -> list[Finding]:
    """What agents choose from; what stands in braces and is never filled in would be read by customers."""
    folder = settings.replies_folder()
    if folder is None:
        return [
            Finding(
                "note",
                REPLIES,
                "none saved: set REPLIES_FOLDER to a folder of <language>/<id>.md to let agents use some",
            )
        ]
    articles, problems = read_help_centre(folder)
    if not articles:
        return [Finding("wrong", REPLIES, f"none saved in {folder}: put Markdown files at <language>/<id>.md")]
    languages = ", ".join(sorted({article.language for article in articles}))
    strange = (
        f"{article.language}/{article.id}: there is no {{{name}}}, but {', '.join(f'{{{each}}}' for each in VARIABLES)}"
        for article in articles
        for name in unknown_variables(article.body)
    )
    wrong = (Finding("wrong", "Reply", words) for words in (*map(str, problems), *strange))
    return [Finding("ok", REPLIES, f"{len(articles)} saved, in {languages}"), *wrong]


def _only_english(languages: Sequence[str]) -> str:
    without = sorted(row.code for row in LANGUAGES if row.catalog and row.code not in languages)
    return f"; English is quoted in {', '.join(without)}" if without and ORIGINAL in languages else ""


def _behind(articles: Sequence[Article]) -> Iterator[str]:
    """What is not wrong, but read in English, or in an old version, until somebody translates it."""
    for language, ids in untranslated(articles).items():
        listed = ", ".join(ids[:_LISTED]) + (f" and {len(ids) - _LISTED} more" if len(ids) > _LISTED else "")
        yield f"not in {language}, where English is quoted instead: {listed}"
    for article, original in outdated(articles):
        dates = f"of {article.updated}, the English original of {original.updated}"
        yield f"{article.language}/{article.id} may be outdated: it is {dates}"


def _texts() -> list[Finding]:
    problems = check_catalogs(read_catalog())
    return [Finding("wrong", "Texts", str(problem)) for problem in problems] or [Finding("ok", "Texts", "complete")]


def remedies(today: date) -> list[Finding]:
    """Where customers may turn who disagree with a decision about a dispute; scripts/remedies.py says more."""
    data = read_remedies()
    due = [found for found in findings(data, today) if found.fatal or found.remedy.checked != "memory"]
    notes = [Finding("note", "Remedies", str(found)) for found in due]
    return notes or [Finding("ok", "Remedies", f"{len(data.body)} bodies to turn to in a dispute")]


async def _telegram(settings: Settings) -> str:
    bot = make_bot(settings.telegram.token.get_secret_value(), settings.telegram.api_root)
    try:
        me = await bot.get_me()
        webhook = await bot.get_webhook_info()
    except TelegramError as error:
        raise desk_error(error) from error
    finally:
        await close(bot)
    way = f"webhook at {webhook.url}" if webhook.url else "polling"
    return f"@{me.username} at {settings.telegram.api_root}, {way}"


async def _slack(settings: Settings) -> str:
    """Opens the channel as `run` would, joining it if it must; lets no events in."""
    store = SqliteStore.open(":memory:")
    try:
        channel = await SlackChannel.open(slack_access(settings), read_catalog(), store)
        try:
            if settings.alerts.channel:
                await channel.alerts.find()
        finally:
            await channel.close()
        if channel.rooms.missing:
            raise NotSetUp("; ".join(channel.rooms.missing))
    finally:
        await store.close()
    ours = settings.slack
    queues = (queue.channel for queue in ours.queues)
    named = (ours.support_channel, ours.trust_channel, *queues, ours.fallback_channel, settings.alerts.channel)
    rooms = " and ".join(dict.fromkeys(filter(None, named)))
    return f"{rooms} at {ours.api_root}, events by {ours.mode}"


async def _mail(settings: Settings) -> str:
    sender = Sender(settings.mail.sender, settings.desk.name)
    mailer = SmtpMailer(settings.smtp.url.get_secret_value(), sender, SystemClock())
    reached = await mailer.reach()
    return f"{reached}; from {settings.mail.sender}, tickets to {settings.mail.team_inbox}"
