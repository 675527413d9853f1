"""The secrets whose values stand in files (TELEGRAM_TOKEN_FILE and the like), as they are at this moment."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from pydantic import SecretStr, ValidationError

from bots.settings import Settings


class Place(NamedTuple):
    """Of a secret among the settings."""

    section: str
    key: str

    @property
    def variable(self) -> str:
        return f"{self.section}_{self.key}".upper()


class Unusable(Exception):
    """The new value cannot be used: why, in words for the operator, and never with the value."""


def watched(settings: Settings, env: Mapping[str, str]) -> dict[Place, Path]:
    """Which secrets may change: those that a file gives."""
    files = ((place, env.get(f"{place.variable}_FILE", "")) for place in _places(settings))
    return {place: Path(file) for place, file in files if file}


def value(settings: Settings, place: Place) -> str:
    """As the settings had it at the start."""
    secret = getattr(getattr(settings, place.section), place.key)
    assert isinstance(secret, SecretStr)
    return secret.get_secret_value()


def read(settings: Settings, place: Place, file: Path) -> str:
    """What the file holds now, if it may stand among the other settings. Raises Unusable."""
    try:
        written = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is no text"
        raise Unusable(f"{file} cannot be read ({why})") from None
    if not written:
        raise Unusable(f"{file} is empty")
    section = getattr(settings, place.section)
    others = {name: getattr(section, name) for name in type(section).model_fields}
    try:
        type(section)(**{**others, place.key: SecretStr(written)})
    except ValidationError as error:
        raise Unusable(error.errors()[0]["msg"].removeprefix("Value error, ")) from None
    return written


def _places(settings: Settings) -> list[Place]:
    return [
        Place(section, key)
        for section in type(settings).model_fields
        for key, field in type(getattr(settings, section)).model_fields.items()
        if field.annotation is SecretStr
    ]
