"""Says a text of the catalogs in the customer's language, with its variables and in the right plural form."""

from collections.abc import Mapping
from pathlib import Path

from core.language.formats import shown
from core.language.po import locales_folder, read_texts
from core.language.soon import said_soon
from core.language.spec import ENGLISH, LANGUAGES
from core.language.texts import Texts
from core.model.errors import Final
from core.model.ids import Language
from core.model.view import Param, Soon, Text


class Unsayable(Final):
    """Neither the language nor English has the text, or a variable of it has no value."""


class Catalog:
    """All languages' texts. `core.language.check` proves at start that no customer can meet an Unsayable one."""

    def __init__(self, texts: Mapping[Language, Texts]) -> None:
        self.texts = texts
        self._without_params: dict[tuple[str, Language], str] = {}

    def say(self, key: str, params: Mapping[str, Param], language: Language) -> str:
        """The text in the language, or in English where the language has none. Raises Unsayable."""
        if params:
            return self._said(key, params, language)
        known = self._without_params.get((key, language))
        if known is None:
            known = self._without_params[key, language] = self._said(key, params, language)
        return known

    def _said(self, key: str, params: Mapping[str, Param], language: Language) -> str:
        for tried in (language, ENGLISH):
            form = self.texts[tried].form(key, params) if tried in self.texts else None
            if form is not None:
                return self._filled(key, form, params, tried)
        raise Unsayable(f"no catalog has the text {key}")

    def _filled(self, key: str, form: str, params: Mapping[str, Param], language: Language) -> str:
        try:
            return form.format_map({name: self._shown(value, language) for name, value in params.items()})
        except KeyError as missing:
            raise Unsayable(f"the text {key} has no value for its variable {missing}") from missing

    def _shown(self, value: Param, language: Language) -> str | int:
        if not isinstance(value, Soon):
            return shown(value, language)

        def say(said: Text) -> str:
            return self.say(said.key, said.params, language)

        return said_soon(value, language, say)


def read_catalog(folder: Path | None = None) -> Catalog:
    """The catalogs of all languages that have one. Raises BrokenCatalog for a file that is missing or cannot be read."""
    root = folder or locales_folder()
    return Catalog({row.code: read_texts(root, row.code) for row in LANGUAGES if row.catalog})
