"""A customer's data at the board: who it is, taking it along, having it erased, and what became of each erasure."""

import io
import json
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import NamedTuple

from aiohttp.test_utils import TestClient
from msgspec.structs import replace

from core.model.conversation import Conversation
from core.model.ids import CaseCode, ConversationId, Language
from core.model.privacy import Kept, Requester, Subject
from core.model.rows import AuditRow, Message
from handoff.board.privacy import customer, erasures
from handoff.board.room import Room
from handoff.board.visitors import Role
from tests.board.visiting import inside, room_at, visitor
from tests.engine.fakes import NOON, Clock
from tests.engine.own_cases import CHAT, DISPUTE, INES, PAUL, TICKET, conversation, keep

CASE = TICKET.case
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'


class Desk(NamedTuple):
    room: Room
    client: TestClient

    async def page(self, path: str = f"/cases/{CASE}/privacy") -> str:
        answer = await self.client.get(path)
        assert answer.status == 200
        return await answer.text()

    async def audit(self, stream: str) -> list[AuditRow]:
        return await self.room.store.transact(lambda tx: tx.looking.audit(stream, 100))

    async def erases(self, reason: str = "asked by letter", typed: str = CASE) -> int:
        form = {"reason": reason, "typed": typed}
        answer = await self.client.post(f"/cases/{CASE}/privacy/erase", data=form, allow_redirects=False)
        return answer.status

    async def asked(self) -> list[Subject]:
        return [each.subject for each in await self.room.store.transact(lambda tx: tx.erasures.newest(10))]


@asynccontextmanager
async def desk(talk: Conversation | None = None, role: Role = "supervisor") -> AsyncIterator[Desk]:
    """With a ticket of Anna's, and what she wrote."""
    async with room_at(Clock()) as room:
        await _writes(room, talk or conversation())
        async with inside([*customer.routes(room), *erasures.routes(room)], visitor(role)) as client:
            yield Desk(room, client)


async def _writes(room: Room, talk: Conversation) -> None:
    async def write(tx):
        await tx.conversations.save(talk, NOON)
        await tx.transcript.add([Message(talk.id, 1, "customer", talk.name, HOSTILE, NOON)])

    await room.store.transact(write)
    await keep(room.store, TICKET)  # type: ignore[arg-type]


# --- who it is


async def test_it_shows_whose_case_it_is_and_how_much_would_go() -> None:
    async with desk(conversation(person=INES)) as there:
        shown = await there.page()
    assert CHAT in shown
    assert INES.id in shown
    assert f'href="/cases/{CASE}"' in shown
    assert "rows in the database: about" in shown


async def test_looking_removes_nothing() -> None:
    async with desk() as there:
        assert await there.page() == await there.page()
        assert await there.room.store.transact(lambda tx: tx.transcript.read(CHAT))


async def test_what_would_be_kept_is_named() -> None:
    async with desk(replace(conversation(person=INES), accounts=(INES.id,))) as there:
        await keep(there.room.store, DISPUTE)  # type: ignore[arg-type]
        shown = await there.page()
    assert "These stay for now" in shown
    assert f"{DISPUTE.case}</a>: it is under legal hold" in shown


async def test_where_it_is_not_certain_nothing_can_be_done() -> None:
    async with desk(conversation(person=INES, accounts=(INES.id, PAUL.id))) as there:
        shown = await there.page()
        assert "cannot be said for certain" in shown
        assert "<button" not in shown.split("<main")[1].split("</main>")[0]
        assert await there.erases() == 409
        export = await there.client.post(f"/cases/{CASE}/privacy/export", data={})
        assert export.status == 409
        assert await there.asked() == []


async def test_a_case_that_is_not_there_is_not_found() -> None:
    async with desk() as there:
        for method, end in (("GET", ""), ("POST", "/export"), ("POST", "/erase")):
            assert (await there.client.request(method, f"/cases/FD-000000/privacy{end}", data={})).status == 404


async def test_words_are_inert() -> None:
    async with desk(conversation(accounts=(HOSTILE,))) as there:
        shown = await there.page()
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown


# --- taking it along


async def test_the_package_has_a_page_and_json() -> None:
    async with desk() as there:
        answer = await there.client.post(f"/cases/{CASE}/privacy/export", data={})
        assert answer.content_type == "application/zip"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="frontdesk-data-{CASE}.zip"'
        package = zipfile.ZipFile(io.BytesIO(await answer.read()))
    assert package.testzip() is None
    assert sorted(package.namelist()) == ["my-data.html", "my-data.json"]
    assert json.loads(package.read("my-data.json"))["chats"][0]["lines"][0]["text"] == HOSTILE
    assert b"<script>alert" not in package.read("my-data.html")


async def test_who_took_it_stands_in_the_audit() -> None:
    async with desk() as there:
        await there.client.post(f"/cases/{CASE}/privacy/export", data={})
        noted = [(row.kind, row.detail) for row in await there.audit(CHAT)]
    assert ("data exported", f"U0EVA Eva: {CASE}") in noted


async def test_a_look_at_the_page_is_no_export() -> None:
    async with desk() as there:
        await there.page()
        assert "data exported" not in {row.kind for row in await there.audit(CHAT)}


# --- having it erased


async def test_it_is_asked_for_with_who_and_why() -> None:
    async with desk() as there:
        assert await there.erases("asked by letter") == 303
        (asked,) = await there.room.store.transact(lambda tx: tx.erasures.undone())
        (noted,) = await there.audit(f"erased:{asked.id}")
    assert asked.subject == Subject((CHAT,), "", asked.subject.mails)
    assert asked.by == Requester("supervisor", "U0EVA", "Eva")
    assert asked.to is None
    assert (noted.kind, noted.detail) == ("erasure asked", f"U0EVA Eva: erasure {asked.id}: asked by letter")


async def test_twice_is_once() -> None:
    async with desk() as there:
        assert [await there.erases(), await there.erases()] == [303, 303]
        assert len(await there.asked()) == 1


async def test_without_a_reason_or_with_another_code_nothing_is_erased() -> None:
    async with desk() as there:
        assert await there.erases(reason="  ") == 409
        assert await there.erases(typed="") == 409
        assert await there.erases(typed="FD-222222") == 409
        assert await there.asked() == []


async def test_the_code_may_be_typed_as_people_type_it() -> None:
    async with desk() as there:
        assert await there.erases(typed=f" {CASE.lower().replace('-', ' ')} ") == 303


# --- the list


async def test_the_list_says_how_each_stands_and_names_nobody() -> None:
    async with desk() as there:
        await there.erases()
        first = await there.page("/privacy")
        (asked,) = await there.room.store.transact(lambda tx: tx.erasures.undone())
        kept = replace(asked, kept=(Kept(CaseCode("FD-222222"), "open_dispute"),))
        await there.room.store.transact(lambda tx: tx.erasures.done(kept, NOON + timedelta(minutes=1)))
        second = await there.page("/privacy")
    assert "Under way" in first
    assert "a supervisor <bdi>Eva</bdi>" in first
    assert "Done" in second
    assert 'href="/cases/FD-222222"' in second
    assert CHAT not in first + second


async def test_a_customers_own_wish_stands_there_too() -> None:
    async with desk() as there:
        subject, by = Subject((ConversationId("telegram:2"),)), Requester("customer")
        await there.room.store.transact(lambda tx: tx.erasures.ask(subject, by, None, Language("en"), NOON))
        assert "the customer" in await there.page("/privacy")


async def test_the_list_can_be_taken_along_and_names_nobody_there_either() -> None:
    async with desk() as there:
        await there.erases()
        file = await there.client.get("/privacy.json")
        sheet = await there.page("/privacy.csv")
        (row,) = (await file.json())["rows"]
    assert (row["number"], row["by"], row["name"], row["state"], row["kept"]) == (1, "supervisor", "Eva", "asked", "")
    assert "supervisor,Eva,asked" in sheet
    assert CHAT not in json.dumps(row) + sheet


async def test_where_there_was_none_it_says_so() -> None:
    async with desk() as there:
        assert "Nobody’s data has been erased yet." in await there.page("/privacy")


def test_it_is_for_supervisors() -> None:
    routes = [*customer.routes(None), *erasures.routes(None)]  # type: ignore[arg-type]
    assert {route.role for route in routes} == {"supervisor"}
