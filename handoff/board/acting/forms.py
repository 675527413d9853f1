"""What the forms of the board's deeds show: which template, and what can be chosen now."""

from typing import Any, NamedTuple

from core.model.view import Text, text
from handoff.board.acting import checks as act_checks
from handoff.board.acting.checks import Asking, Refused

CONFIRM = "act_form_confirm.html"


class Shown(NamedTuple):
    template: str
    values: dict[str, Any]


def _confirm(title: Text, sentence: Text, label: Text, **fields: str) -> Shown:
    """A question that is answered by one button; `fields` come back with it."""
    return Shown(CONFIRM, {"title": title, "sentence": sentence, "label": label, "fields": fields})


async def take_over(ask: Asking) -> Shown:
    chat = await act_checks.live_chat(ask.tx, ask.form)
    label = text("board.act.take_over")
    seen = {"held": ask.form["held"]} if "held" in ask.form else {}
    return _confirm(label, text("board.act.take_over.sure", case=chat.case), label, case=chat.case, **seen)


async def assign(ask: Asking) -> Shown:
    chat = await act_checks.live_chat(ask.tx, ask.form)
    agents = await act_checks.colleagues(ask.tx, chat)
    if not agents:
        raise Refused(text("board.act.nobody_there"))
    return Shown("act_form_assign.html", {"case": chat.case, "agents": agents, "held": chat.agent})


async def duty(ask: Asking) -> Shown:
    known = await act_checks.agent_in(ask)
    agent, id = known.agent.name, known.agent.id
    if ask.form.get("on") == "1":
        label, sure = text("board.act.on_duty"), text("board.act.on_duty.sure", agent=agent)
        return _confirm(label, sure, label, agent=id, on="1")
    label, sure = text("board.act.off_duty"), text("board.act.off_duty.sure", agent=agent)
    return _confirm(label, sure, label, agent=id, on="0")


async def close_method(ask: Asking) -> Shown:
    return Shown("act_form_close.html", {"method": act_checks.method_in(ask.form), "reasons": act_checks.REASONS})


async def open_method(ask: Asking) -> Shown:
    method = act_checks.method_in(ask.form)
    label = text("board.act.open")
    sure = text("board.act.open.chat") if method == "live_chat" else text("board.act.open.calls")
    return _confirm(label, sure, label, method=method)


async def unblock(ask: Asking) -> Shown:
    await act_checks.unblock(ask)
    case, label = ask.form["case"], text("board.act.unblock")
    return _confirm(label, text("board.act.unblock.sure", case=case), label, case=case)


async def letter(ask: Asking) -> Shown:
    known = await act_checks.letter_in(ask.tx, ask.form)
    if ask.form.get("how") == "again":
        label, sure = text("board.act.again"), text("board.act.again.sure")
        return _confirm(label, sure, label, kind=known.kind, id=known.id, how="again")
    return Shown("act_form_discard.html", {"letter": known})
