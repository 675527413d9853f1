"""What an agent at the page does with messages in Slack: write, change, react, commands and shortcuts."""

from typing import assert_never

from bots.playground.page.attachments import Attachments
from bots.playground.page.errors import CannotDo
from bots.playground.page.requests import Answer, Command, DeletePost, EditPost, OnMessages, Post, React, Shortcut
from bots.playground.slack import ChannelScreen, Message, Person, SlackServer


async def act(server: SlackServer, attachments: Attachments, request: OnMessages) -> Answer:
    """Raises CannotDo where Slack would not let them, and what the person's hands raise."""
    person = person_at(server, request.agent)
    match request:
        case Post():
            await _post(server, attachments, person, request)
        case EditPost():
            await _own(server, person, request.ts).edits(request.ts, _filled(request.text))
        case DeletePost():
            await _own(server, person, request.ts).deletes(request.ts)
        case React():
            await _react(server, person, request)
        case Command():
            await _command(server, person, request)
        case Shortcut():
            await person.shortcut(request.shortcut, request.ts)
        case _:
            assert_never(request)
    return Answer()


def person_at(server: SlackServer, agent: str) -> Person:
    for person in server.people:
        if person.id == agent:
            return person
    raise CannotDo("There is no such agent.", 404)


def channel_at(server: SlackServer, person: Person, channel: str) -> ChannelScreen:
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
    return text.strip()


async def _post(server: SlackServer, attachments: Attachments, person: Person, request: Post) -> None:
    where = channel_at(server, person, request.channel)
    if request.files:
        files = attachments.take(request.files)
        await person.attaches(where, files, request.text.strip(), request.thread)
        return
    broadcast = request.broadcast and request.thread is not None
    await person.writes(where, _filled(request.text), request.thread, broadcast=broadcast)


async def _command(server: SlackServer, person: Person, request: Command) -> None:
    name, _, text = request.text.strip().partition(" ")
    if name not in server.commands:
        raise CannotDo(f"{name} is not a valid command. Here there is {', '.join(server.commands)}.", 404)
    await person.slash(name, text.strip(), channel_at(server, person, request.channel))


def _message(server: SlackServer, ts: str) -> Message:
    for messages in server.state.messages.values():
        for message in messages:
            if message.ts == ts:
                return message
    raise CannotDo("This message is gone.", 404)


def _own(server: SlackServer, person: Person, ts: str) -> Person:
    """The agent, if the message is theirs."""
    if _message(server, ts).user != person.id:
        raise CannotDo("Only one's own messages can be changed.", 403)
    return person


async def _react(server: SlackServer, person: Person, request: React) -> None:
    """Add a reaction, or take it back if it is there."""
    if person.id in _message(server, request.ts).reactions.get(request.name, []):
        await person.unreacts(request.ts, request.name)
    else:
        await person.reacts(request.ts, request.name)
