"""What is known of a case, whichever way it goes: the head of its page. Pure."""

from collections.abc import Iterator
from datetime import datetime
from typing import assert_never

import msgspec

from core.model.callback import CallbackFile
from core.model.conversation import Conversation, Queued, WithAgent
from core.model.dispute_file import DisputeFile
from core.model.ids import Address, CaseCode, Language
from core.model.rows import CaseRow, ChatRow
from core.model.ticket import State as TicketState
from core.model.ticket import TicketFile
from core.model.view import Text, text
from handoff.board.cases.aside import STAGES
from handoff.board.cases.course import METHODS, live
from handoff.board.cases.inert import first_name, half_hidden
from handoff.callback_card import task

TOPICS: dict[str, Text] = {
    "": text("board.topic.question"),
    "order": text("board.topic.order"),
    "item": text("board.topic.item"),
    "report": text("board.topic.report"),
    "dispute": text("board.topic.dispute"),
}


class Files(msgspec.Struct, frozen=True):
    """All that the store has under a case's code, and of its customer's conversation."""

    row: CaseRow
    conversation: Conversation | None = None
    chat: ChatRow | None = None
    ticket: TicketFile | None = None
    call: CallbackFile | None = None
    dispute: DisputeFile | None = None


class Head(msgspec.Struct, frozen=True):
    """`states`: one for each way in which it is under way or was. `about`: the number of the order or item. Times are UTC."""

    case: CaseCode
    method: Text
    states: tuple[Text, ...]
    open: bool
    name: str
    language: Language
    topic: Text
    opened_at: datetime
    owner: str = ""
    due: datetime | None = None
    closed_at: datetime | None = None
    about: str = ""
    email: str = ""
    blocked: datetime | None = None
    threads: tuple[Address, ...] = ()


def head(files: Files, zone: str) -> Head:
    """`zone` (IANA): in which staff read times."""
    row, talk = files.row, files.conversation
    return Head(
        case=row.code,
        method=METHODS.get(row.method, METHODS["live_chat"]),
        states=tuple(filter(None, (_chat(files), _ticket(files), _call(files, zone), _dispute(files)))),
        open=row.closed_at is None,
        name=first_name(_name(files)),
        language=_language(files),
        topic=TOPICS.get(_topic(files), TOPICS[""]),
        opened_at=row.opened_at,
        owner=_owner(files),
        due=_due(files),
        closed_at=row.closed_at,
        about=_about(files),
        email=half_hidden(_email(files)),
        blocked=talk.blocked if talk else None,
        threads=tuple(dict.fromkeys(_threads(files))),
    )


def present(files: Files) -> Queued | WithAgent | None:
    """The live chat that is under way under this code."""
    stage = live(files.conversation.stage) if files.conversation else None
    return stage if stage and stage.case == files.row.code else None


def _chat(files: Files) -> Text | None:
    match present(files):
        case Queued():
            return text("board.case.state.queued")
        case WithAgent(snoozed=True):
            return text("board.case.state.snoozed")
        case WithAgent():
            return text("board.case.state.with_agent")
        case None if files.chat and files.chat.agent:
            return text("board.case.state.chat_over")
        case None if files.chat:
            return text("board.case.state.given_up")
        case None:
            return None


def _ticket(files: Files) -> Text | None:
    return _mail(files.ticket.state) if files.ticket else None


def _mail(state: TicketState) -> Text:
    match state:
        case "waiting":
            return text("board.case.state.mail_waiting")
        case "answered":
            return text("board.case.state.mail_answered")
        case "closed":
            return text("board.case.state.mail_closed")
        case "moved":
            return text("board.case.state.mail_moved")
        case other:
            assert_never(other)


def _call(files: Files, zone: str) -> Text | None:
    return task(files.call, zone).state if files.call else None


def _dispute(files: Files) -> Text | None:
    return STAGES[files.dispute.dispute.stage] if files.dispute else None


def _name(files: Files) -> str:
    known = (files.conversation, files.ticket, files.call)
    return next((each.name for each in known if each and each.name), "")


def _language(files: Files) -> Language:
    known = (files.ticket, files.call, files.conversation)
    return next((each.language for each in known if each), Language("en"))


def _topic(files: Files) -> str:
    if files.dispute:
        return "dispute"
    if files.chat and files.chat.topic:
        return files.chat.topic
    about = (files.ticket and files.ticket.about) or (files.conversation and files.conversation.about)
    return about.kind if about else ""


def _owner(files: Files) -> str:
    stage = present(files)
    if isinstance(stage, WithAgent):
        return stage.agent.name
    return files.call.owner.name if files.call and files.call.owner else ""


def _due(files: Files) -> datetime | None:
    if files.call and files.call.due:
        return files.call.due
    if files.ticket and files.ticket.due:
        return files.ticket.due
    return files.dispute.dispute.due if files.dispute else None


def _about(files: Files) -> str:
    if files.dispute:
        return files.dispute.dispute.order.id
    about = (files.ticket and files.ticket.about) or (files.conversation and files.conversation.about)
    return about.id if about else ""


def _email(files: Files) -> str:
    return (files.ticket.email if files.ticket else "") or (files.conversation.email if files.conversation else "")


def _threads(files: Files) -> Iterator[Address]:
    """Where staff talk about it."""
    for known in (present(files), files.chat, files.call, files.dispute):
        if known and known.thread:
            yield known.thread
