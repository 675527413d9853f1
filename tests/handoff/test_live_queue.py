"""The wait for a live chat, from what the desk has written down of its chats."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from core.model.ids import AgentId, CaseCode, ConversationId, Language
from core.model.offer import Eta
from core.model.people import Agent, Duty
from core.model.rows import ChatRow
from core.model.wait import Wait
from handoff.hours import ALWAYS
from handoff.live_queue import LiveQueue, pace_of

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
PL, NL = Language("pl"), Language("nl")
QUEUE = LiveQueue((PL, NL), {PL: ALWAYS, NL: ALWAYS}, capacity=2)
TOM = Duty(Agent(AgentId("U0TOM"), "Tom"), on_duty=True, languages=("pl", "nl"))
EVA = Duty(Agent(AgentId("U0EVA"), "Eva"), on_duty=True, languages=("nl",))


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def waits(case: str, ago: float, language: Language = PL) -> ChatRow:
    return ChatRow(CaseCode(case), ConversationId(f"telegram:{case}"), language, NOW - minutes(ago))


def talks(case: str, ago: float, agent: Duty = TOM) -> ChatRow:
    return replace(waits(case, ago + 1), agent=agent.agent.id, claimed_at=NOW - minutes(ago))


def over(case: str, took: float, waited: float = 1.0) -> ChatRow:
    begun = NOW - timedelta(hours=5)
    claimed = begun + minutes(waited)
    row = waits(case, 0)
    return replace(row, queued_at=begun, agent="U0TOM", claimed_at=claimed, ended_at=claimed + minutes(took))


def wait_of(
    *live: ChatRow, own: ChatRow | None = None, staff: tuple[Duty, ...] = (TOM,), ended: tuple[ChatRow, ...] = ()
):
    return QUEUE(PL, own, live, ended, staff, NOW)


def high(wait: Wait | None) -> int:
    assert wait is not None
    assert wait.eta is not None
    return wait.eta.high_minutes


def test_who_comes_to_a_free_agent_is_next_and_soon_answered() -> None:
    wait = wait_of()
    assert wait is not None
    assert wait.position == 1
    assert high(wait) <= 5


@pytest.mark.parametrize("staff", [(), (EVA,), (replace(TOM, on_duty=False),), (replace(TOM, away=True),)])
def test_where_nobody_on_duty_speaks_the_language_nothing_is_promised(staff: tuple[Duty, ...]) -> None:
    assert wait_of(staff=staff) is None


def test_those_before_one_count_in_their_order() -> None:
    first, second, third = waits("FD-1", 9), waits("FD-2", 6), waits("FD-3", 3)
    queue = (first, second, third)
    assert [wait_of(*queue, own=each).position for each in queue] == [1, 2, 3]  # type: ignore[union-attr]
    assert wait_of(*queue).position == 4  # type: ignore[union-attr]


def test_busy_agents_make_it_longer_and_colleagues_shorter() -> None:
    busy = (talks("FD-1", 1), talks("FD-2", 1), waits("FD-3", 1))
    assert high(wait_of()) < high(wait_of(*busy))
    colleague = replace(TOM, agent=Agent(AgentId("U0ANN"), "Ann"))
    assert high(wait_of(*busy, staff=(TOM, colleague))) < high(wait_of(*busy))


def test_what_chats_took_lately_is_learnt() -> None:
    busy = (talks("FD-1", 1), talks("FD-2", 1))
    short, long = (tuple(over(f"FD-{n}", took) for n in range(10, 60)) for took in (3, 40))
    assert high(wait_of(*busy, ended=short)) < high(wait_of(*busy, ended=long))
    assert pace_of(short).handling.mean < pace_of(long).handling.mean


def test_promises_that_did_not_hold_make_the_next_ones_longer() -> None:
    told = Wait(1, Eta(1, 2), (0.5, 2.0))
    late = tuple(replace(over(f"FD-{n}", 5, waited=12), told=told) for n in range(10, 60))
    kept = tuple(replace(over(f"FD-{n}", 5, waited=1), told=told) for n in range(10, 60))
    assert high(wait_of(ended=late)) > high(wait_of(ended=kept))


def test_a_clock_that_was_set_back_gives_no_wait_below_nothing() -> None:
    ahead = replace(talks("FD-1", 1), claimed_at=NOW + minutes(5))
    assert high(wait_of(ahead, waits("FD-2", -3))) >= 1


def test_an_agent_may_have_fewer_chats_at_once_than_the_others_or_more() -> None:
    busy = (talks("FD-1", 1), talks("FD-2", 1), waits("FD-3", 1))
    fewer, more = replace(TOM, capacity=1), replace(TOM, capacity=5)
    assert high(wait_of(*busy, staff=(more,))) < high(wait_of(*busy))
    assert high(wait_of(talks("FD-1", 1), staff=(fewer,))) > high(wait_of(talks("FD-1", 1)))


# --- who could have taken a chat

OFFERED = NOW - timedelta(seconds=90)


def idle(*chats: ChatRow, staff: tuple[Duty, ...] = (TOM,)) -> list[str]:
    return [agent.name for agent in QUEUE.idle(PL, OFFERED, (waits("FD-1", 1.5), *chats), staff)]


def test_whose_own_limit_is_reached_has_no_room() -> None:
    assert idle(talks("FD-2", 20), staff=(replace(TOM, capacity=1),)) == []


def test_who_was_there_and_had_room_could_have_taken_it() -> None:
    assert idle() == idle(talks("FD-2", 20)) == ["Tom"]


@pytest.mark.parametrize(
    "duty",
    [EVA, replace(TOM, on_duty=False), replace(TOM, away=True), replace(TOM, since=NOW - timedelta(seconds=80))],
    ids=["another language", "off duty", "away", "came later"],
)
def test_who_did_not_have_it_before_them_could_not(duty: Duty) -> None:
    assert idle(staff=(duty,)) == []


@pytest.mark.parametrize(
    "chats",
    [
        (talks("FD-2", 20), talks("FD-3", 10)),
        (talks("FD-2", 20), replace(talks("FD-3", 10), ended_at=NOW - timedelta(seconds=10))),
        (talks("FD-2", 1),),
        (replace(talks("FD-2", 1), ended_at=NOW),),
    ],
    ids=["no room", "room since a moment ago", "took another one", "and it is over already"],
)
def test_who_had_their_hands_full_is_not_blamed(chats: tuple[ChatRow, ...]) -> None:
    assert idle(*chats) == []


def test_only_the_one_of_two_who_had_room_is_blamed() -> None:
    ann = replace(TOM, agent=Agent(AgentId("U0ANN"), "Ann"), since=NOW - timedelta(hours=1))
    assert idle(talks("FD-2", 20), talks("FD-3", 10), staff=(TOM, ann)) == ["Ann"]
