"""The verbs of a typed command that are about the agents themselves: their duty, their name, and what they have before them. Pure."""

import re

from bots.slack.typed.terms import Command, OnDuty, Setting, Show, extra, needs, no_language
from core.language.spec import BY_CODE

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
            return Setting(name=" ".join(rest.split())) if rest else needs(verb)
        case "chats":
            return _chats(rest)
        case "mine":
            return extra(verb, rest) if rest else Show("mine")
        case _:
            return Show("help")


def _on(rest: str) -> Command:
    codes = rest.casefold().replace(",", " ").split()
    if not codes:
        return OnDuty(on_duty=True)
    if codes == ["all"]:
        return OnDuty(on_duty=True, languages=())
    strange = next((code for code in codes if code not in BY_CODE), None)
    if strange is not None:
        return no_language(strange)
    return OnDuty(on_duty=True, languages=tuple(dict.fromkeys(codes)))


def _chats(rest: str) -> Command:
    count = int(rest) if re.fullmatch(r"\d{1,2}", rest, re.ASCII) else 0
    if count > _MOST_CHATS:
        return extra("chats", rest)
    return Setting(chats=count) if count else needs("chats")
