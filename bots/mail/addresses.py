"""The address of a ticket: the desk's own with a secret token in it, by which a mail finds its ticket again. Pure."""

import re
import secrets
from collections.abc import Iterable

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # base32 without i, l, o and u, which read like 1, 1, 0 and v
TOKEN_LENGTH = 26  # characters of five bits: 130, of which 128 are random

_PREFIX = "fd-"


def new_token() -> str:
    """128 random bits, as they stand in an address."""
    bits = secrets.randbits(128)
    return "".join(ALPHABET[bits >> shift & 31] for shift in range((TOKEN_LENGTH - 1) * 5, -1, -5))


def reply_address(base: str, token: str) -> str:
    """Where the answers to a ticket go: "support@shop.example" becomes "support+fd-<token>@shop.example"."""
    local, _, domain = base.rpartition("@")
    return f"{local}+{_PREFIX}{token}@{domain}"


def token_in(recipients: Iterable[str], base: str) -> str:
    """The first token in these headers' values or addresses; empty where none is, or where `base` is empty.

    Servers and people write addresses in letters of either case. Nothing but the shape is looked at: whether there is such a
    ticket, and whether the sender may write into it, the desk says.
    """
    if not base:
        return ""
    local, _, domain = base.rpartition("@")
    shape = re.compile(
        rf"(?<![\w.+-]){re.escape(local)}\+{_PREFIX}([{ALPHABET}]{{{TOKEN_LENGTH}}})@{re.escape(domain)}(?![\w-]|\.\w)",
        re.IGNORECASE,
    )
    found = next(filter(None, map(shape.search, recipients)), None)
    return found[1].lower() if found else ""
