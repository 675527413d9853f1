"""views.*: modals and app homes"""

from typing import Any
from uuid import uuid4

import msgspec

from bots.playground.slack import blocks as block_kit
from bots.playground.slack import events
from bots.playground.slack.errors import Refused
from bots.playground.slack.method import Json, Method
from bots.playground.slack.state import View
from bots.playground.slack.workspace import Workspace


class Open(msgspec.Struct):
    trigger_id: str
    view: Any


class Update(msgspec.Struct):
    view: Any
    view_id: str = ""
    external_id: str = ""
    hash: str = ""


class Publish(msgspec.Struct):
    user_id: str
    view: Any
    hash: str = ""


def check(view: object, kind: str) -> Json:
    """A view of this type, or Refused."""
    if not isinstance(view, dict):
        raise Refused("invalid_arguments", ["[ERROR] view must be an object [json-pointer:/view]"])
    found = block_kit.view_mistakes(view)
    if view.get("type") != kind:
        found.append(f"[ERROR] must be a {kind} view [json-pointer:/view/type]")
    if found:
        raise Refused("invalid_arguments", found)
    return view


def fill(view: View, asked: Json) -> None:
    """Make a view what the app asked for; what was typed in stays where its fields stay."""
    view.title, view.submit, view.close = asked.get("title"), asked.get("submit"), asked.get("close")
    view.blocks = block_kit.numbered(asked["blocks"], f"v{view.id[-5:]}-")
    view.callback_id = asked.get("callback_id") or ""
    view.private_metadata = asked.get("private_metadata") or ""
    view.external_id = asked.get("external_id") or ""
    view.clear_on_close = bool(asked.get("clear_on_close"))
    view.notify_on_close = bool(asked.get("notify_on_close"))
    view.hash = uuid4().hex


def new(workspace: Workspace, user: str, asked: Json) -> View:
    view = View(workspace.state.number("V"), user, asked["type"], None, [], "")
    fill(view, asked)
    workspace.state.views[view.id] = view
    return view


def _spend_trigger(workspace: Workspace, trigger_id: str) -> str:
    """The user whose trigger it is; lives three seconds, once."""
    trigger = workspace.state.triggers.get(trigger_id)
    if trigger is None:
        raise Refused("invalid_trigger_id")
    if trigger.used:
        raise Refused("exchanged_trigger_id")
    if workspace.clock() > trigger.expires:
        raise Refused("expired_trigger_id")
    trigger.used = True
    return trigger.user


def open_view(workspace: Workspace, asked: Open) -> Json:
    wanted = check(asked.view, "modal")
    external_id = wanted.get("external_id")
    if external_id and any(v.external_id == external_id for v in workspace.state.views.values()):
        raise Refused("duplicate_external_id")
    user = _spend_trigger(workspace, asked.trigger_id)
    view = new(workspace, user, wanted)
    workspace.state.modals[user] = [view.id]
    workspace.touch()
    return {"view": events.view(workspace.state, view)}


def update(workspace: Workspace, asked: Update) -> Json:
    for view in workspace.state.views.values():
        if asked.view_id == view.id or (asked.external_id and asked.external_id == view.external_id):
            break
    else:
        raise Refused("not_found")
    if asked.hash and asked.hash != view.hash:
        raise Refused("hash_conflict")
    fill(view, check(asked.view, view.type))
    workspace.touch()
    return {"view": events.view(workspace.state, view)}


def publish(workspace: Workspace, asked: Publish) -> Json:
    user = workspace.state.users.get(asked.user_id)
    if user is None or user.bot_id is not None:
        raise Refused("user_not_found")
    wanted = check(asked.view, "home")
    known = workspace.state.homes.get(user.id)
    if known is None:
        view = new(workspace, user.id, wanted)
        workspace.state.homes[user.id] = view.id
    else:
        view = workspace.state.views[known]
        if asked.hash and asked.hash != view.hash:
            raise Refused("hash_conflict")
        fill(view, wanted)
    workspace.touch()
    return {"view": events.view(workspace.state, view)}


VIEWS: dict[str, Method[Any]] = {
    "views.open": Method(Open, open_view),
    "views.update": Method(Update, update),
    "views.publish": Method(Publish, publish),
}
