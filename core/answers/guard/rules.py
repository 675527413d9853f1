"""All rules of the guard, and the one way through them."""

from collections.abc import Callable, Iterator, Sequence

from core.answers.guard.address import address
from core.answers.guard.contact import email, link, phone
from core.answers.guard.figure import figure
from core.answers.guard.instructions import instructions as told
from core.answers.guard.language import language as spoken
from core.answers.guard.length import length
from core.answers.guard.markup import markup
from core.answers.guard.promise import promise
from core.answers.guard.sentence import sentence
from core.answers.guard.sources import KEPT, Failure, Source, Written, written
from core.answers.guard.status import status
from core.answers.guard.voice import voice
from core.language.remembered import remembered

Rule = Callable[[Written], Iterator[str]]

# Each says in a line for the operator what breaks it. In the order in which an operator wants to read them.
RULES: dict[str, Rule] = {
    "markup": markup,
    "link": link,
    "email": email,
    "phone": phone,
    "address": address,
    "figure": figure,
    "status": status,
    "promise": promise,
    "instructions": told,
    "voice": voice,
    "language": spoken,
    "sentence": sentence,
}


def check(
    text: str, sources: Sequence[Source], language: str, question: str = "", *, instructions: str = ""
) -> tuple[Failure, ...]:
    """What in `text`, an answer in Markdown, must not be said; empty if it may be sent.

    `sources`: the cited passages alone. Sentences that stand in one of them word for word are not judged but for their
    markup and links. `language`: the one that was asked for (ISO 639). `question`: the customer's; only an order number
    in it may be repeated. `instructions`: the model's, of which nothing may show. The text may be the beginning of an
    answer that ends with a sentence; too long a text is not looked at any further.
    """
    answer = Written(text, (), language, tuple(sources))
    if failures := tuple(Failure("length", detail) for detail in length(answer)):
        return failures
    answer = written(text, sources, language, question, instructions)
    return _failures(answer) if answer.own else _of_a_quotation(answer)


def _failures(answer: Written) -> tuple[Failure, ...]:
    return tuple(Failure(name, detail) for name, rule in RULES.items() for detail in rule(answer))


_of_a_quotation = remembered(KEPT)(_failures)  # the same passages answer many customers
