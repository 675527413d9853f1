"""What may go wrong with a call to Telegram, and what that means for the desk.

telegram.error.TelegramError
+-- NetworkError
    +-- Unreached       no connection, or not with Telegram: nothing has happened there
    +-- Unanswered      the call went out and no usable answer came: it may have happened
    +-- TooFast         429, with the seconds to wait

python-telegram-bot's own `RetryAfter` is not used: its seconds cannot be read without a deprecation warning. Mind that its
`BadRequest` and `TimedOut` are subclasses of its `NetworkError`.
"""

from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, TelegramError, TimedOut

from core.model.errors import Blocked, DeskError, Gone, Limited, Refused, Transient, Uncertain

_BLOCKED = ("blocked by the user", "user is deactivated")
_GONE = ("chat not found", "user not found", "peer_id_invalid", "chat_id is empty", "have no access to the user")


class Unreached(NetworkError):
    """Nothing arrived at Telegram."""


class Unanswered(NetworkError):
    """Nobody knows whether it happened."""


class TooFast(NetworkError):
    """`seconds`: how long Telegram wants us to wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"too many requests, retry after {seconds:g} s")
        self.seconds = seconds


def desk_error(error: TelegramError) -> DeskError:
    """What a failed call means for the lane that made it. Telegram does not say what is limited: the chat, most likely."""
    reason = str(error)
    match error:
        case TooFast():
            return Limited(reason, error.seconds, "lane")
        case Unanswered() | TimedOut():
            return Uncertain(reason)
        case Forbidden():
            return Blocked(reason) if _says(error, _BLOCKED) else Gone(reason)
        case BadRequest():
            return Gone(reason) if _says(error, _GONE) else Refused(reason)
        case _:
            return Transient(reason)


def unparsed(error: BadRequest) -> bool:
    """Whether Telegram could not read our formatting."""
    return _says(error, ("can't parse entities",))


def unchanged(error: BadRequest) -> bool:
    """Whether the message reads like that already."""
    return _says(error, ("message is not modified",))


def already_gone(error: BadRequest) -> bool:
    """Whether the message is deleted already, by an earlier try or by the customer."""
    return _says(error, ("message to delete not found",))


def operators_matter(error: TelegramError) -> bool:
    """Whether this stays until somebody mends the set-up: a wrong token or address, or a second bot with the same token."""
    return isinstance(error, InvalidToken | Conflict)


def _says(error: TelegramError, phrases: tuple[str, ...]) -> bool:
    return any(phrase in error.message.lower() for phrase in phrases)
