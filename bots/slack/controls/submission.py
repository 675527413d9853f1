"""What an agent filled in about a conversation: read as a control, with what is wrong before the form closes."""

from datetime import UTC, datetime, timedelta

import msgspec

from bots.slack.controls.forms import (
    AT,
    COLLEAGUE,
    LANGUAGE,
    NOTE,
    QUEUE,
    REASON,
    REPLY,
    SPANS,
    TO,
    UNTIL,
    WORDS,
)
from bots.slack.controls.times import FARTHEST, time_in
from bots.slack.controls.words import REASONS
from bots.slack.ids import FORM, ControlRef
from bots.slack.payloads import Field, View
from core.language.spec import BY_CODE
from core.model.codec import decode
from core.model.controls import Block, ChangeLanguage, CloseReason, Control, KeepNote, SendText, Snooze, Transfer
from core.model.errors import Unreadable
from core.model.ids import AgentId, Language
from core.model.people import Agent
from core.model.view import Text, text

_NO_FIELD = Field()
_EMPTY = text("control.wrong.empty")
_CHOOSE = text("control.wrong.choose")


class FormRead(msgspec.Struct, frozen=True):
    """A form as it came: what it does, a reason to close or a control, or what is `wrong` in which block of it."""

    ref: ControlRef
    did: Control | CloseReason | None = None
    wrong: tuple[str, Text] | None = None


def is_ours(callback_id: str) -> bool:
    return callback_id.startswith(FORM)


def read_form(view: View, at: datetime, zone: str) -> FormRead:
    """`at` (UTC) is when it was sent, `zone` where staff read times. Raises Unreadable for one that is not as we made it."""
    ref = decode(view.private_metadata, ControlRef)
    match view.callback_id.removeprefix(FORM):
        case "note":
            words = _typed(view, NOTE)
            return FormRead(ref, KeepNote(words)) if words else FormRead(ref, wrong=(NOTE, _EMPTY))
        case "send":
            words = _typed(view, WORDS)
            return FormRead(ref, SendText(words, ref.draft)) if words else FormRead(ref, wrong=(WORDS, _EMPTY))
        case "transfer":
            return _transfer(view, ref)
        case "snooze":
            return _snooze(view, ref, at, zone)
        case "close":
            reason = next((known for known in REASONS if known == _picked(view, REASON)), None)
            return FormRead(ref, reason) if reason else FormRead(ref, wrong=(REASON, _CHOOSE))
        case "language":
            return _language(view, ref)
        case "block":
            why = _typed(view, REASON)
            return FormRead(ref, Block(why)) if why else FormRead(ref, wrong=(REASON, _EMPTY))
        case other:
            raise Unreadable(f"there is no form {other}")


def _transfer(view: View, ref: ControlRef) -> FormRead:
    to, note = _picked(view, TO), _typed(view, NOTE)
    if to.startswith(COLLEAGUE):
        return FormRead(ref, Transfer(Agent(AgentId(to.removeprefix(COLLEAGUE)), ""), note=note))
    if to.startswith(QUEUE):
        return FormRead(ref, Transfer(queue=to.removeprefix(QUEUE), note=note))
    return FormRead(ref, wrong=(TO, _CHOOSE))


def _snooze(view: View, ref: ControlRef, at: datetime, zone: str) -> FormRead:
    """A time of one's own goes before what is chosen beside it."""
    until, own = _picked(view, UNTIL), _field(view, AT).selected_date_time
    if own is not None:
        return _until(ref, AT, moment(own), at)
    if until == REPLY:
        return FormRead(ref, Snooze())
    span = SPANS.get(until)
    chosen = at + span if span else time_in(until, at, zone)
    return _until(ref, UNTIL, chosen, at) if chosen else FormRead(ref, wrong=(UNTIL, _CHOOSE))


def _until(ref: ControlRef, where: str, until: datetime | None, at: datetime) -> FormRead:
    why = why_not(until, at) if until else _CHOOSE
    return FormRead(ref, wrong=(where, why)) if why else FormRead(ref, Snooze(until))


def why_not(until: datetime, now: datetime) -> Text | None:
    """Why nothing can be put off until then."""
    if until <= now:
        return text("control.wrong.past")
    return text("control.wrong.far") if until - now > FARTHEST else None


def moment(seconds: float) -> datetime | None:
    """None for a time that there is not."""
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    except OverflowError:
        return None


def _language(view: View, ref: ControlRef) -> FormRead:
    code = _picked(view, LANGUAGE)
    if code not in BY_CODE:
        return FormRead(ref, wrong=(LANGUAGE, _CHOOSE))
    return FormRead(ref, ChangeLanguage(Language(code)))


def _field(view: View, name: str) -> Field:
    return view.state.values.get(name, {}).get(name, _NO_FIELD)


def _typed(view: View, name: str) -> str:
    return (_field(view, name).value or "").strip()


def _picked(view: View, name: str) -> str:
    option = _field(view, name).selected_option
    return option.value if option else ""
