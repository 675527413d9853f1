"""Until when a way is closed that is closed for the rest of the day: to the end of the hours that go on, or of the desk's day."""

from datetime import UTC, datetime

import pytest

from bots.settings import Settings
from bots.ways import closes_at
from core.model.board_acts import Method

SETTINGS = Settings()  # the desk is in Amsterdam; chats until 21:00, calls until 17:00


def at(hour: int, day: int = 23) -> datetime:
    """A Monday in winter, when Amsterdam is an hour ahead."""
    return datetime(2026, 11, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("method", "now", "until"),
    [
        ("live_chat", at(9), at(20)),
        ("callback", at(9), at(16)),
        ("live_chat", at(21), at(23)),  # its hours are over: to the end of the day
        ("live_chat", at(23), at(23, day=24)),  # and that is after midnight in Amsterdam
    ],
)
def test_until_the_hours_or_the_day_end(method: Method, now: datetime, until: datetime):
    assert closes_at(SETTINGS, method, now) == until
