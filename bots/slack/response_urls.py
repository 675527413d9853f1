"""Answers by the address that Slack gives with a press: to change or take away what only one member sees."""

import logging
from urllib.parse import urlsplit

import aiohttp

from bots.slack.ids import Json

log = logging.getLogger(__name__)

_PATIENCE = aiohttp.ClientTimeout(total=1.0)  # seconds; Slack wants its acknowledgement within three
_HOOKS = "hooks.slack.com"


class ResponseUrls:
    """docs.slack.dev/interactivity/handling-user-interaction#message_responses; `api_root`: where Slack is."""

    def __init__(self, session: aiohttp.ClientSession, api_root: str) -> None:
        self._session = session
        self._hosts = (_HOOKS, urlsplit(api_root).netloc)

    async def say(self, body: Json, said: Json) -> None:
        """Answer the press of `body`, to no other host than Slack's. What does not arrive is only logged: nothing hangs on it."""
        url = str(body.get("response_url") or "")
        if urlsplit(url).netloc not in self._hosts:
            return
        try:
            async with self._session.post(url, json=said, timeout=_PATIENCE) as answer:
                if answer.status >= 400:
                    log.info("an answer to a press was not taken: %s", answer.status)
        except (aiohttp.ClientError, TimeoutError) as error:
            log.info("an answer to a press did not arrive: %s", type(error).__name__)
