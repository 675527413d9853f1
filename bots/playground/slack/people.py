"""The people in the workspace and what they do with keyboard and mouse."""

import mimetypes
from dataclasses import dataclass
from typing import Any

from bots.playground.slack import blocks as block_kit
from bots.playground.slack import events, responses
from bots.playground.slack.channel import ChannelScreen
from bots.playground.slack.delivery import COMMAND, INTERACTIVE, Acknowledged, Deliveries
from bots.playground.slack.errors import Unseen
from bots.playground.slack.forms import chosen, filled
from bots.playground.slack.methods_people import shown
from bots.playground.slack.state import File, Message, ResponseUrl, User, View
from bots.playground.slack.typing_text import as_typed
from bots.playground.slack.workspace import Workspace

Json = dict[str, Any]
Place = Message | View | str  # a message, its ts, or a form


@dataclass
class Person:
    """One member; clicks, forms and commands raise NotAcknowledged when the product does not answer."""

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
        """Type a message; its ts. `raw` sends mrkdwn as it is, else `&`, `<`, `>` and links become what Slack stores."""
        stored = text if raw else as_typed(text)
        message = self._post(
            where,
            stored,
            blocks=block_kit.typed(text),
            thread_ts=thread,
            broadcast=broadcast,
        )
        return message.ts

    async def says_me(self, where: ChannelScreen, text: str, thread: str | None = None) -> str:
        """`/me ...`"""
        return self._post(where, as_typed(text), thread_ts=thread, subtype="me_message").ts

    async def shares(
        self,
        where: ChannelScreen,
        name: str,
        content: bytes,
        text: str = "",
        thread: str | None = None,
    ) -> str:
        """Upload a file with a comment; the message's ts."""
        mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
        number, now = self.workspace.state.number("F"), int(self.workspace.clock())
        file = File(number, name, mimetype, content, self.id, now)
        return self._post(where, as_typed(text), thread_ts=thread, subtype="file_share", files=[file]).ts

    def _post(self, where: ChannelScreen, text: str, **more: Any) -> Message:
        if where.channel.archived or self.id not in where.channel.members:
            raise Unseen(f"{self.name} cannot write in #{where.name}")
        return self.workspace.post(where.channel, self.user, text, **more)

    async def edits(self, message: Message | str, text: str) -> None:
        self.workspace.edit(self._message(message), self.user, as_typed(text), block_kit.typed(text))

    async def deletes(self, message: Message | str) -> None:
        self.workspace.delete(self._message(message))

    async def reacts(self, message: Message | str, name: str) -> None:
        self.workspace.react(self._message(message), self.user, name)

    async def unreacts(self, message: Message | str, name: str) -> None:
        self.workspace.unreact(self._message(message), self.user, name)

    def joins(self, where: ChannelScreen) -> None:
        self.workspace.join(where.channel, self.user)

    def leaves(self, where: ChannelScreen) -> None:
        self.workspace.leave(where.channel, self.user)

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

    # --- buttons, menus, forms
    @property
    def modal(self) -> View | None:
        """The form on top of this person's screen."""
        stack = self.workspace.state.modals.get(self.id, [])
        return self.workspace.state.views[stack[-1]] if stack else None

    @property
    def home(self) -> View | None:
        """The app's home tab, once the app has published one."""
        home = self.workspace.state.homes.get(self.id)
        return self.workspace.state.views[home] if home is not None else None

    async def clicks(self, button: str, in_: Place | None = None) -> Acknowledged:
        """Press a button, found by its label, action_id or value.

        Without `in_`: in the open form, else on the newest message that has it, else in the app's home.
        """
        return await self._acts(button, in_, None)

    async def selects(self, option: str, in_: Place | None = None, *, menu: str = "") -> Acknowledged:
        """Choose an option (by its label or value; a person's or channel's id) of a menu (placeholder or action_id)."""
        return await self._acts(menu, in_, option)

    async def _acts(self, wanted: str, in_: Place | None, option: str | None) -> Acknowledged:
        for place in self._places(in_):
            for block_id, element in block_kit.interactive(place.blocks):
                if _is_meant(element, wanted, option):
                    action = chosen(element, option, block_id, self.workspace.ts())
                    return await self._act(place, action)
        raise Unseen(f"{self.name} sees no {option or wanted!r} {'there' if in_ else 'anywhere'}")

    def _places(self, in_: Place | None) -> list[Message | View]:
        if isinstance(in_, View):
            return [in_]
        if in_ is not None:
            return [self._message(in_)]
        return [*filter(None, [self.modal]), *self._screen(), *filter(None, [self.home])]

    async def _act(self, place: Message | View, action: Json) -> Acknowledged:
        state = self.workspace.state
        payload = events.interaction(state, "block_actions", self.user) | {
            "trigger_id": self.workspace.trigger(self.user),
            "actions": [action],
        }
        if isinstance(place, Message):
            payload |= events.on_message(state, place)
            payload["response_url"] = self.workspace.response_url(place.channel, self.user, place.ts)
        else:
            payload |= events.on_view(state, place)
        return await self.deliveries.interact(INTERACTIVE, self.workspace.local(payload))

    async def submits(self, view: View | None = None, /, **values: str) -> Acknowledged:
        """Fill in and send a form; each value is named by the field's action_id, block_id or label.

        The answer's `errors` are what the app found wrong, by block_id; the form then stays open.
        """
        form = self._form(view)
        form.state = {"values": filled(form.blocks, values)}
        state = self.workspace.state
        payload = events.interaction(state, "view_submission", self.user) | {
            "trigger_id": self.workspace.trigger(self.user),
            "view": events.view(state, form),
            "response_urls": [],
        }
        answer = await self.deliveries.interact(INTERACTIVE, payload)
        responses.after_submission(self.workspace, form, answer)
        return answer

    async def closes(self, view: View | None = None, /) -> None:
        """Leave a form; the app hears of it if it asked to."""
        form = self._form(view)
        state = self.workspace.state
        payload = events.interaction(state, "view_closed", self.user) | {
            "view": events.view(state, form),
            "is_cleared": False,
        }
        responses.close(self.workspace, form)
        if form.notify_on_close:
            await self.deliveries.interact(INTERACTIVE, payload)

    def _form(self, view: View | None) -> View:
        form = view or self.modal
        if form is None:
            raise Unseen(f"{self.name} has no form open")
        return form

    # --- the rest
    async def slash(self, command: str, text: str, where: ChannelScreen) -> Acknowledged:
        """Type a slash command; what it is acknowledged with is shown in the channel."""
        payload = events.command(self.workspace.state, command, text, self.user, where.channel) | {
            "response_url": self.workspace.response_url(where.id, self.user, None),
            "trigger_id": self.workspace.trigger(self.user),
        }
        answer = await self.deliveries.interact(COMMAND, payload)
        target = ResponseUrl(where.id, self.id, None, 0)
        responses.after_command(self.workspace, target, answer)
        return answer

    async def opens_home(self) -> None:
        channel = self.workspace.direct(self.user)
        self.workspace.publish(events.home_opened(self.workspace.state, self.id, channel.id, self.workspace.ts()))

    @property
    def direct_messages(self) -> ChannelScreen:
        """The conversation between this person and the app."""
        return ChannelScreen(self.workspace, self.workspace.direct(self.user))

    def goes(self, presence: str) -> None:
        """`active` or `away`; bots get no event about it."""
        self.user.presence = presence
        self.workspace.touch()

    def is_deactivated(self) -> None:
        self.user.deleted = True
        self.workspace.publish(
            {"type": "user_change", "user": shown(self.workspace, self.user), "event_ts": self.workspace.ts()}
        )
        self.workspace.touch()


def _is_meant(element: Json, wanted: str, option: str | None) -> bool:
    if option is None:
        return element["type"] == "button" and wanted in (
            block_kit.label(element),
            element.get("action_id"),
            element.get("value"),
        )
    if element["type"] == "button":
        return False
    return not wanted or wanted in (block_kit.label(element), element.get("action_id"))
