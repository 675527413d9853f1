"""Socket Mode: web sockets that the product opens, envelopes and their acknowledgements.

docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import contextlib
import itertools
import json
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from aiohttp import WSMessage, WSMsgType, web

from bots.playground.faults import Faults, Moment
from bots.playground.slack.delivery import EVENT, Acknowledged, Sent
from bots.playground.slack.errors import NotAcknowledged, Refused

Json = dict[str, Any]

MOST_CONNECTIONS = 10
_CLOSE_SECONDS = 0.2  # how long a closing handshake may take before the line is cut


@dataclass(eq=False)
class Connection:
    """One web socket; `deaf` ones are open but neither hear nor speak, `leaving` ones get nothing new."""

    socket: web.WebSocketResponse
    deaf: bool = False
    leaving: bool = False
    waiting: dict[str, asyncio.Future[Acknowledged]] = field(default_factory=dict)

    @property
    def usable(self) -> bool:
        return not self.leaving and not self.socket.closed

    async def say(self, message: Json | str) -> None:
        text = message if isinstance(message, str) else json.dumps(message)
        if not self.deaf:
            with contextlib.suppress(ConnectionError):  # the reader of this socket sees the end of it
                await self.socket.send_str(text)

    def lost(self) -> None:
        """Nobody will acknowledge over this connection any more."""
        for answer in self.waiting.values():
            if not answer.done():
                answer.set_exception(NotAcknowledged("connection_failed"))


@dataclass
class SocketMode:
    """The open sockets of the product. `refusing`: none is let in; `deaf_from_now`: new ones are deaf too."""

    faults: Faults
    app_id: str
    connections: list[Connection] = field(default_factory=list)
    refusing: bool = False
    deaf_from_now: bool = False
    _tickets: set[str] = field(default_factory=set)
    _turn: "itertools.count[int]" = field(default_factory=itertools.count)
    _opened: asyncio.Event = field(default_factory=asyncio.Event)

    def ticket(self) -> str:
        """The right to open one socket; raises Refused while sockets are refused."""
        if self.refusing:
            raise Refused("internal_error")
        ticket = uuid4().hex
        self._tickets.add(ticket)
        return ticket

    # --- the product's side of the wire
    async def serve(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if self.refusing or ticket not in self._tickets:
            return web.Response(status=503 if self.refusing else 408)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(autoping=False, timeout=_CLOSE_SECONDS)
        await socket.prepare(request)
        connection = Connection(socket, deaf=self.deaf_from_now)
        if sum(each.usable for each in self.connections) >= MOST_CONNECTIONS:
            await connection.say(_disconnect("too_many_websockets"))
            await socket.close()
            return socket
        self.connections.append(connection)
        try:
            await connection.say(self._hello())
            self._opened.set()
            await self._listen(connection)
        finally:
            self.connections.remove(connection)
            connection.lost()
        return socket

    def _hello(self) -> Json:
        debug = {"host": "playground", "build_number": 1, "approximate_connection_time": 3600}
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": debug,
            "connection_info": {"app_id": self.app_id},
        }

    async def _listen(self, connection: Connection) -> None:
        async for message in connection.socket:
            if not connection.deaf:
                await self._hear(connection, message)

    async def _hear(self, connection: Connection, message: WSMessage) -> None:
        if message.type is WSMsgType.PING:
            with contextlib.suppress(ConnectionError):
                await connection.socket.pong(message.data)
        elif message.type is WSMsgType.TEXT:
            self._acknowledged(connection, message.data)

    def _acknowledged(self, connection: Connection, text: str) -> None:
        try:
            said = json.loads(text)
            envelope = str(said["envelope_id"])
        except (ValueError, KeyError, TypeError):
            return  # Slack ignores what it does not understand
        fault = self.faults.meet("slack-events", "ack")
        if self.faults.stop_at(fault, Moment.BEFORE):
            return
        answer = connection.waiting.pop(envelope, None)
        if answer is not None and not answer.done():
            answer.set_result(Acknowledged(said.get("payload")))
        self.faults.stop_at(fault, Moment.AFTER)
        self.faults.stop_at(fault, Moment.ANSWERED)

    # --- our side
    async def carry(self, sent: Sent, within: float) -> Acknowledged:
        """Give it to any one connection; waits `within` seconds for one to be there, and as long for its answer."""
        try:
            async with asyncio.timeout(within):
                connection = await self._any()
        except TimeoutError:
            raise NotAcknowledged("connection_failed") from None
        envelope_id = str(uuid4())
        answer: asyncio.Future[Acknowledged] = asyncio.get_running_loop().create_future()
        connection.waiting[envelope_id] = answer
        await connection.say(_envelope(envelope_id, sent))
        try:
            async with asyncio.timeout(within):
                return await answer
        except TimeoutError:
            raise NotAcknowledged("timeout") from None
        finally:
            connection.waiting.pop(envelope_id, None)

    async def _any(self) -> Connection:
        while not (usable := [each for each in self.connections if each.usable]):
            self._opened.clear()
            await self._opened.wait()
        return usable[next(self._turn) % len(usable)]

    async def connected(self) -> None:
        """Returns when the product has a socket open."""
        await self._any()

    async def push(self, raw: Json | str) -> None:
        """Write any text to one open socket."""
        await (await self._any()).say(raw)

    # --- trouble
    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask every connection to leave and take another, as Slack does every few hours."""
        for connection in list(self.connections):
            connection.leaving = True
            await connection.say(_disconnect(reason))

    async def refuse(self) -> None:
        """Cut every connection and let none in."""
        self.refusing = True
        await self.close()

    def accept(self) -> None:
        self.refusing = False

    def deafen(self, *, also_new: bool = False) -> None:
        """Leave the open connections open but dead."""
        self.deaf_from_now = also_new
        for connection in self.connections:
            connection.deaf = True

    async def close(self) -> None:
        for connection in self.connections:
            connection.lost()
        await asyncio.gather(*(connection.socket.close() for connection in self.connections))


def _envelope(envelope_id: str, sent: Sent) -> Json:
    envelope: Json = {
        "envelope_id": envelope_id,
        "type": sent.kind,
        "accepts_response_payload": sent.kind != EVENT,
        "payload": sent.payload,
    }
    if sent.kind == EVENT:
        envelope |= {"retry_attempt": sent.retry, "retry_reason": sent.reason}
    return envelope


def _disconnect(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "playground"}}
