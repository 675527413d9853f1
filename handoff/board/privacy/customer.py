"""The page "Data of this customer" of a case: what belongs to them, with the ways to take it along and to have it erased."""

from typing import NamedTuple

from aiohttp import web

from core.engine.case_codes import code_in
from core.engine.privacy.finding import Found
from core.engine.privacy.subject import Unknown, of_chat
from core.engine.privacy.wiping import rehearse
from core.language.spec import ENGLISH
from core.model.ids import CaseCode, ConversationId
from core.model.privacy import Requester, Subject
from core.model.view import Text, text
from core.ports import Transaction
from handoff.board.gate.posted import posted
from handoff.board.pages import page
from handoff.board.privacy.erasures import HERE, KEPT
from handoff.board.privacy.package import packed
from handoff.board.room import Room
from handoff.board.routes import Route, Visit
from handoff.board.visitors import Visitor

EXPORTED = "data exported"  # the audit's words
ERASURE = "erasure asked"
LONGEST = 500  # characters of a reason


class Customer(NamedTuple):
    """Whose case it is; `subject` is None where it cannot be said for certain, and `why` says so."""

    case: CaseCode
    conversation: ConversationId
    subject: Subject | None
    why: str = ""


def routes(room: Room) -> list[Route]:
    async def show(visit: Visit) -> web.StreamResponse:
        return await _show(room, visit)

    async def export(visit: Visit) -> web.StreamResponse:
        return await _export(room, visit)

    async def erase(visit: Visit) -> web.StreamResponse:
        return await _erase(room, visit)

    path = "/cases/{code}/privacy"
    return [
        Route("GET", path, "supervisor", show),
        Route("POST", f"{path}/export", "supervisor", export),
        Route("POST", f"{path}/erase", "supervisor", erase),
    ]


async def _show(room: Room, visit: Visit) -> web.StreamResponse:
    customer = await _customer(room, visit)
    if customer is None:
        return _none(room, visit)
    found, rows = await _would_go(room, customer)
    values = {"customer": customer, "found": found, "rows": rows, "longest": LONGEST, "kept": KEPT}
    return page(room.catalog, visit.visitor, "privacy.html", here="", **values)


async def _would_go(room: Room, customer: Customer) -> tuple[Found | None, int]:
    """What an erasure would remove, and how many rows of the database; nothing is changed."""
    if customer.subject is None:
        return None, 0
    found, gone = await rehearse(room.store, customer.subject, room.clock.now())
    return found, gone.total()


async def _export(room: Room, visit: Visit) -> web.StreamResponse:
    await posted(visit.request)
    customer = await _customer(room, visit)
    if customer is None:
        return _none(room, visit)
    if customer.subject is None:
        return _refused(room, visit, customer.case, text("board.privacy.unknown"))
    subject, visitor, now = customer.subject, visit.visitor, room.clock.now()
    detail = f"{visitor.agent.id} {visitor.agent.name}: {customer.case}"

    async def take(tx: Transaction) -> bytes:
        await tx.audit.note(EXPORTED, customer.conversation, detail, now, visitor.agent.id)
        return await packed(tx, room, visitor, subject)

    body = await room.store.transact(take)
    headers = {
        "Content-Disposition": f'attachment; filename="frontdesk-data-{customer.case}.zip"',
        "Cache-Control": "no-store",
    }
    return web.Response(body=body, content_type="application/zip", headers=headers)


async def _erase(room: Room, visit: Visit) -> web.StreamResponse:
    form = await posted(visit.request)
    customer = await _customer(room, visit)
    if customer is None:
        return _none(room, visit)
    reason = " ".join(form.get("reason", "").split())[:LONGEST]
    if refusal := _why_not(customer, reason, form):
        return _refused(room, visit, customer.case, refusal)
    await _ask(room, visit.visitor, customer, reason)
    raise web.HTTPSeeOther(HERE)


def _why_not(customer: Customer, reason: str, form: dict[str, str]) -> Text | None:
    """The code is typed once more, so that the wrong page is noticed before it is too late."""
    if customer.subject is None:
        return text("board.privacy.unknown")
    if not reason:
        return text("board.privacy.why_needed")
    if _code(form.get("typed", "")) != customer.case:
        return text("board.privacy.code_needed", case=customer.case)
    return None


async def _ask(room: Room, visitor: Visitor, customer: Customer, reason: str) -> None:
    """On disk with who asked for it, before the page answers; asked for twice, it is one erasure."""
    subject, now = customer.subject, room.clock.now()
    assert subject
    by = Requester("supervisor", visitor.agent.id, visitor.agent.name)

    async def write(tx: Transaction) -> None:
        id = await tx.erasures.ask(subject, by, None, ENGLISH, now)
        detail = f"{visitor.agent.id} {visitor.agent.name}: erasure {id}: {reason}"
        await tx.audit.note(ERASURE, f"erased:{id}", detail, now, visitor.agent.id)

    await room.store.transact(write)
    room.changes.tell()


# --- whose case it is


async def _customer(room: Room, visit: Visit) -> Customer | None:
    case = _code(visit.request.match_info["code"])
    return await room.store.transact(lambda tx: _look(tx, case)) if case else None


async def _look(tx: Transaction, case: CaseCode) -> Customer | None:
    row = await tx.cases.load(case)
    if row is None:
        return None
    try:
        return Customer(case, row.conversation, await of_chat(tx, row.conversation))
    except Unknown as unknown:
        return Customer(case, row.conversation, None, str(unknown))


def _code(typed: str) -> CaseCode | None:
    known = code_in(typed.strip())
    return known.case if known else None


def _none(room: Room, visit: Visit) -> web.Response:
    typed = visit.request.match_info["code"][:40]
    answer = page(room.catalog, visit.visitor, "no_case.html", here="", typed=typed)
    answer.set_status(404)
    return answer


def _refused(room: Room, visit: Visit, case: CaseCode, why: Text) -> web.Response:
    back = f"/cases/{case}/privacy"
    answer = page(room.catalog, visit.visitor, "act_refused.html", here="", why=why, back=back)
    answer.set_status(409)
    return answer
