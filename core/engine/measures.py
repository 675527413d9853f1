"""Carries out `CarryOut`, the only way in which money and accounts are touched; and all that is asked of a shop, in one."""

import asyncio
from typing import Protocol

from core.engine.looking import Looking, ReadableShop
from core.model.dispute_events import MeasureDone
from core.model.effects import CarryOut, Effect
from core.model.errors import Refused, Uncertain
from core.model.ids import ConversationId
from core.model.rows import Done, Limit, OutboxRow
from core.ports import Clock, Measures, Performer

DEADLINE = 10.0  # seconds


class CarryingOut:
    """Performs `CarryOut`. A repeat is harmless: the proposal's key makes it the same deed."""

    def __init__(self, measures: Measures) -> None:
        self._measures = measures

    def lane(self, effect: Effect, conversation: ConversationId) -> str:
        return f"measures:{conversation}"

    def limits(self, effect: Effect) -> tuple[Limit, ...]:
        return ()

    def parts(self, effect: Effect) -> int:
        return 1

    async def perform(self, row: OutboxRow) -> Done:
        """What the shop will not do comes back as an outcome too; its answer that is wrong, or is no answer, raises."""
        assert isinstance(row.effect, CarryOut)
        proposal = row.effect.proposal
        if len(set(proposal.confirmed_by)) < 2:  # whatever was decided before: nobody moves money alone
            raise Refused("a measure needs two people behind it, and goes to no shop without")
        try:
            async with asyncio.timeout(DEADLINE):
                outcome = await self._measures.carry_out(proposal)
        except TimeoutError as error:
            raise Uncertain(f"the shop did not answer within {DEADLINE:.0f} s") from error
        return Done(receipt=outcome.reference, event=MeasureDone(proposal.key, outcome))


class WholeShop(ReadableShop, Measures, Protocol):
    """What is looked up, and what is carried out."""


class ShopPerformer:
    """Everything that is asked of a shop, each in a lane of its own: a measure that waits holds up nobody who looks."""

    def __init__(self, shop: WholeShop, clock: Clock) -> None:
        self._looking = Looking(shop, clock)
        self._carrying_out = CarryingOut(shop)

    def lane(self, effect: Effect, conversation: ConversationId) -> str:
        return self._performer(effect).lane(effect, conversation)

    def limits(self, effect: Effect) -> tuple[Limit, ...]:
        return self._performer(effect).limits(effect)

    def parts(self, effect: Effect) -> int:
        return self._performer(effect).parts(effect)

    async def perform(self, row: OutboxRow) -> Done:
        return await self._performer(row.effect).perform(row)

    def _performer(self, effect: Effect) -> Performer:
        return self._carrying_out if isinstance(effect, CarryOut) else self._looking
