"""What waits for one destination stands in the order in which it was decided, whichever way it came."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.engine.lane import Lane
from core.model.ids import ConversationId, EffectId
from core.model.lease import ALWAYS
from core.model.rows import OutboxRow
from tests.engine.fakes import ANNA, NOON, say


def row(seq: int, attempts: int = 0, of: str = "") -> OutboxRow:
    id = EffectId(of or f"{seq}.0")
    return OutboxRow(seq, id, ConversationId(str(ANNA)), str(ANNA), say(str(seq)), 1, 0, attempts, NOON, NOON)


@pytest.fixture
def lane() -> Lane:
    return Lane(str(ANNA), 0, "", ALWAYS)


def standing(lane: Lane) -> list[int]:
    return [row.seq for row in lane.rows]


@given(st.lists(st.integers(1, 30)))
def test_each_stands_in_it_once_and_in_order(seqs: list[int]) -> None:
    lane = Lane(str(ANNA), 0, "", ALWAYS)
    for seq in seqs:
        lane.add(row(seq))
    assert standing(lane) == sorted(set(seqs))


def test_nothing_overtakes_what_was_tried(lane: Lane) -> None:
    lane.add(row(5))
    lane.begin(1)
    for seq in (7, 3, 6):
        lane.add(row(seq))
    assert standing(lane) == [5, 3, 6, 7]


def test_nothing_overtakes_what_is_about_to_be_tried(lane: Lane) -> None:
    lane.add(row(5))
    lane.fixed = True
    lane.add(row(3))
    assert standing(lane) == [5, 3]


def test_what_was_tried_as_one_is_tried_as_one_again_and_known_by_its_tries(lane: Lane) -> None:
    for seq in (1, 2, 3):
        lane.add(row(seq))
    assert [each.attempts for each in lane.begin(2)] == [1, 1]
    assert [each.attempts for each in lane.begin(3)] == [2, 2]
    lane.part()
    assert [each.seq for each in lane.begin(3)] == [1]
    lane.over([row(1)])
    assert [each.seq for each in lane.begin(2)] == [2, 3]


def test_the_other_parts_of_a_message_go_with_it(lane: Lane) -> None:
    for seq, of in ((1, "a"), (2, "a"), (3, "b"), (4, "a")):
        lane.add(row(seq, of=of))
    assert [part.seq for part in lane.other_parts(lane.rows[0])] == [2, 4]
    assert standing(lane) == [1, 3]


def test_where_one_comes_late_what_has_passed_others_passes_them_once_more(lane: Lane) -> None:
    """Or an older state could be shown after a newer one."""
    for seq in (2, 9):
        lane.add(row(seq))
    lane.bring_forward(1)
    lane.add(row(5))
    assert standing(lane) == [2, 5, 9]


def test_what_has_passed_others_and_is_about_to_be_tried_stays_first(lane: Lane) -> None:
    for seq in (2, 9):
        lane.add(row(seq))
    lane.bring_forward(1)
    lane.fixed = True
    lane.add(row(5))
    assert standing(lane) == [9, 2, 5]


async def test_whoever_waits_for_another_row_hears_of_one_that_comes_late(lane: Lane) -> None:
    lane.add(row(5))
    waiting = asyncio.create_task(lane.another(60))
    await asyncio.sleep(0)
    lane.add(row(3))
    heard, _ = await asyncio.wait({waiting}, timeout=5)
    assert heard == {waiting}
