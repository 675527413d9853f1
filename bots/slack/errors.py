"""What Slack's refusals mean for the desk.

DeskError (core.model.errors)
+-- Transient
|   +-- NoAccess         the token or a scope is missing: an operator mends it, and the lane goes on
+-- Final
|   +-- NotSetUp         found at the start: the text says what to do
|   +-- Gone
|   |   +-- Unchangeable Slack changes it no more, and it stays
|   |   +-- TooLate      a press opens one form, within seconds
|   |       +-- Used     it has opened one
|   +-- Refused
|       +-- Unchanged    it was so already
|       +-- TooRich      this form of the message is not taken; as plain text it may be
+-- Rejected             what came to our address is not Slack's, or is broken
"""

import math
from collections.abc import Mapping

from core.model.errors import DeskError, Final, Gone, Limited, Refused, Transient


class NoAccess(Transient):
    """Slack does not let the app in, or not do this."""


class NotSetUp(Final):
    """The desk cannot work in Slack as it is set up."""


class Unchangeable(Gone):
    """A message is too old for the workspace to let it be changed."""


class Unchanged(Refused):
    """The sign is there already, or was not there."""


class TooRich(Refused):
    """Blocks that Slack does not like, or more text than it takes in one message."""


class TooLate(Gone):
    """The leave to show a form is over (docs.slack.dev/surfaces/modals: three seconds from the press)."""


class Used(TooLate):
    """The leave was used before."""


class Rejected(DeskError):
    """`status` is the HTTP status to answer with."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


# Error strings of docs.slack.dev/reference/methods, by what can be done about them.
_GONE = {
    "channel_not_found",
    "not_in_channel",
    "is_archived",
    "thread_not_found",
    "message_not_found",
    "cant_update_message",
}
_TOO_RICH = {"msg_too_long", "msg_blocks_too_long", "invalid_blocks", "invalid_blocks_format"}
_UNCHANGED = {"already_reacted", "no_reaction"}
_TOO_LATE = {"expired_trigger_id": TooLate, "invalid_trigger_id": TooLate, "exchanged_trigger_id": Used}
_NO_ACCESS = {
    "token_revoked",
    "token_expired",
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "missing_scope",
    "no_permission",
    "not_allowed_token_type",
    "ekm_access_denied",
    "access_denied",
    "org_login_required",
    "team_access_not_granted",
    "two_factor_setup_required",
}
_TROUBLE = {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
_LIMITED = {"ratelimited", "rate_limited", "message_limit_exceeded"}
_DEFAULT_PAUSE = 1.0
_LONGEST_PAUSE = 3600.0


def of_answer(status: int, code: str | None, headers: Mapping[str, str]) -> DeskError:
    """The error for an answer that is not ok: its HTTP status and Slack's error string, if it has one."""
    if status == 429 or code in _LIMITED:
        return Limited(f"Slack: {code or 'ratelimited'}", retry_after(headers), scope="key")
    if code is None or status >= 500:
        return Transient(f"Slack answers {status} {code or 'with something unreadable'}")
    return _of_code(code)


def _of_code(code: str) -> DeskError:
    said = f"Slack: {code}"
    if code in _GONE:
        return Gone(said)
    if code == "edit_window_closed":
        return Unchangeable(said)
    if code in _TOO_RICH:
        return TooRich(said)
    if code in _UNCHANGED:
        return Unchanged(said)
    if code in _TOO_LATE:
        return _TOO_LATE[code](f"the form could not be shown in time: press the button again ({said})")
    if code in _NO_ACCESS:
        return NoAccess(said)
    return Transient(said) if code in _TROUBLE else Refused(said)


def retry_after(headers: Mapping[str, str]) -> float:
    """Seconds to wait: what the header says, or a second where it says nothing that can be read."""
    try:
        seconds = float(headers.get("Retry-After", ""))
    except ValueError:
        return _DEFAULT_PAUSE
    if math.isnan(seconds) or seconds <= 0:
        return _DEFAULT_PAUSE
    return min(seconds, _LONGEST_PAUSE)
