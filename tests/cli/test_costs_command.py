"""`frontdesk costs`: what the model's answers came to."""

from pathlib import Path

import pytest

from core.engine.clock import SystemClock
from core.model.answer import Usage
from core.store.sqlite import SqliteStore
from tests.cli.conftest import Frontdesk


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


async def spend(folder: Path, *usages: Usage) -> None:
    store = SqliteStore.open(folder / "desk.db")
    today = SystemClock().now().date()
    for usage in usages:
        await store.transact(lambda tx, usage=usage: tx.spending.add(today, "anna", "telegram:1", usage))  # type: ignore[misc]
    await store.close()


async def test_tokens_and_money_are_listed_by_day(frontdesk: Frontdesk, data: Path) -> None:
    await spend(data, Usage(1_000, 50, 0.001, "a-model"), Usage(2_000, 40, 0.0025, "a-model"))
    printed = await frontdesk("costs")
    assert printed.code == 0
    assert printed.out.splitlines()[-1].split() == ["together", "2", "3,000", "90", "0.0035"]


async def test_nothing_spent_is_said(frontdesk: Frontdesk, data: Path) -> None:
    await spend(data)
    assert (await frontdesk("costs", "--days", "7")).out.startswith("No model has answered since ")
