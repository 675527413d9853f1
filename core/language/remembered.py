"""What functions remember of people's words, so as not to reckon it twice: bounded, and forgotten when somebody is erased."""

from collections.abc import Callable
from functools import _lru_cache_wrapper, lru_cache
from typing import Any, TypeVar
from weakref import WeakSet

T = TypeVar("T")

# Not looked for among all objects: the collector of garbage does not list those that are set apart from it.
_all: "WeakSet[_lru_cache_wrapper[Any]]" = WeakSet()


def remembered(most: int) -> "Callable[[Callable[..., T]], _lru_cache_wrapper[T]]":
    """For a function of words: its last `most` results are remembered until `forget_words`. A method's are its object's."""

    def remember(function: Callable[..., T]) -> "_lru_cache_wrapper[T]":
        cached = lru_cache(maxsize=most)(function)
        _all.add(cached)
        return cached

    return remember


def forget_words() -> int:
    """Forget all of it in this process; how many results that were."""
    caches = list(_all)
    forgotten = sum(each.cache_info().currsize for each in caches)
    for each in caches:
        each.cache_clear()
    return forgotten
