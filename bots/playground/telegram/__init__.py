"""A Telegram Bot API server on loopback, and the customers' phones behind it."""

from bots.playground.telegram.customer import Customer, NothingToRead
from bots.playground.telegram.limits import UNLIMITED, Limits
from bots.playground.telegram.server import TelegramServer
from bots.playground.telegram.state import Button, Entity, Message

__all__ = [
    "UNLIMITED",
    "Button",
    "Customer",
    "Entity",
    "Limits",
    "Message",
    "NothingToRead",
    "TelegramServer",
]
