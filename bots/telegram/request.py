"""The HTTP client under python-telegram-bot: one aiohttp session, and an honest word on what went wrong.

The token is part of every address: no error and no log line here carries one, nor what aiohttp says about it.
"""

import re
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

import aiohttp
import msgspec
from telegram import Bot
from telegram.error import TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bots.json_text import read_json
from bots.telegram.errors import TooFast, Unanswered, Unreached

PUBLIC_ROOT = "https://api.telegram.org"
CONNECT_WITHIN = 5.0  # seconds
ANSWER_WITHIN = 20.0  # seconds; a send that is given up may still arrive, so patience is cheaper than a double
MOST_AT_ONCE = 256  # connections; the lanes and their rates are what holds calls back
_TOKEN = re.compile(r"(?<=/bot)\d+:[\w-]+(?=/)", re.ASCII)
PIECE = 256 * 1024  # bytes of a download that are held at once
WAIT_WHEN_UNSAID = 5.0  # seconds after a 429 that does not say how long


class Envelope(msgspec.Struct):
    """What every answer of the Bot API is wrapped in, https://core.telegram.org/bots/api#making-requests."""

    ok: bool
    result: object = msgspec.UNSET
    error_code: int = 0
    description: str = ""
    parameters: dict[str, Any] = {}


def make_bot(token: str, root: str = PUBLIC_ROOT, told: Callable[[datetime], None] = lambda _: None) -> Bot:
    """A bot on our client; `root` is the address of the Bot API server. Call `close` when the last call is made.

    `told`: is called with the time (UTC) by the server's clock, about once a second while it answers.
    """
    request = AiohttpRequest(told=told)
    root = root.rstrip("/")
    return Bot(token, f"{root}/bot", f"{root}/file/bot", request=request, get_updates_request=request)


def renew(bot: Bot, token: str) -> None:
    """From the next call on, with another token of the same bot; calls under way end as they began."""
    assert isinstance(bot.request, AiohttpRequest)
    bot.request.token = token


async def close(bot: Bot) -> None:
    """Close the connections of a bot of `make_bot`; later calls open new ones."""
    await bot.request.shutdown()


async def call(bot: Bot, method: str, parameters: Mapping[str, object]) -> object:
    """The result of a method of the Bot API as it came; raises as the bot's own methods do."""
    return await bot.request.post(f"{bot.base_url}/{method}", request_data=_Ready(parameters))


class _Ready(RequestData):  # type: ignore[misc]  # final, yet the one way past a dozen objects for each call
    """Parameters that are JSON already."""

    def __init__(self, parameters: Mapping[str, object]) -> None:
        super().__init__()
        self._ready = dict(parameters)

    @property
    def parameters(self) -> dict[str, Any]:
        return self._ready


class AiohttpRequest(BaseRequest):
    """Raises Unreached, Unanswered, TooFast and TimedOut; the rest of the mapping is the library's."""

    def __init__(
        self,
        connect_within: float = CONNECT_WITHIN,
        answer_within: float = ANSWER_WITHIN,
        told: Callable[[datetime], None] = lambda _: None,
    ) -> None:
        self._connect_within = connect_within
        self._answer_within = answer_within
        self._told = told
        self._date = ""
        self.token = ""  # takes the place of the one in the address, once there is another
        self._opened: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return self._answer_within

    async def initialize(self) -> None:
        """The session is opened by the first call."""

    async def shutdown(self) -> None:
        if self._opened is not None:
            await self._opened.close()

    def _session(self) -> aiohttp.ClientSession:
        if self._opened is None or self._opened.closed:
            self._opened = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=MOST_AT_ONCE),
                cookie_jar=aiohttp.DummyCookieJar(),  # the Bot API has none, and to look for them at each call takes time
                headers={"User-Agent": self.USER_AGENT},
            )
        return self._opened

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """As the library's, without writing what customers wrote into the log."""
        try:
            return read_json(payload.decode("utf-8", "replace"))
        except ValueError:
            raise TelegramError("an answer that is not JSON") from None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        timeout = _timeout(
            self._given(connect_timeout, self._connect_within), self._given(read_timeout, self._answer_within)
        )
        with _trouble_named():
            async with self._session().request(
                method, self._addressed(url), timeout=timeout, allow_redirects=False, **_body(request_data)
            ) as answer:
                payload = await answer.read()
        if method != "POST":
            return answer.status, payload
        checked = _checked(answer.status, payload, answer.headers)
        self._tell_time(answer.headers.get("Date", ""))
        return checked

    def _tell_time(self, date: str) -> None:
        """Of an answer of the Bot API's own; https://www.rfc-editor.org/rfc/rfc9110#field.date"""
        if date == self._date:
            return
        self._date = date
        with suppress(ValueError):  # a server in between may write anything
            self._told(parsedate_to_datetime(date).astimezone(UTC))

    async def pieces(self, url: str) -> AsyncGenerator[bytes, None]:
        """What is at the address, piece by piece, however long it takes as long as more comes. Raises as a call does."""
        timeout = aiohttp.ClientTimeout(connect=self._connect_within, sock_read=self._answer_within)
        with _trouble_named():
            async with self._session().get(
                self._addressed(url), timeout=timeout, allow_redirects=False, headers={"Accept-Encoding": "identity"}
            ) as answer:
                if answer.status != HTTPStatus.OK:
                    raise _no_file(answer)
                async for piece in answer.content.iter_chunked(PIECE):
                    yield piece

    def _addressed(self, url: str) -> str:
        return _TOKEN.sub(self.token, url, count=1) if self.token else url

    def _given(self, value: Any, otherwise: float) -> float | None:
        return otherwise if value is self.DEFAULT_NONE else value


@contextmanager
def _trouble_named() -> Iterator[None]:
    """What goes wrong on the way, as one of our errors."""
    try:
        yield
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as error:
        raise Unreached(f"connect: {type(error).__name__}") from None
    except TimeoutError:
        raise TimedOut("no answer in time") from None
    except (aiohttp.ClientError, OSError) as error:
        raise Unanswered(f"connection lost: {type(error).__name__}") from None


def _no_file(answer: aiohttp.ClientResponse) -> TelegramError:
    """A download changes nothing at Telegram, whatever became of it."""
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        return TooFast(_seconds(None, answer.headers))
    return Unreached(f"HTTP {answer.status} instead of a file")


def _timeout(connect: float | None, read: float | None) -> aiohttp.ClientTimeout:
    whole = None if connect is None or read is None else connect + read
    return aiohttp.ClientTimeout(total=whole, connect=connect)


def _body(data: RequestData | None) -> dict[str, Any]:
    """JSON, or a form where files go along."""
    if data is None:
        return {}
    if not data.contains_files:
        return {"data": msgspec.json.encode(data.parameters), "headers": {"Content-Type": "application/json"}}
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, mime_type) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime_type)
    return {"data": form}


def _checked(status: int, payload: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    """Status and answer as the library expects them; raises where the answer is not one of the Bot API's, or is no answer."""
    answer = _envelope(payload)
    if answer is not None and not answer.ok and status < HTTPStatus.BAD_REQUEST:
        status = answer.error_code
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise TooFast(_seconds(answer, headers))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise Unanswered(f"HTTP {status} {answer.description if answer else ''}".rstrip())
    if status >= HTTPStatus.BAD_REQUEST and answer is not None:
        return status, payload
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        if answer is not None and answer.ok and answer.result is not msgspec.UNSET:
            return status, payload
        raise Unanswered(f"HTTP {status} with something that is no answer of the Bot API")
    raise Unreached(f"HTTP {status} from something that is no Bot API server")


def _envelope(payload: bytes) -> Envelope | None:
    """With all characters that the library's own parser lets pass: one odd update must not hide the others."""
    try:
        return msgspec.convert(read_json(payload), Envelope)
    except (ValueError, RecursionError):
        return None


def _seconds(answer: Envelope | None, headers: Mapping[str, str]) -> float:
    """How long to wait after a 429: what the answer says, else its header, else a moment."""
    said = answer.parameters.get("retry_after") if answer else None
    if isinstance(said, int | float) and said > 0:
        return float(said)
    header = headers.get("Retry-After", "")
    return float(header) if header.isascii() and header.isdigit() and int(header) else WAIT_WHEN_UNSAID
