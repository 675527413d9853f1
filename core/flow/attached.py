"""Whether a photo or file came with a request: it speaks for another way to a person than words alone."""

from msgspec.structs import replace

from core.flow.drafts import KINDS
from core.model.conversation import Choosing, Closed, Conversation, Filling, Idle, Queued, Stage, WithAgent
from core.model.events import CustomerSentFile, Event


def remember(before: Conversation, event: Event, after: Conversation) -> Conversation:
    """Until the request is handed over or given up: the next one is asked without it."""
    if _is_over(before.stage, after.stage):
        return replace(after, evidence=False)
    came = isinstance(event, CustomerSentFile) and event.kind in KINDS
    return replace(after, evidence=True) if came else after


def _is_over(before: Stage, after: Stage) -> bool:
    given_up = isinstance(after, Idle) and isinstance(before, Choosing | Filling | Queued | WithAgent)
    return isinstance(after, Closed) or given_up
