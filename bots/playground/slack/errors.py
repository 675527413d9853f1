"""What the playground's Slack refuses, and what its people cannot do.

PlaygroundSlackError
├── Refused            an API call is answered ok:false (HTTP 200)
│   └── RateLimited    ... with HTTP 429 and Retry-After
├── NotAcknowledged    the product did not take a delivery in time
├── Unseen             a person looks for something that is not on their screen
└── NothingPosted      the awaited message did not come
"""

from collections.abc import Sequence


class PlaygroundSlackError(Exception):
    """Anything that the playground's Slack reports."""


class Refused(PlaygroundSlackError):
    """An API call that Slack answers with HTTP 200 and `ok: false`.

    `code` is Slack's error string; `messages` are its hints in `response_metadata.messages`.
    """

    def __init__(self, code: str, messages: Sequence[str] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.messages = tuple(messages)


class RateLimited(Refused):
    """HTTP 429 with `Retry-After: retry_after` whole seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("ratelimited")
        self.retry_after = retry_after


class NotAcknowledged(PlaygroundSlackError):
    """One delivery failed; `reason` is the value of X-Slack-Retry-Reason for the next one."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Unseen(PlaygroundSlackError):
    """The person's screen has no such button, message or form."""


class NothingPosted(PlaygroundSlackError, AssertionError):
    """The awaited message did not come in time; the text shows the channel as it is."""
