"""What a shop's answers mean for the desk, and the alarm where one is wrong.

DeskError (core.model.errors)
+-- Transient            not reached, too slow, 5xx, cut off: again later (a measure: Uncertain, for it may have happened)
|   +-- Limited          429, or 503 that says when: again in so many seconds
+-- Refused
|   +-- WrongAnswer      a repeat would bring the same: an operator, or who builds the shop's side, mends it
+-- BadSignature         bots.shop.signing
"""

import logging
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from core.model.errors import DeskError, Limited, Refused, Transient
from core.ports import Clock, Vitals
from core.ports.unwatched import UNWATCHED

log = logging.getLogger(__name__)

VITAL = "shop"
ONE_ALARM_IN = timedelta(minutes=1)  # of a kind
_PAUSE = 1.0  # seconds after a 429 that does not say how long
_LONGEST_PAUSE = 600.0


class WrongAnswer(Refused):
    """`kind` is what an alarm is counted by; `str(error)` says what to do, and names nobody."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind


class Alarm:
    """Tells the operator of wrong answers: of each kind once a minute, for a broken shop answers every customer alike."""

    def __init__(self, clock: Clock, vitals: Vitals = UNWATCHED) -> None:
        self._clock = clock
        self._vitals = vitals
        self._raised: dict[str, datetime] = {}

    @contextmanager
    def watch(self) -> Iterator[None]:
        """A WrongAnswer inside is told, and goes on its way."""
        try:
            yield
        except WrongAnswer as error:
            self._vitals.ill(VITAL, str(error))
            self._tell(error)
            raise
        except Transient as error:
            self._vitals.ill(VITAL, str(error))
            raise
        self._vitals.well(VITAL)

    def _tell(self, error: WrongAnswer) -> None:
        now, before = self._clock.now(), self._raised.get(error.kind)
        if before is None or now - before >= ONE_ALARM_IN:
            self._raised[error.kind] = now
            log.error("%s", error)


def of_status(
    status: int, headers: Mapping[str, str], now: datetime, unanswered: type[Transient] = Transient
) -> DeskError:
    """The error for a status that carries no answer. `unanswered`: what a 5xx is, behind which it may have happened."""
    if status == 429 or (status == 503 and "Retry-After" in headers):
        return Limited(f"The shop answers {status}: too many requests.", retry_after(headers, now), scope="key")
    if status >= 500:
        return unanswered(f"The shop answers {status}.")
    return WrongAnswer(f"status {status}", f"{_ADVICE.get(status, _UNKNOWN)} (The shop answered {status}.)")


def retry_after(headers: Mapping[str, str], now: datetime) -> float:
    """Seconds to wait, from a header in seconds or as a date (RFC 9110, 10.2.3); a second where it cannot be read."""
    said = headers.get("Retry-After", "")
    try:
        seconds = float(said) if said.replace(".", "", 1).isdigit() else _until(said, now)
    except (ValueError, TypeError, OverflowError):
        return _PAUSE
    return min(seconds, _LONGEST_PAUSE) if math.isfinite(seconds) and seconds > 0 else _PAUSE


def _until(said: str, now: datetime) -> float:
    moment = parsedate_to_datetime(said)
    return ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now).total_seconds()


_UNKNOWN = "The shop's answer is none of the contract: look into its log."
_MOVED = "The shop sends the desk elsewhere, and the desk does not follow: write the final address into SHOP_URL."
_ADVICE = {
    400: "The shop does not understand the desk's request: compare its side with the contract.",
    401: "The shop does not accept the desk's signature: compare SHOP_SECRET and the clocks on both sides.",
    403: "The shop does not let the desk in: allow the desk's requests there, past its firewall and its login too.",
    404: "There is no shop API at SHOP_URL, or it does not sign its 404: compare the address and the contract.",
    405: "The shop does not know this method there: compare SHOP_URL and the contract.",
    409: "The shop has seen this measure's key with another body: look at the case before you propose it again.",
    **dict.fromkeys((301, 302, 303, 307, 308), _MOVED),
}
