"""The verbs of a typed command that are about a case: for each control of a chat what is typed instead of pressing it. Pure."""

import re
from typing import get_args

from bots.slack.controls.callee import Callee, called
from bots.slack.controls.submission import why_not
from bots.slack.controls.times import time_in
from bots.slack.typed.terms import EXAMPLES, Did, Terms, Wrong, extra, language_named, needs, no_language
from core.model.controls import (
    AskFor,
    Block,
    ChangeLanguage,
    CloseReason,
    ConfirmBlock,
    DropDraft,
    HandBack,
    KeepHeld,
    KeepNote,
    OfferCall,
    RefuseBlock,
    Release,
    Reopen,
    Resend,
    SendByMail,
    SendDraft,
    SendHeld,
    Snooze,
    StayWithIt,
    Suggest,
    TakeBack,
    ToEmail,
    Transfer,
    Unblock,
    Wanted,
)
from core.model.view import text

NAMES_CASE = ("claim", "reopen", "unblock", "take", "confirm", "refuse")
"""Of chats that are nobody's, over or a colleague's, so that none can be "the only one"."""

FREE_WORDS = ("transfer", "block", "note", "reply", "name")
"""After which a code can be part of what is said."""

_PLAIN: dict[str, Did] = {
    "claim": "claim",
    "release": Release(),
    "reopen": Reopen(),
    "stay": StayWithIt(),
    "send": SendHeld(""),
    "keep": KeepHeld(""),
    "resend": Resend(""),
    "mail": SendByMail(""),
    "email": ToEmail(),
    "call": OfferCall(),
    "confirm": ConfirmBlock(),
    "refuse": RefuseBlock(),
    "unblock": Unblock(),
    "take": TakeBack(),
    "back": HandBack(),
}
"""Those that need no more words. Nobody types the name of a message: it is the last one."""

_DRAFT: dict[str, Did] = {"": Suggest(), "send": SendDraft(0), "drop": DropDraft(0)}
_REASONS: dict[str, CloseReason] = {reason.replace("_", " "): reason for reason in get_args(CloseReason)}
_WANTED: dict[str, Wanted] = {
    "photos": "photos",
    "photo": "photos",
    "pictures": "photos",
    "order": "order",
    "details": "details",
}
_UNTIL_REPLY = re.compile(r"(until )?((a |they |(the )?customer )?(reply|replies|write|writes))")


def read_did(verb: str, rest: str, terms: Terms) -> Did | Wrong:
    """`rest`: all that was typed beside the verb and the case."""
    if verb in _PLAIN:
        return extra(verb, rest) if rest else _PLAIN[verb]
    match verb:
        case "block":
            return Block(rest)
        case "close":
            return _reason(rest)
        case "suggest":
            return _DRAFT.get(rest.casefold()) or extra(verb, rest)
        case _:
            return _with_words(verb, rest, terms) if rest else needs(verb)


def _with_words(verb: str, rest: str, terms: Terms) -> Did | Wrong:
    match verb:
        case "transfer":
            return _transfer(rest, terms)
        case "snooze":
            return _snooze(rest, terms)
        case "ask":
            return _ask(rest)
        case "language":
            return _language(rest)
        case _:
            return KeepNote(rest)


def _reason(rest: str) -> Did | Wrong:
    said = " ".join(rest.casefold().replace("_", " ").replace("-", " ").split())
    if not said:
        return "solved"
    known = _REASONS.get(said)
    return known or Wrong(text("command.reason", word=rest[:40], reasons=", ".join(_REASONS)))


def _transfer(rest: str, terms: Terms) -> Did | Wrong:
    match called(rest, terms.members, terms.queues):
        case Callee(agent=agent, queue=queue, rest=note):
            return Transfer(agent, queue, note)
        case several if several:
            return Wrong(text("command.who_of", name=rest.split()[0][:40], names=", ".join(several)))
        case _:
            return Wrong(text("command.who", name=rest.split()[0][:40]))


def _snooze(rest: str, terms: Terms) -> Did | Wrong:
    if _UNTIL_REPLY.fullmatch(" ".join(rest.casefold().split())):
        return Snooze()
    until = time_in(rest, terms.now, terms.zone)
    if until is None:
        return Wrong(text("command.time", words=rest[:40], example=EXAMPLES["snooze"]))
    wrong = why_not(until, terms.now)
    return Wrong(wrong) if wrong else Snooze(until)


def _ask(rest: str) -> Did | Wrong:
    wanted = _WANTED.get(rest.casefold().removeprefix("for ").removeprefix("the "))
    return AskFor(wanted) if wanted else extra("ask", rest)


def _language(rest: str) -> Did | Wrong:
    known = language_named(rest)
    return ChangeLanguage(known) if known else no_language(rest)
