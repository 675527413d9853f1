"""The parameters of one call, however they were sent: in the address, as a form, as parts or as JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from aiohttp import web

from bots.playground.telegram.errors import BadRequest


@dataclass(frozen=True)
class Upload:
    """A file sent as a part of the request."""

    name: str
    mime_type: str
    content: bytes


@dataclass(frozen=True)
class Parameters:
    """Texts by name, as the Bot API reads them: a number or an object inside JSON counts as its own text."""

    values: Mapping[str, str] = field(default_factory=dict)
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The text; empty when it was left out, as for Telegram."""
        return self.values.get(name, "")

    def integer(self, name: str, default: int = 0) -> int:
        """The number; the default when there is none, since Telegram is as lenient."""
        try:
            return int(self.values[name])
        except (KeyError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in ("true", "yes", "1")

    def json(self, name: str, kind: str) -> object:
        """The parsed value or None; `kind` is how Telegram calls the thing in its refusal."""
        if not self.text(name):
            return None
        try:
            return json.loads(self.text(name))
        except (ValueError, RecursionError) as error:
            raise BadRequest(f"can't parse {kind} JSON object") from error


async def read_parameters(request: web.Request) -> Parameters:
    """All parameters of a request; raises BadRequest when its body is malformed or no UTF-8."""
    values = dict(request.query)
    uploads: dict[str, Upload] = {}
    try:
        if request.content_type == "application/json":
            values |= _from_json(await request.read())
        elif request.content_type == "application/x-www-form-urlencoded":
            body = (await request.read()).decode()
            values |= dict(parse_qsl(body, keep_blank_values=True, errors="strict"))
        elif request.content_type == "multipart/form-data":
            await _read_parts(request, values, uploads)
        "".join(values.values()).encode()
    except UnicodeError as error:
        raise BadRequest("strings must be encoded in UTF-8") from error
    return Parameters(values, uploads)


async def _read_parts(request: web.Request, values: dict[str, str], uploads: dict[str, Upload]) -> None:
    try:
        parts = await request.post()
    except UnicodeError:
        raise
    except ValueError as error:
        raise BadRequest("can't parse the parts of the request") from error
    for name, part in parts.items():
        if isinstance(part, web.FileField):
            uploads[name] = Upload(part.filename, part.content_type, part.file.read())
        else:
            values[name] = part if isinstance(part, str) else bytes(part).decode()


def _from_json(body: bytes) -> dict[str, str]:
    if not body.strip():
        return {}
    try:
        given = json.loads(body)
    except UnicodeError:
        raise
    except (ValueError, RecursionError) as error:
        raise BadRequest("can't parse JSON in the body of the request") from error
    if not isinstance(given, dict):
        raise BadRequest("arguments must be in an Object")
    return {name: _as_text(value) for name, value in given.items() if value is not None}


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
