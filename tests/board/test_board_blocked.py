"""The page of blocked customers: who is, by whom and why, and nobody who was."""

from datetime import timedelta

from core.model.conversation import Conversation
from core.model.ids import Address, ConversationId
from handoff.board.acting.blocked import routes
from handoff.board.room import Room
from tests.board.visiting import inside, room_at, visitor
from tests.engine.fakes import NOON, Clock


async def block(room: Room, number: int, name: str, *, days: int = 30, ago: int = 0, why: str = "threats") -> None:
    """`days` are what is left of it; `ago`: days since it was confirmed."""
    chat = Address("telegram", str(number))
    talk = Conversation(ConversationId(str(chat)), chat, name, blocked=NOON + timedelta(days=days))
    detail = f"FD-{number}: U0TOM asked, U0EVA confirmed: {why}"

    async def write(tx):
        await tx.conversations.save(talk, NOON)
        await tx.audit.note("blocked", talk.id, detail, NOON - timedelta(days=ago))

    await room.store.transact(write)


async def page(room: Room) -> str:
    async with inside(routes(room), visitor()) as client:
        answer = await client.get("/blocked")
        assert answer.status == 200
        return await answer.text()


async def test_who_is_blocked_stands_there_with_the_reason_and_a_button() -> None:
    async with room_at(Clock()) as room:
        await block(room, 1, "Anna")
        shown = await page(room)
    assert 'href="/cases/FD-1"' in shown
    assert "U0TOM asked, U0EVA confirmed: threats" in shown
    assert 'aria-label="Unblock: FD-1"' in shown


async def test_the_last_one_comes_first_and_whose_time_is_over_not_at_all() -> None:
    async with room_at(Clock()) as room:
        await block(room, 1, "Anna", ago=3)
        await block(room, 2, "Bert", days=-1, ago=31)
        await block(room, 3, "Cleo")
        shown = await page(room)
    assert shown.index("Cleo") < shown.index("Anna")
    assert "Bert" not in shown


async def test_who_was_blocked_twice_stands_there_once_with_the_last_reason() -> None:
    async with room_at(Clock()) as room:
        await block(room, 1, "Anna", ago=20, why="threats")
        await block(room, 1, "Anna", why="insults")
        shown = await page(room)
    assert "insults" in shown
    assert "threats" not in shown


async def test_words_are_inert() -> None:
    async with room_at(Clock()) as room:
        await block(room, 1, "<script>alert(1)</script>", why="<img src=x onerror=alert(1)>")
        shown = await page(room)
    assert "<script>alert" not in shown
    assert "<img" not in shown


async def test_where_nobody_is_blocked_it_says_so() -> None:
    async with room_at(Clock()) as room:
        assert "Nobody is blocked." in await page(room)


async def test_the_list_can_be_taken_along() -> None:
    async with room_at(Clock()) as room:
        await block(room, 1, "=Anna")
        async with inside(routes(room), visitor()) as client:
            rows = (await (await client.get("/blocked.json")).json())["rows"]
            sheet = await (await client.get("/blocked.csv")).text()
    assert [(row["case"], row["customer"]) for row in rows] == [("FD-1", "=Anna")]
    assert "'=Anna" in sheet
