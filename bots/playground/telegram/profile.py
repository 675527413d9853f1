"""Methods about the bot itself: who it is, what it says about itself, which commands it offers."""

import json
import re

from bots.playground.telegram import wire
from bots.playground.telegram.account import Account
from bots.playground.telegram.errors import BadRequest
from bots.playground.telegram.methods import method
from bots.playground.telegram.parameters import Parameters

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
MOST_COMMANDS = 100


@method("getMe")
def get_me(account: Account, _: Parameters) -> wire.Json:
    return wire.me(account.bot, account.name)


@method("setMyName", "", "name language_code")
def set_my_name(account: Account, parameters: Parameters) -> bool:
    return _set(account, account.state.profile.names, parameters, "name", 64)


@method("setMyDescription", "", "description language_code")
def set_my_description(account: Account, parameters: Parameters) -> bool:
    return _set(account, account.state.profile.descriptions, parameters, "description", 512)


@method("setMyShortDescription", "", "short_description language_code")
def set_my_short_description(account: Account, parameters: Parameters) -> bool:
    return _set(account, account.state.profile.short_descriptions, parameters, "short_description", 120)


def _set(account: Account, texts: dict[str, str], parameters: Parameters, name: str, most: int) -> bool:
    """Keep a text for a language; an empty one takes it back."""
    text, language = parameters.text(name), parameters.text("language_code")
    if len(text) > most:
        raise BadRequest(f"{name.replace('_', ' ')} is too long")
    texts.pop(language, None)
    if text:
        texts[language] = text
    account.changed()
    return True


@method("setMyCommands", "commands", "scope language_code")
def set_my_commands(account: Account, parameters: Parameters) -> bool:
    commands = parameters.json("commands", "commands")
    if not isinstance(commands, list):
        raise BadRequest("expected an Array of BotCommand")
    if len(commands) > MOST_COMMANDS:
        raise BadRequest("BOT_COMMANDS_TOO_MUCH")
    account.state.profile.commands[_key(parameters)] = [_command(raw) for raw in commands]
    account.changed()
    return True


@method("getMyCommands", "", "scope language_code")
def get_my_commands(account: Account, parameters: Parameters) -> list[dict[str, str]]:
    return account.state.profile.commands.get(_key(parameters), [])


@method("deleteMyCommands", "", "scope language_code")
def delete_my_commands(account: Account, parameters: Parameters) -> bool:
    account.state.profile.commands.pop(_key(parameters), None)
    account.changed()
    return True


def _command(raw: object) -> dict[str, str]:
    if not isinstance(raw, dict):
        raise BadRequest("expected an Array of BotCommand")
    command, description = raw.get("command"), raw.get("description")
    if not isinstance(command, str) or not _COMMAND.fullmatch(command.removeprefix("/")):
        raise BadRequest("BOT_COMMAND_INVALID")
    if not isinstance(description, str) or not 1 <= len(description) <= 256:
        raise BadRequest("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command.removeprefix("/"), "description": description}


def _key(parameters: Parameters) -> str:
    scope = parameters.json("scope", "BotCommandScope") or {"type": "default"}
    return json.dumps([scope, parameters.text("language_code")], sort_keys=True)
