"""Writes a chat completion as a server does: in one piece, or as a stream of events."""

import asyncio
import json
import re
from collections.abc import Iterator
from typing import Any

from aiohttp import web

from bots.playground.faults import dropped
from bots.playground.openai.trouble import Trouble

Json = dict[str, Any]

_PIECE = re.compile(r"\s*\S{1,12}|\s+")


class Completed:
    """One completion: its text, and what it counts."""

    def __init__(self, number: int, model: str, text: str, prompt_tokens: int, trouble: Trouble) -> None:
        self.text = text
        self.trouble = trouble
        self._envelope: Json = {"id": f"chatcmpl-{number}", "created": 1_800_000_000, "model": model}
        completion_tokens = len(_PIECE.findall(text))
        self.usage = {
            "prompt_tokens": prompt_tokens,
            "completion_tokens": completion_tokens,
            "total_tokens": prompt_tokens + completion_tokens,
        }

    def whole(self) -> Json:
        message = {"role": "assistant", "content": self.text, "refusal": self.trouble.refusal or None}
        choice = {"index": 0, "message": message, "finish_reason": self.trouble.finish, "logprobs": None}
        usage = {"usage": self.usage} if self.trouble.usage else {}
        return {**self._envelope, "object": "chat.completion", "choices": [choice], **usage}

    def first(self) -> Json:
        return self._chunk({"role": "assistant", "content": "", "refusal": None})

    def pieces(self) -> Iterator[Json]:
        """The text, a few characters at a time, as far as it comes."""
        ends = [each for each in (self.trouble.stall_after, self.trouble.cut_after) if each is not None]
        text = self.text[: min(ends)] if ends else self.text
        yield from (self._chunk({"content": piece}) for piece in _PIECE.findall(text))

    def last(self, with_usage: bool) -> Iterator[Json]:
        """What is refused, why it ended, and what it took."""
        if self.trouble.refusal:
            yield self._chunk({"refusal": self.trouble.refusal})
        if self.trouble.finish is not None:
            yield self._chunk({}, self.trouble.finish)
        if with_usage and self.trouble.usage:
            yield {**self._envelope, "object": "chat.completion.chunk", "choices": [], "usage": self.usage}

    def _chunk(self, delta: Json, finish: str | None = None) -> Json:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        return {**self._envelope, "object": "chat.completion.chunk", "choices": [choice]}


async def stream(request: web.Request, completed: Completed, with_usage: bool) -> web.StreamResponse:
    """Send the events, as far as the trouble lets them go."""
    trouble = completed.trouble
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"})
    await response.prepare(request)
    if trouble.raw is not None:
        await response.write(trouble.raw)
        return response
    await response.write(_event(completed.first()))
    for chunk in completed.pieces():
        await response.write(_event(chunk))
    if trouble.stall_after is not None:
        await asyncio.Event().wait()
    if trouble.cut_after is not None:
        return await _cut(request, response, inside=trouble.inside)
    for chunk in completed.last(with_usage):
        await response.write(_event(chunk))
    if trouble.linger:
        await asyncio.Event().wait()
    if trouble.done:
        await response.write(b"data: [DONE]\n\n")
    return response


async def _cut(request: web.Request, response: web.StreamResponse, *, inside: bool) -> web.StreamResponse:
    """End inside a character as a proxy does that closes the stream in good order, or break the connection."""
    if inside:
        await response.write('data: {"choices": [{"index": 0, "delta": {"content": "1.000 €'.encode()[:-1])
    else:
        dropped(request)
    return response


def _event(chunk: Json) -> bytes:
    return f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n".encode()
