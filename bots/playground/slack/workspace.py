"""What happens in the workspace: every change of its state, told to the product as an event and to whoever looks on."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from bots.playground.slack import blocks as block_kit
from bots.playground.slack import events
from bots.playground.slack.errors import Unseen
from bots.playground.slack.state import (
    Channel,
    Edited,
    File,
    Message,
    ResponseUrl,
    State,
    Trigger,
    Upload,
    User,
    UserGroup,
)

Json = dict[str, Any]

TOMBSTONE = "This message was deleted."


@dataclass
class Workspace:
    """The one writer of `state`.

    `clock` gives seconds since 1970. `publish` takes an event to deliver to the product; only what the bot
    may see is published. `on_change` is called after every visible change.
    """

    state: State
    clock: Callable[[], float]
    publish: Callable[[Json], None] = lambda _event: None
    on_change: Callable[[], None] = lambda: None
    root: str = ""  # the server's address, without a slash at the end
    trigger_seconds: float = 3.0
    share_seconds: float = 0.0  # from the end of an upload to its message; math.inf: it never comes
    uploads: dict[str, Upload] = field(default_factory=dict)  # by the file's id
    posts: list[Message] = field(default_factory=list)  # what the app said since the start, in order
    _tick: asyncio.Event = field(default_factory=asyncio.Event)

    # --- who is looking on
    def touch(self) -> None:
        """Something changed: wake those who wait and call `on_change`."""
        self._tick.set()
        self._tick = asyncio.Event()
        self.on_change()

    async def change(self) -> None:
        """Returns after the next change."""
        await self._tick.wait()

    def ts(self) -> str:
        """A new timestamp, greater than all before it."""
        now = int(self.clock() * 1_000_000)
        self.state.last_ts = max(now, self.state.last_ts + 1)
        return f"{self.state.last_ts // 1_000_000}.{self.state.last_ts % 1_000_000:06d}"

    def tell(self, event: Json, channel: Channel) -> None:
        """Publish an event of a channel, if the bot is in it."""
        if self.state.bot in channel.members:
            self.publish(event)

    # --- messages
    def post(
        self,
        channel: Channel,
        user: User,
        text: str,
        *,
        blocks: list[Json] | None = None,
        thread_ts: str | None = None,
        broadcast: bool = False,
        metadata: Json | None = None,
        username: str | None = None,
        subtype: str | None = None,
        files: list[File] | None = None,
        ephemeral_to: str | None = None,
    ) -> Message:
        ts = self.ts()
        if thread_ts is not None and broadcast:
            subtype = "thread_broadcast"
        elif user.bot_id is not None and (username is not None or user.id != self.state.bot):
            subtype = "bot_message"  # a name of its own, or somebody else's classic integration
        message = Message(
            ts=ts,
            channel=channel.id,
            user=user.id,
            author=username or user.real_name,
            text=text,
            blocks=block_kit.numbered(blocks or [], f"b{ts[-6:]}-"),
            thread_ts=thread_ts,
            subtype=subtype,
            username=username,
            bot_id=user.bot_id,
            metadata=metadata,
            files=files or [],
            ephemeral_to=ephemeral_to,
            client_msg_id=None if user.bot_id else str(uuid4()),
        )
        self.state.messages.setdefault(channel.id, []).append(message)
        if user.id == self.state.bot:
            self.posts.append(message)
        if ephemeral_to is None:
            self.tell(self.local(events.posted(self.state, message, channel)), channel)
        self.touch()
        return message

    def edit(
        self,
        message: Message,
        by: User,
        text: str,
        blocks: list[Json],
        metadata: Json | None = None,
    ) -> None:
        before = events.in_history(self.state, message, metadata=True)
        ts = self.ts()
        message.text = text
        message.blocks = block_kit.numbered(blocks, f"b{ts[-6:]}-")
        message.metadata = metadata or message.metadata
        message.edited = Edited(by.id, ts)
        self._tell_change(message, before, ts)
        self.touch()

    def delete(self, message: Message) -> None:
        """Take a message away; the root of a thread leaves a tombstone."""
        channel = self.state.channels[message.channel]
        before = events.in_history(self.state, message, metadata=True)
        if events.thread(self.state, message):
            message.text, message.blocks, message.metadata = TOMBSTONE, [], None
            message.subtype, message.files = "tombstone", []
            self._tell_change(message, before, self.ts())
        else:
            self.state.messages[channel.id].remove(message)
            if message.ephemeral_to is None:
                self.tell(self.local(events.deleted(before, channel, self.ts())), channel)
        self.touch()

    def _tell_change(self, message: Message, before: Json, ts: str) -> None:
        channel = self.state.channels[message.channel]
        if message.ephemeral_to is None:
            self.tell(self.local(events.changed(self.state, message, before, channel, ts)), channel)

    def react(self, message: Message, by: User, name: str) -> bool:
        """Whether the reaction is new."""
        users = message.reactions.setdefault(name, [])
        if by.id in users:
            return False
        users.append(by.id)
        self._tell_reaction("reaction_added", message, by, name)
        return True

    def unreact(self, message: Message, by: User, name: str) -> bool:
        """Whether there was such a reaction."""
        users = message.reactions.get(name, [])
        if by.id not in users:
            return False
        users.remove(by.id)
        if not users:
            del message.reactions[name]
        self._tell_reaction("reaction_removed", message, by, name)
        return True

    def _tell_reaction(self, kind: str, message: Message, by: User, name: str) -> None:
        event = events.reaction(kind, by.id, name, message, self.ts())
        self.tell(event, self.state.channels[message.channel])
        self.touch()

    def local(self, value: Any) -> Any:
        """The value with the private addresses of files completed."""
        if isinstance(value, dict):
            return {key: self._address(key, self.local(each)) for key, each in value.items()}
        return [self.local(each) for each in value] if isinstance(value, list) else value

    def _address(self, key: str, value: Any) -> Any:
        return self.root + value if key.startswith("url_private") and str(value).startswith("/") else value

    # --- channels
    def join(self, channel: Channel, user: User) -> None:
        if user.id in channel.members:
            return
        channel.members.append(user.id)
        self.tell(self._membership("member_joined_channel", channel, user), channel)
        self.touch()

    def leave(self, channel: Channel, user: User) -> None:
        if user.id not in channel.members:
            return
        channel.members.remove(user.id)
        if user.id == self.state.bot:
            self.publish({"type": "channel_left", "channel": channel.id, "event_ts": self.ts()})
        self.tell(self._membership("member_left_channel", channel, user), channel)
        self.touch()

    def _membership(self, kind: str, channel: Channel, user: User) -> Json:
        return events.membership(kind, user.id, channel, user.team_id, self.ts())

    def archive(self, channel: Channel, *, by: User, archived: bool) -> None:
        channel.archived = archived
        kind = "channel_archive" if archived else "channel_unarchive"
        event = {"type": kind, "channel": channel.id, "user": by.id, "event_ts": self.ts()}
        self.tell(event, channel)
        self.touch()

    def group(self, handle: str) -> UserGroup:
        """The user group of a handle; raises Unseen where there is none."""
        for group in self.state.groups.values():
            if group.handle == handle.removeprefix("@"):
                return group
        raise Unseen(f"there is no user group @{handle}")

    def direct(self, user: User) -> Channel:
        """The direct messages between the bot and a user."""
        for channel in self.state.channels.values():
            if channel.im_with == user.id:
                return channel
        members = [self.state.bot, user.id]
        channel = Channel(self.state.number("D"), "", int(self.clock()), members, im_with=user.id)
        self.state.channels[channel.id] = channel
        return channel

    # --- the right to answer an interaction
    def trigger(self, user: User) -> str:
        trigger_id = f"{self.state.number('')}.{self.state.team_id}.{uuid4().hex}"
        self._forget_old()
        self.state.triggers[trigger_id] = Trigger(user.id, self.clock() + self.trigger_seconds)
        return trigger_id

    def response_url(self, channel: str, user: User, message_ts: str | None) -> str:
        """Lives 30 minutes and five uses (docs.slack.dev/interactivity/handling-user-interaction)."""
        key = uuid4().hex
        self._forget_old()
        self.state.response_urls[key] = ResponseUrl(channel, user.id, message_ts, self.clock() + 1800)
        return f"{self.root}/actions/{self.state.team_id}/{key}"

    def _forget_old(self) -> None:
        """An hour after their end nobody asks for them any more."""
        oldest = self.clock() - 3600
        urls, triggers = self.state.response_urls, self.state.triggers
        self.state.response_urls = {key: each for key, each in urls.items() if each.expires > oldest}
        self.state.triggers = {key: each for key, each in triggers.items() if each.expires > oldest}
