"""A member of the workspace: what they write, share and change about themselves."""

import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bots.playground.slack import members
from bots.playground.slack.channel import ChannelScreen
from bots.playground.slack.delivery import Deliveries
from bots.playground.slack.errors import Unseen
from bots.playground.slack.state import File, Message, User
from bots.playground.slack.typing_rich import rich_text
from bots.playground.slack.typing_text import as_typed
from bots.playground.slack.workspace import Workspace

Json = dict[str, Any]


@dataclass
class Member:
    """One user; what they do is told to the product by events, without waiting."""

    workspace: Workspace
    deliveries: Deliveries
    user: User

    @property
    def id(self) -> str:
        return self.user.id

    @property
    def name(self) -> str:
        return self.user.real_name

    # --- messages
    async def writes(
        self,
        where: ChannelScreen,
        text: str,
        thread: str | None = None,
        *,
        broadcast: bool = False,
        raw: bool = False,
    ) -> str:
        """Type a message; its ts.

        `*bold*`, `_italic_`, `~struck~`, `` `code` ``, lists, quotes, links and `@Name` become what Slack makes of them.
        `raw` sends mrkdwn as it is (`<@U1>`, `<https://…|words>`).
        """
        stored = text if raw else self._typed(text)
        return self._post(where, stored, thread_ts=thread, broadcast=broadcast).ts

    async def says_me(self, where: ChannelScreen, text: str, thread: str | None = None) -> str:
        """`/me ...`"""
        return self._post(where, self._typed(text), thread_ts=thread, subtype="me_message").ts

    async def shares(
        self,
        where: ChannelScreen,
        name: str,
        content: bytes,
        text: str = "",
        thread: str | None = None,
    ) -> str:
        """Upload a file with a comment; the message's ts."""
        return await self.attaches(where, {name: content}, text, thread)

    async def attaches(
        self,
        where: ChannelScreen,
        files: Mapping[str, bytes],
        text: str = "",
        thread: str | None = None,
    ) -> str:
        """Upload several files, contents by name, with one message; its ts."""
        stored = [self._file(name, content) for name, content in files.items()]
        return self._post(where, self._typed(text), thread_ts=thread, subtype="file_share", files=stored).ts

    def _file(self, name: str, content: bytes) -> File:
        mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
        number, now = self.workspace.state.number("F"), int(self.workspace.clock())
        return File(number, name, mimetype, content, self.id, now)

    def _post(self, where: ChannelScreen, text: str, **more: Any) -> Message:
        if where.channel.archived or self.id not in where.channel.members or self.user.deleted:
            raise Unseen(f"{self.name} cannot write in #{where.name}")
        return self.workspace.post(where.channel, self.user, text, blocks=rich_text(text) if text else [], **more)

    def _typed(self, text: str) -> str:
        users = [user for user in self.workspace.state.users.values() if user.bot_id is None]
        return as_typed(text, {name: user.id for user in users for name in (user.name, user.real_name)})

    async def edits(self, message: Message | str, text: str, *, raw: bool = False) -> None:
        stored = text if raw else self._typed(text)
        self.workspace.edit(self._message(message), self.user, stored, rich_text(stored))

    async def deletes(self, message: Message | str) -> None:
        self.workspace.delete(self._message(message))

    async def reacts(self, message: Message | str, name: str) -> None:
        self.workspace.react(self._message(message), self.user, name)

    async def unreacts(self, message: Message | str, name: str) -> None:
        self.workspace.unreact(self._message(message), self.user, name)

    def reactions(self, message: Message | str) -> set[str]:
        """The names of the app's own reactions on a message that this person sees."""
        bot = self.workspace.state.bot
        return {name for name, users in self._message(message).reactions.items() if bot in users}

    def _message(self, wanted: Message | str) -> Message:
        ts = wanted if isinstance(wanted, str) else wanted.ts
        for message in self._screen():
            if message.ts == ts:
                return message
        raise Unseen(f"{self.name} sees no message {ts}")

    def _screen(self) -> list[Message]:
        """What this person can see, newest first."""
        state = self.workspace.state
        found = [
            message
            for channel in state.channels.values()
            if self.id in channel.members
            for message in state.messages.get(channel.id, [])
            if message.ephemeral_to in (None, self.id)
        ]
        return sorted(found, key=lambda m: m.ts, reverse=True)

    def whispers(self, thread: str | None = None) -> list[Message]:
        """What only this person sees, oldest first; of one thread, or everywhere."""
        found = [m for m in self._screen() if m.ephemeral_to == self.id and thread in (None, m.thread_ts)]
        return found[::-1]

    # --- where they are
    def joins(self, where: ChannelScreen) -> None:
        self.workspace.join(where.channel, self.user)

    def leaves(self, where: ChannelScreen) -> None:
        """Of their own will, or removed by somebody: Slack tells both alike."""
        self.workspace.leave(where.channel, self.user)

    def joins_group(self, handle: str) -> None:
        """Raises Unseen where there is no such user group."""
        group = self.workspace.group(handle)
        members.set_members(self.workspace, group, [*group.users, self.id])

    def leaves_group(self, handle: str) -> None:
        group = self.workspace.group(handle)
        members.set_members(self.workspace, group, [each for each in group.users if each != self.id])

    # --- how they are
    def goes(self, presence: str) -> None:
        """`active` or `away`; bots get no event about it."""
        self.user.presence = presence
        self.workspace.touch()

    def sets_status(self, emoji: str, text: str = "", until: float = 0) -> None:
        """`emoji` like `:palm_tree:`; until a time in seconds since 1970, when it goes by itself, or 0 for ever."""
        members.set_status(self.workspace, self.user, text, emoji, int(until))

    def clears_status(self) -> None:
        members.set_status(self.workspace, self.user, "", "", 0)

    def is_quiet(self, seconds: float = 3600, after: float = 0) -> None:
        """Do not disturb for so long, from now or `after` seconds."""
        start = int(self.workspace.clock() + after)
        members.be_quiet(self.workspace, self.user, start, start + int(seconds))

    def can_be_disturbed(self) -> None:
        members.be_quiet(self.workspace, self.user, 0, 0)

    def is_renamed(self, name: str) -> None:
        self.user.real_name = name
        members.change(self.workspace, self.user)

    def becomes_guest(self) -> None:
        self.user.guest = True
        members.change(self.workspace, self.user)

    def is_deactivated(self) -> None:
        self.user.deleted = True
        members.change(self.workspace, self.user)
