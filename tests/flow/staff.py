"""The staff in the small world: the controls that they use, and what becomes of what they wrote."""

from datetime import datetime, timedelta
from typing import Literal, TypeVar

from msgspec.structs import replace

from core.engine.copies import copy_of, ref_of
from core.model.controls import (
    AskFor,
    Assign,
    Block,
    ChangeLanguage,
    ConfirmBlock,
    Control,
    DropDraft,
    HandBack,
    KeepHeld,
    KeepNote,
    OfferCall,
    RefuseBlock,
    Release,
    Reopen,
    Resend,
    SendByMail,
    SendDraft,
    SendHeld,
    SendText,
    Snooze,
    StayWithIt,
    Suggest,
    TakeBack,
    ToEmail,
    Transfer,
    Unblock,
)
from core.model.effects import Effect
from core.model.events import AgentControlled, AgentDeleted, AgentEdited, Delivered, EffectFailed, Event
from core.model.facts import Copy
from core.model.ids import Address, EffectId, Language
from core.model.rows import CopyPart
from tests.flow.cast import EVA, TOM

T = TypeVar("T")

REFS = ("m0", "m1", "m2")
WORDS = ("Hello", "note: angry", "// look", "Hi")
DRAFT, FINISHED, CHANGED = "Five days.", "As I said", "Hallo"


class Staff:
    """Keeps what customers have of agents' messages, as the desk's store does."""

    def __init__(self) -> None:
        self._parts: tuple[CopyPart, ...] = ()

    def keep(self, effect: Effect, id: str, thread: Address | None) -> None:
        """`thread`: of the chat, where the message was written if it is a new one."""
        ref = ref_of(effect)
        known = next((part.thread for part in self._parts if ref_of(part.effect) == ref), thread)
        if ref and known:
            self._parts = (*self._parts, CopyPart(known, EffectId(id), 0, effect, "waiting"))

    def settle(self, effect: Effect, state: Literal["done", "failed"]) -> None:
        self._parts = tuple(replace(part, state=state) if part.effect is effect else part for part in self._parts)

    def copy(self, event: Event) -> Copy | None:
        ref = about(event)
        return copy_of(ref, [part for part in self._parts if ref_of(part.effect) == ref]) if ref else None


def about(event: Event) -> str:
    """The agent's message that it is about; empty for none."""
    match event:
        case AgentEdited(ref=ref) | AgentDeleted(ref=ref) | Delivered(ref=ref):
            return ref
        case AgentControlled(control=Resend(ref=ref) | SendByMail(ref=ref)):
            return ref
        case EffectFailed(effect=effect):
            return ref_of(effect)
        case _:
            return ""


def controls(n: int, now: datetime, draft: int) -> tuple[Control, ...]:
    """All of them; `n` chooses what each one says, `draft` is the number of the newest suggestion."""
    until = _pick((None, now + timedelta(minutes=30), now), n)
    return (
        Release(_pick(("", "note"), n)),
        Transfer(_pick((TOM, EVA), n), note="note"),
        Transfer(queue="returns"),
        Transfer(queue="returns", note="note", moves=True),
        Snooze(until),
        Reopen(),
        AskFor(_pick(("photos", "order", "details"), n)),  # type: ignore[arg-type]
        ChangeLanguage(Language(_pick(("pl", "nl"), n))),
        ToEmail(),
        OfferCall(),
        Block("threats"),
        ConfirmBlock(),
        RefuseBlock(),
        Unblock(),
        TakeBack(),
        HandBack(),
        KeepNote("note"),
        SendHeld(_pick(REFS, n)),
        KeepHeld(_pick(REFS, n)),
        Resend(_pick(REFS, n)),
        SendByMail(_pick(REFS, n)),
        StayWithIt(),
        Suggest(),
        SendDraft(draft),
        SendText(FINISHED, draft),
        DropDraft(draft),
        Assign(_pick((TOM, EVA), n), "note"),
    )


def _pick(things: tuple[T, ...], n: int) -> T:
    return things[n % len(things)]
