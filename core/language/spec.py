"""The one table of languages: a language is a row here and a catalog under `locales/`."""

import msgspec

from core.language.po import locales_folder
from core.model.ids import Language


class LanguageSpec(msgspec.Struct, frozen=True):
    """A language: its code (BCP 47 primary subtag), its own name, its English name, and what is there for it.

    `plurals` is the number of its plural forms, as in the header of its catalog. `chat` and `phone` say whether staff
    speak it in chats and e-mails, and on the telephone. `locale` is Babel's name for how it writes dates and money.
    """

    code: Language
    name: str
    english: str
    locale: str
    plurals: int = 2
    chat: bool = True
    phone: bool = False

    @property
    def catalog(self) -> bool:
        """Whether its texts are there; without them its customers read English."""
        return (locales_folder() / self.code / "LC_MESSAGES" / "messages.po").is_file()


ENGLISH = Language("en")

LANGUAGES = (
    LanguageSpec(ENGLISH, "English", "English", "en_GB", phone=True),
    LanguageSpec(Language("es"), "Español", "Spanish", "es", phone=True),
    LanguageSpec(Language("it"), "Italiano", "Italian", "it", phone=True),
    LanguageSpec(Language("fr"), "Français", "French", "fr", phone=True),
    LanguageSpec(Language("nl"), "Nederlands", "Dutch", "nl", phone=True),
    LanguageSpec(Language("de"), "Deutsch", "German", "de", phone=True),
    LanguageSpec(Language("zh"), "中文", "Chinese", "zh_Hans", plurals=1),
    LanguageSpec(Language("pt"), "Português", "Portuguese", "pt_PT"),
    LanguageSpec(Language("pl"), "Polski", "Polish", "pl", plurals=3),
    LanguageSpec(Language("sv"), "Svenska", "Swedish", "sv", chat=False),
    LanguageSpec(Language("da"), "Dansk", "Danish", "da", chat=False),
)

BY_CODE = {row.code: row for row in LANGUAGES}


def ours(language_code: str) -> Language | None:
    """Our language for an IETF tag such as "pl" or "nl-BE", as Telegram's `language_code` gives it; none if it has no row."""
    code = Language(primary(language_code))
    return code if code in BY_CODE else None


def primary(tag: str) -> str:
    """The language's code in an IETF or a messenger's tag: "pt" of "pt-BR"."""
    return tag.replace("_", "-").partition("-")[0].lower()
