"""What of one thread goes out as one post when Slack's rate requires it, a customer's words and states of the card; and what can wait."""

from datetime import timedelta

from msgspec.structs import replace

from bots.slack.writing.markup import LONGEST_PART
from core.model.effects import Effect, Post
from core.model.posts import Card, Relay
from core.model.styled import Style

PATIENCE = timedelta(seconds=2)  # of a card that says anew since when the customer waits

_BETWEEN = "\n"  # a message begins on a line of its own


def join(first: Effect, then: Effect) -> Effect | None:
    """Both as one: words in their order, of two states the later one. None where they have to go one by one."""
    match first, then:
        case Post(to=there, body=Card(case=case)), Post(to=thread, body=Card(case=same)) if (there, case) == (
            thread,
            same,
        ):
            return then
        case Post(to=there, body=Relay() as said), Post(to=thread, body=Relay() as more) if there == thread:
            both = _words(said, more)
            return Post(thread, both) if both else None
        case _:
            return None


def patience(effect: Effect) -> timedelta | None:
    """Each word of a chat changes how long the customer waits: the card says it once for several, and no word waits for that."""
    match effect:
        case Post(body=Card(can_wait=True)):
            return PATIENCE
        case _:
            return None


def may_pass(effect: Effect) -> bool:
    """What stands beneath a card. Other states of it come after the one that waits, or instead of it."""
    return isinstance(effect, Post) and not isinstance(effect.body, Card)


def _words(said: Relay, more: Relay) -> Relay | None:
    """What is marked as more than a message, or is longer than one post, stays by itself. Late words have the first one's time."""
    if said.mark or more.mark or said.before or more.before:
        return None
    if (said.author, said.translation, bool(said.written)) != (more.author, more.translation, bool(more.written)):
        return None
    if bool(said.original) != bool(more.original):
        return None
    text = said.text + _BETWEEN + more.text
    original = _BETWEEN.join(filter(None, (said.original, more.original)))
    if len(text) + len(original) > LONGEST_PART:
        return None
    begins = len(said.text) + len(_BETWEEN)
    moved = (Style(each.kind, each.start + begins, each.end + begins, each.href) for each in more.styles)
    return replace(said, text=text, original=original, styles=(*said.styles, *moved))
