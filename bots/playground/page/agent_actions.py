"""Does what a person at the page does in Slack as one of the agents."""

from collections.abc import Iterable
from typing import Any, assert_never

from bots.playground.page.errors import CannotDo
from bots.playground.page.requests import (
    AddAgent,
    Answer,
    Choose,
    Click,
    CloseForm,
    DeletePost,
    EditPost,
    InSlack,
    OpenHome,
    Post,
    React,
    SetPresence,
    Submit,
)
from bots.playground.slack import ChannelScreen, Message, NotAcknowledged, Person, SlackServer, Unseen, View
from bots.playground.slack.blocks import interactive, label

Json = dict[str, Any]


async def act(server: SlackServer, request: InSlack) -> Answer:
    """Raises CannotDo where Slack would not let them, or where the product does not answer."""
    try:
        return await _act(server, request)
    except Unseen as error:
        raise CannotDo("This is no longer on the screen.", 404) from error
    except NotAcknowledged as error:
        raise CannotDo(f"The app did not respond ({error.reason}).", 502) from error


async def _act(server: SlackServer, request: InSlack) -> Answer:
    match request:
        case AddAgent():
            return Answer(made=_add(server, request))
        case Post():
            await _post(server, request)
        case EditPost():
            await _own(server, request.agent, request.ts).edits(request.ts, _filled(request.text))
        case DeletePost():
            await _own(server, request.agent, request.ts).deletes(request.ts)
        case Click():
            await _click(_person(server, request.agent), request)
        case Choose():
            person = _person(server, request.agent)
            await person.selects(request.option, _place(person, request.place), menu=request.action)
        case Submit():
            return Answer((await _person(server, request.agent).submits(**request.values)).errors)
        case CloseForm():
            await _person(server, request.agent).closes()
        case React():
            await _react(server, request)
        case OpenHome():
            await _person(server, request.agent).opens_home()
        case SetPresence():
            _person(server, request.agent).goes("active" if request.active else "away")
        case _:
            assert_never(request)
    return Answer()


def _person(server: SlackServer, agent: str) -> Person:
    for person in server.people:
        if person.id == agent:
            return person
    raise CannotDo("There is no such agent.", 404)


def _channel(server: SlackServer, person: Person, channel: str) -> ChannelScreen:
    known = server.state.channels.get(channel)
    if known is not None and known.im_with == person.id:
        return person.direct_messages
    for each in server.channels:
        if each.id == channel:
            return each
    raise CannotDo("There is no such channel.", 404)


def _filled(text: str) -> str:
    if not text.strip():
        raise CannotDo("There is nothing in this text to send.", 400)
    return text


def _add(server: SlackServer, request: AddAgent) -> str:
    name = " ".join(request.name.split())[:80]
    if not name:
        raise CannotDo("An agent needs a name.", 400)
    return server.agent(name).id


async def _post(server: SlackServer, request: Post) -> None:
    person = _person(server, request.agent)
    where = _channel(server, person, request.channel)
    text = _filled(request.text).strip()
    await person.writes(where, text, request.thread, broadcast=request.broadcast and request.thread is not None)


def _message(server: SlackServer, ts: str) -> Message:
    for messages in server.state.messages.values():
        for message in messages:
            if message.ts == ts:
                return message
    raise CannotDo("This message is gone.", 404)


def _own(server: SlackServer, agent: str, ts: str) -> Person:
    """The agent, if the message is theirs."""
    if _message(server, ts).user != agent:
        raise CannotDo("Only one's own messages can be changed.", 403)
    return _person(server, agent)


async def _react(server: SlackServer, request: React) -> None:
    """Add a reaction, or take it back if it is there."""
    person = _person(server, request.agent)
    if person.id in _message(server, request.ts).reactions.get(request.name, []):
        await person.unreacts(request.ts, request.name)
    else:
        await person.reacts(request.ts, request.name)


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
