"""The bare echo bot of python-telegram-bot: `python -m benchmarks.throughput.echo ROOT TOKEN default|aiohttp`."""

import sys

from telegram import Update
from telegram.ext import Application, ApplicationBuilder, ContextTypes, MessageHandler, filters

from bots.telegram.request import AiohttpRequest


async def _echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message and update.message.text:
        await update.message.reply_text(update.message.text)


def _application(root: str, token: str, request: str) -> Application:  # type: ignore[type-arg]
    builder = ApplicationBuilder().token(token).base_url(f"{root}/bot")
    if request == "aiohttp":
        builder = builder.request(AiohttpRequest()).get_updates_request(AiohttpRequest())
    return builder.build()


def main() -> None:
    root, token, request = sys.argv[1:]
    application = _application(root, token, request)
    application.add_handler(MessageHandler(filters.TEXT, _echo))
    application.run_polling()


if __name__ == "__main__":
    main()
