"""What somebody at the board wants to do, read from a form: as an act for the inbox, or why it cannot be done now."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple, get_args

from core.model.board_acts import (
    BoardAct,
    ChatAssigned,
    ClosedReason,
    CustomerUnblocked,
    DutySet,
    LetterAnswered,
    Method,
    MethodClosed,
    MethodOpened,
)
from core.model.ids import AgentId, CaseCode
from core.model.people import Agent, Duty
from core.model.rows import ChatRow, DeadLetter
from core.model.view import Text, text
from core.ports import Transaction
from handoff.board.room import Room
from handoff.board.visitors import Visitor

LONGEST = 500  # characters of what is written to colleagues
LETTERS = 1000  # dead letters that are looked through
LASTS = {"30": timedelta(minutes=30), "60": timedelta(hours=1), "120": timedelta(hours=2)}
REASONS: dict[ClosedReason, Text] = {
    "busy": text("board.act.reason.busy"),
    "trouble": text("board.act.reason.trouble"),
    "meeting": text("board.act.reason.meeting"),
    "holiday": text("board.act.reason.holiday"),
}
Form = Mapping[str, str]


class Refused(Exception):
    """It cannot be done; `why` in the words of a page."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.key)
        self.why = why


class Asking(NamedTuple):
    """Who asks for what, where."""

    tx: Transaction
    room: Room
    me: Visitor
    form: Form


# --- chats


async def take_over(ask: Asking) -> BoardAct:
    if not ask.me.member:
        raise Refused(text("board.act.members_only"))
    chat, held = await live_chat(ask.tx, ask.form), _held(ask.form)
    await _same_hands(ask, chat, held, ask.me.agent)
    return ChatAssigned(ask.me.agent, chat.case, ask.me.agent, held=held)


async def assign(ask: Asking) -> BoardAct:
    chat = await live_chat(ask.tx, ask.form)
    duty = await agent_in(ask)
    if not duty.there:
        raise Refused(text("board.act.not_there", agent=duty.agent.name))
    held = _held(ask.form)
    await _same_hands(ask, chat, held, duty.agent)
    return ChatAssigned(ask.me.agent, chat.case, duty.agent, _words(ask.form, "note"), held)


def _held(form: Form) -> AgentId | None:
    """Whose the chat was on the page that was pressed; none where the page did not say."""
    held = form.get("held")
    return None if held is None else AgentId(held)


async def _same_hands(ask: Asking, chat: ChatRow, held: AgentId | None, to: Agent) -> None:
    """Somebody may have taken it since the page was shown. Raises Refused."""
    if held is None or chat.agent in (held, "", to.id):
        return
    raise Refused(await has_it(ask.tx, chat))


async def has_it(tx: Transaction, chat: ChatRow) -> Text:
    known = await tx.staff.get(AgentId(chat.agent))
    return text("board.act.has_it", agent=known.agent.name if known else chat.agent, case=chat.case)


async def live_chat(tx: Transaction, form: Form) -> ChatRow:
    """The chat of the case, while it goes on. Raises Refused."""
    case = CaseCode(form.get("case", ""))
    if await tx.cases.conversation(case) is None:
        raise Refused(text("board.act.no_case", case=case[:40]))
    chat = next((each for each in await tx.chats.live() if each.case == case), None)
    if chat is None:
        raise Refused(text("board.act.over", case=case))
    return chat


async def colleagues(tx: Transaction, chat: ChatRow) -> list[Agent]:
    """To whom the chat can be given now, by name."""
    there = (duty.agent for duty in await tx.staff.all() if duty.there and duty.agent.id != chat.agent)
    return sorted(there, key=lambda agent: (agent.name.casefold(), agent.id))


# --- customers


async def unblock(ask: Asking) -> BoardAct:
    case = CaseCode(ask.form.get("case", ""))
    conversation = await ask.tx.cases.conversation(case)
    talk = await ask.tx.conversations.load(conversation) if conversation else None
    if talk is None:
        raise Refused(text("board.act.no_case", case=case[:40]))
    if talk.blocked is None or talk.blocked <= ask.room.clock.now():
        raise Refused(text("board.act.not_blocked", case=case))
    return CustomerUnblocked(ask.me.agent, case)


# --- staff


async def duty(ask: Asking) -> BoardAct:
    known, on = await agent_in(ask), ask.form.get("on") == "1"
    if on and not ask.room.rules.is_staff(known.agent.id):
        raise Refused(text("board.act.left", agent=known.agent.name))
    return DutySet(ask.me.agent, known.agent.id, on)


async def agent_in(ask: Asking) -> Duty:
    """Raises Refused."""
    known = await ask.tx.staff.get(AgentId(ask.form.get("agent", "")))
    if known is None:
        raise Refused(text("board.act.no_agent"))
    return known


# --- ways to a person


async def close_method(ask: Asking) -> BoardAct:
    reason = _reason(ask.form)
    words = _words(ask.form, "words") or ask.room.catalog.say(REASONS[reason].key, {}, ask.me.language)
    method = method_in(ask.form)
    return MethodClosed(ask.me.agent, method, reason, words, _until(ask.form, method, ask.room))


async def open_method(ask: Asking) -> BoardAct:
    return MethodOpened(ask.me.agent, method_in(ask.form))


def method_in(form: Form) -> Method:
    """Raises Refused: e-mail is always to be had."""
    known: tuple[Method, ...] = get_args(Method)
    method = next((each for each in known if each == form.get("method")), None)
    if method is None:
        raise Refused(text("board.act.no_method"))
    return method


def _reason(form: Form) -> ClosedReason:
    reason = next((each for each in REASONS if each == form.get("reason")), None)
    if reason is None:
        raise Refused(text("board.act.reason_needed"))
    return reason


def _until(form: Form, method: Method, room: Room) -> datetime | None:
    """None: until somebody opens it."""
    now, wanted = room.clock.now(), form.get("until", "")
    match wanted:
        case "":
            return None
        case "end":
            return room.rules.closes_at(method, now)
        case _ if wanted in LASTS:
            return now + LASTS[wanted]
        case _:
            raise Refused(text("board.act.until_needed"))


# --- dead letters


async def letter(ask: Asking) -> BoardAct:
    known = await letter_in(ask.tx, ask.form)
    if ask.form.get("how") == "again":
        return LetterAnswered(ask.me.agent, known.kind, known.id, "again")
    reason = _words(ask.form, "reason")
    if not reason:
        raise Refused(text("board.act.discard_why"))
    return LetterAnswered(ask.me.agent, known.kind, known.id, "discard", reason)


async def letter_in(tx: Transaction, form: Form) -> DeadLetter:
    """Raises Refused where it is none any more."""
    wanted = (form.get("kind"), form.get("id"))
    letters = await tx.audit.dead_letters(LETTERS)
    known = next((each for each in letters if (each.kind, each.id) == wanted), None)
    if known is None:
        raise Refused(text("board.act.no_letter"))
    return known


def _words(form: Form, name: str) -> str:
    return " ".join(form.get(name, "").split())[:LONGEST]
