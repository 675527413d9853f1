"""Whatever the rows are: parts add up to their wholes, nothing is below zero, and nothing is counted twice."""

from datetime import UTC, datetime, timedelta
from typing import Any, get_args
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from core.model.figures import AskedRow, End, HandoffRow, Told, Why
from core.model.ids import CaseCode, ConversationId, Language
from core.model.offer import Eta
from handoff.board.export import Table, records
from handoff.board.figures.assistant_tables import summary
from handoff.board.figures.counted import BYS, Counted
from handoff.board.figures.lens import Lens, Rows
from handoff.board.figures.people_tables import promises_by, waits_by
from handoff.board.figures.promises import promises
from handoff.board.figures.ratings import ratings
from handoff.board.figures.response import course
from handoff.board.figures.solved import Outcome
from handoff.board.figures.tables import TABLES

BEGIN = datetime(2026, 10, 20, tzinfo=UTC)  # summer time ends within
METHODS = ("live_chat", "callback", "email", "dispute")

times = st.integers(0, 60 * 24 * 25).map(lambda minutes: BEGIN + timedelta(minutes=minutes))
maybe_times = st.none() | times
conversations = st.sampled_from(["telegram:1", "telegram:2", "telegram:3"]).map(ConversationId)
languages = st.sampled_from(["en", "nl", "pl"]).map(Language)
words = st.sampled_from(["When do I get my money back?", "Where is my parcel?", "my money back, when?", "?", ""])
lenses = st.builds(
    lambda begin, days, now, zone, method, language, weekly: Lens(
        begin, begin + timedelta(days=days), now, ZoneInfo(zone), method, language, weekly
    ),
    times,
    st.integers(1, 12),
    times,
    st.sampled_from(["Europe/Amsterdam", "Asia/Kolkata", "America/Los_Angeles"]),
    st.sampled_from(["", *METHODS]),
    st.sampled_from(["", "en", "nl"]),
    st.booleans(),
)


@st.composite
def asked(draw: Any) -> list[AskedRow]:
    made = draw(
        st.lists(
            st.builds(
                lambda conversation, at, language, topic, text, told, helpful, handed: AskedRow(
                    "", conversation, at, language, topic, text, told, "", helpful, handed
                ),
                conversations,
                times,
                languages,
                st.sampled_from(["", "order"]),
                words,
                st.sampled_from(get_args(Told)),
                st.sampled_from([None, True, False]),
                st.booleans(),
            ),
            max_size=12,
        )
    )
    return [
        AskedRow(str(number), *(getattr(row, name) for name in AskedRow.__struct_fields__[1:]))
        for number, row in enumerate(sorted(made, key=lambda row: row.at))
    ]


handoffs = st.lists(
    st.builds(
        HandoffRow,
        st.sampled_from(["FD-2", "FD-3", "FD-4", "FD-5"]).map(CaseCode),
        conversations,
        st.sampled_from(METHODS),
        languages,
        st.sampled_from(["", "order"]),
        st.sampled_from(get_args(Why)),
        times,
        told=st.none() | st.just(Eta(2, 30)),
        due=maybe_times,
        claimed_at=maybe_times,
        answered_at=maybe_times,
        ended_at=maybe_times,
        end=st.sampled_from([end for end in get_args(End) if end]),
    ).map(lambda row: row if row.ended_at else _open(row)),
    max_size=12,
)
rows = st.builds(Rows, asked(), handoffs, st.just(()), st.lists(st.tuples(conversations, times), max_size=4))


def _open(row: HandoffRow) -> HandoffRow:
    fields = {name: getattr(row, name) for name in HandoffRow.__struct_fields__}
    return HandoffRow(**{**fields, "end": ""})


@given(rows, lenses)
@settings(deadline=None)
def test_every_answer_has_one_outcome_and_every_question_got_one_thing(rows: Rows, lens: Lens):
    found = summary(Counted(rows, lens))
    assert sum(found.told.values()) == found.asked
    assert sum(found.outcomes.values()) == found.answered
    assert found.helpful + found.unhelpful + found.silent == found.answered
    assert 0 <= found.handed <= found.asked


@given(rows, lenses)
@settings(deadline=None)
def test_success_is_never_more_than_what_was_said_to_be_one(rows: Rows, lens: Lens):
    found = summary(Counted(rows, lens))
    assert found.outcomes.get(Outcome.SOLVED, 0) <= found.helpful
    assert found.outcomes.get(Outcome.DISLIKED, 0) == found.unhelpful


@given(rows, lenses)
@settings(deadline=None)
def test_every_way_ends_once_and_every_promise_has_one_fate(rows: Rows, lens: Lens):
    ways = Counted(rows, lens).waited
    been, told = course(ways), promises(ways, lens.now)
    assert been.solution.n + been.abandoned + been.going_on + been.otherwise == been.asked
    assert told.kept + told.broken + told.running + told.left == told.promised
    assert been.otherwise >= 0


@given(rows, lenses)
@settings(deadline=None)
def test_slices_have_everything_once(rows: Rows, lens: Lens):
    counted = Counted(rows, lens)
    for by in BYS:
        assert sum(row["asked"] for row in records(waits_by(counted, by))) == counted.course.asked
        assert sum(row["promised"] for row in records(promises_by(counted, by))) == counted.promises.promised


@given(rows, lenses)
@settings(deadline=None)
def test_of_each_helper_as_many_spoke_or_were_silent_as_were_helped(rows: Rows, lens: Lens):
    counted = Counted(rows, lens)
    for said in ratings(counted.questions, counted.ways, rows.ratings).values():
        assert said.silent >= 0
        assert said.helped == said.solved + said.unsolved + said.silent


@given(rows, lenses)
@settings(deadline=None)
def test_no_table_has_a_number_below_zero_or_a_share_above_one(rows: Rows, lens: Lens):
    counted = Counted(rows, lens)
    for table in (make(counted) for make in TABLES.values()):
        assert all(value >= 0 for value in numbers(table))
        assert all(value <= 1 for value in numbers(table, "share"))


def numbers(table: Table, kind: str = "") -> list[float]:
    """Also of the total."""
    every = [*table.rows, *filter(None, [table.total])]
    cells = [
        cell for row in every for column, cell in zip(table.columns, row, strict=True) if kind in ("", column.kind)
    ]
    return [cell for cell in cells if isinstance(cell, int | float)]
