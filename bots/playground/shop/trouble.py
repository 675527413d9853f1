"""The ways in which a shop's server goes wrong, each as a value: see `ShopServer.script`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from core.model.shop import CustomerId

Json = Any
Signature = Literal["good", "wrong", "missing", "old", "of_another_request", "of_another_status"]


@dataclass(frozen=True)
class Trouble:
    """What is different from a good answer to one request that was rightly signed.

    `wait` is in seconds before the answer, None for ever. `drop` ends the connection without an answer, `cut` after so
    many bytes of its body. `status`, `body` and `headers` take the place of the answer's own; a measure is then not
    carried out. `change` is given the good answer's JSON. `person` is whose things are told in place of those of the
    person who was asked about.
    """

    wait: float | None = 0.0
    drop: bool = False
    cut: int | None = None
    status: int | None = None
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    change: Callable[[Json], Json] | None = None
    person: CustomerId | None = None
    signature: Signature = "good"


def late(seconds: float | None = None) -> Trouble:
    return Trouble(wait=seconds)


def broken(status: int = 500) -> Trouble:
    """The shop knows that it is in trouble, and signs that."""
    return Trouble(status=status, body=b'{"error": "something went wrong"}')


def page(status: int = 502) -> Trouble:
    """A gateway's page, which knows of no signature."""
    body = f"<html><head><title>{status}</title></head><body><h1>{status}</h1><hr>gateway</body></html>".encode()
    return Trouble(status=status, body=body, headers={"Content-Type": "text/html"}, signature="missing")


def rate_limited(retry_after: str | None = None) -> Trouble:
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    return Trouble(status=429, body=b'{"error": "too many requests"}', headers=headers)


def says(body: bytes) -> Trouble:
    """Rightly signed, whatever it is."""
    return Trouble(status=200, body=body)


def changed(change: Callable[[Json], Json]) -> Trouble:
    return Trouble(change=change)


def without(name: str) -> Trouble:
    """The field is missing from the answer, or from the one thing in it."""

    def change(answer: Json) -> Json:
        return {key: _less(value, name) for key, value in answer.items() if key != name}

    return Trouble(change=change)


def _less(value: Json, name: str) -> Json:
    return {key: each for key, each in value.items() if key != name} if isinstance(value, dict) else value


def things_of(person: CustomerId) -> Trouble:
    """A mix-up in the shop: the answer is this person's."""
    return Trouble(person=person)


def signed(how: Signature) -> Trouble:
    return Trouble(signature=how)


def cut_off(after: int = 10) -> Trouble:
    return Trouble(cut=after)


BROKEN = broken()
BAD_GATEWAY = page(502)
HTML = Trouble(status=200, body=b"<!doctype html><title>Sign in</title>", headers={"Content-Type": "text/html"})
DROPPED = Trouble(drop=True)
CUT = cut_off()
NOT_JSON = says(b'{"person": "c-1')
NOT_UTF8 = says(b'{"person": "\xff\xfe"}')
EMPTY = says(b"")
LIST = says(b"[]")
NULL = says(b"null")
DEEP = says(b"[" * 100_000)
HUGE = says(b'{"person": "' + b"x" * 8_000_000 + b'"}')
WRONG_SIGNATURE = signed("wrong")
UNSIGNED = signed("missing")
OLD_SIGNATURE = signed("old")
SIGNED_FOR_ANOTHER = signed("of_another_request")
SIGNED_AS_ANOTHER_STATUS = signed("of_another_status")
REDIRECT = Trouble(status=302, headers={"Location": "http://127.0.0.1:9/v1/people"})
