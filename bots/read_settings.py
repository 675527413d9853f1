"""Reads the settings once, from a TOML file and the environment, and names all mistakes together."""

import difflib
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, SecretStr, ValidationError

from bots.settings import Settings
from bots.settings_section import is_set

DEFAULT_FILE = Path("frontdesk.toml")


class SettingsError(Exception):
    """What is wrong with the settings: one line for each mistake, each with what to write instead."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


def load(file: Path | None = None) -> Settings:
    """Read everything once. Raises SettingsError with all mistakes together."""
    written, mistakes = _read_file(file)
    mistakes += _unknown(written) + _misplaced_secrets(written)
    secrets, unreadable = _secret_files(os.environ)
    mistakes += unreadable
    try:
        settings = Settings(**_merged(written, secrets))
    except ValidationError as error:
        raise SettingsError(
            mistakes + [_explain(one["loc"], one["msg"], one["input"]) for one in error.errors()]
        ) from None
    mistakes += _missing(settings) + _half_connected(settings)
    if mistakes:
        raise SettingsError(mistakes)
    return settings


def _read_file(file: Path | None) -> tuple[dict[str, Any], list[str]]:
    path = file or DEFAULT_FILE
    if file is None and not path.exists():
        return {}, []
    try:
        return tomllib.loads(path.read_text(encoding="utf-8")), []
    except OSError as error:
        return {}, [f"{path}: cannot be read ({error.strerror}): write a TOML file there or leave --settings out"]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return {}, [f"{path}: is not TOML: {error}"]


def _sections() -> dict[str, type[BaseModel]]:
    return {
        name: field.annotation
        for name, field in Settings.model_fields.items()
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
    }


def _unknown(written: Mapping[str, Any]) -> list[str]:
    mistakes = []
    for section, content in written.items():
        model = _sections().get(section)
        if model is None:
            mistakes.append(f"[{section}]: no such section{_perhaps(section, _sections())}")
            continue
        if not isinstance(content, Mapping):
            mistakes.append(
                f"{section}: is a section; write [{section}] in a line of its own and its settings below it"
            )
            continue
        mistakes += [
            f"{section}.{key}: no such setting{_perhaps(key, model.model_fields)}"
            for key in sorted(content.keys() - model.model_fields.keys())
        ]
    return mistakes


def _perhaps(word: str, known: Mapping[str, object]) -> str:
    close = difflib.get_close_matches(word, known, 1)
    return f"; write {close[0]}" if close else f"; there are {', '.join(sorted(known))}"


def _secret_fields() -> list[tuple[str, str]]:
    return [
        (section, key)
        for section, model in _sections().items()
        for key, field in model.model_fields.items()
        if field.annotation is SecretStr
    ]


def _misplaced_secrets(written: Mapping[str, Any]) -> list[str]:
    return [
        f"{section}.{key}: a secret does not belong in this file; set {_env(section, key)} or {_env(section, key)}_FILE"
        for section, key in _secret_fields()
        if isinstance(written.get(section), Mapping) and key in written[section]
    ]


def _secret_files(env: Mapping[str, str]) -> tuple[dict[str, dict[str, str]], list[str]]:
    """NAME_FILE names a file that holds the secret, as container platforms mount them."""
    found: dict[str, dict[str, str]] = {}
    mistakes = []
    for section, key in _secret_fields():
        path = env.get(f"{_env(section, key)}_FILE")
        if not path:
            continue
        try:
            found.setdefault(section, {})[key] = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "it is no text"
            mistakes.append(
                f"{_env(section, key)}_FILE: {path} cannot be read ({why}): name a file that holds the secret"
            )
    return found, mistakes


def _merged(written: Mapping[str, Any], secrets: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    sections = {name: value for name, value in written.items() if isinstance(value, Mapping)}
    return {name: {**sections.get(name, {}), **secrets.get(name, {})} for name in sections.keys() | secrets.keys()}


def _missing(settings: Settings) -> list[str]:
    """With the playground off, every server needs its token."""
    if settings.playground.mode == "auto":
        return []
    needed = {
        "TELEGRAM_TOKEN": settings.has_telegram(),
        "SLACK_BOT_TOKEN": settings.has_slack(),
        "SMTP_URL": settings.has_smtp(),
    }
    return [
        f"{name}: is missing, and the playground is off; set it, or set playground.mode to auto"
        for name, there in needed.items()
        if not there
    ]


def _half_connected(settings: Settings) -> list[str]:
    """Mail comes in to an address, and through a door: one without the other would stay silent."""
    doors = {"IMAP_URL": settings.imap.url, "MAIL_WEBHOOK_SECRET": settings.mail.webhook_secret}
    open_ = [name for name, secret in doors.items() if is_set(secret)]
    if open_ and not settings.mail.reply_address:
        return [
            f"MAIL_REPLY_ADDRESS (mail.reply_address): is missing, so no mail comes in by {' or '.join(open_)}; set it"
        ]
    if settings.mail.reply_address and not open_:
        return [
            "MAIL_REPLY_ADDRESS (mail.reply_address): nothing brings its mails in; set IMAP_URL or MAIL_WEBHOOK_SECRET"
        ]
    return []


def _explain(place: tuple[int | str, ...], message: str, given: object) -> str:
    names = [str(part) for part in place]
    label = f"{_env(*names)} ({'.'.join(names)})" if len(names) == 2 else ".".join(names)
    shown = "" if tuple(names) in _secret_fields() else f" is {given!r}"
    return f"{label}{shown}: {message.removeprefix('Value error, ')}"


def _env(*names: str) -> str:
    return "_".join(names).upper()
