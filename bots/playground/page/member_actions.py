"""What an agent at the page changes about themselves in Slack: presence, status, do not disturb, membership."""

from typing import assert_never

from bots.playground.page.errors import CannotDo
from bots.playground.page.message_actions import channel_at, person_at
from bots.playground.page.requests import (
    AddAgent,
    Answer,
    OnMembers,
    SetMember,
    SetPresence,
    SetQuiet,
    SetStatus,
)
from bots.playground.slack import SlackServer


def act(server: SlackServer, request: OnMembers) -> Answer:
    """Raises CannotDo for an agent or a channel that is not there."""
    match request:
        case AddAgent():
            return Answer(made=_add(server, request))
        case SetPresence():
            person_at(server, request.agent).goes("active" if request.active else "away")
        case SetStatus():
            _set_status(server, request)
        case SetQuiet():
            person = person_at(server, request.agent)
            person.is_quiet() if request.quiet else person.can_be_disturbed()
        case SetMember():
            person = person_at(server, request.agent)
            where = channel_at(server, person, request.channel)
            person.joins(where) if request.member else person.leaves(where)
        case _:
            assert_never(request)
    return Answer()


def _add(server: SlackServer, request: AddAgent) -> str:
    name = " ".join(request.name.split())[:80]
    if not name:
        raise CannotDo("An agent needs a name.", 400)
    return server.newcomer(name).id


def _set_status(server: SlackServer, request: SetStatus) -> None:
    person = person_at(server, request.agent)
    if request.emoji:
        person.sets_status(request.emoji[:100], request.text[:100])
    else:
        person.clears_status()
