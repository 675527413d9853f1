"""A page's own files, each read whole when it is asked for, so that none stays open for a reader who has gone."""

import mimetypes
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from aiohttp import web


def static_routes(folder: Path) -> list[web.RouteDef]:
    """One route under `/static/` for every file in `folder`: these and no others, whatever a path says."""
    files = sorted(filter(Path.is_file, folder.rglob("*")))
    return [web.get(f"/static/{file.relative_to(folder).as_posix()}", partial(_answer, file)) for file in files]


async def _answer(file: Path, request: web.Request) -> web.Response:
    return whole(file, request)


def whole(file: Path, request: web.Request) -> web.Response:
    """The file as it is now; 304 for a browser that has it. Read at once: such files are small, and of this program."""
    changed = datetime.fromtimestamp(int(file.stat().st_mtime), UTC)
    if request.if_modified_since and changed <= request.if_modified_since:
        return web.Response(status=304)
    kind = mimetypes.guess_type(file.name)[0]
    answer = web.Response(body=file.read_bytes(), content_type=kind or "application/octet-stream")
    answer.last_modified = changed
    return answer
