"""One request in a hundred meets each kind of trouble that its server can make, by a chance that is the same in every run."""

import random
from collections import Counter
from collections.abc import Mapping

from bots.playground.faults import Fault, Faults

SHARE = 0.01
LONGER_THAN_ANYBODY_WAITS = 25.0  # seconds; the product gives Telegram 20
STALLED = 40.0  # seconds without a word; an answer is waited for 30

_JSON = {"Content-Type": "application/json"}
_PAGE = Fault(status=502, body="<html><h1>502 Bad Gateway</h1></html>", headers={"Content-Type": "text/html"})
_LOST = Fault(effect=True, drop=True)
_TOO_FAST = (
    '{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 1","parameters":{"retry_after":1}}'
)

TROUBLE: Mapping[str, Mapping[str, Fault]] = {
    "telegram": {
        "429": Fault(status=429, body=_TOO_FAST, headers=_JSON),
        "500": Fault(status=500, body='{"ok":false,"error_code":500,"description":"Internal"}', headers=_JSON),
        "502, HTML": _PAGE,
        "sent, and the connection lost": _LOST,
        "sent, and no answer in time": Fault(effect=True, delay=LONGER_THAN_ANYBODY_WAITS),
    },
    "slack": {
        "429": Fault(status=429, body='{"ok":false,"error":"ratelimited"}', headers={**_JSON, "Retry-After": "1"}),
        "503": Fault(status=503, body="unavailable"),
        "502, HTML": _PAGE,
        "posted, and the connection lost": _LOST,
    },
    "openai": {
        "500": Fault(status=500, body='{"error":{"message":"broken"}}', headers=_JSON),
        "no first word": Fault(delay=STALLED),
    },
    "mail": {"451": Fault(status=451), "taken, and the connection lost": _LOST},
}
DELIVERIES = ("delivered twice", "delivered out of order", "poison")  # one in a hundred of what comes in


class OnePercent(Faults):
    """While it is `on`. `met` counts by server and kind; the requests themselves are not kept."""

    def __init__(self, seed: int = 1) -> None:
        super().__init__()
        self.on = False
        self.met: Counter[tuple[str, str]] = Counter()
        self._chance = random.Random(seed)

    def meet(self, server: str, method: str) -> Fault | None:
        kinds = TROUBLE.get(server, {})
        place = int(self._chance.random() / SHARE)
        if not self.on or place >= len(kinds):
            return None
        name = list(kinds)[place]
        self.met[server, name] += 1
        return kinds[name]

    def happens(self, kind: str) -> bool:
        """Whether this delivery meets this kind of trouble."""
        if not self.on or self._chance.random() >= SHARE:
            return False
        self.met["deliveries", kind] += 1
        return True
