"""What this process remembers of words, so as not to reckon it twice: forgotten when somebody's data is erased."""

import gc
from functools import _lru_cache_wrapper

OURS = ("bots.", "core.", "handoff.")


def forget_words() -> int:
    """Empty the bounded caches of our functions; how many. The others hold what does not come from customers."""
    emptied = 0
    for each in gc.get_objects():
        if isinstance(each, _lru_cache_wrapper) and _is_of_words(each):
            each.cache_clear()
            emptied += 1
    return emptied


def _is_of_words(cached: "_lru_cache_wrapper[object]") -> bool:
    return str(cached.__module__).startswith(OURS) and cached.cache_info().maxsize is not None
