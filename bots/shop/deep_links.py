"""Links from the shop's pages into the messenger, with an order or an article already chosen: t.me/<bot>?start=<payload>.

A payload is `kind mac id`: one letter, the first 12 characters of base64url(HMAC-SHA256(secret, "frontdesk link:" + kind + id)),
72 bits, and the id. The letter is `o` (order) or `a` (article) where the id needs no character but A-Za-z0-9_-, and
`O` or `A` where it is written as base64url without padding. A shop's server can make them itself, for every order's page.

LinkError(DeskError)    there can be no link to this id: it is empty or too long
"""

import hashlib
import hmac
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Literal, NamedTuple

from core.model.errors import DeskError
from core.ports import Transaction

Kind = Literal["order", "article"]

LONGEST = 64  # characters of A-Za-z0-9_-, https://core.telegram.org/bots/features#deep-linking
MAC = 12  # characters of base64url: 72 bits
ROOM = LONGEST - 1 - MAC  # characters for the id

_PLAIN = re.compile(r"[A-Za-z0-9_-]+")
_PAYLOAD = re.compile(rf"([oOaA])([A-Za-z0-9_-]{{{MAC}}})([A-Za-z0-9_-]{{1,{ROOM}}})")
_KEPT = "deep_link_secret"


class LinkError(DeskError):
    """`str(error)` says what is wrong with the id."""


class Target(NamedTuple):
    """What a link has chosen. Whether it exists, and whose it is, is asked later, as of an id that was typed."""

    kind: Kind
    id: str


def start_payload(kind: Kind, id: str, secret: str) -> str:
    """At most 64 of A-Za-z0-9_-. Raises LinkError for an empty id, or one of more than 51 characters (38 bytes if others)."""
    if not id:
        raise LinkError(f"The {kind} has no id.")
    letter, written = ("o" if kind == "order" else "a"), id
    if not _PLAIN.fullmatch(id):
        letter, written = letter.upper(), _encoded(id)
    if len(written) > ROOM:
        raise LinkError(
            f"The id of this {kind} is too long for a link: {ROOM} letters, digits, _ and - fit, or {ROOM * 3 // 4} bytes"
            " where there are others."
        )
    return f"{letter}{_mac(letter, written, secret)}{written}"


def read_payload(payload: str, secret: str) -> Target | None:
    """What a link has chosen; None for whatever `start_payload` did not make with this secret."""
    if not (parts := _PAYLOAD.fullmatch(payload)):
        return None
    letter, mac, written = parts.groups()
    if not hmac.compare_digest(mac, _mac(letter, written, secret)):
        return None
    id = written if letter.islower() else _decoded(written)
    return Target("order" if letter in "oO" else "article", id) if id else None


def link(bot_username: str, payload: str) -> str:
    """The address that opens a chat with the bot; `bot_username` without @."""
    return f"https://t.me/{bot_username}?start={payload}"


async def kept_secret(tx: Transaction) -> str:
    """The secret of a desk that shares none with a shop: made once, and kept in the store."""
    return await tx.keep.first(_KEPT, secrets.token_urlsafe(32))


def _mac(letter: str, written: str, secret: str) -> str:
    return _base64(hmac.new(secret.encode(), f"frontdesk link:{letter}{written}".encode(), hashlib.sha256).digest())[
        :MAC
    ]


def _base64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _encoded(id: str) -> str:
    try:
        return _base64(id.encode())
    except UnicodeEncodeError:
        raise LinkError("The id is no text: it holds half a character.") from None


def _decoded(written: str) -> str:
    """Empty where somebody who knows the secret wrote what is no base64url of UTF-8."""
    try:
        return urlsafe_b64decode(written + "=" * (-len(written) % 4)).decode()
    except ValueError:
        return ""
