"""Methods that send a file: photos, documents, voice notes, videos, audio and stickers.

Sizes: https://core.telegram.org/bots/api#sending-files (10 MB for a photo, 50 MB for anything else, which is the limit of
the whole request).
"""

import mimetypes
from collections.abc import Callable
from pathlib import PurePath

from bots.playground.telegram import wire
from bots.playground.telegram.account import Account
from bots.playground.telegram.errors import BadRequest
from bots.playground.telegram.files import keep, known, store
from bots.playground.telegram.methods import method
from bots.playground.telegram.parameters import Parameters, Upload
from bots.playground.telegram.sending import COMMON, send
from bots.playground.telegram.state import Media
from bots.playground.telegram.texts import caption

MOST_PHOTO = 10 * 1024 * 1024  # bytes
_CAPTION = "caption caption_entities parse_mode"
_KINDS = {
    "photo": f"{_CAPTION} show_caption_above_media has_spoiler",
    "document": f"{_CAPTION} thumbnail disable_content_type_detection",
    "voice": f"{_CAPTION} duration",
    "audio": f"{_CAPTION} duration performer title thumbnail",
    "video": f"{_CAPTION} duration width height thumbnail supports_streaming has_spoiler",
    "sticker": "emoji",
}


def _sender(kind: str) -> Callable[[Account, Parameters], wire.Json]:
    def send_file(account: Account, parameters: Parameters) -> wire.Json:
        chat = account.open_chat(parameters.text("chat_id"))
        text, entities = caption(parameters) if kind != "sticker" else ("", [])
        media = media_of(account, parameters, kind)
        return send(account, chat, parameters, text, entities, media)

    return send_file


for _kind, _more in _KINDS.items():
    method(f"send{_kind.capitalize()}", f"chat_id {_kind}", f"{COMMON} {_more}")(_sender(_kind))


def media_of(account: Account, parameters: Parameters, kind: str) -> Media:
    """An uploaded file, one by `attach://`, or one that is known by its identifier."""
    given = parameters.text(kind)
    upload = parameters.uploads.get(given.removeprefix("attach://") or kind)
    if upload is not None:
        return _uploaded(account, parameters, kind, upload)
    if not given:
        raise BadRequest(f"there is no {kind} in the request")
    stored = known(account.state, given)
    if stored is None:
        raise BadRequest("wrong file identifier/HTTP URL specified")
    return keep(stored, kind)


def _uploaded(account: Account, parameters: Parameters, kind: str, upload: Upload) -> Media:
    name, size = PurePath(upload.name).name, len(upload.content)
    if not size:
        raise BadRequest("file must be non-empty")
    if kind == "photo" and size > MOST_PHOTO:
        raise BadRequest(f"file of size {size} bytes is too big for a photo; the maximum size is {MOST_PHOTO} bytes")
    width, height = {"photo": (800, 600), "video": (1280, 720), "sticker": (512, 512)}.get(kind, (0, 0))
    return store(
        account.state,
        kind,
        upload.content,
        name=name if kind in ("document", "audio", "video") else "",
        mime_type=mimetypes.guess_type(name)[0] or upload.mime_type,
        width=parameters.integer("width", width),
        height=parameters.integer("height", height),
        duration=parameters.integer("duration"),
        emoji=parameters.text("emoji"),
    )
