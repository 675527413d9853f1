"""The wait for a live chat, from what the desk has written down: who waits, who talks, and how long it took before. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from math import inf

import msgspec

from core.model.ids import Language
from core.model.people import Agent, Duty
from core.model.rows import ChatRow
from core.model.wait import Wait
from handoff.calibration import Outcome, Range, calibrated, eta
from handoff.hours import Hours, closes_at
from handoff.waiting import Pace, Serving, place

CAPACITY = 3  # chats at once
MOST_OUTCOMES = 200

_MINUTE = timedelta(minutes=1)


class LiveQueue(msgspec.Struct, frozen=True):
    """`languages`: those in which there are chats, with their `hours`; `capacity`: chats that an agent has at
    once who has not said it otherwise."""

    languages: tuple[Language, ...]
    hours: Mapping[Language, Hours]
    capacity: int = CAPACITY

    def __call__(
        self,
        language: Language,
        own: ChatRow | None,
        live: Sequence[ChatRow],
        ended: Sequence[ChatRow],
        staff: Sequence[Duty],
        now: datetime,
    ) -> Wait | None:
        """None where nobody takes chats in this language now. As `core.ports.LiveQueue`."""
        agents = [self._serving(duty, live, language, now) for duty in staff if duty.there]
        if not any(language in agent.languages for agent in agents):
            return None
        ahead = [chat.language for chat in live if chat.claimed_at is None and _is_before(chat, own)]
        found = place(language, ahead, agents, pace_of(ended))
        if found.wait is None:
            return Wait(found.position)
        right = calibrated(found.wait, _outcomes(ended, language))
        return Wait(found.position, eta(right), (found.wait.low_minutes, found.wait.high_minutes))

    def there(self, language: Language, staff: Sequence[Duty]) -> list[Duty]:
        """Who takes chats in this language now. As `core.ports.LiveQueue`."""
        return [duty for duty in staff if duty.there and language in self._spoken(duty)]

    def idle(
        self, language: Language, since: datetime, chats: Sequence[ChatRow], staff: Sequence[Duty]
    ) -> tuple[Agent, ...]:
        """Who could have taken a chat at any time since then. As `core.ports.LiveQueue`."""
        return tuple(
            duty.agent
            for duty in self.there(language, staff)
            if (duty.since is None or duty.since <= since) and self._had_room(duty, chats, since)
        )

    def _had_room(self, duty: Duty, chats: Sequence[ChatRow], since: datetime) -> bool:
        """Whoever has just taken another chat has done what was asked of them."""
        theirs = [chat for chat in chats if chat.agent == duty.agent.id and chat.claimed_at]
        meanwhile = [chat for chat in theirs if chat.ended_at is None or chat.ended_at > since]
        return len(meanwhile) < self._capacity(duty) and all(
            chat.claimed_at <= since for chat in theirs if chat.claimed_at
        )

    def _capacity(self, duty: Duty) -> int:
        return duty.capacity or self.capacity

    def _spoken(self, duty: Duty) -> frozenset[str]:
        return frozenset(duty.languages or self.languages) & frozenset(self.languages)

    def _serving(self, duty: Duty, live: Sequence[ChatRow], language: Language, now: datetime) -> Serving:
        theirs = [chat.claimed_at for chat in live if chat.claimed_at and chat.agent == duty.agent.id]
        closes = closes_at(self.hours[language], now) if language in self.hours else None
        stops = (closes - now) / _MINUTE if closes else inf
        return Serving(
            frozenset(map(str, self._spoken(duty))),
            self._capacity(duty),
            tuple(_minutes(at, now) for at in theirs),
            stops=stops,
        )


def _is_before(chat: ChatRow, own: ChatRow | None) -> bool:
    return own is None or (chat.queued_at, chat.case) < (own.queued_at, own.case)


def pace_of(ended: Sequence[ChatRow]) -> Pace:
    """What the chats that are over say: how long one takes, and how many customers give up."""
    pace = Pace()
    handling, leaving = pace.handling, pace.leaving
    for chat in ended:
        if chat.ended_at is None:
            continue
        if chat.claimed_at:
            handling = handling.learn(_minutes(chat.claimed_at, chat.ended_at))
        waited = _minutes(chat.queued_at, chat.claimed_at or chat.ended_at)
        leaving = leaving.learn(0 if chat.claimed_at else 1, waited)
    return msgspec.structs.replace(pace, handling=handling, leaving=leaving)


def _outcomes(ended: Sequence[ChatRow], language: Language) -> list[Outcome]:
    """How earlier promises in this language held."""
    kept = [
        Outcome(Range(*chat.told.said), chat.told.eta, _minutes(chat.queued_at, chat.claimed_at))
        for chat in ended
        if chat.language == language and chat.claimed_at and chat.told and chat.told.eta
    ]
    return kept[-MOST_OUTCOMES:]


def _minutes(since: datetime, until: datetime) -> float:
    """Clocks may be set back."""
    return max(0.0, (until - since) / _MINUTE)
