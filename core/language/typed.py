"""What a typed text stands for: a command, a button, a wish for a person, an e-mail address."""

import re
from collections.abc import Sequence

from core.language.normal import folded
from core.language.person import asks_for_person
from core.language.spec import ENGLISH
from core.model.ids import Language
from core.model.view import Button
from core.ports import Catalog

COMMANDS = {"start": "start", "support": "talk", "cancel": "cancel"}

METHOD_WORDS = {
    "offer.live_chat": {"chat", "live chat", "livechat", "chatten", "chatting", "czat", "czat na zywo", "na czacie"},
    "offer.email": {
        *("email", "e mail", "mail", "by email", "by e mail", "by mail"),
        *("per email", "per e mail", "per mail", "via email", "via e mail", "via mail"),
        *("e mailem", "emailem", "mailem", "mejl", "mejlem", "przez e mail", "przez email"),
    },
}

# Telegram's form: a slash, the name, the bot's name in groups, a payload. https://core.telegram.org/bots/features#commands
_COMMAND = re.compile(r"/([a-z]+)(?:@\w+)?(?:\s.*)?", re.IGNORECASE | re.DOTALL)
_BETWEEN_WORDS = re.compile(r"[\s<>()\[\],;:?\"“”„]+")  # none of these stands in an address as people have them


def typed(text: str, buttons: Sequence[Button], language: Language, catalog: Catalog, digits: bool) -> str:
    """The action that a text stands for, or "".

    A command, the number of a button when `digits` (from 1), a button's label in the customer's language or in
    English, or a word for a contact method that is among the buttons.
    """
    return _command(text) or _button(folded(text), buttons, language, catalog, digits)


def _command(text: str) -> str:
    found = _COMMAND.fullmatch(text.strip())
    return COMMANDS.get(found[1].lower(), "") if found else ""


def _button(words: str, buttons: Sequence[Button], language: Language, catalog: Catalog, digits: bool) -> str:
    if not words:
        return ""
    for number, button in enumerate(buttons, start=1):
        if (digits and words == str(number)) or words in _names(button, language, catalog):
            return button.action
    return ""


def _names(button: Button, language: Language, catalog: Catalog) -> set[str]:
    labels = {folded(catalog.say(button.label.key, button.label.params, spoken)) for spoken in (language, ENGLISH)}
    return labels | METHOD_WORDS.get(button.action, set())


def wants_person(text: str, language: Language) -> bool:
    """Whether the whole text asks for a person, in the customer's language or in English; asking for help alone does not."""
    words = folded(text)
    return any(asks_for_person(words, spoken) for spoken in (language, ENGLISH))


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
