"""The short labelled texts on which language detection is measured, and the priors that go with them."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from core.language.spec import LANGUAGES
from core.model.ids import Language

TEXTS = Path(__file__).parents[2] / "shared" / "data" / "language" / "lid.jsonl"
SHORT = 10  # characters
SENTENCE = 3  # words
SENTENCE_CHINESE = 4  # characters; Chinese writes no spaces
HINT_RIGHT = 0.7  # how often the messenger's language code is the customer's language
SEED = 20260801


class Text(NamedTuple):
    """A text, the language it is in, the collection it comes from, and a messenger's language code to go with it."""

    text: str
    language: Language
    collection: str
    hint: Language

    @property
    def short(self) -> bool:
        return len(self.text) <= SHORT

    @property
    def sentence(self) -> bool:
        if self.language == "zh":
            return len(self.text) >= SENTENCE_CHINESE
        return len(self.text.split()) >= SENTENCE


def read(path: Path = TEXTS) -> list[Text]:
    """All texts in our languages. Raises OSError if they are not there."""
    chance = random.Random(SEED)
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return [Text(row["text"], row["lang"], row["set"], _hint(row["lang"], chance)) for row in rows]


def _hint(language: Language, chance: random.Random) -> Language:
    others = [row.code for row in LANGUAGES if row.code != language]
    return language if chance.random() < HINT_RIGHT else chance.choice(others)


def switches(texts: list[Text]) -> Iterator[tuple[Text, Language]]:
    """Each sentence with each of the other languages as that of the conversation so far."""
    for text in texts:
        if text.sentence:
            yield from ((text, row.code) for row in LANGUAGES if row.code != text.language)
