"""When a mail is answered is reckoned once a minute for each language, however many events ask."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from core.engine.mail_waits import MailWaits
from core.model.ids import Language
from core.model.offer import Eta
from core.model.rows import AnsweredMail
from core.model.wait import MailWait

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
EN, NL = Language("en"), Language("nl")
ROW = AnsweredMail(EN, 1, NOW - timedelta(hours=3), NOW - timedelta(hours=1))


class Pace:
    """Three mails are owed an answer, and one more whenever it is asked again."""

    def __init__(self) -> None:
        self.looked = 0
        self._ahead = 2

    async def ahead(self) -> int:
        self._ahead += 1
        return self._ahead

    async def answered(self, limit: int) -> list[AnsweredMail]:
        self.looked += 1
        return [ROW][:limit]


def an_hour_for_each(
    language: Language, ahead: int, answered: Sequence[AnsweredMail], now: datetime
) -> MailWait | None:
    return MailWait(now + timedelta(hours=ahead * len(answered)), Eta(0, ahead * 60)) if language == EN else None


class Asking:
    def __init__(self) -> None:
        self.pace = Pace()
        self._waits = MailWaits(an_hour_for_each)

    async def __call__(self, language: Language = EN, after: float = 0) -> tuple[MailWait | None, int]:
        tx = SimpleNamespace(ticket_pace=self.pace)
        return await self._waits.of(tx, language, NOW + timedelta(seconds=after))  # type: ignore[arg-type]


@pytest.fixture
def ask() -> Asking:
    return Asking()


async def test_the_time_comes_with_how_many_are_ahead(ask: Asking) -> None:
    wait, ahead = await ask()
    assert wait is not None
    assert (wait.by, ahead) == (NOW + timedelta(hours=3), 3)


@pytest.mark.parametrize(("seconds", "ahead"), [(0, 3), (59, 3), (60, 4), (-1, 4)])
async def test_it_holds_for_a_minute_and_not_before_it_was_reckoned(ask: Asking, seconds: float, ahead: int) -> None:
    await ask()
    assert (await ask(after=seconds))[1] == ahead


async def test_each_language_has_its_own_and_the_history_is_read_once(ask: Asking) -> None:
    assert (await ask(EN))[0] is not None
    assert (await ask(NL))[0] is None
    assert ask.pace.looked == 1
