"""To whom a chat is passed, as it is typed: a colleague by a mention or a name, or a queue."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from bots.slack.members.people import Member
from core.model.ids import AgentId
from core.model.people import Agent

_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|([^>]*))?>\s*")
_BETWEEN = re.compile(r"[\s._\-@]+")
_MOST_WORDS = 4  # of a name


class Callee(NamedTuple):
    """One of the two, and the words that follow."""

    agent: Agent | None
    queue: str
    rest: str


def called(words: str, members: Mapping[str, Member], queues: Sequence[str]) -> Callee | tuple[str, ...]:
    """The first words name a colleague or a queue; otherwise the names of those that they could be, or none.

    Slack writes a mention as `<@U123|name>` where it escapes them in a command, and as `@name` where not
    (docs.slack.dev/interactivity/implementing-slash-commands#creating_commands).
    """
    mention = _MENTION.match(words)
    if mention:
        member = members.get(mention[1])
        agent = Agent(AgentId(mention[1]), (member.name if member else "") or mention[2] or "")
        return Callee(agent, "", words[mention.end() :])
    first, _, after = words.partition(" ")
    if first.casefold() == "queue" and after:
        return _queue(after, queues) or ()
    found = _queue(words, queues) if not words.startswith("@") else None
    return found or _colleague(words, members)


def _queue(words: str, queues: Sequence[str]) -> Callee | None:
    for name, rest in _beginnings(words):
        for queue in queues:
            if _plain(queue) == name:
                return Callee(None, queue, rest)
    return None


def _colleague(words: str, members: Mapping[str, Member]) -> Callee | tuple[str, ...]:
    """By the longest name that fits; by a first name where only one has it."""
    colleagues = {id: member.name for id in members if not (member := members[id]).outsider and member.name}
    for name, rest in _beginnings(words):
        fits = [id for id, shown in colleagues.items() if _plain(shown) == name]
        if not fits:
            fits = [id for id, shown in colleagues.items() if _plain(shown.split()[0]) == name]
        if len(fits) == 1:
            return Callee(Agent(AgentId(fits[0]), colleagues[fits[0]]), "", rest)
        if fits:
            return tuple(colleagues[id] for id in fits)
    return ()


def _beginnings(words: str) -> Iterator[tuple[str, str]]:
    """The first words together, as many as a name may have at most first, each with what follows."""
    split = words.split(None, _MOST_WORDS)
    for count in range(min(_MOST_WORDS, len(split)), 0, -1):
        rest = words.split(None, count)[count:]
        yield _plain(" ".join(split[:count])), rest[0] if rest else ""


def _plain(name: str) -> str:
    return _BETWEEN.sub("", name).casefold().rstrip(":,")
