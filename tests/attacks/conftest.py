"""One besieged desk for each module: it must outlive all that its tests do to it."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.attacks.besieged import Besieged, besieged


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Besieged]:
    async with besieged(tmp_path_factory.mktemp("besieged")) as made:
        yield made
