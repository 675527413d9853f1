"""The board's addresses as data: which page, for whom, and what answers it."""

from collections.abc import Awaitable, Callable
from typing import Literal, NamedTuple

from aiohttp import web

from handoff.board.visitors import Role, Visitor


class Visit(NamedTuple):
    """A request of somebody who may make it."""

    request: web.Request
    visitor: Visitor


Answer = Callable[[Visit], Awaitable[web.StreamResponse]]


class Route(NamedTuple):
    """`role`: the least that it takes. What is posted has been checked for its origin and token before it is answered."""

    method: Literal["GET", "POST"]
    path: str
    role: Role
    answer: Answer
