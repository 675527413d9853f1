"""What models may cost: counted for each customer and day, and refused in time, also for answers that are under way."""

import asyncio
import logging
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from core.answers.errors import WriterFailed
from core.answers.help_centre import Hit
from core.answers.writing import Draft, Show, Writer
from core.model.answer import Usage
from core.model.errors import DeskError
from core.model.question import Question
from core.model.rows import Spent
from core.ports import Clock, Store, Transaction
from core.ports.nerves import Places, SharedPlaces

log = logging.getLogger(__name__)

_USUAL = Usage(3_000, 300, 0.01)  # what an answer is thought to cost before the first of the day is counted
_FORGOTTEN_AFTER = timedelta(seconds=60)  # no answer takes as long: its end was not told
_MOST_TOKENS = 10_000_000  # a server that counts more for one answer counts wrong
_MOST_COST = 1_000_000.0

Limit = Literal["day", "customer", "tokens", "store"]

_REASONS: dict[Limit, str] = {
    "day": "the budget of the day is spent",
    "customer": "this customer's budget of the day is spent",
    "tokens": "this customer's tokens of the day are used up",
    "store": "what was spent cannot be read, so nothing more is",
}


class Allowed(msgspec.Struct, frozen=True):
    """Whether a model may be asked; `limit` says why not."""

    limit: Limit | None = None

    def __bool__(self) -> bool:
        return self.limit is None

    @property
    def reason(self) -> str:
        return _REASONS[self.limit] if self.limit else ""


class _Held(msgspec.Struct, frozen=True, eq=False):
    """The place of an answer under way."""

    customer: str
    until: datetime
    id: str


class _Bill(msgspec.Struct, frozen=True):
    at: datetime
    question: Question
    usage: Usage


class Budget:
    """Limits by UTC day, in the currency of the prices and in tokens; None is no limit, 0 is nothing at all.

    Answers under way count as much as the day's usual answer, so that many at once overspend by little. Each `allows`
    that said yes is followed by one `count`. What cannot be read is taken for spent.

    `shared`: by which several processes know of each other's answers under way. Without it each counts its own alone, and
    all together may overspend by what is under way in the others.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        per_day: float | None = None,
        per_customer: float | None = None,
        tokens_per_customer: int | None = None,
        shared: SharedPlaces | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._per_day = per_day
        self._per_customer = per_customer
        self._tokens_per_customer = tokens_per_customer
        self._shared = shared
        self._held: set[_Held] = set()
        self._unwritten: list[_Bill] = []
        self._usual = _USUAL

    async def allows(self, customer: str) -> Allowed:
        """Whether a model may answer this customer now; if so, a place is held until `count`."""
        now = self._clock.now()
        place = _Held(customer, now + _FORGOTTEN_AFTER, secrets.token_hex(8))
        held = self._still_held(now)  # those that end while the store is read may be missing in what it says
        others = await self._shared.take(place.id, customer, now, place.until) if self._shared else None
        try:
            day, own = await self._store.transact(lambda tx: _spent(tx, now, customer))
        except DeskError as error:
            log.error("no model is asked, for the budget cannot be read: %s", error)
            await self._leave(place)
            return Allowed("store")
        if day.answers:
            self._usual = _mean(day)
        limit = self._limit(day, own, _most(others, _places(held | self._held, customer)))
        if limit is None:
            self._held.add(place)
        else:
            await self._leave(place)
        return Allowed(limit)

    async def count(self, question: Question, usage: Usage | None) -> None:
        """The answer is over: give its place back, and write down what was paid; None is nothing.

        What the store does not take is written with the next one.
        """
        now = self._clock.now()
        if usage is not None:
            self._unwritten.append(_Bill(now, question, _plausible(usage)))
        try:
            await self._write()
        finally:
            await self._give_back(question.customer)

    @property
    def usual(self) -> Usage:
        """The mean of the day's answers: what to count where what was paid was never told."""
        return self._usual

    def _limit(self, day: Spent, own: Spent, under_way: Places) -> Limit | None:
        tokens = self._usual.prompt_tokens + self._usual.completion_tokens
        if _is_spent(self._per_day, day.cost + under_way.all * self._usual.cost):
            return "day"
        if _is_spent(self._per_customer, own.cost + under_way.own * self._usual.cost):
            return "customer"
        if _is_spent(self._tokens_per_customer, own.prompt_tokens + own.completion_tokens + under_way.own * tokens):
            return "tokens"
        return None

    async def _write(self) -> None:
        bills, self._unwritten = self._unwritten, []
        if not bills:
            return
        try:
            await self._store.transact(lambda tx: _add(tx, bills))
        except DeskError as error:
            self._unwritten += bills
            log.error("%d answers are paid and not yet counted: %s", len(bills), error)

    def _still_held(self, now: datetime) -> set[_Held]:
        self._held = {each for each in self._held if each.until > now}
        return set(self._held)

    async def _give_back(self, customer: str) -> None:
        own = (each for each in self._held if each.customer == customer)
        if oldest := min(own, key=lambda each: each.until, default=None):
            self._held.discard(oldest)
            await self._leave(oldest)

    async def _leave(self, place: _Held) -> None:
        if self._shared:
            await self._shared.leave(place.id, place.customer)


class Budgeted:
    """A writer that is asked only while the budget allows it, and whose costs are counted however it ends."""

    def __init__(self, writer: Writer, budget: Budget) -> None:
        self._writer = writer
        self._budget = budget

    async def write(self, question: Question, hits: Sequence[Hit], show: Show) -> Draft:
        """Raises WriterFailed, also when the budget is spent."""
        allowed = await self._budget.allows(question.customer)
        if not allowed:
            raise WriterFailed(allowed.reason)
        usage: Usage | None = None
        try:
            draft = await self._writer.write(question, hits, show)
            usage = draft.usage
        except WriterFailed as failed:
            usage = failed.usage
            raise
        except asyncio.CancelledError:
            usage = self._budget.usual  # broken off: the server wants its money and told nobody how much
            raise
        finally:
            await self._budget.count(question, usage)
        return draft


async def _spent(tx: Transaction, now: datetime, customer: str) -> tuple[Spent, Spent]:
    return await tx.spending.spent(now.date()), await tx.spending.spent(now.date(), customer)


async def _add(tx: Transaction, bills: Iterable[_Bill]) -> None:
    for bill in bills:
        question = bill.question
        await tx.spending.add(bill.at.date(), question.customer, question.conversation, bill.usage)


def _places(held: set[_Held], customer: str) -> Places:
    return Places(len(held), sum(each.customer == customer for each in held))


def _most(shared: Places | None, here: Places) -> Places:
    """A server that was emptied knows less than this process does."""
    return here if shared is None else Places(max(shared.all, here.all), max(shared.own, here.own))


def _is_spent(limit: float | None, spent: float) -> bool:
    return limit is not None and spent >= limit


def _mean(day: Spent) -> Usage:
    return Usage(day.prompt_tokens // day.answers, day.completion_tokens // day.answers, day.cost / day.answers)


def _plausible(usage: Usage) -> Usage:
    """The figures are a server's word."""
    return Usage(
        min(max(usage.prompt_tokens, 0), _MOST_TOKENS),
        min(max(usage.completion_tokens, 0), _MOST_TOKENS),
        min(max(usage.cost, 0.0), _MOST_COST),
        usage.model,
    )
