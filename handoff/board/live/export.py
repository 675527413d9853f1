"""The tables of the live page to take along, as they stand when they are asked for: CSV for a spreadsheet, JSON for a program."""

from collections.abc import Awaitable, Callable, Iterator
from functools import partial

from aiohttp import web

from handoff.board.csv_cells import Cell, csv_of
from handoff.board.export import NOT_KEPT, Column, Table, json_answer, records
from handoff.board.live.rows import AgentLine, Call, Letter, LiveBoard, Owed, Quarrel, Row, Spoken, Waiting
from handoff.board.noting import EXPORTED, note
from handoff.board.period import zone_of
from handoff.board.room import Room
from handoff.board.routes import Route, Visit

PATH = "/live"
Look = Callable[[], Awaitable[LiveBoard]]


def files(room: Room, look: Look) -> list[Route]:
    return [
        route
        for name, made in TABLES.items()
        for route in (
            Route("GET", f"{PATH}/{name}.csv", "viewer", partial(_csv, room, look, made)),
            Route("GET", f"{PATH}/{name}.json", "viewer", partial(_json, room, look, made)),
        )
    ]


async def _csv(room: Room, look: Look, made: "Made", visit: Visit) -> web.StreamResponse:
    table, at = made(await look()), room.clock.now().astimezone(zone_of(visit.visitor.zone, room.rules.zone))
    await note(room, visit.visitor, EXPORTED, table.name)
    name = f"frontdesk-{table.name}-{at:%Y-%m-%d-%H%M}.csv"
    headers = {**NOT_KEPT, "Content-Disposition": f'attachment; filename="{name}"'}
    body = csv_of([column.key for column in table.columns], table.rows)
    return web.Response(body=body, content_type="text/csv", charset="utf-8", headers=headers)


async def _json(room: Room, look: Look, made: "Made", visit: Visit) -> web.StreamResponse:
    table = made(await look())
    await note(room, visit.visitor, EXPORTED, table.name)
    return json_answer({"at": room.clock.now(), "table": table.name, "rows": records(table)})


# --- the tables


def waiting(board: LiveBoard) -> Table:
    """By language, and in each in the order in which they came."""
    columns = _named("language", "place", "case", "name", "topic", "urgent", "since", "offered_since")
    told = _named("told_place", "told_low_minutes", "told_high_minutes", "told_until", "standing")
    queues = (
        section for section in sorted({row.section for row in board.rows.values()}) if section.startswith("queue-")
    )
    rows = [
        (section.removeprefix("queue-"), place, *_waiting(row.value))
        for section in queues
        for place, row in enumerate(_in(board, section), 1)
        if isinstance(row.value, Waiting)
    ]
    return Table("waiting", (*columns, *told), rows)


def _waiting(chat: Waiting) -> tuple[Cell, ...]:
    low, high = (chat.eta.low_minutes, chat.eta.high_minutes) if chat.eta else (None, None)
    known = chat.case, chat.name, chat.topic, chat.urgent, chat.since, chat.offered
    return (*known, chat.position, low, high, chat.until, chat.standing)


def agents(board: LiveBoard) -> Table:
    columns = _named("agent", "name", "presence", "since", "languages", "chats", "capacity")
    lines = (row.value for section in ("agents", "agents-off") for row in _in(board, section))
    rows = [
        (line.agent, line.name, line.presence, line.since, " ".join(line.languages), len(line.chats), line.capacity)
        for line in lines
        if isinstance(line, AgentLine)
    ]
    return Table("agents", columns, rows)


def chats(board: LiveBoard) -> Table:
    """Those that agents have."""
    columns = _named("agent", "agent_name", "case", "name", "language", "waits_since", "snoozed", "standing")
    rows = [
        (line.agent, line.name, talk.case, talk.name, talk.language, talk.waiting, talk.snoozed, talk.standing)
        for line in (row.value for row in _in(board, "agents"))
        if isinstance(line, AgentLine)
        for talk in line.chats
    ]
    return Table("chats", columns, rows)


def languages(board: LiveBoard) -> Table:
    chats = "chats_waiting", "chats_waiting_since", "agents_there", "places_free"
    others = "calls", "first_call_due", "emails", "oldest_email_since"
    rows = [
        (each.language, each.waiting, each.since, each.there, each.free, each.calls, each.call_due, each.mails, each.mail_since)
        for each in (row.value for row in _in(board, "languages"))
        if isinstance(each, Spoken)
    ]  # fmt: skip
    return Table("languages", _named("language", *chats, *others), rows)


def owed(board: LiveBoard) -> Table:
    """What is broken or about to be, the first on top."""
    columns = _named("due", "kind", "case", "name", "language", "agent", "since", "standing")
    rows = [
        (made.due, made.kind, made.case, each.name, made.language, each.agent, made.since, each.standing)
        for each in (row.value for row in _in(board, "owed"))
        if isinstance(each, Owed)
        for made in (each.promise,)
    ]
    return Table("promises", columns, rows)


def calls(board: LiveBoard) -> Table:
    columns = _named("due", "case", "name", "language", "slot", "owner", "attempts", "standing")
    rows = [
        (each.due, each.case, each.name, each.language, each.slot, each.owner, each.attempts, each.standing)
        for each in (row.value for row in _in(board, "calls"))
        if isinstance(each, Call)
    ]
    return Table("callbacks", columns, rows)


def mails(board: LiveBoard) -> Table:
    rows = [
        (each.since, each.case, each.name, each.language, each.due, each.standing)
        for each in (row.value for row in _in(board, "mails"))
        if isinstance(each, Letter)
    ]
    return Table("emails", _named("since", "case", "name", "language", "due", "standing"), rows)


def disputes(board: LiveBoard) -> Table:
    rows = [
        (each.due, each.case, each.stage, each.ours, each.standing)
        for each in (row.value for row in _in(board, "disputes"))
        if isinstance(each, Quarrel)
    ]
    return Table("disputes", _named("due", "case", "stage", "our_turn", "standing"), rows)


def _named(*keys: str) -> tuple[Column, ...]:
    return tuple(map(Column, keys))


def _in(board: LiveBoard, section: str) -> Iterator[Row]:
    yield from sorted((row for row in board.rows.values() if row.section == section), key=lambda row: row.at)


Made = Callable[[LiveBoard], Table]
TABLES: dict[str, Made] = {
    "promises": owed,
    "waiting": waiting,
    "languages": languages,
    "agents": agents,
    "chats": chats,
    "callbacks": calls,
    "emails": mails,
    "disputes": disputes,
}
