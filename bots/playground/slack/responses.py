"""What the product answers to an interaction: acknowledgements with content, and response_urls.

docs.slack.dev/interactivity/handling-user-interaction
"""

from typing import Any

import msgspec
from aiohttp import web

from bots.playground.slack import blocks as block_kit
from bots.playground.slack import events, methods_views
from bots.playground.slack.delivery import Acknowledged
from bots.playground.slack.errors import NotAcknowledged, Refused
from bots.playground.slack.method import the_bot
from bots.playground.slack.methods_chat import Content, check_content
from bots.playground.slack.state import Message, ResponseUrl, View
from bots.playground.slack.workspace import Workspace

Json = dict[str, Any]

_MOST_USES = 5


class Response(Content, kw_only=True):
    """A body sent to a response_url or as the acknowledgement of a slash command."""

    channel: str = ""
    response_type: str = "ephemeral"  # or in_channel
    replace_original: bool = False
    delete_original: bool = False
    thread_ts: str = ""


async def serve_response_url(workspace: Workspace, request: web.Request) -> web.Response:
    """Answers POST /actions/<team>/<key>."""
    target = workspace.state.response_urls.get(request.match_info["key"])
    try:
        if target is None or target.uses >= _MOST_USES or workspace.clock() > target.expires:
            raise Refused("used_url" if target is not None else "invalid_url")
        target.uses += 1
        respond(workspace, target, await request.json())
    except Refused as refused:
        return web.json_response({"ok": False, "error": refused.code}, status=404)
    except ValueError:
        return web.json_response({"ok": False, "error": "invalid_payload"}, status=400)
    return web.json_response({"ok": True})


def respond(workspace: Workspace, target: ResponseUrl, body: object) -> None:
    """Do what a response says; raises Refused."""
    try:
        response = msgspec.convert(body, Response, strict=False)
    except msgspec.ValidationError as mistake:
        raise Refused("invalid_payload", [str(mistake)]) from None
    original = events.find(workspace.state, target.channel, target.message_ts)
    if response.delete_original and original is not None:
        workspace.delete(original)
        return
    check_content(response)
    if response.replace_original and original is not None:
        workspace.edit(original, the_bot(workspace), response.text, response.blocks or [])
        return
    _post(workspace, target, response)


def _post(workspace: Workspace, target: ResponseUrl, response: Response) -> Message:
    return workspace.post(
        workspace.state.channels[target.channel],
        the_bot(workspace),
        response.text[: block_kit.TEXT],
        blocks=response.blocks,
        thread_ts=response.thread_ts or None,
        ephemeral_to=None if response.response_type == "in_channel" else target.user,
    )


def after_command(workspace: Workspace, target: ResponseUrl, answer: Acknowledged) -> None:
    """Show what a slash command was acknowledged with."""
    body = {"text": answer.body} if isinstance(answer.body, str) else answer.body
    if body:
        respond(workspace, target, body)


def after_submission(workspace: Workspace, view: View, answer: Acknowledged) -> None:
    """Close, replace or stack the form as its acknowledgement says; with errors it stays."""
    body = answer.body if isinstance(answer.body, dict) else {}
    match body.get("response_action"):
        case "errors":
            _check_errors(view, answer)
            return
        case "update":
            methods_views.fill(view, methods_views.check(body.get("view"), view.type))
        case "push":
            pushed = methods_views.new(workspace, view.user, methods_views.check(body.get("view"), "modal"))
            pushed.previous_view_id = view.id
            workspace.state.modals[view.user].append(pushed.id)
        case "clear":
            close(workspace, view, everything=True)
        case _:
            close(workspace, view)
    workspace.touch()


def _check_errors(view: View, answer: Acknowledged) -> None:
    """Slack takes complaints about the form's own inputs only, and tells the person that the app did not answer rightly."""
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not answer.errors or not inputs >= answer.errors.keys():
        raise NotAcknowledged("invalid_errors")


def close(workspace: Workspace, view: View, *, everything: bool = False) -> None:
    stack = workspace.state.modals.get(view.user, [])
    gone = list(stack) if everything else [view.id]
    for view_id in gone:
        if view_id in stack:
            stack.remove(view_id)
        workspace.state.views.pop(view_id, None)
    workspace.touch()
