"""The files in chats: kept, named and given out as Telegram does."""

import mimetypes

from bots.playground.telegram.state import File, Media, State

DOWNLOAD_LIMIT = 20 * 1024 * 1024  # bytes, https://core.telegram.org/bots/api#getfile (as the official server counts)
SMALL = "-small"  # ends the identifier of a photo's smaller size
_FOLDERS = {
    "photo": "photos",
    "document": "documents",
    "sticker": "stickers",
    "voice": "voice",
    "video": "videos",
    "audio": "music",
}


def store(
    state: State,
    kind: str,
    content: bytes,
    *,
    size: int | None = None,
    name: str = "",
    mime_type: str = "",
    width: int = 0,
    height: int = 0,
    duration: int = 0,
    emoji: str = "",
) -> Media:
    """Keep a content; `size` pretends that there is more of it than there is."""
    number = state.number()
    claimed = len(content) if size is None else size
    suffix = {"photo": ".jpg", "sticker": ".webp", "voice": ".oga"}.get(kind) or _suffix(mime_type)
    path = f"{_FOLDERS[kind]}/file_{number}{suffix}"
    file_id = f"{kind}-{number}"
    state.files[file_id] = File(file_id, content, path, claimed)
    return Media(kind, file_id, claimed, name, mime_type, width, height, duration, emoji)


def _suffix(mime_type: str) -> str:
    return mimetypes.guess_extension(mime_type) or ""


def keep(stored: File, kind: str) -> Media:
    """The same file once more, in another message."""
    return Media(kind, stored.id, stored.size)


def known(state: State, file_id: str) -> File | None:
    """The file of an identifier; both sizes of a photo are one file here."""
    return state.files.get(file_id.removesuffix(SMALL))


def at_path(state: State, path: str, now: float) -> File | None:
    """The file that getFile gave this path for, as long as the path lives."""
    found = (stored for stored in state.files.values() if stored.path == path and stored.path_until > now)
    return next(found, None)
