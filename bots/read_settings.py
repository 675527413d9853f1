"""Reads the settings once, from a TOML file and the environment, and names all mistakes together."""

import difflib
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, SecretStr, ValidationError

from bots.settings import Settings

DEFAULT_FILE = Path("frontdesk.toml")
_LIKE = 0.85  # how much a variable's name is like one of ours if it is meant: two letters may be missing or wrong

_HOW = {  # where the library's own words are for programmers
    "tuple_type": 'write a list in brackets, such as ["one", "two"]',
    "dict_type": 'write names with their values in braces, such as {"live_chat": {"pl": "Mo-Fr 9:00-17:00"}}',
    "date_from_datetime_parsing": "write a day such as 2026-12-24",
}


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
    values = _merged(written, secrets)
    given = _given(values, os.environ)
    apart = _missing(given) + _half_connected(given) + _no_way_back(given)
    try:
        settings = Settings(**values)
    except ValidationError as error:
        wrong = [_explain(one["loc"], _HOW.get(one["type"], one["msg"]), one["input"]) for one in error.errors()]
        raise SettingsError(mistakes + wrong + apart) from None
    if mistakes + apart:
        raise SettingsError(mistakes + apart)
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


def misspelt(env: Mapping[str, str]) -> list[tuple[str, str]]:
    """Variables that are none of ours, but nearly, each with the one that it is like."""
    names = [_env(section, key) for section, model in _sections().items() for key in model.model_fields]
    known = {*names, *(f"{_env(*place)}_FILE" for place in _secret_fields())}
    sections = tuple(f"{_env(section)}_" for section in _sections())
    like = ((name, difflib.get_close_matches(name.upper(), names, 1, _LIKE)) for name in sorted(env))
    return [
        (name, close[0])
        for name, close in like
        if close and name.upper() not in known and name.upper().startswith(sections)
    ]


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
            named = path if Path(path).is_absolute() else "what it names"  # else it may be the secret itself
            mistakes.append(
                f"{_env(section, key)}_FILE: {named} cannot be read ({why}): name a file that holds the secret"
            )
    return found, mistakes


def _merged(written: Mapping[str, Any], secrets: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    sections = {name: value for name, value in written.items() if isinstance(value, Mapping)}
    return {name: {**sections.get(name, {}), **secrets.get(name, {})} for name in sections.keys() | secrets.keys()}


def _given(values: Mapping[str, Any], env: Mapping[str, str]) -> dict[str, Any]:
    """What is set, by the names of the environment, be it right or wrong: so much can be said of it even then."""
    written = {_env(section, key): value for section, each in values.items() for key, value in each.items()}
    both = written | {name.upper(): value for name, value in env.items()}
    return {name: value for name, value in both.items() if value}


def _missing(given: Mapping[str, Any]) -> list[str]:
    """With the playground off, every server needs its token."""
    if given.get("PLAYGROUND_MODE") != "off":
        return []
    return [
        f"{name}: is missing, and the playground is off; set it, or set playground.mode to auto"
        for name in ("TELEGRAM_TOKEN", "SLACK_BOT_TOKEN", "SMTP_URL")
        if name not in given
    ]


def _half_connected(given: Mapping[str, Any]) -> list[str]:
    """Mail comes in to an address, and through a door: one without the other would stay silent."""
    open_ = [name for name in ("IMAP_URL", "MAIL_WEBHOOK_SECRET") if name in given]
    if open_ and "MAIL_REPLY_ADDRESS" not in given:
        return [
            f"MAIL_REPLY_ADDRESS (mail.reply_address): is missing, so no mail comes in by {' or '.join(open_)}; set it"
        ]
    if "MAIL_REPLY_ADDRESS" in given and not open_:
        return [
            "MAIL_REPLY_ADDRESS (mail.reply_address): nothing brings its mails in; set IMAP_URL or MAIL_WEBHOOK_SECRET"
        ]
    return []


def _no_way_back(given: Mapping[str, Any]) -> list[str]:
    """Slack leads whoever signed in to an address that it knows beforehand."""
    if "SLACK_CLIENT_ID" not in given or "BOARD_URL" in given or given.get("BOARD_MODE") == "off":
        return []
    return [
        "BOARD_URL (board.url): is missing, so nobody can come back from signing in with Slack; write the board's public "
        "address, such as https://board.shop.example"
    ]


def _explain(place: tuple[int | str, ...], message: str, given: object) -> str:
    names = [str(part) for part in place]
    label = f"{_env(*names[:2])} ({'.'.join(names)})" if len(names) > 1 else names[0]
    shown = "" if tuple(names) in _secret_fields() else f" is {given!r}"
    return f"{label}{shown}: {message.removeprefix('Value error, ')}"


def _env(*names: str) -> str:
    return "_".join(names).upper()
