"""The invented fortnight: the same each time, plausible, and whole when it is in a store."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from bots.playground.fortnight import ZONE, Fortnight, fortnight, write
from core.answers.gaps import grouped
from core.model.figures import HandoffRow, SpellRow
from core.store.sqlite import SqliteStore

UNTIL = datetime(2026, 3, 16, 9, tzinfo=UTC)
SINCE = UNTIL - timedelta(days=14)


@pytest.fixture(scope="module")
def weeks() -> Fortnight:
    return fortnight(UNTIL)


def test_the_same_end_and_seed_give_the_same(weeks: Fortnight) -> None:
    assert fortnight(UNTIL) == weeks
    assert fortnight(UNTIL, seed=9).asked != weeks.asked


def test_some_four_thousand_questions_are_asked_most_on_mondays_and_in_the_evening(weeks: Fortnight) -> None:
    assert 3_700 < len(weeks.asked) < 4_400
    local = [row.at.astimezone(ZONE) for row in weeks.asked]
    assert Counter(at.weekday() for at in local).most_common(1)[0][0] == 0
    assert Counter(at.hour for at in local).most_common(1)[0][0] == 18


def test_all_of_it_lies_in_the_time_and_in_its_order(weeks: Fortnight) -> None:
    for times in (
        [row.at for row in weeks.asked],
        [row.asked_at for row in weeks.handoffs],
        [row.at for row in weeks.ratings],
        [at for _, at in weeks.person_words],
    ):
        assert times == sorted(times)
        assert times[0] >= SINCE
        assert times[-1] <= UNTIL
    assert all(spell.ended_at is None or spell.began_at < spell.ended_at <= UNTIL for spell in weeks.spells)
    assert len({spell.agent for spell in weeks.spells}) == 8


def test_a_handoff_goes_its_way_in_order(weeks: Fortnight) -> None:
    for row in weeks.handoffs:
        times = [at for at in (row.asked_at, row.claimed_at, row.answered_at, row.ended_at) if at]
        assert times == sorted(times), row
        assert bool(row.end) == (row.ended_at is not None)
        assert row.method != "live_chat" or row.ended_at
        assert (row.end == "abandoned") <= (row.claimed_at is None)


def test_a_chat_is_claimed_by_somebody_who_was_there(weeks: Fortnight) -> None:
    for row in weeks.handoffs:
        if row.method == "live_chat" and row.agent and row.why != "agent":
            assert any(_covers(spell, row) for spell in weeks.spells if spell.agent == row.agent), row


def _covers(spell: SpellRow, row: HandoffRow) -> bool:
    """They had room for it while they were there, and came to it within minutes."""
    assert row.claimed_at
    return spell.began_at <= row.claimed_at < (spell.ended_at or UNTIL) + timedelta(hours=1)


@pytest.mark.parametrize("method", ["live_chat", "callback", "email", "dispute"])
def test_most_promises_hold_and_not_all(weeks: Fortnight, method: str) -> None:
    kept = [
        row.answered_at <= row.due for row in weeks.handoffs if row.method == method and row.due and row.answered_at
    ]
    assert 0.8 < sum(kept) / len(kept) < 1


def test_each_language_and_kind_of_answer_comes(weeks: Fortnight) -> None:
    assert set(Counter(row.language for row in weeks.asked)) == {"pl", "nl", "en"}
    assert set(Counter(row.told for row in weeks.asked)) == {
        "answered",
        "careful",
        "order",
        "abstained",
        "person",
        "danger",
        "failed",
    }
    ended = Counter(row.end for row in weeks.handoffs if row.method == "live_chat")
    assert all(ended[end] for end in ("solved", "closed", "abandoned", "moved"))


def test_a_dozen_things_are_missing_in_the_help_centre_in_many_wordings(weeks: Fortnight) -> None:
    unanswered = [gap for gap in weeks.gaps if gap.kind == "unanswered"]
    for language in ("pl", "nl", "en"):
        groups = [group for group in grouped(unanswered) if group.language == language]
        assert 10 <= len(groups) <= 30
        assert sum(group.count > 1 for group in groups) >= 10


async def test_it_is_whole_in_a_store(weeks: Fortnight) -> None:
    store = SqliteStore.open(":memory:")
    await store.transact(lambda tx: write(tx, weeks))
    assert await store.transact(lambda tx: tx.asked.since(SINCE)) == weeks.asked
    assert await store.transact(lambda tx: tx.spells.since(SINCE)) == weeks.spells
    assert await store.transact(lambda tx: tx.ratings.since(SINCE)) == weeks.ratings
    kept = await store.transact(lambda tx: tx.handoffs.since(SINCE))
    assert sorted(map(repr, kept)) == sorted(map(repr, weeks.handoffs))
    assert len(await store.transact(lambda tx: tx.gaps.since(SINCE, 9_999))) == len(weeks.gaps)
    assert set(await store.transact(lambda tx: tx.person_words.since(SINCE))) == set(weeks.person_words)
    since = await store.transact(lambda tx: tx.keep.get("counted since"))
    assert since == weeks.asked[0].at.isoformat()
    await store.close()
