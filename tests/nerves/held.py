"""All that stands in a Redis, names and values, as one text that can be searched."""

from collections.abc import Callable, Mapping
from typing import Any

import redis

_READ: Mapping[bytes, Callable[[Any, bytes], object]] = {
    b"string": lambda there, key: there.get(key),
    b"hash": lambda there, key: there.hgetall(key),
    b"list": lambda there, key: there.lrange(key, 0, -1),
    b"set": lambda there, key: there.smembers(key),
    b"zset": lambda there, key: there.zrange(key, 0, -1, withscores=True),
    b"stream": lambda there, key: there.xrange(key),
    b"none": lambda _there, _key: None,  # it has run out meanwhile
}


def held(url: str) -> str:
    with redis.Redis.from_url(url) as there:
        return "\n".join(f"{key!r}: {_READ[there.type(key)](there, key)!r}" for key in there.scan_iter())
