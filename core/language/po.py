"""Reads a gettext catalog: `locales/<language>/LC_MESSAGES/messages.po`, whose message ids are keys and not sentences."""

import gettext
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from core.language.texts import Entry, Texts

if TYPE_CHECKING:
    from babel.messages.catalog import Message

SAME_AS_ENGLISH = (
    "same as English"  # a translator's comment: this text is translated, it only looks like the English one
)


class BrokenCatalog(Exception):
    """A catalog that is missing or cannot be read; the message names the file and, where there is one, the line."""


def locales_folder() -> Path:
    """Inside the package where it was installed, at the root of a checkout otherwise."""
    core = Path(__file__).parents[1]
    installed = core / "_locales"
    return installed if installed.is_dir() else core.parent / "locales"


def read_texts(folder: Path, language: str) -> Texts:
    """All texts that are translated; an entry marked fuzzy is not. Raises BrokenCatalog."""
    from babel.messages.pofile import PoFileError, read_po  # 0.1 s that the command line need not wait for

    path = folder / language / "LC_MESSAGES" / "messages.po"
    try:
        with path.open("rb") as file:
            catalog = read_po(file, locale=language, abort_invalid=True, ignore_obsolete=True)
    except OSError as error:
        raise BrokenCatalog(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BrokenCatalog(f"{path}: not UTF-8 text") from error
    except PoFileError as error:
        raise BrokenCatalog(f"{path}:{error.lineno + 1}: no line of a gettext catalog") from error
    translated = (message for message in catalog if message.id and not message.fuzzy)
    entries = {_key(message): entry for message in translated if (entry := _entry(message))}
    return Texts(entries, _plural(path, catalog.plural_expr))


def _plural(path: Path, expression: str) -> Callable[[int], int]:
    try:
        return gettext.c2py(expression)
    except ValueError as error:
        raise BrokenCatalog(f"{path}: Plural-Forms: {error}") from error


def _key(message: "Message") -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _entry(message: "Message") -> Entry | None:
    forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    if not forms or not all(forms):
        return None
    return Entry(forms, SAME_AS_ENGLISH in message.user_comments)
