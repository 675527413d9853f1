"""The door to an OpenAI-compatible server: streamed chat completions, and embeddings; the only importer of its SDK."""

import asyncio
import dataclasses
import json
import logging
import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec

from core.answers.completion import Chunk, Completion, Embeddings, Said
from core.answers.model_access import ModelAccess
from core.answers.model_failures import (
    Declined,
    Late,
    Limited,
    ModelFailed,
    Rejected,
    Resting,
    Unreachable,
    Unreadable,
)
from core.answers.prompt import Message
from core.answers.resting import Rest
from core.model.answer import Usage
from core.ports import Vitals
from core.ports.unwatched import UNWATCHED

if TYPE_CHECKING:
    from openai import APIStatusError, AsyncOpenAI, AsyncStream

log = logging.getLogger(__name__)

VITAL = "model"
CHARACTERS_PER_TOKEN = 4

_CONNECT = 3.0  # seconds
_AGAIN_AFTER = 0.2  # seconds, when nobody listened
_AFTER_END = 1.0  # seconds that a server may take to count its tokens
_LIMITED = 5.0  # seconds of rest after a 429 that names none
_LONGEST_REST = 300.0
_MISSET = 60.0  # seconds of rest after a refusal that only the operator can mend

Grow = Callable[[str], Awaitable[None]]
"""Is given the whole text so far. It raises nothing, or ModelFailed to end it."""


class ModelServer:
    """One server. Each completion is one request: it is sent a second time only when nobody had listened, or when the
    server did not know one of the optional fields. A server that fails again and again is left alone for a while.
    """

    def __init__(self, access: ModelAccess, rest: Rest | None = None, vitals: Vitals = UNWATCHED) -> None:
        self.access = access
        self._vitals = vitals
        self._rest = rest or Rest()
        self._client: AsyncOpenAI | None = None
        self._making = asyncio.Lock()
        self._plain = False

    async def warm_up(self) -> None:
        """Load the SDK, which takes most of a second, away from the event loop."""
        await self._ready()

    async def close(self) -> None:
        if self._client is not None:
            await self._client.close()

    async def lets_in(self, key: str) -> bool:
        """Whether the server takes this key, as far as it says so of a list of its models; one that has none takes it."""
        import openai

        client = await self._ready()
        try:
            async with asyncio.timeout(self.access.whole):
                await client.with_options(api_key=key).models.list()
        except (openai.AuthenticationError, openai.PermissionDeniedError):
            return False
        except (openai.OpenAIError, TimeoutError) as error:
            log.info("the model's server does not say whether it takes a key: %s", type(error).__name__)
        return True

    def renew(self, key: str) -> None:
        """For what is asked from now on, at once."""
        self.access = dataclasses.replace(self.access, key=key)
        if self._client is not None:
            self._client.api_key = key
        self._rest.over()

    async def complete(self, messages: Sequence[Message], grow: Grow) -> Completion:
        """The whole text. Where the server does not count tokens, four characters are taken for one.

        Raises ModelFailed.
        """
        self._refuse_while_resting()
        client = await self._ready()
        said = Said()
        try:
            with _in_our_words():
                await self._listen(client, messages, said, grow)
            said.refuse_unfinished()
        except ModelFailed as failed:
            failed.usage = self._usage(messages, said) if said.sent or isinstance(failed, Late) else None
            self._note(failed)
            raise
        self._works()
        return Completion(said.text, self._usage(messages, said))

    async def embed(self, texts: Sequence[str], seconds: float) -> list[list[float]]:
        """One vector for each text, of the embeddings model. Raises ModelFailed."""
        client = await self._ready()
        with _in_our_words():
            async with asyncio.timeout(seconds):
                answer = await client.embeddings.create(
                    model=self.access.embeddings_model, input=list(texts), encoding_format="float"
                )
            vectors = msgspec.convert(answer, Embeddings, from_attributes=True).data
        if sorted(each.index for each in vectors) != list(range(len(texts))):
            raise Unreadable("the model server left out embeddings")
        return [each.embedding for each in sorted(vectors, key=lambda each: each.index)]

    async def _ready(self) -> "AsyncOpenAI":
        async with self._making:
            if self._client is None:
                self._client = await asyncio.to_thread(_new_client, self.access)
            return self._client

    async def _listen(self, client: "AsyncOpenAI", messages: Sequence[Message], said: Said, grow: Grow) -> None:
        """Read the stream to its end, or until the text has ended and nothing more comes."""
        try:
            await self._read(client, messages, said, grow)
        except TimeoutError:
            if not said.finish:
                raise

    async def _read(self, client: "AsyncOpenAI", messages: Sequence[Message], said: Said, grow: Grow) -> None:
        """What takes time in `grow` does not count as a stall of the server."""
        loop = asyncio.get_running_loop()
        end = loop.time() + self.access.whole
        async with asyncio.timeout(self.access.first_token) as deadline, await self._open(client, messages) as stream:
            said.sent = True
            async for chunk in stream:
                if said.take(msgspec.convert(chunk, Chunk)):
                    deadline.reschedule(end)
                    await grow(said.text)
                if said.text or said.finish:
                    pause = min(_AFTER_END, self.access.stall) if said.finish else self.access.stall
                    deadline.reschedule(min(loop.time() + pause, end))

    async def _open(self, client: "AsyncOpenAI", messages: Sequence[Message]) -> "AsyncStream[object]":
        import openai

        try:
            return await self._ask(client, messages)
        except openai.APIConnectionError as error:
            if not _nobody_listened(error):
                raise
        await asyncio.sleep(_AGAIN_AFTER)
        return await self._ask(client, messages)

    async def _ask(self, client: "AsyncOpenAI", messages: Sequence[Message]) -> "AsyncStream[object]":
        """Servers differ in the optional fields that they know: one that refuses them is asked without, from then on."""
        import openai

        if not self._plain:
            try:
                return await self._request(client, messages, self._options())
            except (openai.BadRequestError, openai.UnprocessableEntityError):
                pass  # the same without options says whether they were the reason
        stream = await self._request(client, messages, {})
        self._plain = True
        return stream

    async def _request(
        self, client: "AsyncOpenAI", messages: Sequence[Message], options: dict[str, Any]
    ) -> "AsyncStream[object]":
        """What comes is read by us (`Chunk`): to make its own objects of it costs the SDK as much as all the rest of an answer."""
        import openai

        asked = [{"role": each.role, "content": each.content} for each in messages]
        return await client.post(
            "/chat/completions",
            body={"model": self.access.model, "messages": asked, "stream": True, **options, **self.access.extra},
            options={"security": {"bearer_auth": True}},
            cast_to=object,
            stream=True,
            stream_cls=openai.AsyncStream[object],
        )

    def _options(self) -> dict[str, Any]:
        options: dict[str, Any] = {
            "stream_options": {"include_usage": True},
            "max_completion_tokens": self.access.max_tokens,
        }
        return options if self.access.temperature is None else {**options, "temperature": self.access.temperature}

    def _usage(self, messages: Sequence[Message], said: Said) -> Usage:
        if said.tokens is not None:
            return self.access.usage(said.tokens.prompt_tokens, said.tokens.completion_tokens)
        asked = sum(len(each.content) for each in messages)
        return self.access.usage(asked // CHARACTERS_PER_TOKEN, len(said.text) // CHARACTERS_PER_TOKEN)

    def _refuse_while_resting(self) -> None:
        if left := self._rest.left:
            raise Resting(f"the model server failed just now, and is asked again in {left:.0f} s")

    def _note(self, failed: ModelFailed) -> None:
        match failed:
            case Limited(seconds=seconds):
                self._rest.rest(min(seconds, _LONGEST_REST))
            case Rejected(lasting=True):
                self._rest.rest(_MISSET)
                log.error("%s: mend the model's settings; until then answers are quoted", failed.reason)
            case Unreachable() | Late():
                self._rest.failed()
            case Unreadable() | Declined():
                self._works()
                return
            case _:
                return  # it says nothing about the server
        left = self._rest.left
        self._vitals.ill(VITAL, f"{failed.reason}; it rests for {left:.0f} s" if left else failed.reason)

    def _works(self) -> None:
        self._rest.worked()
        self._vitals.well(VITAL)


def _new_client(access: ModelAccess) -> "AsyncOpenAI":
    import openai

    return openai.AsyncOpenAI(
        api_key=access.key or "none",  # servers of one's own often want none, but the SDK does
        base_url=access.base_url,
        max_retries=0,
        timeout=openai.Timeout(access.whole, connect=_CONNECT),
        # What customers write goes to the operator's address and to no other.
        http_client=openai.DefaultAsyncHttpxClient(follow_redirects=False),
    )


@contextmanager
def _in_our_words() -> Iterator[None]:
    """The SDK's errors as ours, without the server's words: they may repeat the key."""
    import openai

    try:
        yield
    except openai.APIStatusError as error:
        raise _of_status(error) from None
    except TimeoutError:
        raise Late("the model server did not answer in time") from None
    except openai.APIConnectionError:
        raise Unreachable("no connection to the model server") from None
    except openai.APIError as error:
        raise Unreachable(f"the model server broke off{_code(error.code)}") from None
    except (json.JSONDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise Unreadable(f"the model server's answer cannot be read ({type(error).__name__})") from None


def _of_status(error: "APIStatusError") -> ModelFailed:
    status = error.status_code
    reason = f"the model server answered {status}{_code(error.code)}"
    if status == 429:
        return Limited(reason, _retry_after(error))
    if status >= 500 or status == 408:
        return Unreachable(reason)
    return Rejected(reason, lasting=status < 400 or status in (401, 403, 404))


def _code(code: str | None) -> str:
    return f" ({code})" if code and re.fullmatch(r"[a-z_]{1,40}", code) else ""


def _retry_after(error: "APIStatusError") -> float:
    """Seconds; dates are not understood, and no server of this kind sends them."""
    said = error.response.headers.get("retry-after", "")
    return float(said) if re.fullmatch(r"\d{1,6}(\.\d{1,3})?", said) else _LIMITED


def _nobody_listened(error: "BaseException") -> bool:
    import httpx2

    return isinstance(error.__cause__, httpx2.ConnectError)
