"""Answers a typed command before it is kept: with what was understood, what is wrong, or what was asked for."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Literal, NamedTuple, Protocol

from bots.slack.callback.incoming import done_by
from bots.slack.cases.card_actions import Say
from bots.slack.controls.refusals import refused
from bots.slack.home_tab.form import LONGEST_NAME, is_a_name
from bots.slack.ids import COMMAND, ControlRef, Json
from bots.slack.members.people import Member
from bots.slack.typed.commands import read_command, verb_in
from bots.slack.typed.reply import call_understood, duty_changed, understood, usage
from bots.slack.typed.terms import Called, Did, OnDuty, Search, SendSaved, Setting, Show, Terms, Typed, Wrong
from bots.slack.writing.markup import escaped
from core.engine.commands import thread_of
from core.model.controls import SendText, Transfer
from core.model.ids import AgentId, CaseCode
from core.model.people import Agent
from core.model.view import Text, text
from core.ports import Store, Transaction
from handoff.callback_staff import why_not

Mine = Callable[[AgentId], Awaitable[str]]


class Answer(NamedTuple):
    """What Slack is told; `keep`: and what came goes to the inbox first, with what was `found` for it."""

    body: str | Json
    keep: bool
    found: ControlRef | None = None


class Asked(NamedTuple):
    """Who typed something about which case (none: their only chat), and by which verb."""

    agent: AgentId
    case: CaseCode | Literal[""]
    verb: str


class SavedSearch(Protocol):
    async def search(self, ref: ControlRef, words: str) -> Json:
        """The body of an answer for the agent's eyes: the saved replies that fit best, with their buttons."""

    async def named(self, ref: ControlRef, name: str) -> ControlRef | Json:
        """What the button that sends the one of this name carries; else the body of an answer that says why there is none."""


class CommandDoor:
    """`members` are the staff by id, `queues` the names of the queues, `zone` (IANA) where staff read times.

    `mine` says in mrkdwn what an agent has before them.
    """

    def __init__(
        self,
        store: Store,
        say: Say,
        members: Mapping[str, Member],
        mine: Mine,
        *,
        zone: str,
        queues: tuple[str, ...] = (),
        saved: SavedSearch | None = None,
    ) -> None:
        self._store = store
        self._say = say
        self._members = members
        self._mine = mine
        self._zone = zone
        self._queues = queues
        self._saved = saved

    async def answer(self, words: str, agent: AgentId, at: datetime) -> Answer:
        """What was typed after the command's name, at this time (UTC). Raises Transient."""
        match read_command(words, Terms(at, self._zone, self._members, self._queues)):
            case OnDuty() as change:
                return Answer(await self._duty(agent, change, at), keep=True)
            case Show("mine"):
                return Answer(await self._mine(agent), keep=False)
            case Show():
                return Answer(usage(self._say), keep=False)
            case Wrong(line, listed):
                said = escaped(self._say(line))
                return Answer(f"{said}\n{usage(self._say)}" if listed else said, keep=False)
            case Setting(name, chats):
                return self._setting(name, chats)
            case Search(case, wish):
                return await self._search(Asked(agent, case, verb_in(words)), wish)
            case SendSaved(case, name):
                return await self._send_saved(Asked(agent, case, "send reply"), name)
            case Called() as call:
                return await self._call(agent, call)
            case Typed(case, did):
                asked = Asked(agent, case, verb_in(words))
                found = await self._store.transact(lambda tx: _open_to(tx, asked, did))
                if isinstance(found, Text):
                    return self._no(found)
                return Answer(understood(found, did, self._say), keep=True)

    def _no(self, line: Text) -> Answer:
        return Answer(escaped(self._say(line)), keep=False)

    async def _duty(self, agent: AgentId, change: OnDuty, at: datetime) -> str:
        """As it will be: what was typed is kept after this answer."""

        async def look(tx: Transaction) -> list[Text]:
            return duty_changed(change, await tx.staff.get(agent), len(await _chats_of(tx, agent)), at)

        return "\n".join(escaped(self._say(line)) for line in await self._store.transact(look))

    def _setting(self, name: str | None, chats: int | None) -> Answer:
        if name and not is_a_name(name):
            return self._no(text("home.form.bad_name", most=LONGEST_NAME))
        return Answer(escaped(self._say(_set(name, chats))), keep=True)

    async def _search(self, asked: Asked, words: str) -> Answer:
        found = await self._saved_for(asked)
        if isinstance(found, Text):
            return self._no(found)
        saved, ref = found
        return Answer(await saved.search(ref, words), keep=False)

    async def _send_saved(self, asked: Asked, name: str) -> Answer:
        """What is sent is kept as it reads now: the agent is told just these words."""
        found = await self._saved_for(asked)
        if isinstance(found, Text):
            return self._no(found)
        saved, ref = found
        sends = await saved.named(ref, name)
        if not isinstance(sends, ControlRef):
            return Answer(sends, keep=False)
        assert sends.control
        return Answer(understood(sends.case, sends.control, self._say), keep=True, found=sends)

    async def _saved_for(self, asked: Asked) -> tuple[SavedSearch, ControlRef] | Text:
        """The saved replies, and the chat that they are for; else why there are none."""
        found = await self._store.transact(lambda tx: _ref(tx, asked))
        if isinstance(found, Text):
            return found
        return (self._saved, found) if self._saved else text("control.no_saved")

    async def _call(self, agent: AgentId, call: Called) -> Answer:
        """What its card's button would do; it is kept with where the card stands."""
        file = await self._store.transact(lambda tx: tx.callbacks.load(call.case))
        if file is None or file.thread is None:
            return self._no(text("command.no_call", case=call.case))
        event = done_by(call.press, Agent(agent, ""), file.thread, call.note)
        if event and (why := why_not(file, event)):
            return self._no(why)
        place = ControlRef(file.conversation, file.case, file.thread)
        return Answer(call_understood(call, self._say), keep=True, found=place)


def _set(name: str | None, chats: int | None) -> Text:
    if name is None:
        return text("command.chats", count=chats or 0)
    return text("command.name", name=name) if name else text("command.name_reset")


async def _open_to(tx: Transaction, asked: Asked, did: Did) -> CaseCode | Text:
    """The case, or why that cannot be done with it."""
    found = await _case(tx, asked)
    row = None if isinstance(found, Text) else await tx.cases.load(found)
    if isinstance(found, Text) or row is None:
        return found
    if row.method != "live_chat" and await thread_of(tx, found) is None:
        return text("command.no_chat", case=found)
    talk = await tx.conversations.load(row.conversation)
    return refused(talk, found, asked.agent, did) or await _absent(tx, did) or found


async def _absent(tx: Transaction, did: Did) -> Text | None:
    """Whoever is to take the chat has to be there."""
    if not isinstance(did, Transfer) or did.to is None:
        return None
    duty = await tx.staff.get(did.to.id)
    return None if duty and duty.there else text("staff.not_there", agent=did.to.name or did.to.id)


async def _case(tx: Transaction, asked: Asked) -> CaseCode | Text:
    """The case that is named, or the agent's only one; else what to do."""
    if asked.case:
        known = await tx.cases.conversation(CaseCode(asked.case))
        return CaseCode(asked.case) if known else text("command.no_case", case=asked.case)
    own = await _chats_of(tx, asked.agent)
    if len(own) == 1:
        return own[0]
    example = f"{COMMAND} {asked.verb} FD-7K2M9P"
    return text("command.several", cases=", ".join(own)) if own else text("command.none", example=example)


async def _chats_of(tx: Transaction, agent: AgentId) -> list[CaseCode]:
    return [chat.case for chat in await tx.chats.live() if chat.claimed_at and chat.agent == agent]


async def _ref(tx: Transaction, asked: Asked) -> ControlRef | Text:
    """Of a chat to whose customer the agent may write."""
    found = await _open_to(tx, asked, SendText(""))
    if isinstance(found, Text):
        return found
    conversation = await tx.cases.conversation(found)
    if conversation is None:
        return text("command.no_case", case=found)
    return ControlRef(conversation, found, await thread_of(tx, found))
