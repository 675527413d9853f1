"""Keeps Python's garbage collector off what stays for ever, and gives memory back that nothing is in.

A full collection walks through all objects, a second or so on this heap, in which no customer is answered. What is there at the
start is set apart, and full ones are made rarely: nearly everything else is freed at once, as nothing refers to it any more.
Dictionaries of eleven languages and indexes are read when they are first needed, and reading takes twice what they are: the
allocator keeps the rest for itself until it is asked.
"""

import asyncio
import ctypes
import gc
from collections.abc import Callable
from functools import cache

# Of new objects, of collections of these, and of collections of those: Python's own are 700, 10, 10. Few new ones at a time, for
# who waits meanwhile: 10,000 that hold an article's words took up to 10 ms.
YOUNG, MIDDLE, OLD = 2_000, 100, 50
# Seconds: at first often, for what is read when the first customers write; each pause is twice the one before.
GIVEN_BACK_FIRST, GIVEN_BACK_EVERY = 4.0, 60.0


def collect_rarely() -> None:
    """Before a desk is imported and made: a sixth of its start went into looking for garbage of which there is hardly any."""
    gc.set_threshold(YOUNG, MIDDLE, OLD)


def set_apart() -> None:
    """What is in memory now is looked at no more. Once what a process needs is loaded, and again when much more is."""
    gc.collect()
    gc.freeze()
    collect_rarely()


async def giving_back(first: float = GIVEN_BACK_FIRST, every: float = GIVEN_BACK_EVERY) -> None:
    """For ever, in the end each `every` seconds, in a thread of its own: tens of milliseconds where there is much, else one.

    Returns at once where the allocator has no such call: it is glibc's, https://man7.org/linux/man-pages/man3/malloc_trim.3.html
    """
    pause = first
    while await asyncio.to_thread(give_back):
        await asyncio.sleep(pause)
        pause = min(2 * pause, every)


def give_back() -> bool:
    """What nothing is in, to the system; false where the allocator has no call for it."""
    trim = _malloc_trim()
    if trim:
        trim(0)
    return trim is not None


@cache
def _malloc_trim() -> Callable[[int], int] | None:
    try:
        found: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # another allocator, or another system
        return None
    return found
