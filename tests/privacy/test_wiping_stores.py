"""One customer is removed from every table of either database, and of all others every row stays as it was."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from bots.playground.fortnight import write
from core.engine.privacy.finding import find
from core.engine.privacy.wiping import rehearse, wipe
from core.model.figures import AskedRow
from core.model.ids import Address, ConversationId, Language
from core.model.privacy import Subject
from core.model.rows import LinkRow, Message, Received
from core.ports import Store, Transaction
from core.store.postgres import PostgresStore
from core.store.sqlite import SqliteStore
from tests.cli.moving_data import Held, four_days, in_file, in_postgres
from tests.servers import empty_database, postgres

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
THREAD = Address("slack", "C1/1764000000.000100")
NEXT = Address("slack", "C1/1764000000.000101")  # of somebody else


class Database(NamedTuple):
    store: Store
    held: Callable[[], Awaitable[Held]]


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """Of some days of a busy desk."""
    if request.param == "sqlite":
        store: Store = SqliteStore.open(tmp_path / "desk.db")

        async def held() -> Held:
            return in_file(tmp_path / "desk.db")
    else:
        url = await empty_database(postgres())
        store = await PostgresStore.open(url)

        async def held() -> Held:
            return await in_postgres(url)

    await store.transact(write_all)
    yield Database(store, held)  # type: ignore[misc]
    await store.close()


async def write_all(tx: Transaction) -> None:
    await write(tx, four_days())
    for row in four_days().handoffs:
        await tx.cases.open(row.case, row.conversation, row.method, row.asked_at)


def chats_in(held: Held) -> list[ConversationId]:
    """With cases, the busiest first."""
    chats = [str(dict(row)["conversation"]) for row in held["cases"]]
    return [ConversationId(chat) for chat in sorted(set(chats), key=lambda chat: (-chats.count(chat), chat))]


def naming(held: Held, sign: str) -> list[str]:
    return [f"{table}: {row}" for table, rows in held.items() for row in rows if sign in repr(row)]


def without(held: Held, signs: list[str]) -> Held:
    return {
        table: [row for row in rows if not any(sign in repr(row) for sign in signs)] for table, rows in held.items()
    }


async def leave_more(tx: Transaction, chat: ConversationId) -> None:
    """What a fortnight has none of."""
    until = datetime(2026, 12, 1, tzinfo=UTC)
    await tx.inbox.add(
        [
            Received(f"{chat}-1", "telegram", chat, "words"),
            Received(f"{chat}-2", "core", chat, "words of the desk"),
            Received(f"{chat}-3", "slack", str(THREAD), "an agent's words"),
            Received(f"{chat}-4", "slack", str(NEXT), "other words"),
        ],
        NOW,
    )
    await tx.conversations.link(THREAD, chat)
    await tx.links.make(LinkRow("digest", chat, "telegram", "Anna", NOW, until))
    await tx.keep.put(f"card:{THREAD}", "Anna asks")
    await tx.keep.put(f"card:{NEXT}", "Bert asks")
    await tx.keep.put(f"file:{THREAD}:7.0", "F1")
    await tx.keep.put(f"file:{NEXT}:7.0", "F2")
    await tx.audit.note("signed in", chat, "c-1001", NOW)
    await tx.audit.note("board: read", chat, "U1 Ida: FD-1", NOW)
    for row in await tx.inbox.next(9, NOW):
        await tx.inbox.settle(row.id, "done")


async def wiped(store: Store, chat: ConversationId) -> None:
    async def work(tx: Transaction) -> None:
        await wipe(tx, await find(tx, Subject((chat,))), "erased:7", NOW)

    await store.transact(work)


async def test_nothing_names_the_customer_any_more(database: Database) -> None:
    chat = chats_in(await database.held())[0]
    await database.store.transact(lambda tx: leave_more(tx, chat))
    cases = [str(dict(row)["code"]) for row in (await database.held())["cases"] if dict(row)["conversation"] == chat]
    await wiped(database.store, chat)
    held = await database.held()
    kept = {"inbox"}  # keys, until nothing is delivered again
    assert naming({table: rows for table, rows in held.items() if table not in kept}, f"'{chat}'") == []
    assert [line for case in cases for line in naming(held, case)] == []
    assert naming(held, "words of the desk") == naming(held, "Anna") == naming(held, "c-1001") == []
    assert [dict(row)["payload"] for row in held["inbox"] if dict(row)["stream"] == "erased:7"] == ["", ""]


async def test_what_stays_is_who_of_the_staff_saw_it(database: Database) -> None:
    chat = chats_in(await database.held())[0]
    await database.store.transact(lambda tx: leave_more(tx, chat))
    await wiped(database.store, chat)
    noted = [dict(row) for row in (await database.held())["audit"] if dict(row)["conversation"] == "erased:7"]
    assert {(line["kind"], line["detail"]) for line in noted} >= {("signed in", ""), ("board: read", "U1 Ida: FD-1")}


async def test_what_a_model_wrote_for_them_is_said_to_nobody_else(database: Database) -> None:
    """Also where the desk came late to the answer, or counted none."""
    chat, later = chats_in(await database.held())[0], NOW + timedelta(days=1)
    for number, seconds in ((1, -250), (2, 7_200 + 12), (3, 20_000)):
        at = later + timedelta(seconds=seconds)
        await database.store.transact(
            lambda tx, number=number, at=at: tx.cached_answers.put(f"key {number}", "Dear Anna", at, 99)
        )

    async def asked(tx: Transaction) -> None:
        await tx.asked.put(AskedRow("7", chat, later, Language("en"), "", "When?", "answered"))
        too_late = later + timedelta(hours=2)
        await tx.transcript.add([Message(chat, 7, "customer", "Anna", "And when?", too_late)])

    await database.store.transact(asked)
    await wiped(database.store, chat)
    kept = [dict(row)["key"] for row in (await database.held())["answer_cache"]]
    assert [key for key in kept if str(key).startswith("key ")] == ["key 3"]


async def test_of_all_others_every_row_stays_as_it_was(database: Database) -> None:
    """Whoever it is."""
    before = await database.held()
    for chat in Random(4).sample(chats_in(before), 4):
        before = await database.held()
        cases = [str(dict(row)["code"]) for row in before["cases"] if dict(row)["conversation"] == chat]
        await wiped(database.store, chat)
        signs = [f"'{chat}'", f'"{chat}"', *cases]
        after = await database.held()
        for each in (before, after):
            each.pop("spending"), each.pop("answer_cache")
        assert without(after, [*signs, "erased:7"]) == without(before, [*signs, "erased:7"])


async def test_others_threads_stay(database: Database) -> None:
    chat = chats_in(await database.held())[0]
    await database.store.transact(lambda tx: leave_more(tx, chat))
    await wiped(database.store, chat)
    held = await database.held()
    assert [dict(row)["name"] for row in held["keep"] if "slack:C1" in repr(row)] == [
        f"card:{NEXT}",
        f"file:{NEXT}:7.0",
    ]
    assert naming(held, "other words") != []


async def test_a_rehearsal_tells_how_much_and_changes_nothing(database: Database) -> None:
    before = await database.held()
    chat = chats_in(before)[0]
    _, gone = await rehearse(database.store, Subject((chat,)), NOW)
    assert gone["cases"] > 0
    assert await database.held() == before


async def test_twice_is_as_once(database: Database) -> None:
    chat = chats_in(await database.held())[0]
    await wiped(database.store, chat)
    once = await database.held()
    await wiped(database.store, chat)
    assert await database.held() == once
