"""Reads a prompt as a model would: the rules, and the tagged data in the messages."""

import re
from collections.abc import Mapping, Sequence

import msgspec

_TAGGED = re.compile(r"<(?P<tag>\w+)(?: number=\"(?P<number>\d+)\")?>\n(?P<text>.*?)\n</(?P=tag)>", re.DOTALL)


class Tagged(msgspec.Struct, frozen=True):
    """A passage or a sentence, with the number by which it is cited."""

    number: int
    text: str


class Prompt(msgspec.Struct, frozen=True):
    """`rules` is the system message. `sentences` are there where an answer is to be checked.

    `words` are to be translated, `into` the language that the message names. `conversation` is to be summed up.
    """

    rules: str
    question: str
    passages: tuple[Tagged, ...] = ()
    sentences: tuple[Tagged, ...] = ()
    words: str = ""
    into: str = ""
    conversation: str = ""


def read_prompt(messages: Sequence[Mapping[str, object]]) -> Prompt:
    """Without tags the last message is the question."""
    rules = "\n".join(_text(each) for each in messages if each.get("role") in ("system", "developer"))
    said = "\n".join(_text(each) for each in messages if each.get("role") == "user")
    questions = [found["text"] for found in _TAGGED.finditer(said) if found["tag"] == "question"]
    words = next((found["text"] for found in _TAGGED.finditer(said) if found["tag"] == "words"), "")
    into = re.search(r"into (\w+)\.", said) if words else None
    return Prompt(
        rules,
        questions[-1] if questions else said,
        _all("passage", said),
        _all("sentence", said),
        words,
        into[1] if into else "",
        next((found["text"] for found in _TAGGED.finditer(said) if found["tag"] == "conversation"), ""),
    )


def _all(tag: str, said: str) -> tuple[Tagged, ...]:
    found = (each for each in _TAGGED.finditer(said) if each["tag"] == tag)
    return tuple(Tagged(int(each["number"] or 0), each["text"]) for each in found)


def _text(message: Mapping[str, object]) -> str:
    """A content is a text, or a list of parts of which some are texts."""
    content = message.get("content")
    if isinstance(content, list):
        return "\n".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    return content if isinstance(content, str) else ""
