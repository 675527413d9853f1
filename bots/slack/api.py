"""The one way to call Slack's Web API: every answer is data, or an error of the desk."""

import logging
import re
from collections.abc import Awaitable, Mapping
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bots.json_text import write_json
from bots.slack import errors
from bots.slack.errors import NoAccess
from bots.slack.ids import Json
from core.model.errors import DeskError, Transient, Uncertain

log = logging.getLogger(__name__)

_TIMEOUT = aiohttp.ClientTimeout(total=30, sock_connect=10)
_TICKET = re.compile(r"ticket=[^&'\"\s]+")


def _without_tickets(record: logging.LogRecord) -> bool:
    """The address of a socket is a secret, and the SDK logs it when the socket does not open."""
    said = record.getMessage()
    if "ticket=" in said:
        record.msg, record.args, record.exc_info = _TICKET.sub("ticket=...", said), (), None
    return True


_SDK_LOG = logging.getLogger("bots.slack.sdk")
_SDK_LOG.setLevel(logging.WARNING)  # below it the SDK writes whole messages
_SDK_LOG.addFilter(_without_tickets)


def new_session(root: str) -> aiohttp.ClientSession:
    """The connections to Slack, through the environment's proxy if it has one; never so on loopback."""
    return aiohttp.ClientSession(
        timeout=_TIMEOUT,
        trust_env=not is_loopback(root),
        cookie_jar=aiohttp.DummyCookieJar(),  # a bot's token needs none, and to look for them at each call takes time
        json_serialize=write_json,
    )


def web_client(root: str, session: aiohttp.ClientSession, token: str | None = None) -> AsyncWebClient:
    """A client of `<root>/api/` that repeats nothing by itself: the SDK's own handlers would post a message twice (measured)."""
    client = AsyncWebClient(token=token, base_url=f"{root}/api/", session=session, retry_handlers=[], logger=_SDK_LOG)
    client.proxy = None  # the session knows
    return client


def is_loopback(root: str) -> bool:
    return urlsplit(root).hostname in ("127.0.0.1", "::1", "localhost")


def sdk_log() -> logging.Logger:
    return _SDK_LOG


class Api:
    """Calls of `web`. A missing token or scope is complained of once, until a call succeeds again."""

    def __init__(self, web: AsyncWebClient) -> None:
        self.web = web
        self._locked_out = ""

    async def answer(self, call: Awaitable[AsyncSlackResponse]) -> Json:
        """The answer of a call of `web`. Raises Transient, Limited, Uncertain, NoAccess, Gone, Refused or TooRich."""
        try:
            data = await _data(call)
        except NoAccess as error:
            self._complain(str(error))
            raise
        self._relieved()
        return data

    async def ask(self, call: Awaitable[AsyncSlackResponse]) -> Json:
        """As `answer`, for what the desk can do without: a missing scope is the caller's to tell."""
        return await _data(call)

    @property
    def locked_out(self) -> str:
        """Why the app is not let in; empty while it is."""
        return self._locked_out

    def _complain(self, reason: str) -> None:
        if reason != self._locked_out:
            log.error(
                "%s. Nothing reaches the staff until the app's token and scopes are mended; then it goes on.", reason
            )
        self._locked_out = reason

    def _relieved(self) -> None:
        if self._locked_out:
            log.warning("Slack lets the app in again (it was: %s)", self._locked_out)
        self._locked_out = ""


async def _data(call: Awaitable[AsyncSlackResponse]) -> Json:
    try:
        data = (await call).data
    except SlackApiError as error:
        raise _refusal(error.response) from None  # the SDK's own text holds the whole answer
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        raise Transient(f"Slack is not reached: {type(error).__name__}") from None
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise Uncertain(f"Slack gave no answer: {type(error).__name__}") from None
    except (AttributeError, ValueError):  # the SDK reads an answer that is no JSON object as if it were one
        raise Transient("Slack answers with something unreadable") from None
    if not isinstance(data, dict):
        raise Transient("Slack answers with something unreadable")
    return data


def _refusal(response: object) -> DeskError:
    """The SDK's error carries its own response, or aiohttp's when the body was no JSON."""
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    headers: Mapping[str, str] = getattr(response, "headers", {})
    data = getattr(response, "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    return errors.of_answer(status, code if isinstance(code, str) else None, headers)
