"""What a typed text stands for: a command, a button, a wish for a person, an e-mail address."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

from core.language.asked import asked_language
from core.language.normal import folded
from core.language.person import asks_for_person
from core.language.remembered import remembered
from core.language.spec import ENGLISH
from core.language.vocabulary import split, vocabularies
from core.model.ids import Language
from core.model.view import Button, Param
from core.ports import Catalog

LONGEST_ELSEWHERE = 60  # characters of a wish for a person in another language, and of the words around a code

# Telegram's form: a slash, the name, the bot's name in groups, a payload. https://core.telegram.org/bots/features#commands
_COMMAND = re.compile(r"/([a-z]+)(?:@\w+)?(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)
_BETWEEN_DIGITS = re.compile(r"[\s\-‐‑–—.,:\u200b-\u200f\u2060\ufeff]+")
_NUMBER = re.compile(r"(?<![\w\-‐‑–])\d(?:[ \-‐‑–]?\d)*(?!\w)")  # "H-104203" is an order's
# Whoever wants to leave a form says so in either word.
_AS_WELL: dict[str, tuple[tuple[str, dict[str, Param]], ...]] = {"button.back_to_chat": (("button.cancel", {}),)}
_BETWEEN_WORDS = re.compile(r"[\s<>()\[\],;:?\"“”„]+")  # none of these stands in an address as people have them


def typed(text: str, buttons: Sequence[Button], language: Language, catalog: Catalog, digits: bool) -> str:
    """The action that a text stands for, or "".

    A command, the number of a button when `digits` (from 1), a button's label in the customer's language or in
    English, a word for a contact method that is among the buttons, or the wish for a language: "language." and its code.
    """
    return _command(text) or _button(folded(text), buttons, language, catalog, digits) or _language(text)


def start_payload(text: str) -> str:
    """What follows "/start": Telegram's deep links send it so (https://core.telegram.org/bots/features#deep-linking)."""
    found = _COMMAND.fullmatch(text.strip())
    return (found[2] or "").strip() if found and found[1].lower() == "start" else ""


def _command(text: str) -> str:
    found = _COMMAND.fullmatch(text.strip())
    if found is None:
        return ""
    action = _commands().get(found[1].lower(), "")
    return _language(found[2] or "") or action if action == "languages" else action


_OURS = {
    "start": "start",
    "help": "start",
    "orders": "orders",
    "requests": "requests",
    "signin": "sign_in",
    "signout": "sign_out",
    "dispute": "dispute",
    "privacy": "privacy",
}


@cache
def _commands() -> dict[str, str]:
    """What each command stands for; `start` is the messenger's own."""
    words = (pair for vocabulary in vocabularies().values() for pair in vocabulary.commands.items())
    return _OURS | {name: action for action, names in words for name in split(names)}


def _language(text: str) -> str:
    code = asked_language(text)
    return f"language.{code}" if code else ""


def _button(words: str, buttons: Sequence[Button], language: Language, catalog: Catalog, digits: bool) -> str:
    if not words:
        return ""
    for number, button in enumerate(buttons, start=1):
        if (digits and words == str(number)) or words in _names(button, language, catalog):
            return button.action
    return ""


def _names(button: Button, language: Language, catalog: Catalog) -> frozenset[str]:
    key, params = button.label.key, button.label.params
    labels = _labels(key, params, language, catalog) if params else _lasting_labels(key, language, catalog)
    return labels | _ways(button.action)


@remembered(1_000)
def _lasting_labels(key: str, language: Language, catalog: Catalog) -> frozenset[str]:
    return _labels(key, {}, language, catalog)


def _labels(key: str, params: Mapping[str, Param], language: Language, catalog: Catalog) -> frozenset[str]:
    said = ((key, params), *_AS_WELL.get(key, ()))
    return frozenset(folded(catalog.say(*each, spoken)) for each in said for spoken in (language, ENGLISH))


@cache
def _ways(action: str) -> frozenset[str]:
    """The words for the contact method that a button offers, in all languages."""
    method = action.removeprefix("offer.")
    ways = (vocabulary.ways.get(method, "") for vocabulary in vocabularies().values())
    return frozenset(word for words in ways for word in split(words))


def wants_person(text: str, language: Language) -> bool:
    """Whether the text asks for a person, also among other things; asking for help alone does not.

    Looks in the customer's language and in English, and for a short text in all the others, there without mending
    mistakes: "konsultant" is understood in a Dutch conversation.
    """
    spoken = dict.fromkeys((language, ENGLISH))
    everywhere = (*vocabularies(),) if len(text) <= LONGEST_ELSEWHERE else ()
    elsewhere = (other for other in everywhere if other not in spoken)
    return any(asks_for_person(text, each) for each in spoken) or any(
        asks_for_person(text, other, mend=False) for other in elsewhere
    )


def digits_in(text: str) -> str:
    """The digits of a text that says nothing else, as they are copied from a mail: "271 828", "271-828."; else nothing."""
    signs = _BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", text))
    return "".join(str(unicodedata.decimal(sign)) for sign in signs) if signs.isdecimal() else ""


def number_in(text: str) -> str:
    """The digits of the only number among the words of a short text, as in "the code is 271 828"; else nothing."""
    if len(text) > LONGEST_ELSEWHERE:
        return ""
    numbers = _NUMBER.findall(unicodedata.normalize("NFKC", text))
    return digits_in(numbers[0]) if len(numbers) == 1 else ""


def email_in(text: str) -> str:
    """The first e-mail address in a text, in its normal form; "" if there is none. Its syntax is checked, its existence is not."""
    words = (word for word in _BETWEEN_WORDS.split(text) if "@" in word)
    return next((address for word in words if (address := _address(word))), "")


def _address(word: str) -> str:
    from email_validator import EmailNotValidError, validate_email  # brings idna and dnspython with it

    try:
        return validate_email(word.strip(".!*`'’").rstrip("_~"), check_deliverability=False).normalized
    except EmailNotValidError:
        return ""
