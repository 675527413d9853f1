"""The benchmark of throughput runs, every message in it is answered, and it says by the figures what was the limit."""

import re
import sys
from subprocess import CompletedProcess, run

import pytest

from benchmarks.throughput.accounts import OTHERS, POSTGRES, WAITING, Reading, Shares, between, limit, mean, read
from benchmarks.throughput.comparing import per_message
from benchmarks.throughput.load import Rate
from benchmarks.throughput.stores import Measured, Turn
from tests.servers import postgres

FIGURES = re.compile(r"\((?P<name>[abcd])\) .*? (?P<rate>\d+)/s +(?P<cpu>[\d.]+) ms .* (?P<memory>\d+) MB")
DESK = re.compile(
    r"  (?P<store>SQLite|PostgreSQL), (?P<processes>\d) process(es)?: (?P<rate>\d+)/s; product (?P<cpu>[\d.]+)"
)


def benchmark(*arguments: str) -> CompletedProcess[str]:
    whole = [sys.executable, "-m", "benchmarks.throughput", "--quick", *arguments]
    done = run(whole, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done


@pytest.mark.figures
@pytest.mark.timeout(120)
@pytest.mark.parametrize("way", ["webhook", "polling"])
def test_each_bot_is_measured(way: str) -> None:
    done = benchmark("--way", way)
    found = [found for each in done.stdout.splitlines() if (found := FIGURES.match(each))]
    assert [each["name"] for each in found] == ["a", "b", "c", "d"]
    assert all(int(each["rate"]) > 0 and float(each["cpu"]) > 0 for each in found)


@pytest.mark.figures
@pytest.mark.timeout(180)
@pytest.mark.parametrize("name", ["c", "d"])
def test_each_desk_is_measured_on_both_stores(name: str) -> None:
    postgres()  # skips where it does not start
    done = benchmark("--store", "postgresql", "--workers", "1,2", "--only", name)
    found = [found for each in done.stdout.splitlines() if (found := DESK.match(each))]
    desks = [(each["store"], int(each["processes"])) for each in found]
    assert desks == [("SQLite", 1), ("PostgreSQL", 1), ("PostgreSQL", 2)]
    assert all(int(each["rate"]) > 0 and float(each["cpu"]) > 0 for each in found)
    assert done.stdout.count("the limit: ") == 3
    assert "PostgreSQL, 2 processes beside PostgreSQL, 1 process: " in done.stdout


LIMITS = [
    # of a core each, what is idle of two, of the time to the disk: what the limit was
    ({"process": 0.7, POSTGRES: 0.6, "the world": 0.5}, 0.15, 0.8, "the 2 cores"),
    ({"process": 0.95, POSTGRES: 0.3, "the world": 0.2}, 0.5, 0.8, "process (95%)"),
    ({"process": 0.5, POSTGRES: 0.2, "the world": 0.93}, 0.3, 0.1, "the world (93%)"),
    ({"process": 0.3, POSTGRES: 1.1, "the world": 0.2}, 0.4, 0.1, "nobody's core"),  # it is many processes
    ({"process": 0.3, OTHERS: 1.0, WAITING: 0.1}, 0.6, 0.1, "nobody's core"),
    ({"process": 0.4, POSTGRES: 0.3, "the world": 0.2}, 1.1, 0.8, "the disk"),
    ({"process": 0.4, POSTGRES: 0.3, "the world": 0.2}, 1.1, 0.2, "nobody's core"),
]


@pytest.mark.parametrize(("by", "idle", "flushing", "said"), LIMITS)
def test_the_limit_is_read_from_the_figures(by: dict[str, float], idle: float, flushing: float, said: str) -> None:
    assert limit(Shares(8.0, by, idle, 2), flushing).startswith(said)


def test_shares_are_cores_of_the_time_between_two_readings() -> None:
    before, after = (
        Reading(100.0, {"process": 7.0, OTHERS: 3.0}, 50.0),
        Reading(104.0, {"process": 9.0, OTHERS: 3.0}, 56.0),
    )
    shares = between(before, after)
    assert (shares.seconds, dict(shares.by), shares.idle) == (4.0, {"process": 0.5, OTHERS: 0.0}, 1.5)


def test_all_that_is_nobodys_is_of_others() -> None:
    reading = read({"process": lambda: 2.5})
    assert reading.used["process"] == 2.5
    assert reading.used[OTHERS] > 0


def test_a_message_costs_what_all_who_worked_for_it_used() -> None:
    by = {"process 1": 0.5, "process 2": 0.25, POSTGRES: 0.25, WAITING: 0.5, OTHERS: 0.5}
    turn = Turn(Rate(100.0, 7.5, 1.0), Shares(4.0, by, 0.0, 2))
    found = Measured([turn, turn], None)
    assert per_message(found, mean(each.shares for each in found.turns)) == {"product": 7.5, POSTGRES: 2.5}
