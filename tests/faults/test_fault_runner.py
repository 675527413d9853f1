"""The fault runner: its quick part, and that it says so when something is wrong."""

import asyncio
import sys

import pytest

from bots.playground.faults import Fault, Faults, Moment
from tests.faults.__main__ import _code as code
from tests.faults.chains import CHAINS, Chain, Outcome
from tests.faults.product import ROOT
from tests.faults.scenarios import SCENARIOS
from tests.faults.tally import lines, table
from tests.faults.wrong import Doubled, Lost, Reordered, compare

POST, SAY = "slack chat.postMessage", "telegram sendMessage"
STEPS = {POST: 4, SAY: 10}
FINE = Outcome(
    "rating", "sqlite", "before", STEPS, frozenset({(POST, Moment.BEFORE), (SAY, Moment.BEFORE)}), kills=9, doubled=2
)
SHOWN = ["Hello Anna.", "It is on its way.", "Goodbye."]


@pytest.mark.faults
@pytest.mark.timeout(240)
@pytest.mark.fault("Process", "kill -9 at every step of a first question")
@pytest.mark.fault("Process", "kill -9 at every step of a rating")
async def test_the_quick_part_of_all_kills() -> None:
    runner = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.faults", "--quick", cwd=ROOT, stdout=-1, stderr=-1
    )
    shown, progress = await runner.communicate()
    assert runner.returncode == 0, progress.decode()
    assert "| **all** |" in shown.decode()
    assert " kills, " in progress.decode()


@pytest.mark.parametrize(
    ("shown", "wrong"),
    [
        (SHOWN[:2], Lost),
        ([*SHOWN[:2], SHOWN[1]], Lost),
        ([SHOWN[0], *SHOWN], Doubled),
        ([SHOWN[1], SHOWN[0], SHOWN[2]], Reordered),
    ],
)
def test_what_is_not_as_it_should_be_is_called_by_its_name(shown: list[str], wrong: type[AssertionError]) -> None:
    with pytest.raises(wrong):
        compare(["Hello", "on its way", "Goodbye"], shown, "a screen")


def test_what_is_as_it_should_be() -> None:
    compare(["Hello", "on its way", "Goodbye"], SHOWN, "a screen")


@pytest.mark.parametrize("kind", ["Lost", "Doubled", "Reordered", "Leaked", "InLimbo", "Otherwise"])
def test_anything_that_is_wrong_fails_the_run_and_is_counted(kind: str) -> None:
    found = [FINE, FINE._replace(chain="after", wrong=kind, words="...")]
    assert code(found) == 1
    (line,) = lines(found)
    assert [name for name, times in line.wrong.items() if times] == [kind]


def test_a_run_that_killed_nothing_shows_nothing() -> None:
    assert code([FINE._replace(kills=0)]) == 1
    assert code([FINE]) == 0


def test_the_table_has_a_line_for_each_way_on_each_store() -> None:
    counted = Outcome("rating", "sqlite", "counted", STEPS)
    after = FINE._replace(chain="after", met=frozenset({(POST, Moment.AFTER)}), doubled=1)
    assert table([counted, FINE, after, FINE._replace(store="postgresql")]).splitlines()[2:] == [
        "| rating | postgresql |  |  | 1 | 9 | 0 | 2 / 0 | 0 | 0 | 0 | 0 |",
        "| rating | sqlite | 14 | 2: 2 / 1 / 0 | 3 | 18 | 0 | 3 / 0 | 0 | 0 | 0 | 0 |",
        "| **all** |  |  |  | 4 | 27 | 0 | 5 / 0 | 0 | 0 | 0 | 0 |",
    ]


def kills(chain: Chain, lives: int) -> list[tuple[Moment | None, int]]:
    each = chain.kills(Faults())
    return [(kill.kill, kill.nth) for kill in (next(each) for _ in range(lives))]


def test_each_life_ends_at_a_later_step_than_the_one_before_at_some_time() -> None:
    assert kills(Chain("after", Moment.AFTER, (0, 1, 4)), 4) == [
        (Moment.AFTER, 1),
        (Moment.AFTER, 2),
        (Moment.AFTER, 5),
        (Moment.AFTER, 1),
    ]


def test_twice_in_recovery_is_twice_before_the_next_step() -> None:
    chain = Chain("again", Moment.AFTER, (0,), recoveries=(2, 9))
    assert kills(chain, 4) == [(Moment.AFTER, 1), (Moment.BEFORE, 2), (Moment.AFTER, 9), (Moment.AFTER, 1)]


def test_a_recovery_is_met_at_whatever_it_asks_for() -> None:
    each = Chain("again", Moment.AFTER, (0,), recoveries=(2, 9)).kills(Faults())
    step, recovery = next(each), next(each)
    assert not step.matches("slack", "auth.test")
    assert step.matches("telegram", "sendMessage")
    assert type(recovery) is Fault
    assert recovery.matches("slack", "auth.test")


def test_without_gaps_each_life_ends_at_a_step_like_none_before() -> None:
    faults = Faults()
    faults.stop_product = lambda: None
    each = Chain("before each kind", Moment.BEFORE).kills(faults)
    faults.add(next(each))
    assert faults.meet("slack", "auth.test") is None
    assert faults.stop_at(faults.meet("slack", "chat.postMessage"), Moment.BEFORE)
    second = next(each)
    assert not second.matches("slack", "chat.postMessage")
    assert second.matches("telegram", "sendMessage")


def test_each_moment_is_met_in_each_of_the_seven_ways() -> None:
    assert {chain.moment for chain in CHAINS} == set(Moment)
    assert len(SCENARIOS) == 7
