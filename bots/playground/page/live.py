"""The live state of the page: server-sent events, one per pane that changed."""

import asyncio
import contextlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec
from aiohttp import web

from bots.playground.page import mailboxes, phone, slack
from bots.playground.page.trouble import Trouble
from bots.playground.page.typists import Typists

if TYPE_CHECKING:  # the playground has a page, and the page shows the playground
    from bots.playground.world import Playground

TOGETHER = 0.04  # seconds: changes this close are told together
BEAT = 5.0  # seconds between signs of life

Json = dict[str, Any]


class Live:
    """Tells every open page what has changed; a page that falls behind gets the newest state, not all in between."""

    def __init__(self, playground: "Playground", typists: Typists, trouble: Trouble) -> None:
        self._playground = playground
        self._typists = typists
        self._trouble = trouble
        self._tick = asyncio.Event()
        self._panes: dict[str, bytes] | None = None
        self._closed = True

    def open(self) -> None:
        self._closed = False

    def changed(self) -> None:
        self._panes = None
        self._tick.set()
        self._tick = asyncio.Event()

    def close(self) -> None:
        """Let every open page go."""
        self._closed = True
        self.changed()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One open page, until it goes or the playground stops."""
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await stream.prepare(request)
        told: dict[str, bytes] = {}
        with contextlib.suppress(ConnectionError):  # the page was closed
            await stream.write(b"retry: 1000\n\n")
            while not self._closed:
                tick = self._tick
                await self._tell(stream, told)
                await self._wait(tick)
        return stream

    async def _tell(self, stream: web.StreamResponse, told: dict[str, bytes]) -> None:
        for pane, state in self._state().items():
            if told.get(pane) != state:
                told[pane] = state
                await stream.write(b"event: " + pane.encode() + b"\ndata: " + state + b"\n\n")
        await stream.write(b"event: beat\ndata: 1\n\n")

    async def _wait(self, tick: asyncio.Event) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(BEAT):
                await tick.wait()
            await asyncio.sleep(TOGETHER)

    def _state(self) -> Mapping[str, bytes]:
        """The frame as it is now, and every pane's state, which is made once for all open pages."""
        if self._panes is None:
            self._panes = {pane: _encoded(state) for pane, state in self._snapshots().items()}
        return {"frame": _encoded(self._frame()), **self._panes}

    def _snapshots(self) -> dict[str, Json]:
        world = self._playground
        return {
            "phone": phone.snapshot(world.telegram) if world.telegram is not None else {},
            "slack": slack.snapshot(world.slack) if world.slack is not None else {},
            "mail": mailboxes.snapshot(world.mail) if world.mail is not None else {},
        }

    def _frame(self) -> Json:
        world = self._playground
        return {
            "telegram": world.telegram is not None,
            "slack": world.slack is not None,
            "mail": world.mail is not None,
            "startOver": world.start_over is not None,
            "board": world.board_url is not None,
            "typing": {pane: self._typists.names(pane) for pane in ("phone", "slack")},
            "trouble": self._trouble.waiting(),
            "twice": self._twice(),
        }

    def _twice(self) -> bool:
        world = self._playground
        mail = world.mail is not None and world.mail.door.times > 1
        return mail or any(each is not None and each.deliver_times > 1 for each in (world.telegram, world.slack))


def _encoded(state: Json) -> bytes:
    try:
        return msgspec.json.encode(state)
    except UnicodeEncodeError:  # a lone surrogate, which only an escape in JSON can bring
        text = json.dumps(msgspec.to_builtins(state), ensure_ascii=False)
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()
