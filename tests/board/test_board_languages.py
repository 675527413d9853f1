"""In whatever language the board can be read, all of it can: nobody meets English words between their own."""

import pytest

from core.language.spec import ENGLISH
from core.model.ids import Language
from tests.board.visiting import CATALOG

WORDS = sorted(key for key in CATALOG.texts[ENGLISH].entries if key.startswith("board."))


@pytest.mark.parametrize(
    "language", sorted(code for code in CATALOG.texts if "board.skip" in CATALOG.texts[code].entries)
)
def test_a_language_of_the_board_has_all_its_words(language: Language):
    assert [key for key in WORDS if key not in CATALOG.texts[language].entries] == []
