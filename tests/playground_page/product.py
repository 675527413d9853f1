"""A tiny scripted product on the real clients, for the page's tests: it answers, hands over, and relays."""

import asyncio
import contextlib
from email.message import EmailMessage
from typing import Any

import aiosmtplib
import telegram
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bots.playground.world import SLACK_APP_TOKEN, SLACK_BOT_TOKEN, SUPPORT_CHANNEL, TELEGRAM_TOKEN, Playground

CHOICES = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("That helped", callback_data="helped")],
        [InlineKeyboardButton("Talk to customer support", callback_data="person")],
    ]
)
ANSWER = (
    "A refund is on its way within <b>five working days</b> after we received the item.\n"
    "<blockquote>Refunds go back to the way you paid.</blockquote>\n"
    'Source: <a href="https://market.example/help/refunds">When do I get my money back?</a>'
)


class Product:
    """Question, answer with a keyboard, handoff to #support, claim, relay of the thread."""

    def __init__(self, playground: Playground) -> None:
        assert playground.telegram is not None
        assert playground.slack is not None
        root = playground.telegram.root
        self.bot = telegram.Bot(TELEGRAM_TOKEN, base_url=f"{root}/bot", base_file_url=f"{root}/file/bot")
        self.slack = AsyncWebClient(SLACK_BOT_TOKEN, base_url=f"{playground.slack.root}/api/", retry_handlers=[])
        self.app = app = AsyncApp(client=self.slack, signing_secret="unused")
        app.action("claim")(self._claimed)
        app.event("message")(self._said)
        app.action("form")(self._open_form)
        app.view("tag")(self._submitted)
        self._handler = AsyncSocketModeHandler(app, SLACK_APP_TOKEN)
        self._support = playground.slack.channel(SUPPORT_CHANNEL).id
        self._smtp = playground.mail.url.rpartition(":")[2] if playground.mail is not None else ""
        self.cards: dict[str, int] = {}  # the card's ts -> the customer
        self.submitted: list[dict[str, Any]] = []
        self._polling: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Product":
        await self.bot.initialize()
        await self._handler.connect_async()
        self._polling = asyncio.create_task(self._poll())
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._polling is not None
        self._polling.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._polling
        await self._handler.close_async()
        await self.bot.shutdown()

    async def _poll(self) -> None:
        offset = 0
        while True:
            for update in await self.bot.get_updates(offset=offset, timeout=20):
                offset = update.update_id + 1
                if update.callback_query:
                    await self._pressed(update.callback_query)
                elif update.message:
                    await self._wrote(update.message)

    async def _wrote(self, message: telegram.Message) -> None:
        thread = next((ts for ts, number in self.cards.items() if number == message.chat_id), None)
        if thread is not None:
            text = escaped(message.text or "(a file)")
            await self.slack.chat_postMessage(channel=self._support, thread_ts=thread, text=text)
        else:
            await self.bot.send_message(message.chat_id, ANSWER, "HTML", reply_markup=CHOICES)

    async def _pressed(self, query: telegram.CallbackQuery) -> None:
        assert query.message is not None
        if query.data == "helped":
            await query.answer("Glad to hear that!")
            return
        await query.answer()
        name = query.from_user.first_name
        posted = await self.slack.chat_postMessage(channel=self._support, text=f"{name} waits", blocks=card(name))
        self.cards[posted["ts"]] = query.message.chat.id
        await self.bot.send_message(query.message.chat.id, "A colleague will be with you in a moment.")

    async def _claimed(self, ack: Any, body: dict[str, Any]) -> None:
        await ack()
        ts, agent = body["message"]["ts"], body["user"]["id"]
        blocks = [*body["message"]["blocks"][:-1], context(f":white_check_mark: Claimed by <@{agent}>")]
        await self.slack.chat_update(channel=self._support, ts=ts, text="claimed", blocks=blocks)
        text = "You have this chat: what you write in the thread goes to the customer."
        await self.slack.chat_postEphemeral(channel=self._support, user=agent, text=text)
        await self.bot.send_message(self.cards[ts], "You are now talking to a person.")

    async def _said(self, event: dict[str, Any]) -> None:
        customer = self.cards.get(event.get("thread_ts", ""))
        if customer is not None and not event.get("bot_id"):
            await self.bot.send_message(customer, event["text"])

    async def _open_form(self, ack: Any, body: dict[str, Any]) -> None:
        await ack()
        await self.slack.views_open(trigger_id=body["trigger_id"], view=FORM)

    async def _submitted(self, ack: Any, view: dict[str, Any]) -> None:
        values = view["state"]["values"]
        if values["note"]["text"]["value"] == "bad":
            await ack(response_action="errors", errors={"note": "Say it more kindly."})
            return
        await ack()
        self.submitted.append(values)

    async def mails(self, subject: str, text: str, *, to: str = "team@desk.example", message_id: str = "") -> None:
        message = EmailMessage()
        message["From"] = "Hamerslag support <support@desk.example>"
        message["To"] = to
        message["Subject"] = subject
        if message_id:
            message["Message-ID"] = message_id
        message.set_content(text)
        await aiosmtplib.send(message, hostname="127.0.0.1", port=int(self._smtp))


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def context(text: str) -> dict[str, Any]:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text}]}


def card(name: str) -> list[dict[str, Any]]:
    fields = [
        {"type": "mrkdwn", "text": f"*Customer*\n{escaped(name)}"},
        {"type": "mrkdwn", "text": "*Waiting since*\n<!date^1800000000^{date_short} {time}|then>"},
    ]
    languages = [{"value": each, "text": {"type": "plain_text", "text": each}} for each in ("English", "Polski")]
    menu = {"type": "static_select", "action_id": "language", "options": languages}
    return [
        {"type": "header", "text": {"type": "plain_text", "text": "Case K7QX4"}},
        {"type": "section", "fields": fields},
        {"type": "section", "text": {"type": "plain_text", "text": "When do I get my money back?"}},
        {"type": "divider"},
        context("Answered from *When do I get my money back?*"),
        {
            "type": "actions",
            "elements": [
                button("Claim", "claim") | {"style": "primary"},
                button("Add a note", "form"),
                menu | {"placeholder": {"type": "plain_text", "text": "Language"}},
            ],
        },
    ]


def button(label: str, action: str) -> dict[str, Any]:
    return {"type": "button", "action_id": action, "text": {"type": "plain_text", "text": label}}


FORM = {
    "type": "modal",
    "callback_id": "tag",
    "title": {"type": "plain_text", "text": "Add a note"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [
        {
            "type": "input",
            "block_id": "note",
            "label": {"type": "plain_text", "text": "Note"},
            "element": {"type": "plain_text_input", "action_id": "text", "multiline": True},
        },
        {
            "type": "input",
            "block_id": "urgency",
            "optional": True,
            "label": {"type": "plain_text", "text": "Urgency"},
            "element": {
                "type": "static_select",
                "action_id": "level",
                "options": [
                    {"value": each, "text": {"type": "plain_text", "text": each.capitalize()}}
                    for each in ("low", "high")
                ],
            },
        },
    ],
}
