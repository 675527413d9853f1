"""Reads what agents do with a conversation beside writing: presses, menus, forms and shortcuts on messages. No I/O."""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from bots.slack.controls.submission import FormRead
from bots.slack.controls.words import AT_ONCE, FORMS, FormName
from bots.slack.ids import CONTROL, FORM, KEEP_IT, MORE, SEND_IT, ControlRef, Json, MenuRef, Place
from bots.slack.payloads import Action, Interaction, Submitted
from core.model.codec import decode
from core.model.controls import Control, DropDraft, KeepHeld, SendDraft, SendHeld, SendText, Transfer
from core.model.errors import Unreadable
from core.model.events import AgentClosed, AgentControlled, AgentEvent
from core.model.heard import FromCard, FromThread, Heard, Ignored
from core.model.ids import Address, CaseCode
from core.model.people import Agent


class FormWanted(NamedTuple):
    """A button or an option that opens a form; `ref` says in which thread."""

    form: FormName
    ref: ControlRef


def meant(action: Action, thread: Address | None) -> FormWanted | ControlRef:
    """What a press means; `thread` is where it was pressed. Raises Unreadable for what carries not what ours carry."""
    if action.action_id == MORE:
        return _chosen(decode(action.selected_option.value if action.selected_option else "", MenuRef), thread)
    ref = decode(action.value or "", ControlRef)
    ref = replace(ref, thread=ref.thread or thread)
    if isinstance(ref.control, SendText) and not ref.control.text:  # to be finished in a form
        return FormWanted("send", ControlRef(ref.conversation, ref.case, ref.thread, draft=ref.control.draft))
    if ref.control is not None:
        return ref
    return FormWanted(_form(action.action_id.removeprefix(FORM)), ref)


def _chosen(menu: MenuRef, thread: Address | None) -> FormWanted | ControlRef:
    if control := AT_ONCE.get(menu.what):
        return ControlRef(menu.conversation, menu.case, thread, control)
    return FormWanted(_form(menu.what), ControlRef(menu.conversation, menu.case, thread))


def _form(name: str) -> FormName:
    for form in FORMS:
        if form == name:
            return form
    raise Unreadable(f"there is no form {name}")


def form_wanted(press: Interaction) -> FormWanted | None:
    """The form that a press opens, if it opens one. Raises Unreadable."""
    if not press.actions or not press.actions[0].action_id.startswith(CONTROL):
        return None
    wanted = meant(press.actions[0], pressed_in(press))
    return wanted if isinstance(wanted, FormWanted) else None


def seen_by_one(wanted: FormWanted | None, body: Json) -> FormWanted | None:
    """With the address of what only the agent sees, if it was pressed there."""
    container, url = body.get("container"), body.get("response_url")
    if (
        wanted is None
        or not isinstance(container, dict)
        or not container.get("is_ephemeral")
        or not isinstance(url, str)
    ):
        return wanted
    return FormWanted(wanted.form, replace(wanted.ref, seen_at=url))


def seen_at(body: Json) -> str:
    """Where what a form was opened from is taken away when the form is sent; empty where all see it."""
    try:
        return decode(msgspec.convert(body, Submitted).view.private_metadata, ControlRef).seen_at
    except (Unreadable, msgspec.ValidationError):
        return ""  # its reader says why it cannot be read


def settles_draft(body: Json) -> bool:
    """Whether a button that only one agent sees sends words of ours or drops them."""
    try:
        press = msgspec.convert(body, Interaction)
        wanted = meant(press.actions[0], pressed_in(press)) if press.actions and press.container.is_ephemeral else None
    except (Unreadable, msgspec.ValidationError):
        return False  # its reader says why it cannot be read
    return isinstance(wanted, ControlRef) and isinstance(wanted.control, SendDraft | SendText | DropDraft)


def pressed_in(press: Interaction) -> Address | None:
    ts = press.container.thread_ts or press.container.message_ts
    return Place(press.channel.id, ts).address if press.channel and ts else None


def pressed(ref: ControlRef, agent: Agent, *, supervisor: bool) -> Heard:
    """Raises Unreadable for a button that is in no thread."""
    return on_case(ref, agent, ref.control, supervisor=supervisor) if ref.control else Ignored("a button of no control")


def submitted(read: FormRead, agent: Agent, queues: Mapping[str, str], *, supervisor: bool) -> Heard:
    """A form that was sent; it was checked before. Raises Unreadable for one that says not where it belongs."""
    if read.did is None:
        return Ignored("a form that is not filled in")
    if isinstance(read.did, str):
        return FromCard(read.ref.conversation, AgentClosed(agent, _thread(read.ref), read.ref.case, read.did))
    return on_case(read.ref, agent, moved(read.did, _thread(read.ref), queues), supervisor=supervisor)


def moved(control: Control, thread: Address, queues: Mapping[str, str]) -> Control:
    """Whether a queue is in another channel than the thread."""
    if not isinstance(control, Transfer) or not control.queue:
        return control
    elsewhere = queues.get(control.queue) not in (None, thread.key.partition("/")[0])
    return Transfer(control.to, control.queue, control.note, moves=elsewhere)


def on_case(ref: ControlRef, agent: Agent, control: Control, *, supervisor: bool) -> FromCard:
    return FromCard(ref.conversation, AgentControlled(agent, _thread(ref), ref.case, control, supervisor))


def _thread(ref: ControlRef) -> Address:
    if ref.thread is None:
        raise Unreadable("a control that is in no thread")
    return ref.thread


def is_shortcut(body: Json) -> bool:
    """Whether a message was said to be for the customer, or a note, from its menu."""
    return body.get("type") == "message_action" and body.get("callback_id") in (SEND_IT, KEEP_IT)


def used_in(press: Interaction) -> Place | None:
    """The thread whose message a shortcut was used on; none for a message that is in none, or begins one."""
    message = press.message
    if press.channel is None or message is None or message.thread_ts in (None, "", message.ts):
        return None
    return Place(press.channel.id, message.thread_ts or "")


def shortcut(name: str, agent: Agent, place: Place, ts: str, *, supervisor: bool) -> Heard:
    """On a message: send it to the customer, or keep it as a note. The thread says which case it is about."""
    control: Control = SendHeld(ts) if name == SEND_IT else KeepHeld(ts)
    event: AgentEvent = AgentControlled(agent, place.address, CaseCode(""), control, supervisor)
    return FromThread(place.address, event, ours=True)
