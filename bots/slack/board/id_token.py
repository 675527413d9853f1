"""Reads Slack's ID token: who it is about, and whether it was made for us, now, and for this very sign-in.

Its signature is not checked: it comes straight from Slack's token endpoint over TLS, which then proves who made it
(https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation, rule 6).
"""

import base64
import binascii
import hmac
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec

from core.model.errors import DeskError

_CLOCKS = timedelta(minutes=1)  # so far may Slack's clock and ours be apart


class NotProven(DeskError):
    """The token does not say that this person signed in here; the text has none of it."""


class Claims(msgspec.Struct, frozen=True):
    """Of docs.slack.dev/reference/methods/openid.connect.token: `exp` in seconds since 1970."""

    iss: str
    aud: str | list[str]
    exp: int
    nonce: str
    team: str = msgspec.field(name="https://slack.com/team_id")
    user: str = msgspec.field(name="https://slack.com/user_id")
    email: str = ""
    email_verified: bool = False


class Expected(NamedTuple):
    """`issuer` as in Slack's discovery document, `client` the app's id, `team` the workspace where the desk is."""

    issuer: str
    client: str
    nonce: str
    team: str
    now: datetime


def claims_of(token: str, expected: Expected) -> Claims:
    """Raises NotProven."""
    claims = _read(token)
    for right, what in _checks(claims, expected):
        if not right:
            raise NotProven(f"Slack's token {what}")
    return claims


def _checks(claims: Claims, expected: Expected) -> tuple[tuple[bool, str], ...]:
    audience = [claims.aud] if isinstance(claims.aud, str) else claims.aud
    return (
        (claims.iss == expected.issuer, "is somebody else's"),
        (audience == [expected.client], "is for another app"),
        (claims.exp + _CLOCKS.total_seconds() > expected.now.timestamp(), "is too old"),
        (hmac.compare_digest(claims.nonce.encode(), expected.nonce.encode()), "is of another sign-in"),
        (claims.team == expected.team, "is of another workspace"),
        (bool(claims.user), "names nobody"),
    )


def _read(token: str) -> Claims:
    parts = token.split(".")
    try:
        if len(parts) != 3:
            raise ValueError
        payload = base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4))
        return msgspec.json.decode(payload, type=Claims)
    except (ValueError, binascii.Error, msgspec.MsgspecError):
        raise NotProven("Slack's token cannot be read") from None
