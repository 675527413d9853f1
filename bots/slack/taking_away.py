"""Takes our posts in a thread away, with the files that we put there: what is left of a case whose customer's data is erased."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable

from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bots.slack.ids import Json, Place, place_of
from bots.slack.posting import Content, Poster
from bots.slack.workspace import Bot
from bots.slack.writing.markup import escaped
from core.model.errors import Gone, Refused
from core.model.ids import Address
from core.model.view import Text, text

log = logging.getLogger(__name__)

ERASED = text("staff.erased")
_PAGE = 200

Say = Callable[[Text], str]


class TakingAway:
    """With the scopes chat:write and files:write (docs.slack.dev/reference/methods/chat.delete, /files.delete).

    Slack lets an app delete its own messages only: what agents wrote stays, and so do lines for one agent's eyes until that
    agent's Slack forgets them. `say` gives catalog texts in the staff's language.
    """

    def __init__(self, poster: Poster, bot: Bot, say: Say) -> None:
        self._poster, self._api, self._bot, self._say = poster, poster.api, bot, say

    async def take_away(self, thread: Address) -> None:
        """The first message stays as the thread's head and says why it is empty. Once more, what is left is taken away.

        A thread or channel that is gone is well gone. Raises Transient and Limited.
        """
        place = place_of(thread)
        try:
            posts = [post async for post in self._posts(place) if self._is_ours(post)]
            for post in reversed(posts):  # the head comes last: as long as it stands, something is left
                await self._remove(place, post)
        except Gone as error:
            log.info("the thread %s is gone already: %s", thread, error)

    async def _posts(self, place: Place) -> AsyncIterator[Json]:
        cursor = ""
        while True:
            page = await self._api.answer(
                self._api.web.conversations_replies(
                    channel=place.channel, ts=place.ts, limit=_PAGE, cursor=cursor or None
                )
            )
            for post in page.get("messages", []):
                yield post
            cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return

    def _is_ours(self, post: Json) -> bool:
        return post.get("user") == self._bot.user and post.get("subtype") != "tombstone"

    async def _remove(self, place: Place, post: Json) -> None:
        for file in post.get("files") or []:
            if file.get("id") and file.get("user", self._bot.user) == self._bot.user:
                await self._gone(self._api.web.files_delete(file=file["id"]))
        if post["ts"] == place.ts:
            await self._empty(place, post)
        else:
            await self._gone(self._api.web.chat_delete(channel=place.channel, ts=post["ts"]))

    async def _empty(self, place: Place, head: Json) -> None:
        said = escaped(self._say(ERASED))
        if head.get("text") == said:
            return
        block = {"type": "section", "text": {"type": "mrkdwn", "text": said}}
        try:
            await self._poster.update(place.channel, place.ts, Content(said, [block]))
        except (Gone, Refused) as error:  # a workspace may forbid changes after some time; deleting is another right
            log.info("the head of %s is deleted, for it cannot be changed: %s", place.address, error)
            await self._gone(self._api.web.chat_delete(channel=place.channel, ts=place.ts))

    async def _gone(self, call: Awaitable[AsyncSlackResponse]) -> None:
        try:
            await self._api.answer(call)
        except (Gone, Refused) as error:  # somebody took it away before us, or Slack keeps it: both are said
            log.info("a post or file of ours is not taken away: %s", error)
