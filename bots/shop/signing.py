"""The signature that the desk and the shop put on every request and every answer: HMAC-SHA256 with time and nonce.

`Frontdesk-Signature: t=<unix seconds>,n=<32 hex digits>,v1=<64 hex digits>`, where v1 is the HMAC of
`t.n.METHOD.target.sha256(body)`. An answer carries its status in place of the method, and the nonce of its request:
so it answers this request, and no other.

BadSignature(DeskError)     the header is missing or malformed, too old, wrong, or was seen before
"""

import hashlib
import hmac
import re
import secrets
from collections import OrderedDict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from core.model.errors import DeskError

HEADER = "Frontdesk-Signature"
SHORTEST_SECRET = 32  # characters
VALID_FOR = timedelta(seconds=300)  # older, or as far in the future: the clocks differ, or somebody repeats it
REMEMBERED_FOR = 2 * VALID_FOR  # one from the future stays valid that long

_SHAPE = re.compile(r"t=([0-9]{1,11}),n=([0-9a-f]{32}),v1=([0-9a-f]{64})")


class BadSignature(DeskError):
    """`str(error)` says what is wrong in one sentence, without the secret, the signature or the path."""


def sign(secret: str, method: str, target: str, body: bytes, *, now: datetime, nonce: str) -> str:
    """The header's value.

    `method` is "GET" or "POST", for an answer its status ("200"). `target` is path and query as they go over the wire,
    percent-encoded. `nonce` is 32 hex digits: a new one for a request (`new_nonce`), the request's own for its answer.
    """
    seconds = int(now.timestamp())
    return f"t={seconds},n={nonce},v1={_digest(secret, method, target, body, seconds, nonce)}"


def verify(
    secret: str | Sequence[str], header: str | None, method: str, target: str, body: bytes, *, now: datetime
) -> str:
    """The nonce of a signature that was made with the secret, or any of several.

    Who takes requests gives it to `Nonces`; who takes an answer compares it with its own.

    Raises BadSignature(why), whatever the header holds.
    """
    if not header:
        raise BadSignature(f"The header {HEADER} is missing.")
    if (parts := _SHAPE.fullmatch(header)) is None:
        raise BadSignature(f"The header {HEADER} is malformed.")
    seconds, nonce, digest = int(parts[1]), parts[2], parts[3]
    known = (secret,) if isinstance(secret, str) else secret
    if not any(hmac.compare_digest(digest, _digest(each, method, target, body, seconds, nonce)) for each in known):
        raise BadSignature("The signature is wrong: another secret, another path or another body was signed.")
    if abs(int(now.timestamp()) - seconds) > VALID_FOR.total_seconds():
        raise BadSignature("The signature is too old, or the clocks differ by more than five minutes.")
    return nonce


def new_nonce() -> str:
    """128 random bits, in hex."""
    return secrets.token_hex(16)


class Nonces:
    """The nonces of the last ten minutes. Give it only those that `verify` returned: nobody else can fill it."""

    def __init__(self, most: int = 100_000) -> None:
        self._most = most
        self._seen: OrderedDict[str, datetime] = OrderedDict()

    def __len__(self) -> int:
        return len(self._seen)

    def remember(self, nonce: str, *, now: datetime) -> None:
        """Raises BadSignature where it was seen before, and where more came than can be remembered."""
        self._forget(now.astimezone(UTC))
        if nonce in self._seen:
            raise BadSignature("This request was seen before: every request needs a nonce of its own.")
        if len(self._seen) >= self._most:  # to forget an older one would let it be repeated
            raise BadSignature("More requests came in ten minutes than can be told apart.")
        self._seen[nonce] = now.astimezone(UTC)

    def _forget(self, now: datetime) -> None:
        while self._seen and now - next(iter(self._seen.values())) > REMEMBERED_FOR:
            self._seen.popitem(last=False)


def _digest(secret: str, method: str, target: str, body: bytes, seconds: int, nonce: str) -> str:
    signed = f"{seconds}.{nonce}.{method.upper()}.{target}.{hashlib.sha256(body).hexdigest()}"
    return hmac.new(secret.encode(), signed.encode(errors="surrogatepass"), hashlib.sha256).hexdigest()
