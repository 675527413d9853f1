"""The typed equivalent of every button: what an agent means by `/frontdesk <verb> [case] [words]`. Pure."""

import re
from difflib import get_close_matches
from typing import Literal

from bots.slack.ids import COMMAND
from bots.slack.typed.call_verbs import read_call
from bots.slack.typed.case_verbs import FREE_WORDS, NAMES_CASE, read_did
from bots.slack.typed.own_verbs import OWN_VERBS, read_own
from bots.slack.typed.terms import EXAMPLES, Command, Search, SendSaved, Terms, Typed, Wrong, needs
from core.engine.case_codes import code_in
from core.model.ids import CaseCode
from core.model.view import text

_ALIASES = {"pass": "transfer", "e-mail": "email", "lang": "language", "?": "help", "": "help"}
_ALIKE = 0.7  # of 1: "hlep" is "help", and "dance" is nothing
_CODE = re.compile(r"fd-?[a-z0-9]{4,10}", re.IGNORECASE)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))  # what keyboards and pages make of a hyphen
_AROUND = "*_~`'\"‘’“”„«»()[]<>.,:;!?"  # what is typed or copied around a word and is none of it


def read_command(words: str, terms: Terms) -> Command:
    """What was typed after the command's name."""
    verb, case, rest = _parts(words)
    if verb in OWN_VERBS:
        return read_own(verb, rest)
    if verb not in EXAMPLES:
        return _unknown(verb)
    if verb in NAMES_CASE and not case:
        return needs(verb)
    if verb == "reply":
        return Search(case, rest)
    first, name = _head(rest)
    if verb == "send" and first.casefold() == "reply":
        return _saved(case, name)
    if verb == "call" and rest:
        return read_call(case, rest)
    did = read_did(verb, rest, terms)
    return did if isinstance(did, Wrong) else Typed(case, did)


def verb_in(words: str) -> str:
    """The verb of what was typed, as help lists it."""
    return _parts(words)[0]


def _saved(case: CaseCode | Literal[""], name: str) -> SendSaved | Wrong:
    """The case may stand just before the name too."""
    first, after = _head(name)
    if not case and (named := _code(first)):
        case, name = named, after
    return SendSaved(case, name) if name else needs("send")


def _unknown(verb: str) -> Wrong:
    """A slip is answered with the verb that was meant, all else with the whole list."""
    meant = get_close_matches(verb, EXAMPLES, n=1, cutoff=_ALIKE)
    if not meant:
        return Wrong(text("command.unknown", word=verb[:40]), usage=True)
    return Wrong(text("command.meant", word=verb[:40], example=f"{COMMAND} {meant[0]}"))


def _parts(words: str) -> tuple[str, CaseCode | Literal[""], str]:
    """The verb, the case and all else; the case may stand before the verb too, and at the end where no words are free."""
    first, rest = _head(words)
    if case := _code(first):
        verb, rest = _head(rest)
        return _verb(verb), case, rest
    second, after = _head(rest)
    if case := _code(second):
        return _verb(first), case, after
    before, last = _tail(rest)
    if _verb(first) not in FREE_WORDS and (case := _code(last)):
        return _verb(first), case, before
    return _verb(first), "", rest


def _head(words: str) -> tuple[str, str]:
    """The first word and all after it, which keeps its lines."""
    first, *rest = words.split(None, 1) or [""]
    return first, rest[0].strip() if rest else ""


def _tail(words: str) -> tuple[str, str]:
    """All before the last word, and that one."""
    *before, last = words.rsplit(None, 1) or [""]
    return before[0] if before else "", last


def _verb(word: str) -> str:
    small = word.casefold().strip(_AROUND)
    return _ALIASES.get(small, small)


def _code(word: str) -> CaseCode | Literal[""]:
    """As it is spelt, however it was copied; a letter that was misread is put right. Empty for a word that is none."""
    bare = word.strip(_AROUND).translate(_DASHES)
    if not _CODE.fullmatch(bare):
        return ""
    spelt = f"FD-{bare[2:].lstrip('-').upper()}"
    found = code_in(spelt)
    return found.case if found else CaseCode(spelt)
