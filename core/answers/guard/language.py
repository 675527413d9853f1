"""The rule "language": what the answer says itself is in the language that was asked for."""

from collections.abc import Iterator

from core.answers.guard.contacts import contacts
from core.answers.guard.sources import Written
from core.language.detect import hear
from core.language.spec import BY_CODE
from core.model.ids import Language

LONG = 6  # words of a sentence that is judged alone; shorter ones are often titles
LONG_HAN = 8  # characters


def language(answer: Written) -> Iterator[str]:
    """Sentences of a source are in the source's language and not judged, nor is what is too short or only names."""
    if answer.language not in BY_CODE:
        return
    own = [contacts(unit).rest.replace("*", "") for unit in answer.own]
    whole = " ".join(own)
    if (heard := _heard(whole)) not in ("", answer.language):
        yield f"written in {heard}, asked for {answer.language}"
        return
    for unit in own if len(own) > 1 else ():
        if _is_long(unit) and (heard := _heard(unit, answer.language)) not in ("", answer.language):
            yield f"a sentence in {heard}, asked for {answer.language}: {unit[:80]!r}"


def _heard(text: str, spoken: str = "") -> str:
    return hear(text, Language(spoken) if spoken else None).writes


def _is_long(unit: str) -> bool:
    return len(unit.split()) >= LONG or sum("\u3400" <= each <= "\u9fff" for each in unit) >= LONG_HAN
