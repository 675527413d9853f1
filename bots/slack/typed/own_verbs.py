"""The verbs of a typed command that are about the agents themselves: their duty, their name, and what they have before them. Pure."""

import re

from bots.slack.typed.terms import Command, OnDuty, Setting, Show, extra, language_named, needs, no_language

OWN_VERBS = ("on", "off", "mine", "help", "name", "chats")

_MOST_CHATS = 10


def read_own(verb: str, rest: str) -> Command:
    """`verb` is one of these, `rest` all that was typed after it."""
    match verb:
        case "on":
            return _on(rest)
        case "off":
            return extra(verb, rest) if rest else OnDuty(on_duty=False)
        case "name":
            return _name(rest) if rest else needs(verb)
        case "chats":
            return _chats(rest)
        case "mine":
            return extra(verb, rest) if rest else Show("mine")
        case _:
            return Show("help")


def _name(rest: str) -> Command:
    return Setting(name="" if rest.casefold() == "reset" else " ".join(rest.split()))


def _on(rest: str) -> Command:
    names = rest.casefold().replace(",", " ").split()
    if not names:
        return OnDuty(on_duty=True)
    if names == ["all"]:
        return OnDuty(on_duty=True, languages=())
    named = {name: language_named(name) for name in names}
    strange = next((name for name, language in named.items() if language is None), None)
    if strange is not None:
        return no_language(strange)
    return OnDuty(on_duty=True, languages=tuple(dict.fromkeys(filter(None, named.values()))))


def _chats(rest: str) -> Command:
    count = int(rest) if re.fullmatch(r"\d{1,2}", rest, re.ASCII) else 0
    if 0 < count <= _MOST_CHATS:
        return Setting(chats=count)
    return extra("chats", rest) if rest else needs("chats")
