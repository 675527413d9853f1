"""The typed equivalent of every button: what an agent means by `/frontdesk <verb> [case] [words]`. Pure."""

import re
from difflib import get_close_matches
from typing import Literal

from bots.slack.ids import COMMAND
from bots.slack.typed.case_verbs import FREE_WORDS, NAMES_CASE, read_did
from bots.slack.typed.own_verbs import OWN_VERBS, read_own
from bots.slack.typed.terms import EXAMPLES, Command, Search, Terms, Typed, Wrong, needs
from core.engine.case_codes import code_in
from core.model.ids import CaseCode
from core.model.view import text

_ALIASES = {"pass": "transfer", "e-mail": "email", "lang": "language", "?": "help", "": "help"}
_ALIKE = 0.7  # of 1: "hlep" is "help", and "dance" is nothing
_CODE = re.compile(r"fd-?[a-z0-9]{4,10}", re.IGNORECASE)


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
    did = read_did(verb, rest, terms)
    return did if isinstance(did, Wrong) else Typed(case, did)


def _unknown(verb: str) -> Wrong:
    """A slip is answered with the verb that was meant, all else with the whole list."""
    meant = get_close_matches(verb, EXAMPLES, n=1, cutoff=_ALIKE)
    if not meant:
        return Wrong(text("command.unknown", word=verb[:40]), usage=True)
    return Wrong(text("command.meant", word=verb[:40], example=f"{COMMAND} {meant[0]}"))


def _parts(words: str) -> tuple[str, CaseCode | Literal[""], str]:
    """The verb, the case and all else; the case may stand before the verb too, and at the end where no words are free."""
    first, _, rest = words.strip().partition(" ")
    if _CODE.fullmatch(first):
        verb, _, rest = rest.strip().partition(" ")
        return _verb(verb), _code(first), rest.strip()
    second, _, after = rest.strip().partition(" ")
    if _CODE.fullmatch(second):
        return _verb(first), _code(second), after.strip()
    before, _, last = rest.strip().rpartition(" ")
    if _CODE.fullmatch(last) and _verb(first) not in FREE_WORDS:
        return _verb(first), _code(last), before.strip()
    return _verb(first), "", rest.strip()


def _verb(word: str) -> str:
    small = word.casefold()
    return _ALIASES.get(small, small)


def _code(word: str) -> CaseCode:
    """As it is spelt; a letter that was misread is put right."""
    spelt = f"FD-{word[2:].lstrip('-').upper()}"
    found = code_in(spelt)
    return found.case if found else CaseCode(spelt)
