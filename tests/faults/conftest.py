"""One stage for each test, with ports and a data folder of its own."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.faults.stage import REPLIES, SHOP_SECRET, Stage, staged
from tests.faults.warm import WarmStarts


@pytest.fixture(scope="session")
def warm_starts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WarmStarts]:
    starts = WarmStarts(tmp_path_factory.mktemp("warm"))
    yield starts
    starts.close()


@pytest.fixture
async def stage(tmp_path: Path, warm_starts: WarmStarts) -> AsyncIterator[Stage]:
    async with staged(tmp_path, warm_starts.start) as stage:
        yield stage


@pytest.fixture
async def cold_stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """Each start is `python -m bots run`, as an operator's."""
    async with staged(tmp_path) as stage:
        yield stage


@pytest.fixture
async def shop_stage(tmp_path: Path, warm_starts: WarmStarts) -> AsyncIterator[Stage]:
    """With the sample shop, where Anna has bought from Daan; both read English."""
    async with staged(tmp_path, warm_starts.start, SHOP_SECRET=SHOP_SECRET) as stage:
        stage.daan.chat.language_code = "en"
        yield stage


@pytest.fixture
async def mail_stage(tmp_path: Path, warm_starts: WarmStarts) -> AsyncIterator[Stage]:
    """Where the team and the customers answer by mail."""
    async with staged(tmp_path, warm_starts.start, MAIL_REPLY_ADDRESS=REPLIES) as stage:
        yield stage


@pytest.fixture
async def call_stage(tmp_path: Path, warm_starts: WarmStarts) -> AsyncIterator[Stage]:
    """Where customers are called back at any hour."""
    async with staged(tmp_path, warm_starts.start, HOURS_PHONE="Mo-Su 0:00-24:00") as stage:
        yield stage
