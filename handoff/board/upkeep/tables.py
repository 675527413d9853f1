"""The tables of the page of health to take along; these are of now, whatever days are asked for, but for what models cost."""

from functools import partial

from core.model.view import text
from core.ports import Transaction
from handoff.board.export import Column, Table, export_routes
from handoff.board.period import Period
from handoff.board.room import Room
from handoff.board.routes import Route, Visit
from handoff.board.upkeep.looking import look

MOST = 10_000  # dead letters


def files(room: Room, path: str) -> list[Route]:
    return [
        *export_routes(room, f"{path}/connections", "viewer", partial(_connections, room)),
        *export_routes(room, f"{path}/processes", "viewer", partial(_processes, room)),
        *export_routes(room, f"{path}/queues", "viewer", partial(_queues, room)),
        *export_routes(room, f"{path}/held", "operator", partial(_held, room)),
        *export_routes(room, f"{path}/letters", "operator", partial(_letters, room)),
        *export_routes(room, f"{path}/spending", "viewer", partial(_spending, room)),
    ]


async def _connections(room: Room, _visit: Visit, _period: Period) -> Table:
    board = await look(room, 0)
    columns = (
        Column("part", text("board.health.column.part")),
        Column("well", text("board.health.column.state")),
        Column("since", text("board.health.column.since"), "moment"),
        Column("heard", text("board.health.column.heard"), "moment"),
        Column("reason", text("board.health.column.reason")),
        Column("process", text("board.health.column.process")),
    )
    rows = [(each.name, each.well, each.since, each.at, each.why, each.process) for each in board.connections]
    return Table("connections", columns, rows)


async def _processes(room: Room, _visit: Visit, _period: Period) -> Table:
    board = await look(room, 0)
    columns = (
        Column("process", text("board.health.column.process")),
        Column("roles", text("board.health.column.roles")),
        Column("decides", text("board.health.column.decides"), "count"),
        Column("sends", text("board.health.column.sends"), "count"),
        Column("alone", text("board.health.column.alone")),
        Column("told", text("board.health.column.told")),
    )
    rows = [
        (each.id, ", ".join(each.roles), each.decides, each.sends, ", ".join(each.alone), each.told)
        for each in board.processes
    ]
    return Table("processes", columns, rows)


async def _queues(room: Room, _visit: Visit, _period: Period) -> Table:
    board = await look(room, 0)
    columns = (
        Column("kind", text("board.health.column.where")),
        Column("lanes", text("board.health.column.lanes"), "count"),
        Column("waiting", text("board.health.column.waiting"), "count"),
        Column("oldest", text("board.health.column.oldest"), "moment"),
    )
    rows = [(each.kind, each.lanes, each.waiting, each.oldest) for each in board.queues]
    return Table("queues", columns, rows)


async def _held(room: Room, _visit: Visit, _period: Period) -> Table:
    board = await look(room, 0)
    columns = (
        Column("kind", text("board.health.column.where")),
        Column("lane"),
        Column("waiting", text("board.health.column.waiting"), "count"),
        Column("oldest", text("board.health.column.oldest"), "moment"),
        Column("attempts", text("board.health.column.tries"), "count"),
        Column("until", text("board.health.column.again"), "moment"),
        Column("reason", text("board.health.column.reason")),
    )
    rows = [
        (each.kind, each.lane, each.waiting, each.oldest, each.attempts, each.until, each.reason) for each in board.held
    ]
    return Table("held-up", columns, rows)


async def _letters(room: Room, _visit: Visit, _period: Period) -> Table:
    board = await look(room, MOST)
    columns = (
        Column("at", text("board.health.column.at"), "moment"),
        Column("kind", text("board.health.column.kind")),
        Column("id", text("board.health.column.id")),
        Column("what", text("board.health.column.what")),
        Column("conversation", text("board.health.column.conversation")),
        Column("reason", text("board.health.column.reason")),
    )
    rows = [(each.at, each.kind, each.id, each.what, each.conversation, each.reason) for each in board.letters]
    return Table("dead-letters", columns, rows)


async def _spending(room: Room, _visit: Visit, period: Period) -> Table:
    async def read(tx: Transaction) -> list[tuple[object, ...]]:
        days = await tx.spending.by_day(period.first)
        return [
            (day, spent.answers, spent.prompt_tokens, spent.completion_tokens, spent.cost)
            for day, spent in days.items()
            if day <= period.last
        ]

    columns = (
        Column("day", text("board.health.column.day"), "day"),
        Column("answers", text("board.health.column.answers"), "count"),
        Column("prompt_tokens", text("board.health.column.prompt_tokens"), "count"),
        Column("completion_tokens", text("board.health.column.completion_tokens"), "count"),
        Column("cost", text("board.health.column.cost"), "number"),
    )
    return Table("spending", columns, await room.store.transact(read))  # type: ignore[arg-type]
