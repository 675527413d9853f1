"""What can be wrong with the catalogs, found at start and in the tests, before a customer reads it."""

import re
from collections.abc import Callable, Iterator

import msgspec

from core.language.catalog import Catalog
from core.language.spec import BY_CODE, ENGLISH, LanguageSpec
from core.language.texts import Entry
from core.model.ids import Language

LONGEST_BUTTON = 40  # characters; a messenger cuts longer ones off on a narrow phone
BUTTONS = ("card.claim", "card.close", "duty.on", "duty.off")  # beside all of the family "button."
# https://core.telegram.org/bots/api#setmydescription, #setmyshortdescription and #botcommand
FAMILIES = {"button.": LONGEST_BUTTON, "command.": 256}
LONGEST = {"bot.description": 512, "bot.short_description": 120} | dict.fromkeys(BUTTONS, LONGEST_BUTTON)
COUNTS = frozenset({"n", "minutes", "hours"})  # the variables by which a plural form is chosen
ENGLISH_WILL_DO = ("board.", "alarms.")  # for supervisors and operators: read in English where a language has none
VARIABLE = re.compile(r"\{([a-z_]+)\}")


class Problem(msgspec.Struct, frozen=True):
    """One mistake in one text, for translators and operators."""

    language: Language
    key: str
    message: str

    def __str__(self) -> str:
        return f"{self.language}: {self.key}: {self.message}"


def check(catalog: Catalog) -> list[Problem]:
    """All mistakes of all languages; none means that every text can be said with the English text's variables."""
    return [problem for language in catalog.texts for problem in _language(catalog, BY_CODE[language])]


def _language(catalog: Catalog, spec: LanguageSpec) -> Iterator[Problem]:
    english = catalog.texts[ENGLISH].entries
    own = catalog.texts[spec.code].entries
    if not _counts(catalog.texts[spec.code].plural, spec.plurals):
        yield Problem(spec.code, "Plural-Forms", f"the rule does not choose among {spec.plurals} forms")
    for key in sorted(english.keys() | own.keys()):
        for message in _entry(key, own.get(key), english.get(key), spec):
            yield Problem(spec.code, key, message)


def _counts(plural: Callable[[int], int], forms: int) -> bool:
    return {plural(number) for number in range(200)} == set(range(forms))


def _entry(key: str, own: Entry | None, english: Entry | None, spec: LanguageSpec) -> Iterator[str]:
    if own is None:
        if not key.startswith(ENGLISH_WILL_DO):
            yield "not translated"
    elif english is None:
        yield "English has no such text"
    else:
        yield from _plurals(own, english, spec)
        yield from _variables(own, english)
        yield from _length(key, own)
        if spec.code != ENGLISH:
            yield from _copy(own, english)


def _plurals(own: Entry, english: Entry, spec: LanguageSpec) -> Iterator[str]:
    expected = spec.plurals if len(english.forms) > 1 else 1
    if len(own.forms) != expected:
        yield f"{len(own.forms)} plural forms instead of {expected}"


def _variables(own: Entry, english: Entry) -> Iterator[str]:
    """Every form needs the variables of English; only "one hour" may leave its number out."""
    expected = variables(english)
    for index, form in enumerate(own.forms):
        if not _readable(form):
            yield f"“{form}” has braces that are not the plain name of a variable"
            continue
        found = _names(form)
        optional = COUNTS if index == 0 and len(own.forms) > 1 else frozenset()
        yield from (f"unknown variable {{{name}}} in “{form}”" for name in sorted(found - expected))
        yield from (f"missing variable {{{name}}} in “{form}”" for name in sorted(expected - found - optional))


def variables(entry: Entry) -> set[str]:
    """The names that a text wants values for, over all its forms."""
    return {name for form in entry.forms if _readable(form) for name in _names(form)}


def _readable(form: str) -> bool:
    return not set("{}") & set(VARIABLE.sub("", form))


def _names(form: str) -> set[str]:
    return set(VARIABLE.findall(form))


def _length(key: str, own: Entry) -> Iterator[str]:
    limit = longest(key)
    length = max(map(len, own.forms))
    if limit is not None and length > limit:
        yield f"{length} characters are too many: at most {limit} are shown"


def longest(key: str) -> int | None:
    """How many characters of a text are shown, where that is limited."""
    return next((most for family, most in FAMILIES.items() if key.startswith(family)), LONGEST.get(key))


def _copy(own: Entry, english: Entry) -> Iterator[str]:
    if own.forms == english.forms and not own.same and _has_words(own.forms[0]):
        yield "equals the English text; translate it, or add the comment “same as English”"


def _has_words(form: str) -> bool:
    return any(letter.isalpha() for letter in VARIABLE.sub("", form))
