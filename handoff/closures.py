"""Ways to a person that a supervisor has closed for now: whether it holds for a customer, and what customers read of it. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from core.model.figures import Closure
from core.model.view import Soon, Text, text
from handoff.hours import Hours, opens_at
from handoff.offer_rules import Method


class Shut(NamedTuple):
    """`opens_at` (UTC): when the way can be had again at the earliest, in its hours; none where nobody knows."""

    reason: str
    opens_at: datetime | None


def shut(method: Method, closures: Sequence[Closure], hours: Hours, now: datetime) -> Shut | None:
    """None where it is not closed, or where it is over before the next hours begin: then these are what matters."""
    closure = next((each for each in closures if each.method == method and each.holds(now)), None)
    if closure is None:
        return None
    begins = opens_at(hours, now)
    if closure.until is None:
        return Shut(closure.reason, None)
    if begins is None or closure.until <= begins:
        return None
    return Shut(closure.reason, opens_at(hours, closure.until))


def live_chat(reason: str, when: Soon | None) -> Text:
    """`reason`: a ClosedReason; of any other nothing is said."""
    return _live_chat_until(reason, when) if when else _live_chat(reason)


def _live_chat(reason: str) -> Text:
    match reason:
        case "busy":
            return text("offer.live_chat.busy")
        case "trouble":
            return text("offer.live_chat.trouble")
        case "meeting":
            return text("offer.live_chat.meeting")
        case "holiday":
            return text("offer.live_chat.holiday")
        case _:
            return text("offer.live_chat.shut")


def _live_chat_until(reason: str, when: Soon) -> Text:
    match reason:
        case "busy":
            return text("offer.live_chat.busy_until", when=when)
        case "trouble":
            return text("offer.live_chat.trouble_until", when=when)
        case "meeting":
            return text("offer.live_chat.meeting_until", when=when)
        case "holiday":
            return text("offer.live_chat.holiday_until", when=when)
        case _:
            return text("offer.live_chat.closed", when=when)


def callback(reason: str, when: Soon | None) -> Text:
    """As `live_chat`."""
    return _callback_until(reason, when) if when else _callback(reason)


def _callback(reason: str) -> Text:
    match reason:
        case "busy":
            return text("offer.callback.busy")
        case "trouble":
            return text("offer.callback.trouble")
        case "meeting":
            return text("offer.callback.meeting")
        case "holiday":
            return text("offer.callback.holiday")
        case _:
            return text("offer.callback.shut")


def _callback_until(reason: str, when: Soon) -> Text:
    match reason:
        case "busy":
            return text("offer.callback.busy_until", when=when)
        case "trouble":
            return text("offer.callback.trouble_until", when=when)
        case "meeting":
            return text("offer.callback.meeting_until", when=when)
        case "holiday":
            return text("offer.callback.holiday_until", when=when)
        case _:
            return text("offer.callback.closed", when=when)
