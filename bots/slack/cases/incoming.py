"""Reads what agents write, change and delete in the threads of cases. No I/O."""

import re
from collections.abc import Collection

from bots.slack.ids import SLACK, Place
from bots.slack.members.colleagues import Colleagues
from bots.slack.payloads import WRITING, FileObject, Message, MessageEvent, decoded
from bots.slack.writing.rich_text import Read, read_words
from core.model.events import AgentDeleted, AgentEdited, AgentEvent, AgentWrote
from core.model.file import File
from core.model.heard import FromThread, Heard, Ignored

_MENTION = re.compile(r"<(@[A-Z0-9]+|!(?:here|channel|everyone|subteam\^))")


class MessageReader:
    """`channels` are those where staff talk about cases; nobody is heard anywhere else. `bot_user` is ourselves."""

    def __init__(self, bot_user: str, channels: Collection[str], colleagues: Colleagues) -> None:
        self._bot_user = bot_user
        self._channels = channels
        self._colleagues = colleagues

    def read(self, raw: bytes) -> Heard:
        """A message event. Raises Unreadable for one that lacks what they always have."""
        event = decoded(raw, MessageEvent)
        if event.channel not in self._channels:
            return Ignored("another channel")
        match event.subtype:
            case "message_changed":
                return self._changed(event)
            case "message_deleted":
                return self._deleted(event)
            case subtype if subtype in WRITING:
                return self._wrote(event)
            case subtype:
                return Ignored(f"a notice of Slack's: {subtype}")

    def _wrote(self, event: MessageEvent) -> Heard:
        place, why = _place(event, event), self._not_an_agents(event)
        words, styles = self._words(event)
        files = tuple(map(_file, event.files or ()))
        if why or place is None or not (words or files):
            return Ignored(why or ("no words" if place else "not in a thread"))
        agent = self._colleagues.agent(event.user)
        wrote = AgentWrote(agent, place.address, words, event.ts, self._mentions(event, words), files, styles)
        return self._in_thread(event, wrote)

    def _changed(self, event: MessageEvent) -> Heard:
        """Slack calls it a change, too, when it unfolds a link or counts a reply: only an author's new words count."""
        now, before = event.message, event.previous_message
        if now is None or now.subtype not in WRITING:
            return Ignored("a change that is nobody's writing")
        place, why = _place(event, now), self._not_an_agents(now)
        if why or place is None:
            return Ignored(why or "not in a thread")
        if now.edited is None or now.edited.user != now.user or (before and self._words(before) == self._words(now)):
            return Ignored("the words are the same")
        words, styles = self._words(now)
        agent = self._colleagues.agent(now.user)
        return self._in_thread(
            now, AgentEdited(agent, place.address, words, now.ts, self._mentions(now, words), styles)
        )

    def _deleted(self, event: MessageEvent) -> Heard:
        before = event.previous_message
        if before is None:
            return Ignored("a deletion of nobody knows what")
        place, why = _place(event, before), self._not_an_agents(before)
        if why or place is None:
            return Ignored(why or "not in a thread")
        agent = self._colleagues.agent(before.user)
        return self._in_thread(before, AgentDeleted(agent, place.address, event.deleted_ts or before.ts))

    def _words(self, message: Message) -> Read:
        """What was written, and how it is set."""
        return read_words(message.text or "", message.blocks, self._colleagues.name)

    def _mentions(self, message: Message, words: str) -> bool:
        """Whether a colleague is called in it, or several at once."""
        called = set(_MENTION.findall(message.text or "")) - {f"@{self._bot_user}"}
        return bool(called) or self._colleagues.called_by_hand(words)

    def _in_thread(self, message: Message, event: AgentEvent) -> Heard:
        return FromThread(event.thread, event, ours=message.parent_user_id == self._bot_user)

    def _not_an_agents(self, message: Message) -> str:
        """Why this is not a colleague's message; empty if it is."""
        if message.bot_id or not message.user or message.user == self._bot_user:
            return "a bot's message"
        return self._colleagues.why_not(message.user, message.team, message.user_team, message.source_team)


def _place(event: MessageEvent, message: Message) -> Place | None:
    """The thread of a message; None for the first message of one."""
    ts = message.thread_ts
    return Place(event.channel, ts) if ts and ts != message.ts else None


def _file(file: FileObject) -> File:
    reference = f"{SLACK}:{file.id}" if file.id else ""
    return File(reference, file.name or file.title or "", file.mimetype or "", file.size or 0)
