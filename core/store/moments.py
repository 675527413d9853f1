"""Times as the databases keep them: seconds since 1970."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def seconds(at: datetime) -> float:
    """Seconds since 1970; exact to the microsecond for the next two centuries. A naive time is a TypeError."""
    return (at - _EPOCH).total_seconds()


def moment(stored: float) -> datetime:
    """The time, in UTC, that `seconds` wrote."""
    return _EPOCH + timedelta(seconds=stored)
