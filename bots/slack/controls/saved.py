"""The team's saved replies in Slack: searched or named by a command, or chosen in a form; what is long or has a gap is seen first."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from bots.slack.cases.card_actions import Say, button
from bots.slack.controls.forms import Known, choice, entry, form, modal, option
from bots.slack.ids import CONTROL, FORM, ControlRef, Json
from bots.slack.payloads import View
from bots.slack.writing.markup import escaped, literal, shortened
from core.answers.saved_replies import Filled, Replies, SavedReply, filled
from core.language.names import name_of
from core.language.spec import ENGLISH
from core.model.codec import decode, encode
from core.model.controls import SendText
from core.model.conversation import Conversation, WithAgent, live_chat
from core.model.ids import Language
from core.model.view import Text, text
from core.ports import Store, Transaction

SAVED = "saved"  # the block of the form in which one is chosen

# docs.slack.dev/reference/block-kit: a section's text 3,000 characters, a button's value 2,000, an option's 150, 100 options.
_LISTED = 5
_SHOWN = 1500  # of a reply in the list; a longer one is read in its form before it is sent
_TITLE = 150
_VALUE = 2000
_OPTION_VALUE = 150
_OPTIONS = 100


class _Known(NamedTuple):
    """What a reply is filled with, and the language in which the customer reads people."""

    values: Mapping[str, str]
    language: Language


class SlackReplies:
    """`ControlDoor`'s saved replies."""

    def __init__(self, replies: Replies, store: Store, say: Say) -> None:
        self._replies = replies
        self._store = store
        self._say = say

    async def search(self, ref: ControlRef, words: str) -> Json:
        """For the agent's eyes: the best ones with their text, and buttons to send them or to change them first."""
        known = await self._known(ref)
        found = self._replies.best(words, known.language, _LISTED)
        return self._answer(text("saved.found") if found else text("saved.none"), found, ref, known)

    async def named(self, ref: ControlRef, name: str) -> ControlRef | Json:
        """What the button that sends the one of this name carries; where several have it, or it cannot be sent as it is, those."""
        known = await self._known(ref)
        found = self._replies.named(name, known.language) or self._shown_as(name, known.language)
        if not found:
            return self._answer(text("saved.none"), found, ref, known)
        if len(found) > 1:
            titles = ", ".join(_titled(reply, known.language) for reply in found[:_LISTED])
            several = text("command.who_of", name=shortened(name, _TITLE), names=titles)
            return self._answer(several, found[:_LISTED], ref, known)
        return _sends(ref, filled(found[0].text, known.values)) or self._answer(
            text("saved.unfinished"), found, ref, known
        )

    def _shown_as(self, name: str, language: Language) -> tuple[SavedReply, ...]:
        """As its title stands in the list."""
        wanted = name.casefold()
        return tuple(reply for reply in self._replies.all(language) if _titled(reply, language).casefold() == wanted)

    def _answer(self, said: Text, found: Sequence[SavedReply], ref: ControlRef, known: _Known) -> Json:
        line = escaped(self._say(said))
        head: Json = {"type": "section", "text": {"type": "mrkdwn", "text": line}}
        blocks = [head, *(block for reply in found for block in self._listed(ref, reply, known))]
        return {"response_type": "ephemeral", "text": line, "blocks": blocks}

    def _listed(self, ref: ControlRef, reply: SavedReply, known: _Known) -> Iterator[Json]:
        words = filled(reply.text, known.values)
        title = f"*{escaped(_titled(reply, known.language))}*"
        yield {"type": "section", "text": {"type": "mrkdwn", "text": title}}
        yield {"type": "section", "text": literal(words.text, _SHOWN)}
        send = _sends(ref, words)
        edit = button(self._say(text("control.edit")), f"{FORM}reply", encode(replace(ref, saved=reply.id)))
        sends = [button(self._say(text("control.send_draft")), f"{CONTROL}saved", encode(send))] if send else []
        yield {"type": "actions", "elements": [*sends, edit]}

    async def form(self, ref: ControlRef) -> Json | None:
        """The modal to choose one in, or to finish the one that is chosen; None where there are none."""
        known = await self._known(ref)
        if ref.saved:
            words = self._filled(ref.saved, known)
            return form("send", replace(ref, saved=""), Known(words=words), self._say)
        options = [*self._options(self._replies.all(known.language), known.language)][:_OPTIONS]
        if not options:
            return None
        return modal("reply", ref, [entry(self._say(text("saved.choose")), choice(SAVED, options))], self._say)

    def _options(self, replies: Sequence[SavedReply], language: Language) -> Iterator[Json]:
        for reply in replies:
            if len(reply.id) <= _OPTION_VALUE:
                yield option(reply.id, _titled(reply, language))

    async def chosen(self, view: View) -> str:
        """Raises Unreadable for a form that is not as we made it."""
        field = view.state.values.get(SAVED, {}).get(SAVED)
        picked = field.selected_option.value if field and field.selected_option else ""
        return self._filled(picked, await self._known(decode(view.private_metadata, ControlRef)))

    def _filled(self, id: str, known: _Known) -> str:
        """Empty for one that was taken away meanwhile."""
        reply = self._replies.one(id, known.language)
        return filled(reply.text, known.values).text if reply else ""

    async def _known(self, ref: ControlRef) -> _Known:
        async def load(tx: Transaction) -> Conversation | None:
            return await tx.conversations.load(ref.conversation)

        talk = await self._store.transact(load)
        return _Known({"case": ref.case}, ENGLISH) if talk is None else _Known(_values(talk, ref), talk.staff_language)


def _sends(ref: ControlRef, words: Filled) -> ControlRef | None:
    """What the button to send it carries; none for what has a gap, or is too long to be shown whole."""
    sends = replace(ref, control=SendText(words.text))
    whole = len(words.text) <= _SHOWN and not words.missing and len(encode(sends)) <= _VALUE
    return sends if whole else None


def _values(talk: Conversation, ref: ControlRef) -> dict[str, str]:
    stage = live_chat(talk.stage)
    agent = stage.agent.name if isinstance(stage, WithAgent) else ""
    order = talk.about.id if talk.about and talk.about.kind == "order" else ""
    case = stage.case if stage else ref.case
    return {"customer": talk.name, "agent": agent, "case": case, "order": order}


def _titled(reply: SavedReply, language: Language) -> str:
    """With its language where that is not the customer's."""
    if reply.language == language:
        return shortened(reply.title, _TITLE)
    return f"{shortened(reply.title, _TITLE)} ({name_of(reply.language, ENGLISH)})"
