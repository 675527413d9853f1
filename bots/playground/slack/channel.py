"""A channel as a test or a page looks at it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from bots.playground.slack.errors import NothingPosted
from bots.playground.slack.state import Channel, Message, User
from bots.playground.slack.workspace import Workspace

Wanted = Callable[[Message], bool]


@dataclass
class ChannelScreen:
    """What stands in one channel, and the wait for what will."""

    workspace: Workspace
    channel: Channel
    _awaited: int = field(default=0)

    @property
    def id(self) -> str:
        return self.channel.id

    @property
    def name(self) -> str:
        return self.channel.name

    @property
    def all(self) -> list[Message]:
        """Every message, in threads too, oldest first."""
        return list(self.workspace.state.messages.get(self.id, []))

    @property
    def messages(self) -> list[Message]:
        """The top-level messages, oldest first."""
        return [m for m in self.all if m.top_level]

    def thread(self, ts: str) -> list[Message]:
        """The root and its replies, oldest first, with those that only one person sees."""
        return [m for m in self.all if ts in (m.ts, m.thread_ts)]

    async def posts(self, wanted: Wanted = lambda _m: True, timeout: float = 5) -> Message:  # noqa: ASYNC109
        """The next message of the app here, in a thread or not, after the one that was last awaited.

        Messages that `wanted` does not want are passed over. Raises NothingPosted with the channel's
        contents after `timeout` seconds.
        """

        def following() -> Message | None:
            for index in range(self._awaited, len(self.workspace.posts)):
                message = self.workspace.posts[index]
                if message.channel == self.id and wanted(message):
                    self._awaited = index + 1
                    return message
            return None

        return await self._until(following, timeout)

    async def shows(self, wanted: Wanted, timeout: float = 5) -> Message:  # noqa: ASYNC109
        """The first message as it stands here now, or comes to stand here by a post or an edit."""
        return await self._until(lambda: next(filter(wanted, self.all), None), timeout)

    async def _until(self, look: Callable[[], Message | None], seconds: float) -> Message:
        try:
            async with asyncio.timeout(seconds):
                while (found := look()) is None:
                    await self.workspace.change()
                return found
        except TimeoutError:
            raise NothingPosted(f"not within {seconds} s\n{self}") from None

    def __str__(self) -> str:
        lines = [f"#{self.name}" + (" (archived)" if self.channel.archived else "")]
        return "\n".join([*lines, *(_line(m) for m in self.all)])

    # --- what happens to channels
    def archive(self) -> None:
        self.workspace.archive(self.channel, by=self._bot, archived=True)

    def unarchive(self) -> None:
        self.workspace.archive(self.channel, by=self._bot, archived=False)

    def remove_bot(self) -> None:
        self.workspace.leave(self.channel, self._bot)

    def invite_bot(self) -> None:
        self.workspace.join(self.channel, self._bot)

    def delete(self) -> None:
        """The channel is gone for good: the API says channel_not_found."""
        del self.workspace.state.channels[self.id]
        self.workspace.publish({"type": "channel_deleted", "channel": self.id, "event_ts": self.workspace.ts()})
        self.workspace.touch()

    @property
    def _bot(self) -> User:
        return self.workspace.state.users[self.workspace.state.bot]


def _line(message: Message) -> str:
    indent = "    " if message.thread_ts not in (None, message.ts) else "  "
    buttons = "".join(f" [{each}]" for each in message.buttons)
    seen_by = f" (only for {message.ephemeral_to})" if message.ephemeral_to else ""
    return f"{indent}{message.ts} {message.author}: {message.text}{buttons}{seen_by}"
