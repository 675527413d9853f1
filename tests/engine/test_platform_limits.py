"""A desk that has much to send uses what Telegram and Slack allow, is refused nothing that it could know of, and holds up nobody."""

import pytest

from benchmarks.limits import QUICK, measure

pytestmark = pytest.mark.figures
BUSY = 0.9  # of what is allowed: the machine may have other things to do; the benchmark wants more


async def test_what_waits_after_a_stop_goes_out_as_fast_as_the_platforms_take_it() -> None:
    figures = await measure(QUICK)
    assert min(figures.telegram, *figures.slack) > BUSY
    assert set(figures.refused.values()) == {1}
    assert len(figures.refused) == QUICK.held + 1  # those chats and the channel that were held back, and no other
    assert figures.late < 1.0
