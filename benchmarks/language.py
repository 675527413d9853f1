"""How well, how fast and with how much memory a customer's language is detected: `python -m benchmarks.language`.

The limits are those that docs/language.md promises; the exit code is 1 if one is missed and 2 without the texts.
"""

import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.texts import TEXTS, Text, read, switches
from core.language.detect import hear, warm_up
from core.language.spec import LANGUAGES
from core.model.ids import Language

REPEATS = 3  # of each timing; the best counts, as on a machine that does nothing else
CONFUSIONS = 8


class Figure(NamedTuple):
    """A measured value, how it is written, and the limit it must keep; `most`: the limit is an upper one."""

    name: str
    value: float
    limit: float
    form: str = "{:.2%}"
    most: bool = False

    @property
    def kept(self) -> bool:
        return self.value < self.limit if self.most else self.value >= self.limit

    def __str__(self) -> str:
        sign, verdict = ("<" if self.most else ">="), ("ok" if self.kept else "MISSED")
        return f"{self.name:<64} {self.form.format(self.value):>9}  {sign} {self.form.format(self.limit)}  {verdict}"


def main(path: Path = TEXTS) -> int:
    if not path.exists():
        print(f"No texts to measure with: {path.name} is not in shared/data/language beside the checkout.")
        return 2
    memory = peak_memory()
    warm_up()
    texts = read(path)
    figures = [*accuracy(texts), *changes(texts), *speed(texts), Figure("memory, MB", memory, 110, "{:.0f}", most=True)]
    print(f"{len(texts)} texts in {len({text.language for text in texts})} languages\n")
    print("\n".join(map(str, figures)))
    print("\n".join(["", *table(texts), "", *confusions(texts)]))
    return 0 if all(figure.kept for figure in figures) else 1


def alone(text: Text) -> Language:
    return hear(text.text, None).language


def share(right: Iterable[bool]) -> float:
    counts = Counter(right)
    return counts[True] / max(1, counts.total())


def accuracy(texts: list[Text]) -> Iterator[Figure]:
    short = [text for text in texts if text.short]
    yield Figure("without any prior", right(texts, alone), 0.95)
    yield Figure("without any prior, at most 10 characters", right(short, alone), 0.86)
    yield Figure(
        "the conversation's language known", right(texts, lambda text: hear(text.text, text.language).language), 0.993
    )
    yield Figure("and the messenger's code, right seven times in ten", right(texts, in_conversation), 0.994)
    yield Figure(
        "the messenger's code alone", right(texts, lambda text: hear(text.text, None, text.hint).language), 0.95
    )


def in_conversation(text: Text) -> Language:
    return hear(text.text, text.language, text.hint).language


def right(texts: list[Text], detected: Callable[[Text], Language]) -> float:
    return share(detected(text) == text.language for text in texts)


def changes(texts: list[Text]) -> Iterator[Figure]:
    pairs = list(switches(texts))
    noticed = (hear(text.text, spoken).language == text.language for text, spoken in pairs)
    against = (hear(text.text, spoken, spoken).language == text.language for text, spoken in pairs)
    yield Figure("false switches inside a conversation", 1 - right(texts, in_conversation), 0.002, most=True)
    yield Figure("true switches noticed, three words or more", share(noticed), 0.97)
    yield Figure("true switches noticed, the messenger's code being the old one", share(against), 0.97)


def speed(texts: list[Text]) -> Iterator[Figure]:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    bare = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    bare.set_languages([row.code for row in LANGUAGES])
    ours = microseconds(texts, lambda text: hear(text.text, text.language, text.hint))
    library = microseconds(texts, lambda text: bare.classify(text.text))
    yield Figure("time per message, median microseconds", ours, 60, "{:.0f}", most=True)
    yield Figure("times what the bare library takes", ours / library, 3, "{:.1f}", most=True)


def microseconds(texts: list[Text], detect: Callable[[Text], object]) -> float:
    best = [min(_seconds(detect, text) for _ in range(REPEATS)) for text in texts]
    return sorted(best)[len(best) // 2] * 1e6


def _seconds(detect: Callable[[Text], object], text: Text) -> float:
    start = time.perf_counter()
    detect(text)
    return time.perf_counter() - start


def peak_memory() -> float:
    """Megabytes, at the worst moment, of a process of its own that loads detection and uses it once."""
    program = "from benchmarks.language import own_peak; print(own_peak())"
    command = [sys.executable, "-c", program]
    printed = subprocess.run(command, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[1])
    return float(printed.stdout)


def own_peak() -> float:
    """Of this process, in megabytes; where there is no /proc it may be its parent's, if that was larger."""
    warm_up()
    hear("Where is my parcel?", None)
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)  # bytes there, kilobytes elsewhere


def table(texts: list[Text]) -> Iterator[str]:
    """The share that is right without any prior, per language and collection."""
    collections = sorted({text.collection for text in texts})
    shown = [name.removeprefix("lingua_") for name in collections]
    yield "without any prior  " + " ".join(f"{name:>12}" for name in ("all", *shown))
    for row in LANGUAGES:
        own = [text for text in texts if text.language == row.code]
        parts = [own, *([text for text in own if text.collection == name] for name in collections)]
        cells = (f"{right(part, alone):>12.1%}" if part else f"{'-':>12}" for part in parts)
        yield f"{row.english:<18} " + " ".join(cells)


def confusions(texts: list[Text]) -> Iterator[str]:
    pairs = Counter((text.language, found) for text in texts if (found := alone(text)) != text.language)
    yield "taken for another most often: " + ", ".join(
        f"{language} for {found} {count}" for (language, found), count in pairs.most_common(CONFUSIONS)
    )


if __name__ == "__main__":
    sys.exit(main())
