"""What is remembered of Slack under a name each: where a card stands, which sign a message has. Each call is one transaction."""

from collections.abc import Mapping

from core.ports import Store, Transaction


class Kept:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def get(self, name: str) -> str:
        """Empty where nothing is kept."""
        (value,) = await self.each(name)
        return value

    async def each(self, *names: str) -> list[str]:
        """In their order, each as `get` gives it."""

        async def get(tx: Transaction) -> list[str]:
            return [await tx.keep.get(name) or "" for name in names]

        return await self._store.transact(get)

    async def put(self, values: Mapping[str, str]) -> None:
        async def put(tx: Transaction) -> None:
            for name, value in values.items():
                await tx.keep.put(name, value)

        await self._store.transact(put)
