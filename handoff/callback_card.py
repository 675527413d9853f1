"""What staff see of a callback, whatever shows it to them: whom to call, when, what about, how it went, and the buttons. Pure."""

from collections.abc import Iterator
from typing import Literal, assert_never

import msgspec

from core.model.callback import Attempt, CallbackFile
from core.model.view import LanguageNames, Moment, Text, text

Press = Literal["claim", "reached", "not_reached", "done"]

BUTTONS: dict[Press, Text] = {
    "claim": text("card.claim"),
    "reached": text("button.callback_reached"),
    "not_reached": text("button.callback_not_reached"),
    "done": text("button.callback_done"),  # asks for the note
}


class Task(msgspec.Struct, frozen=True):
    """`facts`: a line each. `question`: the customer's own words. `log`: what was tried, and the note."""

    title: Text
    state: Text
    facts: tuple[Text, ...]
    question: str
    log: tuple[Text, ...]
    buttons: tuple[Press, ...]


def task(file: CallbackFile, zone: str) -> Task:
    """`zone` (IANA): in which staff read times."""
    return Task(
        title=text("callback.card.title", case=file.case),
        state=_state(file),
        facts=tuple(_facts(file, zone)),
        question=file.question,
        log=tuple(_log(file, zone)),
        buttons=presses(file),
    )


def presses(file: CallbackFile) -> tuple[Press, ...]:
    """What can be done now; nobody calls whoever does not want it any more."""
    match file.state:
        case "open":
            return ("claim",)
        case "claimed":
            return ("reached", "not_reached")
        case "reached":
            return ("done",)
        case "done" | "failed" | "cancelled":
            return ()
        case other:
            assert_never(other)


def _state(file: CallbackFile) -> Text:
    owner = file.owner.name if file.owner else ""
    match file.state:
        case "open":
            return text("callback.card.open")
        case "claimed":
            return text("callback.card.claimed", owner=owner)
        case "reached":
            return text("callback.card.reached", owner=owner)
        case "done":
            return text("callback.card.done")
        case "failed":
            return text("callback.card.failed")
        case "cancelled":
            return text("callback.card.cancelled")
        case other:
            assert_never(other)


def _facts(file: CallbackFile, zone: str) -> Iterator[Text]:
    if file.name:
        yield text("callback.card.customer", name=file.name)
    yield text("callback.card.phone", phone=file.phone.international)
    yield text("callback.card.language", language=LanguageNames((file.spoken,)))
    if file.items:
        yield text("callback.card.items", items=", ".join(file.items))
    if file.waits:
        yield from _when(file, zone)


def _when(file: CallbackFile, zone: str) -> Iterator[Text]:
    """The hour at which the customer lives is another one, if they are far away."""
    if file.slot:
        yield text("callback.card.slot", at=Moment(file.slot, zone))
        if file.zone != zone:
            yield text("callback.card.slot_there", at=Moment(file.slot, file.zone))
    elif file.due:
        yield text("callback.card.soon", due=Moment(file.due, zone))


def _log(file: CallbackFile, zone: str) -> Iterator[Text]:
    for attempt in file.attempts:
        yield _tried(attempt, zone)
    for note in file.notes:
        yield text("callback.card.note", agent=note.by.name, words=note.words)


def _tried(attempt: Attempt, zone: str) -> Text:
    at = Moment(attempt.at, zone)
    match attempt.result:
        case "reached":
            return text("callback.card.tried_reached", agent=attempt.by.name, at=at)
        case "not_reached":
            return text("callback.card.tried", agent=attempt.by.name, at=at)
        case other:
            assert_never(other)
