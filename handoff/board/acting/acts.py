"""What a supervisor does at the board: each form is checked at the door, written into the inbox, and carried out by the worker."""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from aiohttp import web

from core.model.board_acts import BoardAct
from core.model.view import Text
from core.ports import Transaction
from handoff.board.acting import checks as act_checks
from handoff.board.acting import forms as act_forms
from handoff.board.acting.checks import Asking, Form, Refused
from handoff.board.acting.outcome import too_late
from handoff.board.acting.reading import received
from handoff.board.gate.place import local
from handoff.board.gate.posted import posted
from handoff.board.pages import page, render
from handoff.board.room import Room
from handoff.board.routes import Route, Visit
from handoff.board.visitors import Role

PATIENCE = 1.0  # seconds that whoever takes or gives a chat waits to read whether somebody was faster


class Deed(NamedTuple):
    """What can be done: who may, what it means or why not, and what its form shows."""

    name: str
    role: Role
    meant: Callable[[Asking], Awaitable[BoardAct]]
    form: Callable[[Asking], Awaitable[act_forms.Shown]]


DEEDS = (
    Deed("take-over", "supervisor", act_checks.take_over, act_forms.take_over),
    Deed("assign", "supervisor", act_checks.assign, act_forms.assign),
    Deed("duty", "supervisor", act_checks.duty, act_forms.duty),
    Deed("close-method", "supervisor", act_checks.close_method, act_forms.close_method),
    Deed("open-method", "supervisor", act_checks.open_method, act_forms.open_method),
    Deed("unblock", "supervisor", act_checks.unblock, act_forms.unblock),
    Deed("letter", "operator", act_checks.letter, act_forms.letter),
)


def routes(room: Room, patience: float = PATIENCE) -> list[Route]:
    """Of each deed the form, for a dialog or as a page of its own, and the deed itself."""
    asked = [Route("GET", f"/acts/{deed.name}", deed.role, _Asked(room, deed)) for deed in DEEDS]
    done = [Route("POST", f"/acts/{deed.name}", deed.role, _Done(room, deed, patience)) for deed in DEEDS]
    return asked + done


class _Asked:
    """Its form, with what can be chosen now."""

    def __init__(self, room: Room, deed: Deed) -> None:
        self._room, self._deed = room, deed

    async def __call__(self, visit: Visit) -> web.StreamResponse:
        form = dict(visit.request.query)

        async def look(tx: Transaction) -> act_forms.Shown:
            return await self._deed.form(Asking(tx, self._room, visit.visitor, form))

        try:
            shown = await self._room.store.transact(look)
        except Refused as refused:
            return _refused(self._room, visit, refused.why, _back(visit, form))
        return self._answer(visit, shown, form)

    def _answer(self, visit: Visit, shown: act_forms.Shown, form: Form) -> web.Response:
        catalog, here = self._room.catalog, f"/acts/{self._deed.name}"
        values: dict[str, Any] = {
            **shown.values,
            "action": here,
            "back": _back(visit, form),
            "question": shown.template,
        }
        if _by_script(visit):
            return web.Response(text=render(catalog, visit.visitor, shown.template, **values), content_type="text/html")
        return page(catalog, visit.visitor, "act_page.html", here=here, **values)


class _Done:
    """The deed: on disk before it is answered; what comes of it is seen where it is shown."""

    def __init__(self, room: Room, deed: Deed, patience: float) -> None:
        self._room, self._deed, self._patience = room, deed, patience

    async def __call__(self, visit: Visit) -> web.StreamResponse:
        form = await posted(visit.request)

        async def mean(tx: Transaction) -> BoardAct:
            return await self._deed.meant(Asking(tx, self._room, visit.visitor, form))

        back = _back(visit, form)
        try:
            act = await self._room.store.transact(mean)
        except Refused as refused:
            return _refused(self._room, visit, refused.why, back)
        await self._room.intake.receive([received(act)])
        if why := await too_late(self._room, act, self._patience):
            return _refused(self._room, visit, why, back)
        if not _by_script(visit):
            raise web.HTTPSeeOther(back)
        return web.Response(status=204)


def _refused(room: Room, visit: Visit, why: Text, back: str) -> web.Response:
    if _by_script(visit):
        error = room.catalog.say(why.key, why.params, visit.visitor.language)
        return web.json_response({"error": error}, status=409)
    answer = page(room.catalog, visit.visitor, "act_refused.html", here="", why=why, back=back)
    answer.set_status(409)
    return answer


def _by_script(visit: Visit) -> bool:
    """The page's script asks; without it a browser wants whole pages."""
    return visit.request.headers.get("X-Requested-With") == "fetch"


def _back(visit: Visit, form: Form) -> str:
    """To the page of the board where the deed was begun."""
    wanted = form.get("back") or urlsplit(visit.request.headers.get("Referer", "")).path
    return "/" if wanted.startswith("/acts/") else local(wanted)
