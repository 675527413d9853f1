"""What a text is found by: its content words, the meanings they stand for, and the function words around them."""

from collections.abc import Sequence

import msgspec

from core.answers.synonyms import meanings
from core.answers.tokens import Word, content_and_all_words


class Terms(msgspec.Struct, frozen=True, gc=False):
    """`meanings` are names, one for each expression that stands in the text; `asides` are the function words' stems."""

    words: tuple[Word, ...] = ()
    meanings: tuple[str, ...] = ()
    asides: tuple[str, ...] = ()


def terms(text: str, language: str) -> Terms:
    content, every = content_and_all_words(text, language)
    return Terms(content, tuple(meaning for _, meaning in meanings(every, language)), asides(content, every))


def asides(content: Sequence[Word], every: Sequence[Word]) -> tuple[str, ...]:
    """The stems of the words that are not among the content words."""
    telling = {word.stem for word in content}
    return tuple(word.stem for word in every if word.stem not in telling)


def joined(*parts: Terms) -> Terms:
    """Of one text in parts, in which no expression goes over from part to part."""
    return Terms(
        tuple(word for part in parts for word in part.words),
        tuple(meaning for part in parts for meaning in part.meanings),
        tuple(stem for part in parts for stem in part.asides),
    )
