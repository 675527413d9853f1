"""Reads JSON that other programs wrote, field by field, and takes nothing for granted but that it is JSON."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from core.answers.importing.errors import ImportFailed
from core.answers.importing.pages import as_date

MAX_BYTES = 200_000_000

Record = dict[str, Any]


def read_json(path: Path) -> Any:
    """Raises ImportFailed, naming the file."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ImportFailed(
                f"{path} is larger than {MAX_BYTES // 1_000_000} MB: export it in pages, into one folder"
            )
        return json.loads(path.read_bytes())
    except OSError as error:
        raise ImportFailed(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise ImportFailed(f"{path} is not JSON ({error}): export it again") from error


def records(value: Any) -> Iterator[Record]:
    """The objects in a list, or in nothing."""
    if isinstance(value, list):
        yield from (each for each in value if isinstance(each, dict))


def record(value: Any) -> Record:
    return value if isinstance(value, dict) else {}


def text(value: Any) -> str:
    """Texts as they are but for halves of characters, whole numbers as their digits, all else as nothing."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def day(value: Any) -> date | None:
    """Of an ISO 8601 time, or of seconds since 1970."""
    if isinstance(value, int) and not isinstance(value, bool):
        try:
            return datetime.fromtimestamp(value, UTC).date()
        except (ValueError, OverflowError, OSError):
            return None
    return as_date(value) if isinstance(value, str) else None
