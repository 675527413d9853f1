"""A thread of its own for calls that block, one after the other; it never keeps the process from ending."""

import asyncio
import contextlib
import queue
import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

T = TypeVar("T")


class OneThread:
    """Between `__init__` and `close` calls can be given to it. A call whose caller was cancelled runs on to its end."""

    def __init__(self, name: str) -> None:
        self._calls: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        threading.Thread(target=self._run, name=name, daemon=True).start()

    async def run(self, call: Callable[[], T]) -> T:
        """What the call returns; raises what it raises."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._calls.put(lambda: _into(future, loop, call))
        return await future

    def close(self, last: Callable[[], None]) -> None:
        """Ends after the calls that were given, and this one, which must not raise."""
        self._calls.put(last)
        self._calls.put(None)

    def _run(self) -> None:
        while call := self._calls.get():
            call()


def _into(future: asyncio.Future[T], loop: asyncio.AbstractEventLoop, call: Callable[[], T]) -> None:
    tell: Callable[[], None]
    try:
        tell = partial(_settle, future, call())
    except BaseException as error:  # noqa: BLE001 (it is raised where it was asked for)
        tell = partial(_fail, future, error)
    with contextlib.suppress(RuntimeError):  # the loop may be closed by now: nobody waits any more
        loop.call_soon_threadsafe(tell)


def _settle(future: asyncio.Future[T], result: T) -> None:
    if not future.cancelled():
        future.set_result(result)


def _fail(future: asyncio.Future[T], error: BaseException) -> None:
    if not future.cancelled():
        future.set_exception(error)
