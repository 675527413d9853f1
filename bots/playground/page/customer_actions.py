"""Does what a person at the page does with a customer's phone."""

import time
from pathlib import Path
from typing import Literal, assert_never

from bots.playground.page.errors import CannotDo
from bots.playground.page.requests import (
    AddCustomer,
    Answer,
    Block,
    OnPhone,
    Press,
    Rewrite,
    SendMedia,
    SendPhoto,
    Unsend,
    Write,
)
from bots.playground.telegram import Button, Customer, TelegramServer

FIRST_NUMBER = 1001
ALBUM = 3  # photos
SAMPLE_PHOTO = Path(__file__).parent / "static" / "sample-photo.png"


async def act(server: TelegramServer, request: OnPhone) -> Answer:
    """Raises CannotDo where a phone would not let her."""
    match request:
        case AddCustomer():
            return Answer(made=_add(server, request))
        case Write():
            await _write(_customer(server, request.customer), request.text)
        case SendPhoto():
            await _unblocked(server, request.customer).sends_photo(SAMPLE_PHOTO.read_bytes())
        case SendMedia():
            await _send(_unblocked(server, request.customer), request.kind)
        case Unsend():
            await _customer(server, request.customer).deletes(request.message)
        case Press():
            await _press(_unblocked(server, request.customer), request)
        case Rewrite():
            await _rewrite(_customer(server, request.customer), request)
        case Block():
            customer = _customer(server, request.customer)
            customer.blocks() if request.blocked else customer.unblocks()
        case _:
            assert_never(request)
    return Answer()


def _customer(server: TelegramServer, number: int) -> Customer:
    if number not in server.account.state.chats:
        raise CannotDo("There is no such customer.", 404)
    return server.customer(number)


def _unblocked(server: TelegramServer, number: int) -> Customer:
    customer = _customer(server, number)
    if customer.chat.blocked:
        raise CannotDo(f"{customer.chat.first_name} has blocked the bot. Unblock it first.")
    return customer


def _add(server: TelegramServer, request: AddCustomer) -> str:
    name = " ".join(request.name.split())[:64]
    if not name:
        raise CannotDo("A customer needs a name.", 400)
    number = max([FIRST_NUMBER - 1, *server.account.state.chats]) + 1
    server.customer(number, name, language_code=request.language.strip().lower()[:16] or None)
    return str(number)


async def _write(customer: Customer, text: str) -> None:
    """Writing to a bot that one has blocked unblocks it, as the phone's own "Restart" does."""
    customer.unblocks()
    try:
        await customer.write(text)
    except ValueError as error:
        raise CannotDo(str(error).capitalize() + ".", 400) from error


async def _send(customer: Customer, kind: Literal["album", "voice", "video", "sticker"]) -> None:
    match kind:
        case "album":
            album = str(time.time_ns())
            for _ in range(ALBUM):
                await customer.sends_photo(SAMPLE_PHOTO.read_bytes(), album=album)
        case "voice":
            await customer.sends_voice(seconds=7)
        case "video":
            await customer.sends_video(seconds=12)
        case "sticker":
            await customer.sends_sticker("🙏")
        case _:
            assert_never(kind)


async def _press(customer: Customer, request: Press) -> None:
    button = _button(customer, request)
    if button is None or button.label != request.label:
        raise CannotDo("This keyboard has changed in the meantime.")
    if button.callback_data is not None:
        await customer.press(message_id=request.message, callback_data=button.callback_data)
    elif button.url is None:
        await customer.write(button.label)


def _button(customer: Customer, request: Press) -> Button | None:
    message = next((each for each in customer.chat.messages if each.id == request.message), None)
    rows = message.keyboard if message is not None else []
    if not 0 <= request.row < len(rows) or not 0 <= request.column < len(rows[request.row]):
        return None
    return rows[request.row][request.column]


async def _rewrite(customer: Customer, request: Rewrite) -> None:
    if not request.text.strip():
        raise CannotDo("There is nothing in this text to send.", 400)
    try:
        await customer.edits(request.message, request.text)
    except LookupError as error:
        raise CannotDo("Only the customer's own messages can be edited.", 404) from error
