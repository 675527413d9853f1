"""What agents do with a conversation, answered before it is kept: forms are opened and checked, typed commands are understood."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Protocol

import msgspec

from bots.slack.api import Api
from bots.slack.cases.card_actions import Say
from bots.slack.controls.forms import Known, form
from bots.slack.controls.incoming import (
    FormWanted,
    form_wanted,
    is_shortcut,
    seen_at,
    seen_by_one,
    settles_draft,
    used_in,
)
from bots.slack.controls.refusals import is_waiting, owned_by_another
from bots.slack.controls.submission import is_ours, moment, read_form
from bots.slack.ids import COMMAND, FORM, ControlRef, Json, place_of
from bots.slack.members.people import Member
from bots.slack.payloads import Interaction, Submitted, View
from bots.slack.posting import Content, Poster
from bots.slack.received import about_control, command_of, kept_at, sender_of
from bots.slack.response_urls import ResponseUrls
from bots.slack.typed.door import Answer, CommandDoor, Mine, SavedSearch
from bots.slack.writing.markup import escaped
from core.model.conversation import Conversation, WithAgent, live_chat
from core.model.errors import DeskError, Unreadable
from core.model.ids import Address, AgentId
from core.model.people import Duty
from core.model.view import Text, text
from core.ports import Store, Transaction

log = logging.getLogger(__name__)

_PATIENCE = 2.0  # seconds; Slack wants its answer within three, and a trigger lasts no longer


class SavedReplies(SavedSearch, Protocol):
    """The team's saved replies."""

    async def form(self, ref: ControlRef) -> Json | None:
        """The modal to choose one in, by the name FORM + "reply"; None where there are none."""

    async def chosen(self, view: View) -> str:
        """The words of the one that was chosen in it."""


class ControlDoor:
    """`members` are the staff by id, `queues` the channels of the queues by name, `zone` (IANA) where staff read times.

    `mine` says in mrkdwn what an agent has before them.
    """

    def __init__(
        self,
        api: Api,
        store: Store,
        say: Say,
        members: Mapping[str, Member],
        mine: Mine,
        *,
        zone: str,
        queues: Mapping[str, str] | None = None,
        saved: SavedReplies | None = None,
        urls: ResponseUrls | None = None,
    ) -> None:
        self._api, self._poster, self._store = api, Poster(api), store
        self._say = say
        self._members = members
        self._zone = zone
        self._queues = tuple(queues or {})
        self._saved = saved
        self._urls = urls
        self._commands = CommandDoor(store, say, members, mine, zone=zone, queues=self._queues, saved=saved)

    async def answer(self, body: Json) -> Answer | None:
        """None for what is no business of this door. Raises Transient."""
        command, words = command_of(body)
        if command == COMMAND:
            return await self._commands.answer(words, AgentId(sender_of(body)), _at(body))
        if is_shortcut(body):
            return await self._shortcut(body)
        if not about_control(body):
            return None
        try:
            if body.get("type") == "view_submission":
                return await self._submission(msgspec.convert(body, Submitted).view, body)
            wanted = seen_by_one(form_wanted(msgspec.convert(body, Interaction)), body)
        except (Unreadable, msgspec.ValidationError):
            return None  # whatever it is: the inbox keeps it, and its reader says why it cannot be read
        return await self._open(wanted, body) if wanted else None

    async def kept(self, body: Json) -> None:
        """What has been kept: a draft that was sent or dropped is taken from before the agent's eyes."""
        if not self._urls or not about_control(body):
            return
        if body.get("type") == "view_submission":
            await self._urls.say({"response_url": seen_at(body)}, {"delete_original": True})
        elif settles_draft(body):
            await self._urls.say(body, {"delete_original": True})

    # --- on messages
    async def _shortcut(self, body: Json) -> Answer | None:
        """Of what stands in no case's thread nothing is to decide: whoever thought so is told."""
        try:
            place = used_in(msgspec.convert(body, Interaction))
        except msgspec.ValidationError:
            return None  # its reader says why it cannot be read
        if place and await self._is_of_case(place.address):
            return None
        if self._urls:
            said = escaped(self._say(text("control.not_in_thread")))
            await self._urls.say(body, {"text": said, "response_type": "ephemeral", "replace_original": False})
        return Answer("", keep=False)

    async def _is_of_case(self, thread: Address) -> bool:
        """Disputes and calls have threads too, and no conversation of that name."""

        async def look(tx: Transaction) -> bool:
            conversation = await tx.conversations.of_thread(thread)
            return conversation is not None and await tx.conversations.load(conversation) is not None

        return await self._store.transact(look)

    # --- forms
    async def _open(self, wanted: FormWanted, body: Json) -> Answer:
        """Opening one loses nothing, so it need not be kept; whoever was too late is told to press again."""
        try:
            async with asyncio.timeout(_PATIENCE):
                if no := await self._refused(wanted, AgentId(sender_of(body))):
                    await self._whisper(wanted.ref, sender_of(body), no)
                    return Answer("", keep=False)
                view = await self._view(wanted, AgentId(sender_of(body)))
                await self._api.ask(self._api.web.views_open(trigger_id=str(body.get("trigger_id", "")), view=view))
        except (DeskError, TimeoutError) as error:
            log.info("a form is not shown: %s", str(error) or "no answer in time")
            await self._whisper(wanted.ref, sender_of(body), text("control.again"))
        return Answer("", keep=False)

    async def _refused(self, wanted: FormWanted, agent: AgentId) -> Text | None:
        """Nobody fills in what only the owner may send; a note is anybody's."""
        if wanted.form == "note":
            return None
        talk = await self._talk(wanted)
        if wanted.form == "transfer" and not self._queues and is_waiting(talk, wanted.ref.case):
            return text("staff.claim_first")
        return owned_by_another(talk, wanted.ref.case, agent)

    async def _talk(self, wanted: FormWanted) -> Conversation | None:
        return await self._store.transact(lambda tx: tx.conversations.load(wanted.ref.conversation))

    async def _view(self, wanted: FormWanted, agent: AgentId) -> Json:
        if wanted.form == "reply":
            view = await self._saved.form(wanted.ref) if self._saved else None
            return view or self._nothing(wanted.ref)
        return form(wanted.form, wanted.ref, await self._known(wanted, agent), self._say)

    def _nothing(self, ref: ControlRef) -> Json:
        """Words of one's own can be written instead."""
        hint = Known(hint=self._say(text("control.no_saved")))
        return form("send", ref, hint, self._say)

    async def _known(self, wanted: FormWanted, agent: AgentId) -> Known:
        async def load(tx: Transaction) -> Known:
            if wanted.form == "send":
                return Known(words=await _draft(tx, wanted.ref))
            if is_waiting(await tx.conversations.load(wanted.ref.conversation), wanted.ref.case):
                return Known(queues=self._queues, unclaimed=True)
            there = [duty for duty in await tx.staff.all() if duty.there and self._can_take(duty, agent)]
            return Known(there, self._queues)

        return await self._store.transact(load)

    def _can_take(self, duty: Duty, agent: AgentId) -> bool:
        member = self._members.get(duty.agent.id)
        return duty.agent.id != agent and not (member and member.outsider)

    async def _whisper(self, ref: ControlRef, agent: str, line: Text) -> None:
        if ref.thread is None:
            return
        said = self._say(line)
        try:
            async with asyncio.timeout(_PATIENCE / 2):
                await self._poster.whisper(place_of(ref.thread), AgentId(agent), Content(escaped(said), []))
        except (DeskError, TimeoutError) as error:
            log.info("%s could not be told that no form is shown: %s", agent, error)

    async def _submission(self, view: View, body: Json) -> Answer | None:
        if view.callback_id == f"{FORM}reply" and self._saved:
            words = await self._saved.chosen(view)
            ref = msgspec.json.decode(view.private_metadata, type=ControlRef)
            return Answer(
                {"response_action": "update", "view": form("send", ref, Known(words=words), self._say)}, keep=False
            )
        if not is_ours(view.callback_id):
            return None
        wrong = read_form(view, _at(body), self._zone).wrong
        if wrong is None:
            return None
        return Answer({"response_action": "errors", "errors": {wrong[0]: self._say(wrong[1])}}, keep=False)


def _at(body: Json) -> datetime:
    return moment(kept_at(body)) or datetime.now(UTC)


async def _draft(tx: Transaction, ref: ControlRef) -> str:
    """The suggestion that is to be changed, if it is still there."""
    talk = await tx.conversations.load(ref.conversation)
    stage = live_chat(talk.stage) if talk else None
    draft = stage.draft if isinstance(stage, WithAgent) else None
    return draft.text if draft and draft.number == ref.draft else ""
