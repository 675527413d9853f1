"""What a language is called in another: "Dutch", "Nederlands", "niderlandzki"."""

from functools import cache

from core.model.ids import Language


@cache
def name_of(code: str, language: Language) -> str:
    """The name of the language `code` for readers of `language`, in the form used inside a sentence; the code if it has none."""
    from babel import Locale, UnknownLocaleError  # 0.1 s that the command line need not wait for

    try:
        name: str = Locale(language).languages.get(code, code)
    except UnknownLocaleError:
        return code
    return name
