"""The refusals of the Bot API, worded as Telegram words them, because clients tell them apart by their words.

BotApiError
|-- BadRequest        400
|-- Unauthorized      401
|-- Forbidden         403
|-- NotFound          404
|-- Conflict          409
`-- TooManyRequests   429, with `parameters.retry_after` in seconds
"""


class BotApiError(Exception):
    """A refused call: its HTTP status, which is also `error_code`, and its description."""

    status: int
    prefix: str

    def __init__(self, reason: str = "") -> None:
        super().__init__(f"{self.prefix}: {reason}" if reason else self.prefix)

    @property
    def description(self) -> str:
        return str(self)

    @property
    def parameters(self) -> dict[str, int]:
        return {}


class BadRequest(BotApiError):
    status = 400
    prefix = "Bad Request"


class Unauthorized(BotApiError):
    status = 401
    prefix = "Unauthorized"


class Forbidden(BotApiError):
    status = 403
    prefix = "Forbidden"


class NotFound(BotApiError):
    status = 404
    prefix = "Not Found"


class Conflict(BotApiError):
    status = 409
    prefix = "Conflict"


class TooManyRequests(BotApiError):
    status = 429
    prefix = "Too Many Requests"

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"retry after {retry_after}")
        self.retry_after = retry_after

    @property
    def parameters(self) -> dict[str, int]:
        return {"retry_after": self.retry_after}
