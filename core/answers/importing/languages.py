"""In which language an article is: by its locale, and for a web page by its text, which knows better than its template."""

from core.language.detect import hear
from core.language.spec import BY_CODE, ours
from core.model.ids import Language

_SIMPLIFIED = ("zh-hans", "zh-cn", "zh-sg")


def of_locale(locale: str) -> str:
    """Our language of a locale such as "en-us" or "pt_BR"; empty for others."""
    return ours(locale) or ""


def of_text(text: str, said: str) -> str:
    """Our language of a page's text where that is clear, else of what the page says; empty for one that is not ours."""
    code = hear(text, None, said).writes or said
    return of_locale(code) if code else hear(text, None).language


def distance(locale: str, language: str) -> int:
    """How far a variant of a language is from the desk's own, as "pt-br" is farther than "pt-pt" and that than "pt"."""
    wanted = _tag(locale)
    own = _tag(BY_CODE[Language(language)].locale)
    if wanted in ("", language):
        return 0
    return 1 if wanted.startswith(_SIMPLIFIED if own == "zh-hans" else own) else 2


def _tag(locale: str) -> str:
    return locale.replace("_", "-").lower()
