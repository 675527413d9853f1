"""The page of what the help centre does not say, "/gaps", and its tables to take along."""

import asyncio
from functools import partial
from typing import NamedTuple

from aiohttp import web

from core.language.names import name_of
from core.model.figures import AskedRow, HandoffRow
from core.model.ids import Language
from core.model.rows import GapRow
from core.model.view import Text, text
from core.ports import Transaction
from handoff.board.export import Column, Table, export_routes, period_or_refusal
from handoff.board.figures.reading import counted_since
from handoff.board.pages import page
from handoff.board.period import PRESETS, Period
from handoff.board.room import Room
from handoff.board.routes import Route, Visit
from handoff.board.unanswered.articles import CitedArticle, disliked_articles
from handoff.board.unanswered.draft import Draft, draft_of
from handoff.board.unanswered.gaps import LED_WITHIN, OpenQuestion, Order, open_questions

PATH = "/gaps"
MOST = 10_000  # gaps that are grouped, the newest: it takes two seconds
SHOWN = 50  # questions on the page; the tables have all

_PROMPTS = (
    text("board.gaps.draft.check"),
    text("board.gaps.draft.answer"),
    text("board.gaps.draft.steps"),
    text("board.gaps.draft.exceptions"),
    text("board.gaps.draft.publish"),
)


class _Rows(NamedTuple):
    gaps: list[GapRow]
    asked: list[AskedRow]
    handoffs: list[HandoffRow]


class _Found(NamedTuple):
    """`drafts`: of the first `SHOWN` questions, in their order. `cut`: there were more gaps than are grouped."""

    questions: list[OpenQuestion]
    drafts: list[Draft]
    articles: list[CitedArticle]
    cut: bool


def routes(room: Room) -> list[Route]:
    return [
        Route("GET", PATH, "viewer", partial(_page, room)),
        *export_routes(room, f"{PATH}/questions", "viewer", partial(_questions, room)),
        *export_routes(room, f"{PATH}/articles", "viewer", partial(_articles, room)),
    ]


async def _page(room: Room, visit: Visit) -> web.StreamResponse:
    period = period_or_refusal(visit, room)
    language, order = _language(room, visit), _order(visit)
    found = await _found(room, visit, period)
    return page(
        room.catalog,
        visit.visitor,
        "gaps.html",
        here=PATH,
        questions=list(zip(found.questions, found.drafts, strict=False)),
        many=len(found.questions),
        most=MOST if found.cut else 0,
        articles=found.articles,
        within=int(LED_WITHIN.total_seconds() // 60),
        began=await counted_since(room.store),
        period=period,
        presets=PRESETS,
        language=language,
        order=order,
        query=period.query() | {name: value for name, value in (("language", language), ("order", order)) if value},
        languages=room.rules.languages,
        language_name=lambda code: name_of(code, visit.visitor.language),
    )


def _language(room: Room, visit: Visit) -> str:
    """One that there is none of narrows nothing."""
    asked_for = visit.request.query.get("language", "")
    return asked_for if Language(asked_for) in room.rules.languages else ""


def _order(visit: Visit) -> Order:
    return "handoffs" if visit.request.query.get("order") == "handoffs" else "count"


async def _found(room: Room, visit: Visit, period: Period) -> _Found:
    language = _language(room, visit)
    rows = await room.store.transact(partial(_read, period=period, language=language))
    prompts = tuple(_said(room, visit, prompt) for prompt in _PROMPTS)
    return await asyncio.to_thread(_reckon, rows, _order(visit), prompts)


async def _read(tx: Transaction, period: Period, language: str) -> _Rows:
    """A person may be asked for after the last of the days has ended."""
    gaps = await tx.gaps.since(period.since, MOST, language, period.until)
    asked = await tx.asked.since(period.since, period.until)
    handoffs = await tx.handoffs.since(period.since, period.until + LED_WITHIN)
    return _Rows(gaps, [row for row in asked if not language or row.language == language], handoffs)


def _reckon(rows: _Rows, order: Order, prompts: tuple[str, ...]) -> _Found:
    questions = open_questions(rows.gaps, rows.handoffs, order)
    drafts = [draft_of(question, prompts) for question in questions[:SHOWN]]
    return _Found(questions, drafts, disliked_articles(rows.asked), len(rows.gaps) >= MOST)


def _said(room: Room, visit: Visit, prompt: Text) -> str:
    return room.catalog.say(prompt.key, prompt.params, visit.visitor.language)


# --- tables to take along
async def _questions(room: Room, visit: Visit, period: Period) -> Table:
    found = await _found(room, visit, period)
    columns = (
        Column("language"),
        Column("question"),
        Column("asked", kind="count"),
        Column("customers", kind="count"),
        Column("handoffs", kind="count"),
        Column("first", kind="moment"),
        Column("last", kind="moment"),
        Column("examples"),
    )
    rows = [
        (
            each.language,
            each.text,
            each.asked,
            each.customers,
            each.handoffs,
            each.first,
            each.last,
            _listed(each.examples),
        )
        for each in found.questions
    ]
    return Table("open-questions", columns, rows)


async def _articles(room: Room, visit: Visit, period: Period) -> Table:
    found = await _found(room, visit, period)
    columns = (
        Column("article"),
        Column("languages"),
        Column("cited", kind="count"),
        Column("helpful", kind="count"),
        Column("disliked", kind="count"),
        Column("silent", kind="count"),
        Column("disliked_share", kind="share"),
        Column("examples"),
        Column("address"),
    )
    rows = [
        (
            each.article,
            " ".join(each.languages),
            each.cited,
            each.helpful,
            each.disliked,
            each.silent,
            round(each.share, 4),
            _listed(each.examples),
            each.address,
        )
        for each in found.articles
    ]
    return Table("disliked-articles", columns, rows)


def _listed(examples: tuple[str, ...]) -> str:
    return " | ".join(" ".join(example.split()) for example in examples)
