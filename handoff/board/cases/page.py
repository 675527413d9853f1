"""The page about one case, "/cases/FD-7K2M9P", and the box that finds it by its code, however it was typed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
from aiohttp import web

from core.engine.case_codes import code_in
from core.language.names import name_of
from core.model.conversation import WithAgent
from core.model.dispute_file import DisputeFile
from core.model.figures import HandoffRow
from core.model.ids import CaseCode, ConversationId
from core.model.rows import AuditRow, CaseRow, Decided, DisputeDecided, Message, Sending, TicketDecided
from core.ports import Transaction
from handoff.board.cases.aside import calls, mails, said, stages
from handoff.board.cases.case import Files, Head, head, present
from handoff.board.cases.course import ENDS, METHODS, course
from handoff.board.cases.inert import pieces
from handoff.board.cases.transcript import Line, lines
from handoff.board.pages import page
from handoff.board.room import Room
from handoff.board.routes import Route, Visit
from handoff.board.visitors import Visitor

READ = "board: read"  # the audit's word for who looked at a case

_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_BEFORE = timedelta(hours=24)  # of what was written before a case was asked for, so much stands on its page
_AFTER = timedelta(hours=1)  # what follows its end, such as how the help was
_MOST = 1_000  # lines of a chat
_AUDIT = 200  # lines


class Found(msgspec.Struct, frozen=True):
    """All that the page is made of, as the store has it. `others`: further cases of the same customer, the last one first."""

    files: Files
    others: tuple[CaseRow, ...]
    messages: tuple[Message, ...]
    decided: tuple[Decided, ...]
    sendings: tuple[Sending, ...]
    tickets: tuple[TicketDecided, ...]
    disputes: tuple[DisputeDecided, ...]
    handoffs: tuple[HandoffRow, ...]
    audit: tuple[AuditRow, ...]
    cut: bool = False


def routes(room: Room) -> list[Route]:
    async def find(visit: Visit) -> web.StreamResponse:
        return await _find(room, visit)

    async def show(visit: Visit) -> web.StreamResponse:
        return await _show(room, visit)

    return [Route("GET", "/cases", "viewer", find), Route("GET", "/cases/{code}", "viewer", show)]


async def _find(room: Room, visit: Visit) -> web.StreamResponse:
    typed = visit.request.query.get("code", "").strip()
    code = _code(typed)
    row = await room.store.transact(lambda tx: tx.cases.load(code)) if code else None
    if row:
        raise web.HTTPSeeOther(f"/cases/{row.code}")
    return _none(room, visit.visitor, typed)


async def _show(room: Room, visit: Visit) -> web.StreamResponse:
    typed = visit.request.match_info["code"]
    code, everything = _code(typed), "all" in visit.request.query
    found = await room.store.transact(lambda tx: look(tx, code, everything=everything)) if code else None
    if found is None:
        return _none(room, visit.visitor, typed)
    await _note_reader(room, visit.visitor, found)
    return page(room.catalog, visit.visitor, "case.html", here="", **_values(room, visit.visitor, found))


def _code(typed: str) -> CaseCode | None:
    known = code_in(typed)
    return known.case if known else None


def _none(room: Room, visitor: Visitor, typed: str) -> web.Response:
    answer = page(room.catalog, visitor, "no_case.html", here="", typed=typed[:40])
    answer.set_status(404 if typed else 200)
    return answer


# --- what the store has


async def look(tx: Transaction, code: CaseCode, *, everything: bool) -> Found | None:
    """None where there is no such case. `everything`: the whole of the customer's chat, not only what belongs to the case."""
    row = await tx.cases.load(code)
    if row is None:
        return None
    files = await _files(tx, row)
    others = [each for each in await tx.cases.of(row.conversation, _EVER) if each.code != code]
    whole = await tx.transcript.read(row.conversation)
    messages = whole if everything else _of_case(whole, row, others)
    decided = await _decided(tx, row.conversation, messages)
    return Found(
        files,
        tuple(others),
        tuple(messages),
        tuple(decided),
        tuple(await tx.looking.sendings([each.effect for each in messages if each.effect])),
        tuple(await tx.ticket_decisions.of(code)),
        tuple(await tx.dispute_decisions.of(code)),
        tuple(await tx.looking.handoffs(code)),
        tuple(await tx.looking.audit(row.conversation, _AUDIT)),
        cut=len(messages) < len(whole),
    )


async def _files(tx: Transaction, row: CaseRow) -> Files:
    code = row.code
    return Files(
        row,
        await tx.conversations.load(row.conversation),
        await tx.chats.get(code),
        await tx.tickets.load(code),
        await tx.callbacks.load(code),
        await tx.disputes.load(code),
    )


def _of_case(whole: list[Message], row: CaseRow, others: list[CaseRow]) -> list[Message]:
    """From the end of the case before it, a day before it at most, until it was closed."""
    ended = [each.closed_at for each in others if each.closed_at and each.closed_at <= row.opened_at]
    since = max([row.opened_at - _BEFORE, *ended])
    until = row.closed_at + _AFTER if row.closed_at else None
    return [each for each in whole if since <= each.at and (until is None or each.at <= until)][-_MOST:]


async def _decided(tx: Transaction, conversation: ConversationId, messages: list[Message]) -> list[Decided]:
    if not messages:
        return []
    first, last = messages[0], messages[-1]
    found = await tx.looking.decisions(conversation, min(each.inbox_id for each in messages))
    return [each for each in found if first.at <= each.facts.now <= last.at + _AFTER]


# --- what is shown


def _values(room: Room, visitor: Visitor, found: Found) -> dict[str, object]:
    known: Head = head(found.files, visitor.zone)
    return {
        "head": known,
        "language": name_of(known.language, visitor.language),
        "lines": sorted(_lines(visitor, found), key=lambda line: line.at),
        "others": found.others,
        "handoffs": found.handoffs,
        "audit": found.audit,
        "live": _live(found.files),
        "cut": found.cut,
        "threads": [address for thread in known.threads if (address := room.rules.thread_url(str(thread)))],
        "pieces": pieces,
        "methods": METHODS,
        "ends": ENDS,
    }


def _live(files: Files) -> dict[str, str] | None:
    """The chat that is under way, as the acts on one want it."""
    stage = present(files)
    return {"case": stage.case, "agent": stage.agent.id if isinstance(stage, WithAgent) else ""} if stage else None


def _lines(visitor: Visitor, found: Found) -> Iterator[Line]:
    yield from lines(found.messages, found.decided, found.sendings)
    yield from course(found.decided)
    yield from mails(found.tickets)
    if found.files.call:
        yield from calls(found.files.call)
    if found.files.dispute:
        yield from _dispute(visitor, found, found.files.dispute)


def _dispute(visitor: Visitor, found: Found, file: DisputeFile) -> Iterator[Line]:
    """What its parties say of each other is for those who decide about disputes, and for supervisors."""
    yield from stages(file)
    if visitor.may("supervisor"):
        yield from said(found.disputes)


# --- who has looked


async def _note_reader(room: Room, visitor: Visitor, found: Found) -> None:
    """Once for each visitor, case and day."""
    now, row = room.clock.now(), found.files.row
    detail = f"{visitor.agent.id} {visitor.agent.name}: {row.code}"
    today = now.astimezone(ZoneInfo(room.rules.zone)).date()
    known = (each for each in found.audit if each.kind == READ and each.detail == detail)
    if all(each.at.astimezone(ZoneInfo(room.rules.zone)).date() != today for each in known):
        await room.store.transact(lambda tx: tx.audit.note(READ, row.conversation, detail, now, visitor.agent.id))
