"""What stands at an agent's message in the thread: a sign of what became of it, and the questions that it raises."""

from typing import Literal

from core.model.controls import Choice
from core.model.effects import Post
from core.model.ids import Address
from core.model.people import Agent
from core.model.posts import Mark, Question
from core.model.view import Text

Sign = Literal["sent", "inside", "held", "failed"]


def mark(thread: Address, ref: str, sign: Sign) -> tuple[Post, ...]:
    """Instead of the sign that it had; there is none for words that are no message of the thread's."""
    return (Post(thread, Mark(ref, sign)),) if ref else ()


def ask(
    thread: Address,
    key: str,
    said: Text,
    *choices: Choice,
    quoted: str = "",
    to: tuple[Agent, ...] = (),
) -> Post:
    return Post(thread, Question(key, said, choices, to, quoted))


def settle(thread: Address, key: str, said: Text, outcome: Text, quoted: str = "") -> Post:
    """The same question, answered: nothing is left to press."""
    return Post(thread, Question(key, said, quoted=quoted, settled=outcome))
