"""Posting in Slack so that a repeat is found instead of posted again, and so that no text is too rich to arrive."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bots.slack.api import Api
from bots.slack.errors import TooRich
from bots.slack.ids import Json, Place, keys_of, metadata
from core.model.errors import Refused
from core.model.ids import AgentId

_BEFORE = timedelta(hours=1)  # clocks may differ by this much
_PAGE = 200

Call = Callable[..., Awaitable[AsyncSlackResponse]]


class Content(NamedTuple):
    """A message: `text` in mrkdwn, escaped, is what notifications show; `blocks` are what readers see."""

    text: str
    blocks: list[Json]


class Poster:
    """Messages to channels and threads. All methods raise as `Api.answer` does."""

    def __init__(self, api: Api) -> None:
        self._api = api

    @property
    def api(self) -> Api:
        return self._api

    async def post(self, channel: str, content: Content, key: str, thread: str = "", joined: Sequence[str] = ()) -> str:
        """Post under our key, and under those of what is `joined` with it; the message's ts."""
        place = {"channel": channel, "thread_ts": thread} if thread else {"channel": channel}
        answer = await self._send(
            self._api.web.chat_postMessage,
            content,
            **place,
            metadata=metadata(key, joined),
            unfurl_links=False,
            unfurl_media=False,
            parse="none",
        )
        return str(answer["ts"])

    async def update(self, channel: str, ts: str, content: Content) -> None:
        """Put a message of ours in place of its old self."""
        await self._send(self._api.web.chat_update, content, channel=channel, ts=ts, parse="none")

    async def whisper(self, place: Place, agent: AgentId, content: Content) -> str:
        """For one member's eyes only, in the thread. It is in no history, so a repeat cannot be found."""
        answer = await self._send(
            self._api.web.chat_postEphemeral,
            content,
            channel=place.channel,
            thread_ts=place.ts,
            user=agent,
            parse="none",
        )
        return str(answer["message_ts"])

    async def _send(self, call: Call, content: Content, **where: object) -> Json:
        """With blocks; where Slack does not take these, once more as plain text. Raises Refused if it takes neither."""
        try:
            return await self._api.answer(call(text=content.text, blocks=content.blocks, **where))
        except TooRich:
            plain = {"text": content.text, "blocks": [], **where}
        try:
            return await self._api.answer(call(**plain))
        except TooRich as error:
            raise Refused(f"{error}, as plain text too") from None

    async def find_reply(self, place: Place, key: str, since: datetime) -> str:
        """The ts of our message with this key in the thread; empty if there is none."""
        return await self._find(self._api.web.conversations_replies, key, since, channel=place.channel, ts=place.ts)

    async def find_root(self, channel: str, key: str, since: datetime) -> str:
        """The ts of our message with this key in the channel itself; empty if there is none."""
        return await self._find(self._api.web.conversations_history, key, since, channel=channel)

    async def _find(self, call: Call, key: str, since: datetime, **where: object) -> str:
        oldest = f"{(since - _BEFORE).timestamp():.6f}"
        cursor = ""
        while True:
            page = await self._api.answer(
                call(
                    **where,
                    oldest=oldest,
                    include_all_metadata=True,
                    limit=_PAGE,
                    **({"cursor": cursor} if cursor else {}),
                )
            )
            for message in page.get("messages", []):
                if key in keys_of(message):
                    return str(message["ts"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return ""
