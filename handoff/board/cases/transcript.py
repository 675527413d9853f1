"""The lines of a case's page: what was written and by whom, whether it arrived, where it stands, and what was translated. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Literal

import msgspec
from msgspec.structs import replace

from core.flow.translated import ORIGINAL
from core.model.effects import Post, Say
from core.model.events import AnswerReady, CustomerEdited
from core.model.ids import EffectId
from core.model.posts import Relay
from core.model.rows import Decided, Message, Sending
from core.model.view import Source, Text
from handoff.board.cases.inert import first_name

Who = Literal["customer", "assistant", "agent", "desk", "note", "course", "customer_mail", "team_mail", "stranger_mail"]
"""A "note" stayed among staff; "course": how the case went, in words of ours. Mails are those that came in."""

Fate = Literal["", "waiting", "sent", "failed"]


class Line(msgspec.Struct, frozen=True):
    """One line. `text` is somebody's own, `told` is ours.

    `fate`: what became of it on its way to the customer, with the platform's `reason`. `probability` (0 to 1): that the article
    answers the question, as the assistant took it, with its `sources`. `other`: what a translated line is the translation of
    where the `customer` read the translation, else its translation, which an agent read; `doubtful`: numbers may differ.
    """

    at: datetime
    who: Who
    name: str = ""
    text: str = ""
    told: Text | None = None
    fate: Fate = ""
    reason: str = ""
    sources: tuple[Source, ...] = ()
    probability: float | None = None
    other: str = ""
    doubtful: bool = False
    edited: bool = False


def lines(messages: Sequence[Message], decided: Sequence[Decided], sendings: Iterable[Sending]) -> list[Line]:
    """Those of a chat in their order. What was decided before the first of `decided` is shown without what stood behind it."""
    behind = {each.inbox_id: each for each in decided}
    relayed = dict(_relayed(decided))
    sent = _by_effect(sendings)
    return [_line(message, behind.get(message.inbox_id), sent, relayed) for message in messages]


def _line(
    message: Message,
    decided: Decided | None,
    sent: Mapping[EffectId, Sequence[Sending]],
    relayed: Mapping[str, tuple[str, bool]],
) -> Line:
    line = Line(message.at, message.author, message.name, message.text)
    if message.effect:
        line = _with_fate(line, sent.get(message.effect, ()))
    if decided is None:
        return line
    if message.author == "customer":
        other, doubtful = relayed.get(message.text, ("", False))
        return replace(
            line,
            name=first_name(line.name),
            other=other,
            doubtful=doubtful,
            edited=isinstance(decided.event, CustomerEdited),
        )
    if message.author == "assistant" and isinstance(decided.event, AnswerReady):
        return _with_answer(line, decided.event)
    return replace(line, other=_original(message, decided))


def _with_fate(line: Line, pieces: Sequence[Sending]) -> Line:
    failed = next((piece for piece in pieces if piece.state == "failed"), None)
    if failed:
        return replace(line, fate="failed", reason=failed.reason)
    waiting = next((piece for piece in pieces if piece.state == "waiting"), None)
    if waiting:
        return replace(line, fate="waiting", reason=waiting.reason)
    return replace(line, fate="sent") if pieces else line


def _with_answer(line: Line, event: AnswerReady) -> Line:
    answer = event.answer
    sources = dict.fromkeys(Source(each.title, each.address, each.language) for each in answer.citations)
    of_the_shop = (answer.order or answer.item) and not answer.citations  # no article was weighed
    return replace(line, sources=tuple(sources), probability=None if of_the_shop else answer.confidence)


def _original(message: Message, decided: Decided) -> str:
    """What an agent wrote, where the customer read a translation."""
    said = next((each for index, each in enumerate(decided.effects) if _id(decided, index) == message.effect), None)
    if not isinstance(said, Say):
        return ""
    numbers = {
        button.action.removeprefix(ORIGINAL) for button in said.view.buttons if button.action.startswith(ORIGINAL)
    }
    kept = (each.text for each in decided.after.originals if str(each.number) in numbers)
    return next(kept, "")


def _id(decided: Decided, index: int) -> str:
    return f"{decided.inbox_id}.{index}"


def _relayed(decided: Iterable[Decided]) -> Iterator[tuple[str, tuple[str, bool]]]:
    """What agents read in place of the customer's words, by these."""
    for each in decided:
        for effect in each.effects:
            if isinstance(effect, Post) and isinstance(effect.body, Relay) and effect.body.original:
                yield effect.body.original, (effect.body.text, effect.body.translation == "doubtful")


def _by_effect(sendings: Iterable[Sending]) -> dict[EffectId, list[Sending]]:
    found: dict[EffectId, list[Sending]] = {}
    for each in sendings:
        found.setdefault(each.id, []).append(each)
    return found
