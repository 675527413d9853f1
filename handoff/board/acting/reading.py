"""What was done at the board, as it is written into the inbox and read from it."""

from typing import assert_never
from uuid import uuid4

from msgspec.structs import replace

from core.language.payment_data import without_payment_data
from core.model.board_acts import (
    BoardAct,
    ChatAssigned,
    CustomerUnblocked,
    DutySet,
    LetterAnswered,
    MethodClosed,
    MethodOpened,
)
from core.model.codec import decode, encode
from core.model.controls import Assign, Unblock
from core.model.heard import FromBoard, FromCommand, Heard
from core.model.rows import Received

SOURCE = "board"


class BoardReader:
    def read(self, payload: str) -> Heard:
        """What is about a case is what a supervisor's typed command would be. Raises Unreadable."""
        act: BoardAct = decode(payload, BoardAct)  # type: ignore[arg-type]  # mypy has no type for a union as a value
        match act:
            case ChatAssigned(by=by, case=case, to=to, note=note, held=held):
                return FromCommand(by, case, Assign(to, note, held), supervisor=True)
            case CustomerUnblocked(by=by, case=case):
                return FromCommand(by, case, Unblock(), supervisor=True)
            case DutySet() | MethodClosed() | MethodOpened() | LetterAnswered():
                return FromBoard(act)
            case other:
                assert_never(other)


def received(act: BoardAct) -> Received:
    """Each press is an item of its own: what is done already is found out when it is decided."""
    return Received(f"{SOURCE}:{uuid4().hex}", SOURCE, f"{SOURCE}:{_about(act)}", encode(_masked(act)))


def _masked(act: BoardAct) -> BoardAct:
    """Without card numbers and IBANs in what was typed."""
    match act:
        case ChatAssigned(note=typed):
            return replace(act, note=without_payment_data(typed))
        case MethodClosed(words=typed):
            return replace(act, words=without_payment_data(typed))
        case LetterAnswered(reason=typed):
            return replace(act, reason=without_payment_data(typed))
        case CustomerUnblocked() | DutySet() | MethodOpened():
            return act
        case other:
            assert_never(other)


def _about(act: BoardAct) -> str:
    """What it must keep order with."""
    match act:
        case ChatAssigned(case=case) | CustomerUnblocked(case=case):
            return case
        case DutySet(agent=agent):
            return agent
        case MethodClosed(method=method) | MethodOpened(method=method):
            return method
        case LetterAnswered(kind=kind, id=id):
            return f"{kind} {id}"
        case other:
            assert_never(other)
