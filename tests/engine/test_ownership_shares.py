"""The work is shared out: all of it, none of it twice, evenly, and little of it moves when a process comes or goes."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.engine.ownership.assignment import shares
from core.model.lease import Member
from core.model.slots import SLOTS

NOW = datetime(2026, 3, 2, tzinfo=UTC)
IDS = st.lists(st.uuids().map(str), min_size=1, max_size=12, unique=True)


def members(ids: list[str], *roles: str) -> list[Member]:
    return [Member(id, roles or ("worker", "sender"), NOW) for id in ids]


def owners(ids: list[str], role: str = "worker") -> dict[int, str]:
    return {slot: id for id, slots in shares(members(ids), role).items() for slot in slots}


@given(IDS)
def test_each_slot_is_exactly_one_processs(ids: list[str]) -> None:
    shared_out = [slot for slots in shares(members(ids), "worker").values() for slot in slots]
    assert sorted(shared_out) == list(range(SLOTS))


@given(IDS)
def test_nobody_has_more_than_an_equal_share(ids: list[str]) -> None:
    assert max(map(len, shares(members(ids), "worker").values())) <= -(-SLOTS // len(ids))


@given(IDS, st.randoms())
def test_everybody_computes_the_same_in_whatever_order_they_see_each_other(ids: list[str], random: object) -> None:
    shuffled = ids.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert owners(ids) == owners(shuffled)


@given(IDS)
def test_what_is_decided_in_a_process_is_sent_by_it_too(ids: list[str]) -> None:
    assert owners(ids, "worker") == owners(ids, "sender")


@given(IDS, st.uuids().map(str))
def test_when_one_joins_about_its_share_moves(ids: list[str], new: str) -> None:
    before, after = owners(ids), owners([*ids, new])
    moved = [slot for slot in range(SLOTS) if before[slot] != after[slot]]
    assert len([slot for slot in moved if after[slot] != new]) <= SLOTS // 3, "most stay where they are"


@given(IDS)
def test_only_those_with_the_role_have_a_share(ids: list[str]) -> None:
    both = [*members(ids, "worker"), *members([f"sends {id}" for id in ids], "sender")]
    assert set(shares(both, "worker")) == set(ids)


@pytest.mark.parametrize("role", ["worker", "sender", "board"])
def test_without_anybody_nobody_has_anything(role: str) -> None:
    assert shares([], role) == {}
