"""Whether a message is small talk and nothing else: a greeting, thanks, a goodbye, a question about the assistant itself."""

from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from core.language.concepts import Concepts, tried_in
from core.model.ids import Language

FOLDER = Path(__file__).parent / "talk"
LONGEST = 100  # characters; who says more wants more
LONGEST_ELSEWHERE = 40  # characters of small talk in another language than the customer's and English

SmallTalk = Literal["", "greeting", "thanks", "goodbye", "assistant", "chat"]

# `signs` are "ok" and "haha": chat when nothing else is there; `fillers` may stand around all others.
_Concept = Literal["greeting", "thanks", "goodbye", "assistant", "chat", "signs", "fillers"]
_BY_WEIGHT: tuple[SmallTalk, ...] = (
    "assistant",
    "chat",
    "goodbye",
    "thanks",
    "greeting",
)  # what to answer to of several

_WAVE = "\N{WAVING HAND SIGN}"


def smalltalk(text: str, language: Language) -> SmallTalk:
    """What kind of small talk the whole text is; "" for anything that says more, and for nothing at all.

    Read in the customer's language first, then in English, then in the others: "merci" is understood everywhere.
    """
    if len(text) > LONGEST or not text.strip():
        return ""
    if not any(map(str.isalnum, text)):
        return "greeting" if _WAVE in text else "chat"  # emoji or punctuation alone
    kinds = (_kind(text, _concepts(spoken)) for spoken in tried_in(text, language, _languages(), LONGEST_ELSEWHERE))
    return next(filter(None, kinds), "")


def _kind(text: str, concepts: Concepts) -> SmallTalk:
    found = concepts.find(text) if concepts.knows(text) else None
    if found is None or not found.is_all():
        return ""
    return next((kind for kind in _BY_WEIGHT if found.has(kind)), "chat" if found.has("signs") else "")


@cache
def _concepts(language: Language) -> Concepts:
    """Raises msgspec.ValidationError for a file with an unknown concept."""
    phrases = msgspec.toml.decode((FOLDER / f"{language}.toml").read_bytes(), type=dict[_Concept, str])
    return Concepts({str(concept): listed for concept, listed in phrases.items()}, language, forgiving=False)


@cache
def _languages() -> tuple[Language, ...]:
    return tuple(Language(path.stem) for path in sorted(FOLDER.glob("*.toml")))
