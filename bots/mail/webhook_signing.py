"""The signature on mails that a provider delivers: HMAC-SHA256 over the time and the body. Pure."""

import hashlib
import hmac
import re

HEADER = "Frontdesk-Mail-Signature"
SHORTEST_SECRET = 16  # characters
VALID_FOR = 300  # seconds: what is older is refused; what comes twice meanwhile is one mail

_SHAPE = re.compile(r"t=([0-9]{1,11}),v1=([0-9a-f]{64})")


def sign(secret: str, body: bytes, seconds: int) -> str:
    """The header's value; `seconds` of Unix time, `body` as it goes over the wire."""
    return f"t={seconds},v1={_digest(secret, str(seconds), body)}"


class Signature:
    """Of one request. Raises ValueError for a header of another shape."""

    def __init__(self, header: str) -> None:
        shape = _SHAPE.fullmatch(header)
        if not shape:
            raise ValueError("not a signature")
        self._seconds, self._digest = shape[1], shape[2]

    def is_fresh(self, now: float) -> bool:
        return abs(now - int(self._seconds)) <= VALID_FOR

    def is_of(self, secret: str, body: bytes) -> bool:
        return hmac.compare_digest(self._digest, _digest(secret, self._seconds, body))


def _digest(secret: str, seconds: str, body: bytes) -> str:
    return hmac.new(secret.encode(), seconds.encode() + b"." + body, hashlib.sha256).hexdigest()
