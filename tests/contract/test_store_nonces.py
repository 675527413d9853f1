"""A signed request is taken once, by whichever process it reaches."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from core.ports import Store

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


async def used(store: Store, nonce: str, ends: datetime = NOON + 10 * MINUTE) -> bool:
    return await store.transact(lambda tx: tx.nonces.use(nonce, ends))


async def test_a_nonce_is_used_once(store: Store) -> None:
    assert [await used(store, each) for each in ("a", "b", "a", "a")] == [True, True, False, False]


async def test_of_many_who_bring_it_at_once_one_is_first(store: Store) -> None:
    assert sum(await asyncio.gather(*(used(store, "a") for _ in range(8)))) == 1


async def test_what_was_rolled_back_was_not_used(store: Store) -> None:
    async def fails(tx) -> None:
        assert await tx.nonces.use("a", NOON)
        raise ValueError("what came after it failed")

    with pytest.raises(ValueError, match="what came after"):
        await store.transact(fails)
    assert await used(store, "a")


async def test_those_that_have_ended_are_forgotten(store: Store) -> None:
    await used(store, "old", NOON - MINUTE)
    await used(store, "good", NOON + MINUTE)
    assert await store.transact(lambda tx: tx.nonces.forget(NOON)) == 1
    assert (await used(store, "old"), await used(store, "good")) == (True, False)
