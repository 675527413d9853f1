"""The same words again and again: twice they are answered, then comes one word about it, and then nothing.

A customer who does not know whether they were heard is told so once; a machine that answers every answer of ours is left
alone, and stands in the audit. Whoever presses or asks for a person is never meant: those are choices, not words.
"""

from datetime import timedelta

from msgspec.structs import replace

from core.flow.choices import TALK_BUTTON
from core.flow.decision import Decision, say
from core.model.conversation import Closed, Conversation, Idle, Repeated
from core.model.effects import Note
from core.model.events import CustomerWrote, Event
from core.model.facts import Facts
from core.model.view import Line, text

WINDOW = timedelta(minutes=1)  # between one time and the next
ANSWERED = 2  # times
FLAG = "the same words again and again"

_HEARD = Line(text("repeat.heard"))


def is_too_often(conversation: Conversation, event: Event, facts: Facts) -> bool:
    """Where the assistant would answer once more; elsewhere words go to people, or into what they were asked for."""
    if not isinstance(conversation.stage, Idle | Closed) or not isinstance(event, CustomerWrote):
        return False
    return _times(conversation, event.text, facts) > ANSWERED


def leave(conversation: Conversation, event: Event, facts: Facts) -> Decision:
    """One word about it, and from then on nothing."""
    assert isinstance(event, CustomerWrote)
    if _times(conversation, event.text, facts) > ANSWERED + 1:
        return Decision(conversation)
    return Decision(conversation, (say(conversation, _HEARD, buttons=(TALK_BUTTON,)), Note(FLAG)))


def remember(before: Conversation, event: Event, after: Conversation, facts: Facts) -> Conversation:
    """How often these words came, one time soon after the other."""
    if not isinstance(event, CustomerWrote):
        return after
    times = _times(before, event.text, facts)
    return replace(after, repeated=Repeated(_plain(event.text), facts.now, times))


def _times(conversation: Conversation, words: str, facts: Facts) -> int:
    """With this one."""
    last = conversation.repeated
    is_again = last is not None and last.words == _plain(words) and facts.now - last.at <= WINDOW
    return last.times + 1 if last and is_again else 1


def _plain(words: str) -> str:
    """Enough of them to know them again."""
    return " ".join(words.casefold().split())[:200]
