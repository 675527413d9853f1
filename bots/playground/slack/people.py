"""The people in the workspace and what they do with keyboard and mouse."""

from dataclasses import dataclass
from typing import Any

from bots.playground.slack import blocks as block_kit
from bots.playground.slack import events, responses
from bots.playground.slack.channel import ChannelScreen
from bots.playground.slack.delivery import COMMAND, INTERACTIVE, Acknowledged
from bots.playground.slack.errors import Unseen
from bots.playground.slack.forms import chosen, filled, offers, stateful
from bots.playground.slack.member import Member
from bots.playground.slack.state import Message, ResponseUrl, View

Json = dict[str, Any]
Place = Message | View | str  # a message, its ts, or a form


@dataclass
class Person(Member):
    """A member at the app's buttons, menus, forms and commands, which raise NotAcknowledged when it does not answer."""

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
        """Choose an option of a menu: a list, a menu of people or channels, an overflow, a date or time, boxes to tick.

        `option` is its label or value, a person's or channel's id, `2026-11-22` or `14:30`; several with commas between.
        `menu` is its placeholder or action_id; without it the first that has the option.
        """
        return await self._acts(menu, in_, option)

    async def _acts(self, wanted: str, in_: Place | None, option: str | None) -> Acknowledged:
        for place in self._places(in_):
            for block_id, element in block_kit.interactive(place.blocks):
                if _is_meant(element, wanted, option):
                    return await self._act(place, chosen(element, option, block_id, self.workspace.ts()))
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
        values = {"values": stateful(place.blocks, action)}
        if isinstance(place, Message):
            payload |= events.on_message(state, place) | {"state": values}
            payload["response_url"] = self.workspace.response_url(place.channel, self.user, place.ts)
        else:
            place.state = values
            payload |= events.on_view(state, place)
        return await self.deliveries.interact(INTERACTIVE, self.workspace.local(payload))

    async def submits(self, view: View | None = None, /, **values: str) -> Acknowledged:
        """Fill in and send a form; each value is named by the field's action_id, block_id or label.

        The answer's `errors` are what the app found wrong, by block_id; the form then stays open.
        """
        form = self._form(view)
        form.state = {"values": filled(form.blocks, values, form.state.get("values"))}
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

    # --- shortcuts, commands, the app's home
    async def shortcut(self, callback_id: str, message: Message | str) -> Acknowledged:
        """Choose one of the app's shortcuts from the menu of a message."""
        on = self._message(message)
        if on.ephemeral_to is not None:
            raise Unseen(f"{self.name} finds no shortcuts at what only they see")
        payload = events.on_shortcut(self.workspace.state, self.user, callback_id, on, self.workspace.ts()) | {
            "trigger_id": self.workspace.trigger(self.user),
            "response_url": self.workspace.response_url(on.channel, self.user, on.ts),
        }
        return await self.deliveries.interact(INTERACTIVE, self.workspace.local(payload))

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
        """Look at the app's home tab; what the app publishes there is `home`."""
        channel = self.workspace.direct(self.user)
        self.workspace.publish(events.home_opened(self.workspace.state, self.id, channel.id, self.workspace.ts()))

    @property
    def direct_messages(self) -> ChannelScreen:
        """The conversation between this person and the app."""
        return ChannelScreen(self.workspace, self.workspace.direct(self.user))


def _is_meant(element: Json, wanted: str, option: str | None) -> bool:
    if option is None:
        return element["type"] == "button" and wanted in (
            block_kit.label(element),
            element.get("action_id"),
            element.get("value"),
        )
    if element["type"] == "button":
        return False
    if wanted:
        return wanted in (block_kit.label(element), element.get("action_id"))
    return offers(element, option)
