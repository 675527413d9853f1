"""Which of the staff's queues a chat waits in: by the language that people answer it in, and by what it is about."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from core.model.effects import OpenHandoff

Topic = Literal["order", "item", "urgent", "buyer", "seller"]


class Queue(NamedTuple):
    """A queue by its name, and the channel where its cards are. Without `languages` it takes all, without `topics` likewise."""

    name: str
    channel: str
    languages: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()


def queue_for(handoff: OpenHandoff, queues: Sequence[Queue]) -> Queue | None:
    """The one that is named, else the first that takes it; none: it waits in the support channel."""
    named = (queue for queue in queues if handoff.queue and queue.name == handoff.queue)
    return next(named, None) or next((queue for queue in queues if _takes(queue, handoff)), None)


def _takes(queue: Queue, handoff: OpenHandoff) -> bool:
    language = handoff.spoken or handoff.language
    return (not queue.languages or language in queue.languages) and (
        not queue.topics or not topics_of(handoff).isdisjoint(queue.topics)
    )


def topics_of(handoff: OpenHandoff) -> frozenset[Topic]:
    """What is known of it when it is opened: what it is about, on which side of the deal the customer is, and whether it burns."""
    found: set[Topic] = {"urgent"} if handoff.urgent else set()
    if handoff.about:
        found |= {handoff.about.kind, handoff.about.role}
    return frozenset(found)
