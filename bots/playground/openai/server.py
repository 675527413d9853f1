"""The HTTP side: chat completions, embeddings and models, as every OpenAI-compatible server has them."""

import hmac
import json
from collections import deque
from typing import Any

import msgspec
from aiohttp import web

from bots.playground.faults import Faults, dropped, wait
from bots.playground.openai.reading import Prompt, read_prompt
from bots.playground.openai.streaming import Completed, stream
from bots.playground.openai.trouble import Trouble
from bots.playground.openai.vectors import embed

Json = dict[str, Any]

GOOD = Trouble()
_LARGEST_REQUEST = 8 * 1024 * 1024
_CHARACTERS_PER_TOKEN = 4


class Request(msgspec.Struct, frozen=True):
    """A request that was read: `method` is "chat", "embeddings" or "models". `key` is what stood after "Bearer"."""

    method: str
    body: Json
    key: str

    @property
    def prompt(self) -> Prompt:
        return read_prompt(self.body.get("messages", ()))


class OpenAIServer:
    """The playground's model. It behaves, but for the requests that `script` has something for.

    With a `key` others are refused. `pause` is in seconds, before each answer's first word. Faults name it "openai",
    with the methods "chat", "embeddings" and "models".
    """

    def __init__(
        self, faults: Faults | None = None, key: str = "", model: str = "playground", pause: float = 0.0
    ) -> None:
        self.faults = faults or Faults()
        self.model = model
        self.pause = pause
        self.requests: list[Request] = []
        self.open_streams = 0
        self.root = ""
        self._key = key
        self._script: dict[str, deque[Trouble]] = {"chat": deque(), "embeddings": deque()}
        self._always: dict[str, Trouble] = {}
        self._runner: web.AppRunner | None = None
        self._site: web.TCPSite | None = None

    # --- life
    async def start(self, port: int = 0) -> str:
        """Listen on loopback; the base URL, `http://127.0.0.1:port/v1`."""
        app = web.Application(client_max_size=_LARGEST_REQUEST)
        app.router.add_post("/v1/chat/completions", self._chat)
        app.router.add_post("/v1/embeddings", self._embeddings)
        app.router.add_get("/v1/models", self._models)
        app.router.add_route("*", "/{anything:.*}", _elsewhere)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
        await self._runner.setup()
        await self._listen(port)
        self.root = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self.base_url

    async def _listen(self, port: int) -> None:
        self._site = web.TCPSite(self._runner, "127.0.0.1", port) if self._runner else None
        if self._site:
            await self._site.start()

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @property
    def base_url(self) -> str:
        return f"{self.root}/v1"

    # --- trouble
    def script(self, *troubles: Trouble, method: str = "chat") -> None:
        """One for each of the next requests; after them it behaves again."""
        self._script[method].extend(troubles)

    def always(self, trouble: Trouble, method: str = "chat") -> None:
        """For every request that has nothing of its own in the script; `Trouble()` ends it."""
        self._always[method] = trouble

    async def refuse_connections(self) -> None:
        """As if nothing ran at this address, until `accept_connections`."""
        if self._site is not None:
            await self._site.stop()

    async def accept_connections(self) -> None:
        await self._listen(int(self.root.rpartition(":")[2]))

    def asked(self, method: str = "chat") -> int:
        """How many requests of this method there were."""
        return sum(each.method == method for each in self.requests)

    # --- the doors
    async def _chat(self, request: web.Request) -> web.StreamResponse:
        async def effect() -> web.StreamResponse:
            body = await self._read(request, "chat")
            return body if isinstance(body, web.Response) else await self._complete(request, body)

        return await self.faults.http(request, "openai", "chat", effect)

    async def _complete(self, request: web.Request, body: Json) -> web.StreamResponse:
        trouble = self._next("chat")
        if trouble.drop:
            return dropped(request)
        if trouble.status != 200:
            return _plain(trouble)
        if unlike := [name for name in trouble.unlike if name in body]:
            return _refusal(400, "unsupported_parameter", f"Unsupported parameter: '{unlike[0]}'")
        self.open_streams += 1
        try:
            return await self._say(request, body, trouble)
        finally:
            self.open_streams -= 1

    async def _say(self, request: web.Request, body: Json, trouble: Trouble) -> web.StreamResponse:
        await wait(self.pause if trouble.wait == 0 else trouble.wait)
        messages = body.get("messages", [])
        prompt_tokens = len(json.dumps(messages, ensure_ascii=False)) // _CHARACTERS_PER_TOKEN
        text = trouble.says(read_prompt(messages))
        completed = Completed(len(self.requests), body.get("model", ""), text, prompt_tokens, trouble)
        if not body.get("stream"):
            return web.json_response(completed.whole())
        return await stream(request, completed, bool((body.get("stream_options") or {}).get("include_usage")))

    async def _embeddings(self, request: web.Request) -> web.StreamResponse:
        async def effect() -> web.StreamResponse:
            body = await self._read(request, "embeddings")
            return body if isinstance(body, web.Response) else await self._embed(body)

        return await self.faults.http(request, "openai", "embeddings", effect)

    async def _embed(self, body: Json) -> web.Response:
        trouble = self._next("embeddings")
        await wait(trouble.wait)
        if trouble.status != 200:
            return _plain(trouble)
        texts = [body["input"]] if isinstance(body["input"], str) else body["input"]
        data = [{"object": "embedding", "index": at, "embedding": embed(text)} for at, text in enumerate(texts)]
        tokens = sum(map(len, texts)) // _CHARACTERS_PER_TOKEN
        usage = {"prompt_tokens": tokens, "total_tokens": tokens}
        return web.json_response({"object": "list", "model": body.get("model"), "data": data, "usage": usage})

    async def _models(self, request: web.Request) -> web.StreamResponse:
        async def effect() -> web.StreamResponse:
            if refused := self._wrong_key(request):
                return refused
            self.requests.append(Request("models", {}, _key(request)))
            model = {"id": self.model, "object": "model", "created": 1_800_000_000, "owned_by": "playground"}
            return web.json_response({"object": "list", "data": [model]})

        return await self.faults.http(request, "openai", "models", effect)

    async def _read(self, request: web.Request, method: str) -> Json | web.Response:
        """The body, written down; or what is wrong with the request."""
        if refused := self._wrong_key(request):
            return refused
        try:
            body = await request.json()
        except ValueError:
            return _refusal(400, "invalid_json", "We could not parse the JSON body of your request.")
        self.requests.append(Request(method, body, _key(request)))
        return body if isinstance(body, dict) else _refusal(400, "invalid_json", "The body is no object.")

    def _wrong_key(self, request: web.Request) -> web.Response | None:
        if not self._key or hmac.compare_digest(_key(request).encode(), self._key.encode()):
            return None
        return _refusal(401, "invalid_api_key", "Incorrect API key provided")

    def _next(self, method: str) -> Trouble:
        waiting = self._script[method]
        return waiting.popleft() if waiting else self._always.get(method, GOOD)


def _key(request: web.Request) -> str:
    return request.headers.get("Authorization", "").removeprefix("Bearer ")


def _plain(trouble: Trouble) -> web.Response:
    return web.Response(
        status=trouble.status,
        body=trouble.body.encode(),
        headers={"Content-Type": "application/json", **trouble.headers},
    )


def _refusal(status: int, code: str, message: str) -> web.Response:
    error = {"message": message, "type": "invalid_request_error", "param": None, "code": code}
    return web.json_response({"error": error}, status=status)


async def _elsewhere(_: web.Request) -> web.Response:
    return _refusal(404, "unknown_url", "There is no such address")
