"""The trouble that a person at the page can make, and what of it is still to come."""

from collections.abc import Callable
from dataclasses import dataclass

from bots.playground.faults import Fault, Faults
from bots.playground.page.requests import MakeTrouble

LATE = 4.0  # seconds
WAIT = 5  # seconds, in a refusal for haste

_METHODS = {"telegram": "sendMessage", "slack": "chat.postMessage", "mail": "DATA"}
_WORDS = {
    "late": "late answer",
    "refuse": "refusal",
    "fail": "failure",
    "drop": "dropped request",
    "lose_answer": "lost answer",
}
_TOO_MANY = (
    f'{{"ok":false,"error_code":429,"description":"Too Many Requests: retry after {WAIT}",'
    f'"parameters":{{"retry_after":{WAIT}}}}}'
)


@dataclass(frozen=True)
class Armed:
    """A fault that waits for its request; `since` counts the requests seen before it."""

    words: str
    fault: Fault
    since: int


class Trouble:
    """The next message that the product sends over a server meets one fault."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._armed: list[Armed] = []

    def make(self, request: MakeTrouble) -> None:
        fault = _fault(request.server, request.kind)
        words = f"{request.server.capitalize()}: {_WORDS[request.kind]}"
        self._armed.append(Armed(words, fault, len(self._faults.seen)))
        self._faults.add(fault)

    def calm(self) -> None:
        self._armed.clear()
        self._faults.clear()

    def waiting(self) -> list[str]:
        """What has not met its request yet, in words."""
        self._armed = [armed for armed in self._armed if not self._met(armed)]
        return [armed.words for armed in self._armed]

    def _met(self, armed: Armed) -> bool:
        seen = self._faults.seen[armed.since :]
        return any(armed.fault.matches(each.server, each.method) for each in seen)


def _fault(server: str, kind: str) -> Fault:
    return _KINDS[kind](server, _METHODS[server])


def _late(server: str, method: str) -> Fault:
    return Fault(server, method, delay=LATE)


def _refuse(server: str, method: str) -> Fault:
    """Too many requests; a mail server has no such answer and says "try again later" (RFC 5321: 450)."""
    match server:
        case "telegram":
            return Fault(server, method, status=429, body=_TOO_MANY, headers={"Content-Type": "application/json"})
        case "slack":
            return Fault(server, method, status=429, body="", headers={"Retry-After": str(WAIT)})
        case _:
            return Fault(server, method, status=450, body="4.2.1 try again later")


def _fail(server: str, method: str) -> Fault:
    if server == "mail":
        return Fault(server, method, status=554, body="5.0.0 transaction failed")
    return Fault(server, method, status=500, body="<html>Internal Server Error</html>")


def _drop(server: str, method: str) -> Fault:
    return Fault(server, method, drop=True)


def _lose_answer(server: str, method: str) -> Fault:
    return Fault(server, method, effect=True, drop=True)


_KINDS: dict[str, Callable[[str, str], Fault]] = {
    "late": _late,
    "refuse": _refuse,
    "fail": _fail,
    "drop": _drop,
    "lose_answer": _lose_answer,
}
