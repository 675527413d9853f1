"""The one table of languages: a language is a row here and a catalog under `locales/`."""

import msgspec

from core.model.ids import Language


class LanguageSpec(msgspec.Struct, frozen=True):
    """A language: its code (BCP 47 primary subtag), its own name, its English name, and what is there for it.

    `plurals` is the number of its plural forms, as in the header of its catalog. Without a `catalog` its customers
    read English.
    """

    code: Language
    name: str
    english: str
    plurals: int
    catalog: bool = True


ENGLISH = Language("en")

LANGUAGES = (
    LanguageSpec(ENGLISH, "English", "English", plurals=2),
    LanguageSpec(Language("nl"), "Nederlands", "Dutch", plurals=2),
    LanguageSpec(Language("pl"), "polski", "Polish", plurals=3),
)

BY_CODE = {row.code: row for row in LANGUAGES}


def ours(language_code: str) -> Language | None:
    """Our language for an IETF tag such as "pl" or "nl-BE", as Telegram's `language_code` gives it; none if it has no row."""
    primary = Language(language_code.replace("_", "-").partition("-")[0].lower())
    return primary if primary in BY_CODE else None
