"""What a language is called in another: "Dutch", "Nederlands", "niderlandzki"."""

from functools import cache
from typing import TYPE_CHECKING

from core.language.spec import BY_CODE, ENGLISH
from core.model.ids import Language

if TYPE_CHECKING:
    from babel import Locale


@cache
def name_of(code: str, language: Language) -> str:
    """The name of the language `code` for readers of `language`, in the form used inside a sentence; the code if it has none."""
    name: str = locale_of(language).languages.get(code, code)
    return name


@cache
def locale_of(language: Language) -> "Locale":
    """Babel's data for one of our languages; English for any other."""
    from babel import Locale  # 0.1 s that the command line need not wait for

    return Locale.parse(BY_CODE.get(language, BY_CODE[ENGLISH]).locale)
