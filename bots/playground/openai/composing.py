"""What the model says when it behaves: sentences of the passages that speak of the question, each with its number."""

import re
import unicodedata

from bots.playground.openai.phrasebook import translated
from bots.playground.openai.reading import Prompt, Tagged
from core.answers.guard.units import units

NOTHING = "NONE"

_MOST = 3  # sentences; the steps of a list count as one
_QUOTED = 120  # characters of each message in a summary
_STEM = 5  # characters: enough of a word to know it in its other forms
_WORD = re.compile(r"[\u3400-\u9fff]{2}|[^\W_\u3400-\u9fff]{4,}|\d+")
_HAN_PAIR = re.compile(r"(?=([\u3400-\u9fff]{2}))")
_HEADING = re.compile(r"^#{1,6} .*$", re.MULTILINE)
_STEP = re.compile(r"\s*(?:\d+[.)]|[-*+])\s+")
_SUPPORTED = 0.5  # of a sentence's words


def compose(prompt: Prompt) -> str:
    """An answer; the verdict where sentences are to be checked, a translation, or a summary. The same prompt gives the same words."""
    if prompt.conversation:
        return _summary(prompt.conversation)
    if prompt.words:
        return translated(prompt.words, prompt.into)
    return _verdict(prompt) if prompt.sentences else _answer(prompt)


def stems(text: str) -> frozenset[str]:
    folded = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    words = (word[:_STEM] for word in _WORD.findall(plain))
    return frozenset(words) | frozenset(_HAN_PAIR.findall(plain))


def _answer(prompt: Prompt) -> str:
    """Of a question of short words ("how do I pay"), which say nothing here, the first passage: it was found to fit best."""
    asked = stems(prompt.question)
    best = max(prompt.passages, key=lambda each: len(asked & stems(each.text)), default=None)
    if best is None or (asked and not asked & stems(best.text)):
        return NOTHING
    said = _units(best)
    chosen = sorted(sorted(range(len(said)), key=lambda at: -len(asked & stems(said[at])))[:_MOST])
    return "\n\n".join(_cited(said[at], best.number) for at in chosen)


def _units(passage: Tagged) -> list[str]:
    """The sentences below the title; a list whole, with the sentence that leads to it."""
    body = passage.text.partition("\n\n")[2] or passage.text
    blocks = filter(None, map(str.strip, re.split(r"\n\s*\n", _HEADING.sub("", body))))
    joined: list[str] = []
    for piece in (piece for block in blocks for piece in _pieces(block)):
        if joined and joined[-1].endswith((":", "：")):
            joined[-1] += f"\n\n{piece}"
        else:
            joined.append(piece)
    return joined


def _pieces(block: str) -> list[str]:
    return [block] if _STEP.match(block) else list(units(" ".join(block.split())))


def _cited(unit: str, number: int) -> str:
    """Each step has its own mark."""
    return "\n".join(f"{line.rstrip()} [{number}]" if line.strip() else "" for line in unit.split("\n"))


def _summary(conversation: str) -> str:
    """What the customer said first and last."""
    said = re.findall(r"^Customer: (.+)$", conversation, re.MULTILINE) or [conversation.partition("\n")[0]]
    first, last = said[0][:_QUOTED], said[-1][:_QUOTED]
    return f"The customer began with “{first}”. Their last message is “{last}”."


def _verdict(prompt: Prompt) -> str:
    """The numbers of the sentences of which the passages say less than half of the words."""
    said = frozenset[str]().union(*(stems(each.text) for each in prompt.passages))
    weak = [each.number for each in prompt.sentences if _share(stems(each.text), said) < _SUPPORTED]
    return ", ".join(map(str, weak)) or NOTHING


def _share(words: frozenset[str], said: frozenset[str]) -> float:
    return len(words & said) / len(words) if words else 1.0
