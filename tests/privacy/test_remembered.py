"""What functions remember of people's words is forgotten with somebody's data, wherever it stands."""

from pathlib import Path

from bots.garbage import set_apart
from core.language.detect import hear
from core.language.remembered import forget_words, remembered

ROOT = Path(__file__).parents[2]
OF_NO_WORDS = {"core/engine/ownership/assignment.py", "core/language/remembered.py"}


def test_what_was_there_at_the_start_forgets_too() -> None:
    """What is in memory then is listed by the collector no more."""
    set_apart()
    hear("Wilhelmina Quandt is my name", None)
    assert forget_words() > 0
    assert forget_words() == 0


def test_it_is_reckoned_anew_then() -> None:
    asked: list[str] = []

    @remembered(10)
    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    assert [length("Quandt"), length("Quandt")] == [6, 6]
    forget_words()
    assert length("Quandt") == 6
    assert asked == ["Quandt", "Quandt"]


def test_no_room_of_words_remembers_in_another_way() -> None:
    rooms = [
        path for room in ("answers", "engine", "flow", "language") for path in (ROOT / "core" / room).rglob("*.py")
    ]
    others = {str(path.relative_to(ROOT)) for path in rooms if "lru_cache(" in path.read_text("utf-8")}
    assert others == OF_NO_WORDS
