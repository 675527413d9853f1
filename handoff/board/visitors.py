"""Who is at the board, and what they may do there."""

from typing import Literal, Protocol, get_args

import msgspec
from aiohttp import web
from aiohttp.typedefs import Middleware

from core.model.ids import Language
from core.model.people import Agent

Role = Literal["viewer", "supervisor", "operator"]
"""Looks; looks and acts; that, and answers dead letters and sees the inside of the desk. Each may do what those before it may."""

ROLES: tuple[Role, ...] = get_args(Role)


class Visitor(msgspec.Struct, frozen=True):
    """`agent`: who they are in the staff's messenger; whoever came in without it has an id of the board's own.

    `member`: they are known there, so they can take a chat themselves. `csrf`: must come back with everything that they do.
    `zone` (IANA): in which they read times; the page corrects it by the browser's. `exposed`: they read this over a
    connection that others can read too, which every page says.
    """

    agent: Agent
    role: Role
    csrf: str
    member: bool = False
    language: Language = Language("en")
    zone: str = "UTC"
    exposed: bool = False

    def may(self, role: Role) -> bool:
        return ROLES.index(self.role) >= ROLES.index(role)


class Gate(Protocol):
    """Knows who a request comes from."""

    async def admit(self, request: web.Request, role: Role) -> Visitor:
        """Raises a web.HTTPException for who may not do this, or has not signed in, or for a form that is not theirs."""

    async def is_still_inside(self, request: web.Request, role: Role) -> bool:
        """While an answer to the request goes on."""

    def guard(self) -> Middleware:
        """What stands before every answer."""
