"""Does what a person at the page does in Slack as one of the agents."""

from collections.abc import Iterable
from typing import Any, assert_never

from bots.playground.page import member_actions, message_actions
from bots.playground.page.attachments import Attachments
from bots.playground.page.errors import CannotDo
from bots.playground.page.message_actions import person_at
from bots.playground.page.requests import (
    Answer,
    Choose,
    Click,
    CloseForm,
    InSlack,
    OnBlocks,
    OnMembers,
    OnMessages,
    OpenHome,
    Submit,
)
from bots.playground.slack import Message, NotAcknowledged, Person, SlackServer, Unseen, View
from bots.playground.slack.blocks import interactive, label

Json = dict[str, Any]


async def act(server: SlackServer, attachments: Attachments, request: InSlack) -> Answer:
    """Raises CannotDo where Slack would not let them, or where the product does not answer."""
    try:
        if isinstance(request, OnMessages):
            return await message_actions.act(server, attachments, request)
        if isinstance(request, OnMembers):
            return member_actions.act(server, request)
        return await _act(person_at(server, request.agent), request)
    except Unseen as error:
        raise CannotDo("This is no longer on the screen.", 404) from error
    except NotAcknowledged as error:
        raise CannotDo(f"The app did not respond ({error.reason}).", 502) from error


async def _act(person: Person, request: OnBlocks) -> Answer:
    match request:
        case Click():
            await _click(person, request)
        case Choose():
            await person.selects(request.option, _place(person, request.place), menu=request.action)
        case Submit():
            return Answer((await person.submits(**request.values)).errors)
        case CloseForm():
            await person.closes()
        case OpenHome():
            await person.opens_home()
        case _:
            assert_never(request)
    return Answer()


async def _click(person: Person, request: Click) -> None:
    place = _place(person, request.place)
    elements = list(interactive(place.blocks))
    for block_id, element in elements:
        if block_id == request.block and element.get("action_id") == request.action and element["type"] == "button":
            await person.clicks(_name(element, [each for _, each in elements]), place)
            return
    raise CannotDo("This button is no longer there.", 404)


def _name(button: Json, among: Iterable[Json]) -> str:
    """What tells a button from the others of the same place: its action_id, value or label."""
    others = [_names(each) for each in among if each is not button and each["type"] == "button"]
    for name in _names(button):
        if name and all(name not in other for other in others):
            return name
    raise CannotDo("Two buttons here cannot be told apart.")


def _names(element: Json) -> tuple[str, str, str]:
    return str(element.get("action_id", "")), str(element.get("value", "")), label(element)


def _place(person: Person, place: str) -> Message | View:
    if place == "modal":
        found: Message | View | None = person.modal
    elif place == "home":
        found = person.home
    else:
        messages = (each for many in person.workspace.state.messages.values() for each in many)
        found = next((each for each in messages if each.ts == place), None)
    if found is None:
        raise CannotDo("This is no longer on the screen.", 404)
    return found
