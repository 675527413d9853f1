"""How often somebody may try to sign in: from one address, and from all together."""

import ipaddress
import math
from collections import deque
from collections.abc import Callable

A_MINUTE = 60.0


class Throttle:
    """At most `each` tries a minute from an address and `total` from all; `now` gives seconds, of any beginning."""

    def __init__(self, now: Callable[[], float], each: int = 10, total: int = 100) -> None:
        self._now, self._each, self._total = now, each, total
        self._tries: deque[tuple[float, str]] = deque()

    def wait(self, address: str) -> int:
        """Whole seconds until the next try is allowed; 0: it is, and is counted. What is refused is not."""
        now, whose = self._now(), _whose(address)
        while self._tries and self._tries[0][0] <= now - A_MINUTE:
            self._tries.popleft()
        times = [at for at, by in self._tries if by == whose]
        for since, most in ((times, self._each), ([at for at, _ in self._tries], self._total)):
            if len(since) >= most:
                return math.ceil(since[-most] + A_MINUTE - now)
        self._tries.append((now, whose))
        return 0

    def good(self, address: str) -> None:
        """Their last try was no guess, so it is not counted: an office with one address comes in as fast as it likes."""
        whose = _whose(address)
        last = next((each for each in reversed(self._tries) if each[1] == whose), None)
        if last:
            self._tries.remove(last)


def _whose(address: str) -> str:
    """Whoever has one address of IPv6 has all of its network: https://www.rfc-editor.org/rfc/rfc6177."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((known, 64), strict=False)) if known.version == 6 else address
